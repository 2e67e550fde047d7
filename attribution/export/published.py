"""What formats for publication show: words that somebody did say, and the line that says who.

Left out are records that are no statement (scare quotes, thoughts) and those without a word in marks, which
are a journalist's words and must not stand as somebody's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from attribution.export.characters import one_line
from attribution.records import Extraction, Quotation


def quotable(extraction: Extraction) -> Iterator[Quotation]:
    """The quotations that may be set apart as somebody's words."""
    return (q for q in extraction.quotations if q.statement and q.type != "indirect" and q.text.strip())


def credit(extraction: Extraction, quotation: Quotation) -> str | None:
    """Who says it and in which role, in one line: "Mara Oyelaran, coach"; None where nobody was found."""
    name = known_as(extraction, quotation)
    if name is None:
        return None
    role = one_line(quotation.role.text) if quotation.role else ""
    return f"{name}, {role}" if role and role.casefold() not in name.casefold() else name


def known_as(extraction: Extraction, quotation: Quotation) -> str | None:
    """What to call whoever says it: the speaker's label, else the words of the source."""
    speaker = extraction.speaker_of(quotation)
    words = speaker.label if speaker else quotation.source.text if quotation.source else ""
    return one_line(words) or None
