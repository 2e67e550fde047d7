"""Roles across articles: whether two of them tell that one name has one bearer.

Roles are compared by their terms, as a short text in one column: "title|affiliation|flags". Nothing here
knows of names: whoever asks has found that these fit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from attribution.lang.facets import facets
from attribution.lang.identity import identity
from attribution.lang.joints import joints
from attribution.lang.nouns import nouns
from attribution.lang.titles import titles
from attribution.records import Role
from attribution.store.naming import is_abbreviation
from attribution.store.terms import as_column, terms_of

Evidence = Literal["office", "affiliation", "title"]

LONGEST = 400  # code points of the column
FORMER, SHORT = "f", "s"


@dataclass(frozen=True, slots=True)
class Office:
    """A role, read. `title` and `tie` are terms that tell something; `head` is the noun of the title."""

    title: frozenset[str]
    head: str
    ranks: frozenset[str]  # a deputy is not who he is the deputy of
    tie: tuple[str, ...]
    former: bool
    short: bool  # the affiliation is an abbreviation


def fold_role(role: Role) -> str:
    """The title of a role as terms, the whole words where it has none."""
    return as_column(terms_of(role.title or role.text))


def fold_affiliation(role: Role) -> str | None:
    """The affiliation of a role as terms."""
    return as_column(terms_of(role.affiliation.text)) or None if role.affiliation else None


def write_office(role: Role) -> str:
    """A role as it is compared: the terms of title and affiliation, and marks.

    >>> write_office(Role(0, 12, "former mayor", title="mayor", former=True))
    'mayor||f'
    """
    title = as_column(terms_of(role.title)) if role.title else ""
    short = role.affiliation is not None and is_abbreviation(role.affiliation.text)
    flags = (FORMER if role.former else "") + (SHORT if short else "")
    half = LONGEST // 2 - 2
    return f"{title[:half]}|{(fold_affiliation(role) or '')[:half]}|{flags}"


@lru_cache(maxsize=8192)
def read_office(written: str, language: str = "en") -> Office:
    """What `write_office` wrote."""
    title, tie, flags = written.split("|")
    data = _words(language)
    words = [same for word in title.split() for same in data.same.get(word, (word,))]
    ends = [at for at, word in enumerate(words) if word in data.complements and at]
    telling = [word for word in words if word not in data.small]
    before = [word for word in words[: ends[0]] if word not in data.small] if ends else telling
    return Office(
        title=frozenset(telling) - data.ranks,
        head=before[-1] if before else "",
        ranks=frozenset(telling) & data.ranks,
        tie=tuple(word for word in tie.split() if word not in data.small and word not in data.legal),
        former=FORMER in flags,
        short=SHORT in flags,
    )


def compare(one: Iterable[Office], other: Iterable[Office]) -> Evidence | None:
    """What two lists of roles have in common that tells one bearer of a name from another; None: nothing.

    `office`: the same office of the same body or place; `affiliation`: the same organisation; `title`: a
    title that hardly two of a name have, as long as no other role speaks against it.
    """
    mine, theirs = list(one), list(other)
    pairs = [(a, b) for a in mine for b in theirs]
    found = {evidence for a, b in pairs if (evidence := evidence_of(a, b))}
    if "office" in found:
        return "office"
    if any(_rivals(a, b) for a, b in pairs):
        return None
    return "affiliation" if "affiliation" in found else "title" if "title" in found else None


def evidence_of(one: Office, other: Office) -> Evidence | None:
    """What two roles have in common. One that has nothing in common with itself tells nothing."""
    data = _words("en")
    if one.head in data.crowd or other.head in data.crowd:
        return None
    tied, same_tie = bool(one.tie and other.tie), _one_body(one, other)
    if tied and not same_tie:
        return None
    common = _common_title(one, other)
    if common is not None:
        if same_tie and (_is_body(one) or _is_body(other) or common.head in data.posts):
            return "office"
        return "title" if one.former == other.former and _is_particular(common) else None
    whole = _is_body(one) and _is_body(other)
    return "affiliation" if same_tie and whole else None


def _rivals(one: Office, other: Office) -> bool:
    """Whether two roles are one office of two places or bodies, held at one time."""
    apart = bool(one.tie and other.tie) and frozenset(one.tie).isdisjoint(other.tie)
    apart = apart and not _abbreviates(one, other)
    return apart and _common_title(one, other) is not None and not (one.former or other.former)


def _common_title(one: Office, other: Office) -> Office | None:
    """The wider of two titles where the other only says more; None where they are two offices."""
    if not one.title or not other.title or one.ranks != other.ranks:
        return None
    small, big = sorted((one, other), key=lambda office: len(office.title))
    return small if small.title <= big.title and small.head == big.head else None


def _is_particular(office: Office) -> bool:
    """Whether hardly two people of one name have a title."""
    data = _words("en")
    if office.head in data.particular:
        return True
    return office.head in data.portfolios and bool(office.title - {office.head} - data.plain)


def _one_body(one: Office, other: Office) -> bool:
    """Whether two affiliations are one: all words of one are in the other, or one is short for the other."""
    if not one.tie or not other.tie:
        return False
    a, b = frozenset(one.tie), frozenset(other.tie)
    return a == b or (len(a & b) > 1 and (a <= b or b <= a)) or _abbreviates(one, other)


def _abbreviates(one: Office, other: Office) -> bool:
    for short, long in ((one, other), (other, one)):
        initials = "".join(word[0] for word in long.tie)
        if short.short and len(long.tie) > 1 and "".join(short.tie) == initials:
            return True
    return False


def _is_body(office: Office) -> bool:
    """Whether an affiliation is an organisation of which one knows another: no place, no army."""
    data = _words("en")
    if office.tie and not data.vast.isdisjoint((office.tie[0], office.tie[-1])):
        return False
    return bool(data.bodies.intersection(office.tie)) or (office.short and not _is_place(office.tie))


def _is_place(tie: tuple[str, ...]) -> bool:
    forms = facets("en").forms
    return "".join(tie) in forms or "_".join(tie) in forms


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language, as terms."""

    crowd: frozenset[str]
    particular: frozenset[str]
    portfolios: frozenset[str]
    posts: frozenset[str]
    plain: frozenset[str]
    ranks: frozenset[str]
    small: frozenset[str]
    complements: frozenset[str]
    legal: frozenset[str]
    bodies: frozenset[str]
    vast: frozenset[str]
    same: dict[str, tuple[str, ...]]


