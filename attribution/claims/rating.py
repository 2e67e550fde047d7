"""Rates a quotation by its best sentence."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from functools import cache

from attribution.claims.reasons import Sentence, sentences_of
from attribution.claims.records import Kind, Rating, Reason
from attribution.lang.claims import FACTS, claim_data
from attribution.lang.loader import read_data
from attribution.lang.weights import weights
from attribution.records import Quotation, Speaker

VERSION = 1  # of what is done with the data; with another the same words may be rated otherwise
DONE = frozenset(["change", "deed", "happened", "own-deed"])  # beside these a promise tells a fact
LEAST = 0.5  # of the score, to be worth checking
BIAS = "bias"  # what counts for every sentence
ACTS: Mapping[str, Kind] = {
    "act-promise": "promise", "act-plan": "promise", "act-think": "opinion", "act-believe": "opinion",
    "act-wish": "wish", "act-ask": "question", "act-warn": "prediction",
}  # fmt: skip


def rate(quotation: Quotation, speaker: Speaker | None = None, *, language: str = "en") -> Rating:
    """How much a quotation is worth checking, and why; nothing but the records is looked at.

    It is the rating of its best sentence: one that can be checked before others, then by score. What is no
    statement scores 0. Raises ModelError for a language without data.
    """
    rated = rate_sentences(quotation, speaker, language=language)
    return max(rated, key=lambda rating: (rating.checkable, rating.score))


def rate_sentences(
    quotation: Quotation, speaker: Speaker | None = None, *, language: str = "en"
) -> list[Rating]:
    """The ratings of all sentences, in their order; what is no statement is rated as a whole."""
    if not quotation.statement:
        reason = Reason("no-statement", quotation.reason or "", None, None, 0.0)
        return [Rating(0.0, False, "vague", 0, len(quotation.text), (reason,))]
    found = sentences_of(quotation, speaker, language=language)
    return [_rating(sentence, language) for sentence in found]


@cache
def rules_of(language: str = "en") -> str:
    """Tells by which rules a language is rated: it changes with the data, and with `VERSION`."""
    given = [read_data(language, "claims"), weights(language).claim]
    digest = hashlib.blake2b(json.dumps(given, sort_keys=True).encode(), digest_size=6).hexdigest()
    return f"{VERSION}-{digest}"


def _rating(sentence: Sentence, language: str) -> Rating:
    bias = weights(language).claim[BIAS]
    score = 1 / (1 + math.exp(-bias - sum(reason.weight for reason in sentence.reasons)))
    reasons = sorted(sentence.reasons, key=lambda reason: -reason.weight)
    kind = _kind(reasons, score >= LEAST, language)
    return Rating(
        round(score, 3), kind in FACTS and score >= LEAST, kind, sentence.start, sentence.end, tuple(reasons)
    )


def _kind(reasons: list[Reason], worth: bool, language: str) -> Kind:
    """What the reasons, those for checking first, make of a sentence."""
    signals = claim_data(language).signals
    known = {
        reason.code: signals[reason.code].kind if reason.code in signals else ACTS[reason.code]
        for reason in reasons
        if reason.code in signals or reason.code in ACTS
    }
    if "promise" in known.values() and DONE.isdisjoint(known):
        return "promise"
    facts = [kind for kind in FACTS if kind in known.values()]
    others = [kind for kind in known.values() if kind not in FACTS]
    if worth:
        return facts[0] if facts else "vague"
    return others[-1] if others else facts[0] if facts else "vague"
