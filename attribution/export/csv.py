"""CSV (RFC 4180): a row for each quotation, a heading first. Safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with = + - or @ for a formula, and a cell of an article is written by
strangers. So an apostrophe goes before such a sign, at the beginning of a cell and behind whatever a program
that expects another separator would split at. `restored` takes the apostrophes away again.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any, TextIO

from attribution.export import Item
from attribution.export.characters import fit
from attribution.records import Article, Extraction, Quotation, Speaker

COLUMNS = (
    "article", "url", "title", "published", "language", "sha256", "quotation", "type", "text", "speaker",
    "kind", "named", "anonymous", "role", "role_title", "affiliation", "former", "source", "source_form",
    "cue", "act", "negated", "addressee", "medium", "time", "time_value", "parent", "statement", "reason",
    "field", "start", "end", "unit", "paragraph", "topics", "before", "after", "confidence_content",
    "confidence_source", "confidence_speaker", "confidence_role",
)  # fmt: skip

# Full-width signs count too: some programs read them as the plain ones
_FORMULA = re.compile(r"((?:^|[;\t\r\n])[ \u00a0\u3000]*)('*[=+\-@＝＋－＠])")
_LEADING = re.compile(r"^'*[\t\r\n]")
_GUARDED = re.compile(r"((?:^|[;\t\r\n])[ \u00a0\u3000]*)'('*[=+\-@＝＋－＠])")
_GUARDED_LEADING = re.compile(r"^''*[\t\r\n]")


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes the heading and the rows; nothing at all without an item."""
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for number, item in enumerate(items):
        if not number:
            writer.writerow(COLUMNS)
        for quotation in item.extraction.quotations:
            row = _row(item.extraction, quotation)
            writer.writerow([guarded(_cell(row.get(column))) for column in COLUMNS])


def guarded(cell: str) -> str:
    """The cell such that no spreadsheet sees a formula in it.

    >>> guarded("=1+1"), guarded("-5 degrees"), guarded("a - b")
    ("'=1+1", "'-5 degrees", 'a - b')
    """
    guarded = _FORMULA.sub(r"\1'\2", cell)
    return f"'{guarded}" if _LEADING.match(guarded) else guarded


def restored(cell: str) -> str:
    """The cell as it was before `guarded`.

    >>> restored(guarded("=1+1"))
    '=1+1'
    """
    plain = cell[1:] if _GUARDED_LEADING.match(cell) else cell
    return _GUARDED.sub(r"\1\2", plain)


def _cell(value: Any) -> str:
    """Nothing found is an empty cell, a truth value is true or false as in JSON."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else fit(str(value))


def _row(extraction: Extraction, quotation: Quotation) -> dict[str, Any]:
    return {
        **_article(extraction.article),
        **_said(quotation),
        **_speaker(extraction.speaker_of(quotation)),
        **_role(quotation),
        **_beside(quotation),
        **_place(quotation),
        "unit": extraction.unit,
    }


def _article(article: Article) -> dict[str, Any]:
    return {
        "article": article.id, "url": article.url, "title": article.title, "published": article.published,
        "language": article.language, "sha256": article.sha256,
    }  # fmt: skip


def _said(quotation: Quotation) -> dict[str, Any]:
    sure = quotation.confidence
    return {
        "quotation": quotation.id,
        "type": quotation.type,
        "text": quotation.text,
        "parent": quotation.parent,
        "statement": quotation.statement,
        "reason": quotation.reason,
        "topics": ", ".join(quotation.topics),
        "before": quotation.context.before,
        "after": quotation.context.after,
        "confidence_content": sure.content,
        "confidence_source": sure.source,
        "confidence_speaker": sure.speaker,
        "confidence_role": sure.role,
    }


def _speaker(speaker: Speaker | None) -> dict[str, Any]:
    if speaker is None:
        return {}
    known = {"kind": speaker.kind, "named": speaker.named, "anonymous": speaker.anonymous}
    return {"speaker": speaker.label, **known}


def _role(quotation: Quotation) -> dict[str, Any]:
    role = quotation.role
    if role is None:
        return {}
    return {
        "role": role.text,
        "role_title": role.title,
        "affiliation": role.affiliation.text if role.affiliation else None,
        "former": role.former,
    }


def _beside(quotation: Quotation) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if cue := quotation.cue:
        found |= {"cue": cue.text, "act": cue.act, "negated": cue.negated}
    if source := quotation.source:
        found |= {"source": source.text, "source_form": source.form}
    if time := quotation.time:
        found |= {"time": time.text, "time_value": time.value}
    for name, span in (("addressee", quotation.addressee), ("medium", quotation.medium)):
        if span:
            found[name] = span.text
    return found


def _place(quotation: Quotation) -> dict[str, Any]:
    """Where it stands: from the beginning of its first span to the end of its last."""
    if not quotation.spans:
        return {"paragraph": quotation.paragraph}
    first = quotation.spans[0]
    return {
        "field": first.field,
        "start": first.start,
        "end": max(span.end for span in quotation.spans if span.field == first.field),
        "paragraph": quotation.paragraph,
    }