@cache
def _words(language: str) -> _Words:
    data, joint, noun = identity(language), joints(language), nouns(language)
    short = {word: full for word, full in titles(language).offices.items() if word != full}
    called = {word for words in noun.called.values() for word in words}
    return _Words(
        crowd=_terms(data.crowd),
        particular=_terms(data.particular),
        portfolios=_terms(data.portfolios),
        posts=_terms(titles(language).seats | data.posts),
        plain=_terms(data.plain),
        ranks=_terms(joint.ranks | joint.lesser),
        small=_terms(joint.inside | joint.complements | joint.definite | joint.new | joint.former),
        complements=_terms(joint.complements),
        legal=_terms(data.legal),
        bodies=_terms((noun.organisation | called | data.words) - data.places),
        vast=_terms(data.vast),
        same=_same({**short, **data.same}),
    )


def _terms(words: Iterable[str]) -> frozenset[str]:
    return frozenset(term.key for word in words for term in terms_of(word))


def _same(given: dict[str, str]) -> dict[str, tuple[str, ...]]:
    """Term -> the terms that stand for it, those of words that are themselves written otherwise included."""
    found = {}
    for word, full in given.items():
        full = given.get(full, full)
        terms = terms_of(word)
        if len(terms) == 1:
            found[terms[0].key] = tuple(term.key for term in terms_of(full))
    return found
