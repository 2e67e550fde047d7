"""Corpora to report on."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from attribution import records
from tests.corpus.outputs import article, error_row, speaker

DENIED = records.Cue(17, 23, "denied", lemma="deny", act="deny", negated=True)
SAID = records.Cue(17, 21, "said", lemma="say", act="say")
MAYOR = records.Role(0, 14, "mayor of Ostby", title="mayor", affiliation=records.Span(9, 14, "Ostby"))
CAPITAL = records.Role(0, 14, "Mayor of Ostby", title="Mayor", affiliation=records.Span(9, 14, "Ostby"))


def source(text: str) -> records.Mention:
    """Words beside a quotation."""
    return records.Mention(0, len(text), text)


def rows() -> list[dict[str, Any]]:
    """Nine statements in four articles of two outlets, and two rows that could not be read.

    Lee has four, Abara two, the board one; one is anonymous, one nobody's. One nested quotation and one
    thought are not counted.
    """
    lee, abara = speaker(1, "Ann Lee", words=["she"]), speaker(2, "Ned Abara", words=["He", "his"])
    board = speaker(2, "The Harbour Board, Inc.", kind="organisation")
    crew = speaker(3, None, kind="group", label="crew members", anonymous=True)
    first = [
        (1, {"role": MAYOR, "cue": SAID}), (1, {"type": "indirect", "cue": DENIED, "role": MAYOR}),
        (2, {"type": "mixed", "cue": SAID}), (2, {"parent": "q1"}),
        (1, {"statement": False, "reason": "thought"}),
    ]  # fmt: skip
    second = [
        (1, {"role": CAPITAL}),
        (2, {"cue": SAID}),
        (3, {"type": "indirect"}),
        (None, {"text": "“No.”"}),
    ]
    other = speaker(1, "Dr. Ann B. Lee")
    warned = article(second, [other, abara, crew], id="a2", outlet="Quay News", published="2026-05-05")
    warned["warnings"] = [{"code": "language", "message": "in Danish", "start": None, "end": None}]
    return [
        article(first, [lee, abara], id="a1", outlet="Quay News", published="2026-04-30"),
        warned,
        article([(1, {"source": source("Ms Lee")}), (2, {})], [speaker(1, "Ann Lee"), board], id="a3",
            url="https://www.post.example/3", published="2026-05-06"),
        article([], id="a4"),
        error_row(outlet="Quay News"),
        error_row("timeout", "took too long"),
    ]  # fmt: skip


def read(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of a report."""
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def columns(folder: Path, name: str, *wanted: str) -> list[tuple[str, ...]]:
    """Some columns of a table of a report."""
    return [tuple(row[column] for column in wanted) for row in read(folder, name)]
