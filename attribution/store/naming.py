"""Names across articles: what an entry is looked up by, and whether two names can be one speaker's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from attribution.lang.first_names import fold
from attribution.lang.identity import identity
from attribution.lang.joints import joints
from attribution.lang.nouns import nouns
from attribution.lang.titles import titles
from attribution.pipeline.names import Name, parse_name, words_of_name
from attribution.store.terms import terms_of

Likeness = Literal["same", "variant"]

LONGEST_SHORT = 7  # letters of a name that may be an abbreviation
LONGEST = 200  # code points of a key; a longer name is a mistake, and an index takes no more
STROKES = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"})


@dataclass(frozen=True, slots=True)
class Named:
    """A name of a person, read."""

    name: Name
    parts: tuple[str, ...]  # without hyphens
    middle: tuple[str, ...]  # middle names and initials

    @property
    def full(self) -> bool:
        """Whether there is a first name and a surname."""
        return len(self.parts) > 1

    @property
    def key(self) -> str:
        """First and last word alone, as middle names may be missing."""
        return " ".join(dict.fromkeys((self.parts[0], self.parts[-1])))[:LONGEST]


@lru_cache(maxsize=4096)
def read_person(text: str, language: str = "en") -> Named:
    """A name without the titles before it, and without accents and case.

    >>> read_person("Dr. Mára J. Lindqvist-Sand").parts
    ('mara', 'lindqvist', 'sand')
    """
    data = titles(language)
    words = [word.translate(STROKES) for word in words_of_name(text.casefold())]
    while len(words) > 1 and data.is_title(words[0]):
        words = words[1:]
    name = parse_name(words, data)
    parts = tuple(part for key in name.keys for part in key.split("-") if part) or (fold(text),)
    plain = tuple(fold(word).strip(".,") for word in name.words)
    return Named(name, parts, plain[1 : -2 if name.suffix else -1])


def folded_name(text: str, language: str = "en") -> str:
    """A person's name as names are compared: without titles, initials, accents and case.

    >>> folded_name("Dr. Mára J. Lindqvist")
    'mara lindqvist'
    """
    name = read_person(text, language).name
    return " ".join((*name.keys, *((name.suffix,) if name.suffix else ()))) or fold(text)


def keys_of_person(text: str, language: str = "en") -> list[str]:
    """The keys that an entry of this name may have: its own, and those of other forms of the first name.

    >>> sorted(keys_of_person("Bill B. Lee"))
    ['bill lee', 'billy lee', 'will lee', 'william lee']
    """
    named = read_person(text, language)
    if not named.full:
        return [named.key]
    firsts = _forms(language).get(named.parts[0], frozenset()) | {named.parts[0]}
    return [f"{first} {named.parts[-1]}"[:LONGEST] for first in firsts]


def compare_people(one: str, other: str, language: str = "en") -> Likeness | None:
    """Whether two names can be one person's; `variant` where first names differ in form. None: they cannot.

    Middle names may be missing on either side, but not differ, nor may a suffix.

    >>> compare_people("Bill Lee", "William B. Lee"), compare_people("Ann B. Lee", "Ann C. Lee")
    ('variant', None)
    """
    a, b = read_person(one, language), read_person(other, language)
    if a.name.suffix != b.name.suffix or a.full != b.full:
        return None
    if a.parts == b.parts:
        return "same" if _middles_agree(a, b) else None
    first, second = a.parts[0], b.parts[0]
    if not a.full or a.name.keys[-1] != b.name.keys[-1] or not _middles_agree(a, b):
        return None
    if first == second:
        return "same"
    return "variant" if second in _forms(language).get(first, ()) else None


def key_of_body(text: str, language: str = "en") -> str:
    """The name of an organisation, group or document as terms, without article and legal form.

    >>> key_of_body("The Tarrant Motors, Inc."), key_of_body("U.N.P.")
    ('tarrant motor', 'unp')
    """
    terms = [term.key for term in terms_of(text, language)]
    articles, legal = joints(language).articles, identity(language).legal
    while len(terms) > 1 and terms[0] in articles:
        terms = terms[1:]
    while len(terms) > 1 and terms[-1] in legal:
        terms = terms[:-1]
    return (_joined(terms) or fold(text))[:LONGEST]


def is_abbreviation(text: str) -> bool:
    """Whether a name may be the initials of a longer one: "NFC", "U.N.P."."""
    bare = text.replace(".", "").removeprefix("the ")
    return 2 <= len(bare) <= LONGEST_SHORT and bare.isalpha() and bare.isupper()


def is_shared(text: str, language: str = "en") -> bool:
    """Whether the name of an organisation or document is that of many.

    >>> is_shared("the City Council"), is_shared("Marlow City Council")
    (True, False)
    """
    known, small = _shared(language), joints(language).inside
    terms = [term.key for term in terms_of(text, language)]
    return all(term in known or term in small for term in terms)


def _joined(terms: list[str]) -> str:
    """Terms as one string; letters by themselves are an abbreviation."""
    return "".join(terms) if terms and all(len(term) == 1 for term in terms) else " ".join(terms)


def _middles_agree(one: Named, other: Named) -> bool:
    small, big = sorted((one.middle, other.middle), key=len)
    return all(any(a.startswith(b) or b.startswith(a) for b in big) for a in small)


@cache
def _forms(language: str) -> dict[str, frozenset[str]]:
    """First name -> the others that its bearer may go by: short ones, long ones, other short ones."""
    longs = titles(language).nicknames
    shorts: dict[str, set[str]] = {}
    for short, names in longs.items():
        for name in names:
            shorts.setdefault(name, set()).add(short)
    found: dict[str, set[str]] = {name: set(given) for name, given in shorts.items()}
    for short, names in longs.items():
        others = {other for name in names for other in shorts[name]}
        found.setdefault(short, set()).update(names, others - {short})
    return {name: frozenset(forms) for name, forms in found.items()}


@cache
def _shared(language: str) -> frozenset[str]:
    data = nouns(language)
    return frozenset(_stems((*identity(language).shared, *data.organisation, *data.document), language))


def _stems(words: tuple[str, ...], language: str) -> Iterator[str]:
    for word in words:
        yield from (term.key for term in terms_of(word, language))
