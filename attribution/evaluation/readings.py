"""From records to what is scored: the two readings of what counts as a quotation.

polnear     records without parent, less scare quotes, titles, nicknames and mottos; thoughts and plans count
statements  what somebody uttered, quotations inside quotations included
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, get_args

from attribution.evaluation.gold import Ranges, Relation
from attribution.records import NOT_REPORTED, Extraction, Quotation, Span

Reading = Literal["polnear", "statements"]
READINGS: tuple[Reading, ...] = get_args(Reading)


def in_polnear(quotation: Quotation) -> bool:
    """True when the guidelines of PolNeAR would mark this record."""
    return quotation.parent is None and quotation.reason not in NOT_REPORTED


def in_statements(quotation: Quotation) -> bool:
    """True when the record is something that somebody uttered."""
    return quotation.statement


_INCLUDES: Mapping[Reading, Callable[[Quotation], bool]] = {
    "polnear": in_polnear,
    "statements": in_statements,
}


def predicted(extraction: Extraction, *, reading: Reading) -> tuple[Relation, ...]:
    """The relations of an extraction in one reading; spans in the title do not count, gold has none there.

    Raises ValueError for an extraction whose positions are not code points.
    """
    if extraction.unit != "codepoint":
        raise ValueError(f"gold counts code points, not {extraction.unit}")
    return tuple(_relation(extraction, quotation) for quotation in counted(extraction, reading=reading))


def counted(extraction: Extraction, *, reading: Reading) -> list[Quotation]:
    """The records that are relations in a reading, in their order; those in the title alone are none."""
    chosen = (quotation for quotation in extraction.quotations if _INCLUDES[reading](quotation))
    return [quotation for quotation in chosen if _body(quotation.spans)]


def _relation(extraction: Extraction, quotation: Quotation) -> Relation:
    speaker = extraction.speaker_of(quotation)
    return Relation(
        content=_body(quotation.spans),
        source=_body([quotation.source]),
        cue=_body([quotation.cue]),
        name=speaker.name if speaker else None,
        role=quotation.role.text if quotation.role else None,
    )


def _body(spans: Iterable[Span | None]) -> Ranges:
    return tuple((span.start, span.end) for span in spans if span and span.field == "body")
