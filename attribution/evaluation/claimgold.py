"""Sentences and quotations that people have marked as worth checking or not, read from files.

| file | what it holds |
|---|---|
| `.tsv` of four columns | number, speaker, sentence, label: the debates of CheckThat! and of claim-rank |
| `.tsv` of three columns | id, label, sentence: ClaimBuster |
| `.jsonl` | `text`, `worth`, and what else is in tests/claims/README.md |

A label is a whole number; 0 and what is below mean not worth checking, the higher the more so.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.errors import EvaluationError
from attribution.records import Confidence, Context, Cue, Quotation, Role, Span


@dataclass(frozen=True, slots=True)
class Marked:
    """A quotation and how much it is worth checking; where told, by which sentence (from 0), and its kind."""

    quotation: Quotation
    worth: int
    sentence: int | None = None
    kind: str | None = None


def read_marked(path: Path, *, half: str | None = None) -> list[Marked]:
    """What a file holds; of JSON lines only those of a half, if one is named.

    Raises OSError for a file that cannot be read, EvaluationError for a line that is none of these.
    """
    read = _gold if path.suffix == ".jsonl" else _row
    found = []
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                marked, of = read(line.rstrip("\n"))
            except (ValueError, KeyError, TypeError) as error:
                raise EvaluationError(f"{path.name}, line {number}: {error}") from error
            if half in (None, of):
                found.append(marked)
    return found


def _row(line: str) -> tuple[Marked, None]:
    columns = line.split("\t")
    if len(columns) == 4:
        number, _, text, label = columns
    elif len(columns) == 3:
        number, label, text = columns
    else:
        raise ValueError(f"{len(columns)} columns, not 3 or 4")
    return Marked(quotation_of(text, id=number), int(label)), None


def _gold(line: str) -> tuple[Marked, str]:
    row = json.loads(line)
    speaker = row["speaker"] or {}
    quotation = quotation_of(
        row["text"], id=row["id"], act=row["act"], role=speaker.get("role"), statement=row["statement"]
    )
    return Marked(quotation, row["worth"], row["sentence"], row["kind"]), row["half"]


def quotation_of(
    text: str, *, id: str, act: Any = "say", role: str | None = None, statement: bool = True
) -> Quotation:
    """A quotation of which these words are known, and little else."""
    span = Span(0, len(text), text)
    return Quotation(
        id=id, type="direct", text=text, spans=(span,), cue=Cue(0, 0, act, act=act), source=None,
        speaker=None, role=Role(0, 0, role) if role else None, addressee=None, medium=None, time=None,
        parent=None, paragraph=0, context=Context("", ""), quoted=(span,), topics=(), statement=statement,
        reason=None if statement else "other", confidence=Confidence(1.0),
    )  # fmt: skip
