"""The rows of quotations: kept over extractions, and put back into one with what editors decided."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from attribution import records
from attribution.records import Extraction, Quotation, Speaker
from attribution_wagtail.models import PageExtraction, PageQuotation, Verdict


def keep_quotations(record: PageExtraction, extraction: Extraction) -> None:
    """Brings the rows of a record up to an extraction; those that it has not are kept, as not present."""
    record.quotations.update(present=False)
    known = {row.key: row for row in record.quotations.all()}
    for number, (key, quotation) in enumerate(zip(_keys(extraction), extraction.quotations, strict=True)):
        row = known.get(key) or PageQuotation(extraction=record, key=key)
        found = _found(extraction, quotation)
        for name, value in {**found, "number": number, "present": True}.items():
            setattr(row, name, value)
        row.save()


def reviewed(record: PageExtraction, extraction: Extraction, *, only_reviewed: bool) -> Extraction:
    """The extraction with the verdicts of editors: without what they rejected, and corrected where they did.

    With `only_reviewed` it has no quotation that nobody decided on. The span of a corrected role is at
    position 0: an editor's words need not stand in the article.
    """
    rows = {row.quotation_id: row for row in record.statements}
    refused = {Verdict.REJECTED, Verdict.OPEN} if only_reviewed else {Verdict.REJECTED}
    kept = [q for q in extraction.quotations if q.id in rows and rows[q.id].verdict not in refused]
    added: dict[tuple[str, str], Speaker] = {}
    return replace(
        extraction,
        quotations=tuple(_decided(q, rows[q.id], extraction, added) for q in kept),
        speakers=(*extraction.speakers, *added.values()),
    )


def _keys(extraction: Extraction) -> list[str]:
    """A name for each quotation: its words, who is found to say it, and which time these are said."""
    seen: Counter[str] = Counter()
    keys = []
    for quotation in extraction.quotations:
        found = _found(extraction, quotation)
        words = (" ".join(quotation.text.split()), quotation.source and quotation.source.text)
        same = json.dumps([*words, found["found_speaker"], found["found_role"]])
        keys.append(hashlib.sha256(f"{same}{seen[same]}".encode()).hexdigest())
        seen[same] += 1
    return keys


def _found(extraction: Extraction, quotation: Quotation) -> Mapping[str, Any]:
    """What the engine says of a quotation, as fields of its row."""
    speaker = extraction.speaker_of(quotation)
    return {
        "quotation_id": quotation.id,
        "statement": quotation.statement,
        "reason": quotation.reason or "",
        "type": quotation.type,
        "text": quotation.text,
        "before": quotation.context.before,
        "after": quotation.context.after,
        "confidence": quotation.confidence.speaker,
        "found_speaker": speaker.label if speaker else "",
        "found_kind": speaker.kind if speaker else "",
        "found_role": quotation.role.text if quotation.role else "",
    }


def _decided(
    quotation: Quotation,
    row: PageQuotation,
    extraction: Extraction,
    added: dict[tuple[str, str], Speaker],
) -> Quotation:
    """A quotation as its row has it; a speaker whom the extraction has not is added."""
    if row.verdict != Verdict.CORRECTED:
        return quotation
    role = records.Role(0, len(row.role), row.role, title=row.role) if row.role else None
    if not row.speaker:
        return replace(quotation, speaker=None, role=role)
    found = _speaker(extraction.speakers, row) or added.get((row.speaker, row.kind))
    if found is None:
        kind = cast(records.Kind, row.kind)
        found = Speaker(f"editor{len(added) + 1}", row.speaker, row.speaker, kind, named=True)
        added[row.speaker, row.kind] = found
    return replace(quotation, speaker=found.id, role=role)


def _speaker(speakers: Iterable[Speaker], row: PageQuotation) -> Speaker | None:
    same = (s for s in speakers if row.speaker in (s.name, s.label) and s.kind == row.kind)
    return next(same, None)
