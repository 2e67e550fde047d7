"""Robustness over real articles: `python -m attribution.evaluation.sweep FILE …` extracts each and checks it.

Takes JSON lines with `text` (others are counted as unreadable). An article passes when extraction raises
nothing, no stage failed, and every span's words are those of the input at its offsets. Prints a line for each
fault; exit status 0 when there is none, 1 when there is one, 2 when nothing was read.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.errors import QuotationError
from attribution.records import Extraction, Span

if TYPE_CHECKING:
    from attribution.extractor import Extractor


def spans_of(value: Any) -> Iterator[Span]:
    """Every span in a record, at any depth.

    >>> [span.text for span in spans_of((Span(0, 2, "He"), None))]
    ['He']
    """
    if isinstance(value, Span):
        yield value
    if isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from spans_of(getattr(value, field.name))


def faults(extraction: Extraction, text: str, title: str | None = None) -> list[str]:
    """What is wrong with the extraction of a plain text: stages that failed, spans that lie."""
    inputs = {"body": text, "title": title or ""}
    found = [f"{w.code}: {w.message}" for w in extraction.warnings if w.code == "stage-failed"]
    for span in spans_of((extraction.quotations, extraction.speakers)):
        if inputs[span.field][span.start : span.end] != span.text:
            found.append(f"span [{span.start}, {span.end}) of the {span.field} is not {span.text!r}")
    return found


def sweep(articles: Iterable[dict[str, Any]], extractor: Extractor) -> Iterator[tuple[str, list[str]]]:
    """The id and the faults of each article."""
    for number, article in enumerate(articles, start=1):
        text, title = str(article["text"]), article.get("title")
        try:
            extraction = extractor.extract(text, title=title)
        except QuotationError as error:
            yield str(article.get("id", number)), [f"{error.code}: {error}"]
            continue
        yield str(article.get("id", number)), faults(extraction, text, title)


def main(argv: Sequence[str] | None = None) -> int:
    """Sweep the files named on the command line and print what is wrong."""
    from attribution.extractor import Extractor

    extractor, count, bad = Extractor(), 0, 0
    for name in sys.argv[1:] if argv is None else argv:
        with Path(name).open(encoding="utf-8") as file:
            for id, found in sweep(map(json.loads, file), extractor):
                count, bad = count + 1, bad + bool(found)
                for fault in found:
                    print(f"{name}: {id}: {fault}")
    print(f"{count} articles, {bad} with faults")
    return 2 if not count else int(bool(bad))


if __name__ == "__main__":
    sys.exit(main())
