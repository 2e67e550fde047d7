"""What people decided on a text, carried over to the records of its next version.

A correction goes where its words went: what was corrected by hand stays so, and what was rejected is left
out again. Where the engine reads something new in the place of what it had read before, the decision stays
and somebody is asked to look again; where the words went, the decision waits until they come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from attribution.records import Extraction, Quotation, Role, Span
from attribution.store.content import read_document, with_content
from attribution.store.decisions import Base, Correction, Decisions
from attribution.store.differences import DECIDED, decided, shared
from attribution.store.editing import (
    free,
    moved_mentions,
    nested,
    put,
    removed,
    same_speaker,
    settled,
    with_speaker,
)
from attribution.store.incoming import Incoming
from attribution.store.moving import Mover, Moves
from attribution.text.document import Document

SAME, LIKE = 0.8, 0.2  # share of the words of both: found by hand and by the engine; corrected and not

_ALONE = frozenset(["type", "statement", "reason"])  # values that stand for themselves
_PLACED = frozenset(["cue", "source", "role", "addressee", "medium", "time"])  # and those with a place


@dataclass
class Carried:
    """The records of the next version after the decisions, and what became of these.

    `known` tells the numbers of quotations by their ids in `extraction`, `reviews` the states of their
    reviews; `rejected` the ids, in the records as they came, of what was rejected before.
    """

    extraction: Extraction
    known: dict[str, int] = field(default_factory=dict)
    reviews: dict[str, str] = field(default_factory=dict)
    rejected: dict[int, str] = field(default_factory=dict)

    def onto(self, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], dict[int, int]]:
        """Rows of `extraction` with the states of their reviews; and the numbers that are known, by place."""
        reviewed = [
            {**row, "review": self.reviews[row["local"]]} if row["local"] in self.reviews else row
            for row in rows
        ]
        places = {
            place: self.known[row["local"]] for place, row in enumerate(rows) if row["local"] in self.known
        }
        return reviewed, places


def carry(decisions: Decisions, given: Incoming) -> Carried:
    """The records that came for an article, with what people had decided on it."""
    work = _Carrying(decisions, given)
    work.reject()
    for correction in decisions.corrections:
        work.correct(correction)
    work.done.extraction = settled(work.done.extraction)
    return work.done


class _Carrying:
    """The decisions on one article on their way to its next version."""

    def __init__(self, decisions: Decisions, given: Incoming) -> None:
        self.decisions = decisions
        self.given = given
        self.done = Carried(given.placed)
        self.prints = {row["local"]: row["fingerprint"] for row in given.quotations}
        self._moves: dict[Base, Moves] = {}

    def reject(self) -> None:
        """Leaves out what was rejected in the same words."""
        live = {row.fingerprint for row in self.decisions.live}
        for row in self.decisions.rejected:
            same = [one for one in self.given.placed.quotations if self.prints[one.id] == row.fingerprint]
            free_ones = [one for one in same if one.id not in self.done.rejected.values()]
            place = self._place_of(row)
            there = [one for one in free_ones if place and one.spans[0].start == place[0]]
            chosen = there or (free_ones if len(same) == 1 and row.fingerprint not in live else [])
            if chosen:
                self.done.rejected[row.id] = chosen[0].id
                self.done.extraction = removed(self.done.extraction, chosen[0].id)

    def _place_of(self, row: Any) -> tuple[int, int] | None:
        if row.revision_id != self.decisions.current.revision:
            return None  # it went before
        return Mover(self.decisions.current.content, self.given.content).find(row.start, row.end)

    def moves(self, correction: Correction) -> Moves:
        """The way from the text that a correction was made on."""
        base = correction.base
        if base not in self._moves:
            titles = (base.extraction.article.title, self.given.placed.article.title)
            self._moves[base] = Moves(base.content, self.given.content, titles=titles)
        return self._moves[base]

    def correct(self, correction: Correction) -> None:
        """Carries over one correction, if its words are still there, or there again."""
        spans = self.moves(correction).content(correction.quotation)
        if spans is None or (correction.gone and self._is_taken(correction, spans)):
            return
        twin = self._twin(correction, spans)
        doubt = twin is not None and self._is_read_anew(correction, twin)
        made, lost = self._made(correction, twin, spans)
        self.done.extraction = put(self.done.extraction, made)
        if twin is None or "speaker" in correction.fields:
            lost |= not self._set_speaker(correction, made)
        self.done.extraction = nested(settled(self.done.extraction), made.id)
        self.done.known[made.id] = correction.number
        self.done.reviews[made.id] = "again" if doubt or lost else correction.review

    def _is_taken(self, correction: Correction, spans: Sequence[Span]) -> bool:
        """Whether another quotation that was there meanwhile has the words: then these did not come back."""
        live = {row.fingerprint for row in self.decisions.live}
        found = replace(correction.quotation, spans=tuple(spans))
        return any(
            _likeness(one, found) >= SAME
            for one in self.done.extraction.quotations
            if one.id in self.done.known or self.prints.get(one.id) in live
        )

    def _twin(self, correction: Correction, spans: Sequence[Span]) -> Quotation | None:
        """What the engine found in the place of the correction; nothing that is another quotation's."""
        others = {row.fingerprint for row in self.decisions.live if row.id != correction.number}
        found = replace(correction.quotation, spans=tuple(spans))
        least = SAME if correction.machine is None else LIKE
        likely = [
            (likeness, one)
            for one in self.done.extraction.quotations
            if one.id not in self.done.known
            and (likeness := _likeness(one, found)) >= least
            and (likeness == 1 or self.prints[one.id] not in others)
        ]
        return max(likely, key=lambda pair: pair[0])[1] if likely else None

    def _is_read_anew(self, correction: Correction, twin: Quotation) -> bool:
        """Whether the engine now reads something else, which is not what was decided either."""
        decision = _readings(correction.base.extraction, correction.quotation)
        before = _readings(correction.base.machine, correction.machine) if correction.machine else {}
        now = _readings(self.given.placed, twin)
        return any(now[name] not in (before.get(name), decision[name]) for name in correction.fields)

    def _made(
        self, correction: Correction, twin: Quotation | None, spans: Sequence[Span]
    ) -> tuple[Quotation, bool]:
        """The quotation with what was decided on it, and whether a part of that is there no more."""
        decision, fields = correction.quotation, correction.fields
        if twin is None:
            name = free("q", (one.id for one in self.done.extraction.quotations))
            twin, fields = replace(decision, id=name, speaker=None, parent=None), frozenset(DECIDED)
        made, lost, moves = twin, False, self.moves(correction)
        if "spans" in fields:
            made = with_content(made, spans, self.document)
        for name in fields & _ALONE:
            made = replace(made, **{name: getattr(decision, name)})
        for name in fields & _PLACED:
            given: Any = getattr(decision, name)
            moved: Any = moves.role(given) if isinstance(given, Role) else given and moves.span(given)
            lost |= given is not None and moved is None
            made = replace(made, **{name: moved})
        return made, lost

    def _set_speaker(self, correction: Correction, made: Quotation) -> bool:
        """Gives the quotation the speaker that was decided on; False where there is none such now."""
        wanted = correction.base.extraction.speaker_of(correction.quotation)
        if wanted is None:
            self.done.extraction = put(self.done.extraction, replace(made, speaker=None))
            return True
        moved = self.moves(correction).speaker(wanted)
        known = same_speaker(wanted, self.done.extraction.speakers)
        if known is None and wanted.mentions and not moved.mentions:
            return False
        extraction, name = with_speaker(self.done.extraction, moved)
        others = (one for one in extraction.quotations if one.id != made.id)
        extraction = replace(extraction, quotations=(*others, replace(made, speaker=name)))
        if made.speaker != name:
            extraction = moved_mentions(extraction, made.source, made.speaker, name)
        self.done.extraction = put(extraction, replace(made, speaker=name))
        return True

    @cached_property
    def document(self) -> Document:
        """The article as the stages read it."""
        return read_document(self.given.placed.article.title, text=self.given.text, html=self.given.html)


def _likeness(one: Quotation, other: Quotation) -> float:
    """The share of the words of both that is in both."""
    common = shared(one, other)
    return common / (shared(one, one) + shared(other, other) - common)


def _readings(extraction: Extraction, quotation: Quotation) -> dict[str, Any]:
    """What is decided on a quotation, without its places, which differ from version to version."""
    values = decided(extraction, quotation)
    return {name: _without_places(value) for name, value in values.items()}


def _without_places(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_places(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_places(item) for key, item in value.items() if key not in ("start", "end")}
    return value
