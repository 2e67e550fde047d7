"""Corrections of records, each from one Extraction to the next, as the desk makes them (`edits.js`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from attribution.lang.first_names import fold
from attribution.records import Extraction, Mention, Quotation, Speaker

CORRECTED = "corrected"  # evidence: a person has put it right


def put(extraction: Extraction, quotation: Quotation) -> Extraction:
    """With the quotation in the place of the one of its id, or added; in order again."""
    if CORRECTED not in quotation.evidence:
        quotation = replace(quotation, evidence=(*quotation.evidence, CORRECTED))
    others = tuple(other for other in extraction.quotations if other.id != quotation.id)
    return settled(replace(extraction, quotations=(*others, quotation)))


def removed(extraction: Extraction, name: str) -> Extraction:
    """Without a quotation; what stands within it moves to what is around it."""
    gone = next(quotation for quotation in extraction.quotations if quotation.id == name)
    rest = (
        replace(quotation, parent=gone.parent) if quotation.parent == name else quotation
        for quotation in extraction.quotations
        if quotation.id != name
    )
    return settled(replace(extraction, quotations=tuple(rest)))


def settled(extraction: Extraction) -> Extraction:
    """Quotations in the article's order, speakers in that of their first, and only those who have one."""
    quotations = sorted(extraction.quotations, key=_order)
    names = dict.fromkeys(quotation.speaker for quotation in quotations)
    known = {speaker.id: speaker for speaker in extraction.speakers}
    speakers = tuple(known[name] for name in names if name is not None)
    return replace(extraction, quotations=tuple(quotations), speakers=speakers)


def _order(quotation: Quotation) -> tuple[bool, int, int]:
    first = quotation.spans[0]
    return first.field == "body", first.start, -first.end


def nested(extraction: Extraction, name: str) -> Extraction:
    """With the parent of a quotation, and of those within it, as its spans say."""
    moved = next(quotation for quotation in extraction.quotations if quotation.id == name)
    found = []
    for quotation in extraction.quotations:
        parent = parent_of(quotation, extraction.quotations)
        touched = quotation is moved or parent == name or quotation.parent == name
        found.append(replace(quotation, parent=parent) if touched else quotation)
    return replace(extraction, quotations=tuple(found))


def parent_of(inner: Quotation, all: Iterable[Quotation]) -> str | None:
    """The quotation right around another, by its spans."""
    around = [outer for outer in all if outer.id != inner.id and _holds(outer, inner)]
    return min(around, key=_width).id if around else None


def _holds(outer: Quotation, inner: Quotation) -> bool:
    inside = all(
        any(a.field == b.field and a.start <= b.start and b.end <= a.end for a in outer.spans)
        for b in inner.spans
    )
    return inside and _width(outer) > _width(inner)


def _width(quotation: Quotation) -> int:
    return sum(span.end - span.start for span in quotation.spans)


def free(letter: str, taken: Iterable[str]) -> str:
    """A name that nothing has.

    >>> free("q", ["q1", "q7", "x"])
    'q8'
    """
    numbers = [int(name[1:]) for name in taken if name[:1] == letter and name[1:].isdecimal()]
    return f"{letter}{max(numbers, default=0) + 1}"


def same_speaker(wanted: Speaker, among: Iterable[Speaker]) -> Speaker | None:
    """The one speaker of other records who is called the same; None where there is none, or more than one."""
    called = _called(wanted)
    found = [speaker for speaker in among if _called(speaker) == called]
    return found[0] if len(found) == 1 else None


def _called(speaker: Speaker) -> tuple[bool, str, str]:
    return speaker.name is not None, fold(speaker.name or speaker.label), speaker.kind


def with_speaker(extraction: Extraction, wanted: Speaker) -> tuple[Extraction, str]:
    """With a speaker of other records, who may be there already; and the id that the speaker has here."""
    known = same_speaker(wanted, extraction.speakers)
    if known is not None:
        return extraction, known.id
    name = free("s", (speaker.id for speaker in extraction.speakers))
    return replace(extraction, speakers=(*extraction.speakers, replace(wanted, id=name))), name


def with_quotation(
    extraction: Extraction, quotation: Quotation, speaker: Speaker | None
) -> tuple[Extraction, str]:
    """With a quotation of other records of this text, and its speaker; and the id that it has here."""
    name = None
    if speaker is not None:
        extraction, name = with_speaker(extraction, speaker)
    id = free("q", (other.id for other in extraction.quotations))
    added = replace(extraction, quotations=(*extraction.quotations, replace(quotation, id=id, speaker=name)))
    return nested(settled(added), id), id


def moved_mentions(extraction: Extraction, source: Mention | None, start: str | None, end: str) -> Extraction:
    """The mentions in a source go over from one speaker to another, as its quotation did.

    Those that another quotation of the first one needs stay there too; the source itself is one where the
    first speaker had none in it.
    """
    if source is None:
        return extraction
    speakers = {speaker.id: speaker for speaker in extraction.speakers}
    theirs = speakers[start].mentions if start in speakers else ()
    inside = [mention for mention in theirs if _touch(mention, source)] or [source]
    needed = [q.source for q in extraction.quotations if q.speaker == start and q.source]
    if start in speakers:
        stay = (m for m in theirs if m not in inside or any(_touch(m, other) for other in needed))
        speakers[start] = replace(speakers[start], mentions=tuple(stay))
    known = [m for m in speakers[end].mentions if not any(_touch(m, other) for other in inside)]
    mentions = sorted((*known, *inside), key=lambda m: (m.field == "body", m.start))
    speakers[end] = replace(speakers[end], mentions=tuple(mentions))
    return replace(extraction, speakers=tuple(speakers.values()))


def _touch(one: Mention, other: Mention) -> bool:
    return one.field == other.field and one.start < other.end and other.start < one.end
