"""The gold passages of `fields.jsonl` and the measures of overlap that their scoring rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

GOLD = Path(__file__).with_name("fields.jsonl")
Letters = frozenset[int]
Record = Mapping[str, Any]


@dataclass(frozen=True)
class Passage:
    """One gold passage. `tolerated` stretches count neither as found nor as false."""

    id: str
    focus: str
    published: str | None
    text: str
    quotations: list[Record]
    tolerated: list[str]


def load(path: Path = GOLD) -> list[Passage]:
    """The gold passages of a file, in its order."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [Passage(**{"tolerated": [], **row}) for row in rows]


def locate(text: str, item: str | Record) -> tuple[int, int]:
    """Half-open code points of a gold string: the first occurrence, or the `occurrence`-th."""
    wanted = item if isinstance(item, str) else str(item["text"])
    start = -1
    for _ in range(1 if isinstance(item, str) else int(item.get("occurrence", 1))):
        start = text.find(wanted, start + 1)
        if start < 0:
            raise ValueError(f"{wanted!r} does not occur as often as claimed")
    return start, start + len(wanted)


def letters(text: str, spans: Iterable[tuple[int, int]]) -> Letters:
    """Positions of the letters and digits inside the spans."""
    return frozenset(i for start, end in spans for i in range(start, end) if text[i].isalnum())


def iou(a: Letters, b: Letters) -> float:
    """Intersection over union; 0 where both are empty."""
    return len(a & b) / len(a | b) if a | b else 0.0


def span_right(gold: Letters, predicted: Letters) -> bool:
    """At least half of the shorter is shared, and the prediction is at most twice gold plus ten."""
    shorter = min(len(gold), len(predicted))
    return shorter > 0 and 2 * len(gold & predicted) >= shorter and len(predicted) <= 2 * len(gold) + 10


def gold_content(text: str, quotation: Record) -> Letters:
    """The letters of a gold quotation's content."""
    return letters(text, [locate(text, piece) for piece in quotation["content"]])


def predicted_content(text: str, quotation: Record) -> Letters:
    """The letters of a predicted quotation's content, from the offsets of its spans."""
    return letters(text, [(s["start"], s["end"]) for s in quotation["spans"]])
