"""Extractions that need no model: whatever stands in marks is a quotation, or whatever spans are given."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from attribution.records import Extraction, Span, Speaker
from attribution.text.marks import pair_marks
from tests.samples import extraction, quotation


def spanned(text: str, spans: Iterable[tuple[int, int]], speaker: Speaker | None = None) -> Extraction:
    """One quotation for each span, all said by one speaker."""
    made = [
        replace(
            quotation(start, end, text=text, id=f"q{number}"),
            quoted=(Span(start, end, text[start:end]),),
            speaker=speaker.id if speaker else None,
        )
        for number, (start, end) in enumerate(spans, 1)
    ]
    found = extraction(*made, text=text, speakers=(speaker,) if speaker else ())
    digest = hashlib.sha256(text.encode()).hexdigest()
    return replace(found, article=replace(found.article, sha256=digest))


def marked(text: str) -> Extraction:
    """One quotation for each pair of marks, inner ones too."""
    return spanned(text, [(stretch.start, stretch.end) for stretch in pair_marks(text).stretches])
