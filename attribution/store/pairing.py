"""Which wordings conflict: candidates by their sketches, then word by word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from rapidfuzz.distance import Indel
from sqlalchemy import Connection

from attribution.store.contrast import Contrast, contrast, read_wording
from attribution.store.rivals import Entry, read_entries, rivalry
from attribution.store.runs import LEAST, PLAIN, SLIGHT
from attribution.store.sketches import telling
from attribution.store.wordings import Place, places_of

Kind = Literal["names", "wordings"]

MOST_COMPARED = 12  # wordings that one is compared with, those that share most with it
NEAR = 3  # days between two reports of one occasion
FAR = 30  # days, from which on the same words are likelier a saying that goes round
MANY = 4  # speakers, from which on it is one, and nobody is wrong who repeats it
LEAST_ALIKE = 0.55  # of the words of the shorter: fewer are not compared word by word
SAME_ALIKE = 0.75  # of those that can only be the same words under two names
SAME_SHARE, SAME_COVER, SAME_TELLING = 0.9, 0.5, 4  # of what may be the same words under two names


@dataclass(frozen=True, slots=True)
class Found:
    """Two wordings that conflict; of the kind `wordings` both are of one speaker."""

    kind: Kind
    first_speaker: int
    second_speaker: int
    first: int
    second: int
    difference: str
    severity: int
    share: float
    key: str
    day: str | None


@dataclass
class Pairing:
    """Finds what some wordings conflict with; `candidates` share something of their sketches."""

    connection: Connection
    places: dict[int, list[Place]]
    candidates: Mapping[int, Counter[int]]
    entries: dict[int, Entry] = field(default_factory=dict)

    def run(self) -> set[Found]:
        """All conflicts of these wordings."""
        pairs = {tuple(sorted((one, other))) for one, others in self._chosen() for other in others}
        missing = {wording for pair in pairs for wording in pair} - self.places.keys()
        self.places |= places_of(self.connection, missing)
        standing = [pair for pair in pairs if all(wording in self.places for wording in pair)]
        own = [(wording, wording) for wording in self.candidates if len(self._speakers(wording)) > 1]
        self._read_entries([*standing, *own])
        return {found for one, other in [*standing, *own] for found in self._compare(one, other)}

    def _chosen(self) -> Iterator[tuple[int, list[int]]]:
        for wording, shared in self.candidates.items():
            best = sorted(
                (other for other in shared if other != wording), key=lambda other: (-shared[other], other)
            )
            yield wording, best[:MOST_COMPARED]

    def _speakers(self, wording: int) -> set[int]:
        return {place.speaker for place in self.places.get(wording, ())}

    def _read_entries(self, pairs: Iterable[tuple[int, ...]]) -> None:
        wanted = set()
        for pair in pairs:
            there = set().union(*(self._speakers(wording) for wording in pair))
            if 1 < len(there) < MANY * 2:
                wanted |= there
        self.entries = read_entries(self.connection, wanted)

    def _compare(self, one: int, other: int) -> Iterator[Found]:
        mine, theirs = self.places[one], self.places[other]
        both = self._speakers(one) & self._speakers(other) if one != other else set()
        rivals = self._speakers(one) | self._speakers(other)
        days = {speaker: _days(speaker, mine, theirs) for speaker in both}
        reported, named = [speaker for speaker in both if days[speaker]], 1 < len(rivals) < MANY * 2
        if not reported and not named:
            return
        if one == other:
            words = [word.key for word in read_wording(mine[0].words).words]
            found: Contrast | None = Contrast((), 1.0, 1.0, len(list(telling(words))))
        else:
            found = _contrast(mine[0].words, theirs[0].words, LEAST_ALIKE if reported else SAME_ALIKE)
        if found is None:
            return
        for speaker in reported if found.difference else ():
            yield _two_wordings(speaker, one, other, found, days[speaker])
        if named and _is_the_same(found):
            yield from self._two_names((one, mine), (other, theirs), found, len(rivals))

    def _two_names(
        self, one: tuple[int, list[Place]], other: tuple[int, list[Place]], found: Contrast, rivals: int
    ) -> Iterator[Found]:
        closest: dict[tuple[int, int, int, int], tuple[int, str | None]] = {}
        for a in one[1]:
            for b in other[1]:
                if a.speaker == b.speaker or a.article == b.article:
                    continue
                key = (a.speaker, b.speaker, one[0], other[0])
                if a.speaker > b.speaker:
                    key = (b.speaker, a.speaker, other[0], one[0])
                apart = days_between(a.day, b.day) or 0
                last = max(filter(None, (a.day, b.day)), default=None)
                closest[key] = min(closest.get(key, (apart, last)), (apart, last), key=lambda seen: seen[0])
        for (first, second, mine, theirs), (apart, day) in closest.items():
            severity = self._severity(first, second, found, apart, rivals)
            if severity:
                yield Found("names", first, second, mine, theirs, "speaker", severity, found.share, "", day)

    def _severity(self, first: int, second: int, found: Contrast, apart: int, rivals: int) -> int:
        if first not in self.entries or second not in self.entries:
            return 0
        severity = rivalry(self.entries[first], self.entries[second])
        if rivals >= MANY:
            return min(severity, LEAST)
        if apart > FAR or found.telling <= SAME_TELLING:
            return min(severity, SLIGHT if apart > FAR else PLAIN)
        return severity


def _contrast(one: str, other: str, least: float) -> Contrast | None:
    """Word by word, where so many words of the shorter are the same that it is worth the time."""
    ours, theirs = (read_wording(words).stems for words in (one, other))
    common = Indel.similarity(ours, theirs) / 2
    return contrast(one, other) if common >= least * min(len(ours), len(theirs)) else None


def _is_the_same(found: Contrast) -> bool:
    """Whether they are the same words, or nearly."""
    near = found.share >= SAME_SHARE and found.cover >= SAME_COVER and found.telling >= SAME_TELLING
    return near and found.severity <= (SLIGHT if found.telling > SAME_TELLING + 1 else LEAST)


def _days(speaker: int, one: list[Place], other: list[Place]) -> list[str | None]:
    """The days of two articles of about one day that have both by the speaker."""
    return [
        max(filter(None, (a.day, b.day)), default=None)
        for a in one
        for b in other
        if a.speaker == b.speaker == speaker and a.article != b.article
        if (days_between(a.day, b.day) or 0) <= NEAR
    ]


def _two_wordings(speaker: int, one: int, other: int, found: Contrast, days: list[str | None]) -> Found:
    """The conflict; first comes the wording whose changed words do by the alphabet."""
    change = found.changes[0]
    turned = change.first.casefold() > change.second.casefold()
    first, second = (other, one) if turned else (one, other)
    return Found(
        kind="wordings",
        first_speaker=speaker,
        second_speaker=speaker,
        first=first,
        second=second,
        difference=change.difference,
        severity=change.severity,
        share=found.share,
        key=found.key,
        day=max(filter(None, days), default=None),
    )


def days_between(one: str | None, other: str | None) -> int | None:
    """How many days lie between two; None where one is not known."""
    if one is None or other is None:
        return None
    return abs((date.fromisoformat(one) - date.fromisoformat(other)).days)
