"""Whether two wordings are of one quotation, word by word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from attribution.store.contrast import Contrast, contrast, read_wording
from attribution.store.runs import LEAST, SERIOUS

INDIRECT_SHARE = 0.9  # of the words, where either is an indirect quotation: reporters shift the tense
MOST_CHANGED = 0.25  # words that tell and differ, of those in common: one pattern has other words in it

Kind = Literal["exact", "near", "part"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How the shorter is like the longer; `similarity` is the share of the words of the longer it has."""

    kind: Kind
    similarity: float


def likeness(
    one: str, other: str, *, threshold: float, indirect: bool = False, language: str = "en"
) -> Likeness | None:
    """How alike two wordings are; None where they are not of one quotation. The order does not matter.

    Another figure, negation or name makes another quotation. Of near ones, either has the share `threshold`
    of the other's words, and of those that tell not too many differ; of a part the longer has that share, and
    no other words in their place. Where one
    is only known as an `indirect` quotation, no word that tells may differ, and of the others few.

    >>> longer = "We lost nine boats in the winter storm, and the mayor of Ostby knew it all along"
    >>> likeness("we lost nine boats in the winter storm", longer, threshold=0.8)
    Likeness(kind='part', similarity=0.471)
    >>> likeness("we lost ten boats in the winter storm", longer, threshold=0.8)
    """
    found = contrast(one, other, language)
    if found is None or any(_makes_another(change.severity, change.difference) for change in found.changes):
        return None
    readings = sorted((read_wording(words, language) for words in (one, other)), key=lambda r: len(r.words))
    short, long = ([word.key for word in reading.words] for reading in readings)
    held = found.cover * len(long) / len(short)
    if short == long:
        return Likeness("exact", 1.0)
    whole = _is_whole(found)
    if held < threshold or (indirect and not (whole and min(found.share, held) >= INDIRECT_SHARE)):
        return None
    if found.cover < threshold:
        return Likeness("part", found.cover) if whole else None
    changed = sum(change.telling for change in found.changes)
    return Likeness("near", found.cover) if changed <= MOST_CHANGED * found.telling else None


def _makes_another(severity: int, difference: str) -> bool:
    return severity >= SERIOUS and difference != "condition"


def _is_whole(found: Contrast) -> bool:
    """Whether no word stands in the place of another, slips of the pen apart."""
    return all(change.difference == "condition" or change.severity <= LEAST for change in found.changes)
