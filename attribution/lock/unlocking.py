"""Quotations put back in the place of their tokens, unless something is wrong with one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Protocol

from attribution.lock.locking import check_key
from attribution.lock.records import (
    Checked,
    Fault,
    FaultKind,
    Key,
    Known,
    LockedWords,
    Unlocked,
    UnlockRefused,
)
from attribution.lock.speakers import is_same, speaker_at, stands_near
from attribution.lock.stretches import is_enclosed
from attribution.lock.tokens import form_of
from attribution.lock.traces import TAKEN, find_traces
from attribution.records import Extraction
from attribution.text.reader import check

_MESSAGES: Mapping[FaultKind, str] = {
    "lost": "the token is gone; behind this place it should stand",
    "doubled": "the token stands a second time",
    "damaged": "the token was damaged",
    "unknown": "something like a token, which the key does not have",
    "disordered": "the parts of its quotation have changed their order",
    "marked-twice": "the token was put in marks or brackets, but has its own",
    "moved": "somebody else says it now",
    "unattributed": "its speaker does not stand near it any more",
}


class Reads(Protocol):
    """The part of `attribution.Extractor` that is used here."""

    def extract(self, text: str | None = None, *, html: str | None = None) -> Extraction:
        """The quotations of an article."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A token of the key that is whole, at `[start, end)` of the edited text."""

    start: int
    end: int
    words: LockedWords


def unlock(edited: str, key: Key, *, extractor: Reads | None = None, allow_lost: bool = False) -> Unlocked:
    """The edited text with the words of its tokens put back, exactly as they were.

    `extractor` reads the result, to see whether each quotation still has its speaker; without one the tokens
    alone are looked at, and `checked` says so. `allow_lost` is for summaries, which leave quotations out.
    Raises UnlockRefused with all that is wrong, KeyRefused for a key that was changed, and DeadlineExceeded
    in a block of `attribution.deadlines.deadline`.
    """
    check_key(key)
    check(edited, field="text", limit=len(edited) * 4 + 1)
    places = _find(edited, key)
    broken = list(_damaged(edited, key, places))
    faults = [*_of_tokens(edited, key, places, broken, allow_lost), *_of_order(edited, places)]
    unsure: list[str] = []
    if extractor is not None:
        # with damaged ones put back, too, lest what they leave behind is read as something else
        mended = (_Place(f.start, f.end, words) for f in broken if (words := _words(key, f.token)))
        everything = sorted([*places, *mended], key=lambda place: place.start)
        of_speakers, unsure = _of_speakers(edited, key, everything, extractor)
        faults += of_speakers
    if faults:
        raise UnlockRefused(sorted(faults, key=lambda fault: fault.start))
    there = {place.words.token for place in places}
    lost = tuple(words.token for words in key.tokens if words.token not in there)
    checked: Checked = "tokens" if extractor is None else "speakers"
    return Unlocked(_put_back(edited, places)[0], checked, lost, tuple(unsure))


def _find(edited: str, key: Key) -> list[_Place]:
    form = form_of(key.tokens[0].token) if key.tokens else None
    entries = {words.token: words for words in key.tokens}
    found = form.pattern.finditer(edited) if form else ()
    return [_Place(m.start(), m.end(), entries[m[0]]) for m in found if m[0] in entries]


def _of_tokens(
    edited: str, key: Key, places: Sequence[_Place], damaged: Sequence[Fault], allow_lost: bool
) -> Iterator[Fault]:
    yield from damaged
    seen: set[str] = set()
    for start, end, words in ((place.start, place.end, place.words) for place in places):
        if words.token in seen:
            yield _fault("doubled", edited, start, end, words)
        elif not words.enclosed and is_enclosed(edited, start, end, key.markup, key.language):
            yield _fault("marked-twice", edited, start, end, words)
        seen.add(words.token)
    if not allow_lost:
        yield from _lost(edited, key, places, {fault.token for fault in damaged})


def _damaged(edited: str, key: Key, places: Sequence[_Place]) -> Iterator[Fault]:
    form = form_of(key.tokens[0].token) if key.tokens else None
    if form is None:
        return
    blank = list(edited)
    for place in places:
        blank[place.start : place.end] = TAKEN * (place.end - place.start)
    entries = {words.token: words for words in key.tokens}
    for trace in find_traces("".join(blank), form, entries):
        words = entries.get(trace.token or "")
        yield _fault("damaged" if words else "unknown", edited, trace.start, trace.end, words)


def _lost(edited: str, key: Key, places: Sequence[_Place], damaged: set[str | None]) -> Iterator[Fault]:
    ends = {place.words.token: place.end for place in reversed(places)}
    behind = 0
    for words in key.tokens:
        if words.token in ends:
            behind = ends[words.token]
        elif words.token not in damaged:
            yield _fault("lost", edited, behind, behind, words)


def _of_order(edited: str, places: Sequence[_Place]) -> Iterator[Fault]:
    """Parts of a quotation that its speaker interrupts say something else in another order."""
    parts: dict[str, list[_Place]] = {}
    for place in places:
        parts.setdefault(place.words.quotation, []).append(place)
    for ours in parts.values():
        for one, other in pairwise(ours):
            if other.words.start < one.words.start:
                yield _fault("disordered", edited, other.start, other.end, other.words)


def _put_back(edited: str, places: Sequence[_Place]) -> tuple[str, list[tuple[_Place, int, int]]]:
    """The unlocked text, and where in it the words of each token stand."""
    parts: list[str] = []
    spots: list[tuple[_Place, int, int]] = []
    done = length = 0
    for place in places:
        words = place.words.text
        parts += (edited[done : place.start], words)
        start = length + place.start - done
        length, done = start + len(words), place.end
        spots.append((place, start, length))
    return "".join([*parts, edited[done:]]), spots


def _of_speakers(
    edited: str, key: Key, places: Sequence[_Place], extractor: Reads
) -> tuple[list[Fault], list[str]]:
    """What is wrong with who says each quotation now, and tokens of which nobody can tell."""
    text, spots = _put_back(edited, places)
    faults: list[Fault] = []
    unsure: list[str] = []
    given: dict[str, Any] = {key.markup: text}
    extraction = extractor.extract(**given) if spots else None
    for place, start, end in spots:
        before = key.speaker_of(place.words)
        if before is None or extraction is None:
            continue
        after = speaker_at(extraction, start, end)
        same = is_same(before, after, extraction.speakers, key.language)
        if same is None and not _is_left_alone(edited, key, place, before):
            unsure.append(place.words.token)
        elif not same:
            kind: FaultKind = "unattributed" if same is None else "moved"
            who = after.label if after else None
            faults.append(_fault(kind, edited, place.start, place.end, place.words, before.label, who))
    return faults, unsure


def _is_left_alone(edited: str, key: Key, place: _Place, before: Known) -> bool:
    """Whether the speaker stood near, and does not any more."""
    near = stands_near(before, edited, place.start, place.end, key.markup, key.language)
    return place.words.near and not near


def _words(key: Key, token: str | None) -> LockedWords | None:
    return next((words for words in key.tokens if words.token == token), None)


def _fault(
    kind: FaultKind, edited: str, start: int, end: int, words: LockedWords | None,
    before: str | None = None, after: str | None = None,
) -> Fault:  # fmt: skip
    message = _MESSAGES[kind]
    if before:
        message += f": {before} before, {after or 'nobody'} now"
    line = edited.count("\n", 0, start) + 1
    column = start - edited.rfind("\n", 0, start)
    token = words.token if words else edited[start:end] or None
    quotation = words.quotation if words else None
    return Fault(kind, message, token, quotation, start, end, line, column, before, after)
