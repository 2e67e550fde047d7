"""What in a description rules out somebody who is called by the same noun: another place, party or rank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attribution.pipeline.edges import person_noun
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import Words

PROPER = frozenset(("NNP", "NNPS"))
TIES = frozenset(("ORG", "GPE", "NORP", "LOC", "FAC"))


@dataclass(frozen=True, slots=True)
class Tie:
    """What the words around an office tell: names of places and bodies, facets, and ranks ("deputy")."""

    where: frozenset[str]
    words: frozenset[str]  # all words beside the head, in lower case
    facets: Mapping[str, set[str]]
    ranks: frozenset[str]
    former: bool
    acronym: bool


def tie_of(words: Words, lexicon: Lexicon, first: int, head: int, last: int) -> Tie:
    """The tie of the description `[first, last)`."""
    joints = lexicon.joints
    beside = [i for i in range(first, last) if i != head]
    named = [i for i in beside if _names(words, lexicon, i, head)]
    lower = words.lower
    facets = {family: set(things) for family, things in lexicon.facets.told(lower[first:last]).items()}
    for i in beside:
        if words.text[i].isupper() and len(words.text[i]) == 2:
            country = lexicon.facets.told([lower[i]], spelled_out=False).get("country", set())
            facets.setdefault("country", set()).update(country)
    before = [i for i in range(max(0, first - 2), head) if i >= first or words.text[first - 1] in HYPHENS]
    return Tie(
        where=frozenset(lower[i] for i in named),
        words=frozenset(lower[i] for i in beside),
        facets={family: things for family, things in facets.items() if things},
        ranks=frozenset(lower[i] for i in before if lower[i] in joints.ranks),
        former=any(lower[i] in joints.former for i in before)
        or any(lower[i].startswith(joints.former_prefixes) for i in range(first, head + 1)),
        acronym=any(words.text[i].isupper() for i in named),
    )


def _names(words: Words, lexicon: Lexicon, i: int, head: int) -> bool:
    """Whether token `i` of a description is part of the name of a place or body, told apart by it."""
    lower = words.lower[i]
    generic = lexicon.titles.office_tail | lexicon.nouns.organisation | lexicon.joints.former
    if not words.text[i][0].isupper() or lower in generic or lower in lexicon.joints.ranks:
        return False
    if person_noun(lexicon, lower) is not None or lower.rstrip(".") in lexicon.titles.offices:
        return False
    pair = words.lower[max(0, i - 1) : i + 2]  # "New York"
    if (
        lexicon.facets.told([lower])
        or lexicon.facets.told(pair)
        or (i + 1 < len(words) and words.tag[i + 1] == "POS")
    ):
        return False
    if words.entity[i] in TIES:
        return True
    capital = i < head and words.text[head][0].isupper()
    opens = i + 1 == head and words.sentences[words.sentence[i]][0] == i and words.tag[i] == "JJ"
    passing = lower in lexicon.joints.passing | lexicon.nouns.unspecific
    return (words.tag[i] in PROPER or (opens and not passing)) and not capital


def contradicts(lexicon: Lexicon, told: Tie, known: Iterable[Tie]) -> bool:
    """Whether a description tells another place, party or body than all that is known of an office.

    What states none of them contradicts nothing, and neither do short and long forms.
    """
    ties = list(known)
    where = frozenset[str]().union(*(tie.where for tie in ties))
    said = frozenset[str]().union(*(tie.words for tie in ties))
    short = told.acronym or any(tie.acronym for tie in ties)
    if told.where and where and not short and not (told.where & said or where & told.words):
        return True
    facets: dict[str, set[str]] = {}
    for tie in ties:
        for family, things in tie.facets.items():
            facets.setdefault(family, set()).update(things)
    mine, theirs = lexicon.facets.implying(told.facets), lexicon.facets.implying(facets)
    return any(not things & theirs.get(family, things) for family, things in mine.items())


def outranked(told: Tie, known: Iterable[Tie]) -> bool:
    """Whether a description tells another rank than all callings: "the deputy mayor", "the mayor"."""
    ranks = [tie.ranks for tie in known]
    return bool(ranks) and all(told.ranks != rank for rank in ranks)
