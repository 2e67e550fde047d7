"""What a rating says, as values."""

from __future__ import annotations

from dataclasses import dataclass

from attribution.lang.claims import Kind
from attribution.records import Extraction, Quotation, Speaker

__all__ = ["Claim", "Claims", "Kind", "Rating", "Reason"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that tells for (`weight` above 0) or against checking, and the words that show it.

    `start` and `end` are code points of `Quotation.text`; None for words that stand elsewhere, as the cue's.
    """

    code: str
    words: str
    start: int | None
    end: int | None
    weight: float


@dataclass(frozen=True, slots=True)
class Rating:
    """How much a quotation is worth checking, by its best sentence.

    `score` is in 0..1 and orders; `checkable` tells whether there is a fact to check now; `kind` is what the
    sentence, `Quotation.text[start:end]`, is. The first reason tells most for checking, the last against.
    """

    score: float
    checkable: bool
    kind: Kind
    start: int
    end: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A quotation with its speaker, where one was found, and its rating."""

    quotation: Quotation
    speaker: Speaker | None
    rating: Rating


@dataclass(frozen=True, slots=True)
class Claims:
    """What was found in an article, and its statements as claims, the most worth checking first."""

    extraction: Extraction
    claims: tuple[Claim, ...]
