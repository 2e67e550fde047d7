"""The sentences of a quotation, each with all that tells for or against checking it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from attribution.claims.records import Reason
from attribution.claims.signals import Word, signals_in, words_of
from attribution.lang.claims import FACTS, ClaimData, claim_data
from attribution.lang.verifying import verifying
from attribution.lang.weights import weights
from attribution.records import Quotation, Role, Speaker
from attribution.text.sentences import sentences

SHORT, LONG = 5, 16  # words of a sentence

JOINT = " …"  # between two spans of a quotation

_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence at `Quotation.text[start:end]`, and its reasons."""

    start: int
    end: int
    reasons: tuple[Reason, ...]


def sentences_of(
    quotation: Quotation, speaker: Speaker | None = None, *, language: str = "en"
) -> list[Sentence]:
    """The sentences of a quotation with their reasons, in their order; at least one.

    Cue and speaker tell the same of each. Raises ModelError for a language without data.
    """
    text, data, counts = quotation.text, claim_data(language), weights(language).claim
    around = tuple(_around(quotation, speaker, data, counts))
    return [
        Sentence(start, end, (*_within(text, start, end, data, counts), *around))
        for start, end in _places(text, language)
    ]


def _places(text: str, language: str) -> list[tuple[int, int]]:
    """Where the sentences are. What an ellipsis parts is one, if it goes on in lower case."""
    found: list[tuple[int, int]] = []
    for start, end in sentences(text, verifying(language).abbreviations):
        first = _WORD.search(text, start, end)
        if found and (first is None or (first[0].islower() and text.endswith("…", 0, found[-1][1]))):
            start = found.pop()[0]
        found.append((start, end))
    return [(start, end - len(JOINT) * text.endswith(JOINT, start, end)) for start, end in found]


def _within(
    text: str, start: int, end: int, data: ClaimData, counts: Mapping[str, float]
) -> Iterator[Reason]:
    words = words_of(text, start, end)
    found = signals_in(words, data)
    for one in found:
        yield Reason(one.code, text[one.start : one.end], one.start, one.end, counts[one.code])
    if name := next((word for word in words[1:] if _is_name(text, word)), None):
        yield Reason("name", text[name.start : name.end], name.start, name.end, counts["name"])
    whole = [
        code
        for code, there in (
            ("short", len(words) < SHORT),
            ("long", len(words) >= LONG),
            ("plain", all(data.signals[one.code].kind in FACTS for one in found)),
        )
        if there
    ]
    for code in whole:
        yield Reason(code, text[start:end], start, end, counts[code])


def _is_name(text: str, word: Word) -> bool:
    return text[word.start].isupper() and word.key != "i" and not word.key.startswith("i'")


def _around(
    quotation: Quotation, speaker: Speaker | None, data: ClaimData, counts: Mapping[str, float]
) -> Iterator[Reason]:
    """What the cue tells, and the office of whoever speaks."""
    cue = quotation.cue
    if cue and (act := f"act-{cue.act}") in counts:
        yield Reason(act, cue.text, None, None, counts[act])
    roles: tuple[Role, ...] = (quotation.role,) if quotation.role else speaker.roles if speaker else ()
    for role in roles:
        words = _WORD.findall((role.title or role.text).lower())
        if not role.former and not data.offices.isdisjoint(words):
            yield Reason("office", role.text, None, None, counts["office"])
            return
