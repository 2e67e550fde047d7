"""Gold in Citron's annotation format: objects with text and quotes, one a file or one a line.

Each quote is a relation of its contents, its sources and its cue; coreferences are passed over. Positions
count code points, as Python does. A span whose text is not what stands there is refused.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, Ranges, Relation, rows, value_of


def is_citron(data: Any) -> bool:
    """Whether a JSON value looks like a document of Citron."""
    return isinstance(data, dict) and "quotes" in data and "text" in data


def read_citron(path: Path) -> list[GoldArticle]:
    """The documents of a file, or of all .json files in a folder, in sorted order.

    What has no `id` is called like its file, and line where there are several. Raises EvaluationError, naming
    file and line, for what the format does not allow.
    """
    found = []
    for file in sorted(path.rglob("*.json")) if path.is_dir() else [path]:
        documents = list(rows(file, _article))
        for line, article in documents:
            name = file.stem if len(documents) == 1 else f"{file.stem}:{line}"
            found.append(article if article.id else _called(name, article))
    return found


def _called(name: str, article: GoldArticle) -> GoldArticle:
    return GoldArticle(name, article.text, article.marked, article.relations)


def _article(data: dict[str, Any]) -> GoldArticle:
    text = value_of(data, "text", str)
    relations = tuple(_relation(quote, text) for quote in value_of(data, "quotes", list))
    return GoldArticle(str(data.get("id") or ""), text, text, relations)


def _relation(quote: Any, text: str) -> Relation:
    if not isinstance(quote, dict):
        raise EvaluationError("a quote is not a JSON object")
    content, source = (_spans(value_of(quote, key, list), key, text) for key in ("contents", "sources"))
    if not content:
        raise EvaluationError("a quote has no contents")
    return Relation(content, source, _spans([quote.get("cue")] if quote.get("cue") else [], "cue", text))


def _spans(given: list[Any], key: str, text: str) -> Ranges:
    found = []
    for span in given:
        if not isinstance(span, dict):
            raise EvaluationError(f"{key}: a span is not a JSON object")
        start, end = value_of(span, "start", int), value_of(span, "end", int)
        if not 0 <= start < end <= len(text):
            raise EvaluationError(
                f"{key}: span {start} to {end} is outside the text of {len(text)} code points"
            )
        if span.get("text", text[start:end]) != text[start:end]:
            raise EvaluationError(f"{key}: the text at {start} to {end} is another")
        found.append((start, end))
    return tuple(found)
