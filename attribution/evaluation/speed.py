"""How fast the whole extraction is beside the bare spaCy pipeline, over the same articles at the same time.

The contenders take turns, batch by batch, so that whatever else the machine does slows all of them. A ratio
is the median over the batches; words are what stands between blanks in the text that the pipeline reads.
"""

from __future__ import annotations

import gc
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from attribution.extractor import BATCH, Extractor
from attribution.text.document import Document
from attribution.text.reader import read_html, read_plain

CLOCKS: Mapping[str, Callable[[], float]] = {"cpu": time.process_time, "wall": time.perf_counter}
BARE, WHOLE, PARSE, TEXTACY = "pipeline", "extraction", "parse", "textacy"
OTHERS = (BARE, TEXTACY)  # what the extraction is compared with


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles as the extractor takes them, and the same ones read."""

    articles: Sequence[Mapping[str, Any]]
    documents: Sequence[Document]

    @property
    def words(self) -> int:
        """What stands between blanks."""
        return sum(len(document.text.split()) for document in self.documents)


Contender = Callable[[Batch], Any]
Seconds = dict[str, dict[str, float]]  # contender -> clock -> seconds


def read(article: Mapping[str, Any], *, limit: int, language: str) -> Document:
    """One article as the extractor reads it. Raises InputError for what cannot be read."""
    html, title = article.get("html"), article.get("title")
    if html is not None:
        return read_html(html, title=title, limit=limit, language=language)
    return read_plain(article["text"], title=title, limit=limit, language=language)


def contenders(extractor: Extractor, pipeline: str) -> dict[str, Contender]:
    """The bare pipeline with all its components, the whole extraction, the parse that is part of it; textacy.

    That is its `direct_quotations`, which needs the bare pipeline too and is given a paragraph at a time, as
    it refuses a text with an odd number of marks.
    """
    import spacy
    from textacy.extract.triples import direct_quotations  # takes two seconds

    bare = spacy.load(pipeline)
    return {
        BARE: lambda batch: list(bare.pipe(document.text for document in batch.documents)),
        WHOLE: lambda batch: list(extractor.extract_many(batch.articles)),
        PARSE: lambda batch: extractor._parse(list(batch.documents)),
        TEXTACY: lambda batch: [_triples(direct_quotations, doc) for doc in bare.pipe(_paragraphs(batch))],
    }


def _paragraphs(batch: Batch) -> Iterator[str]:
    for document in batch.documents:
        yield from (document.text[start:end] for start, end in document.paragraphs)


def _triples(find: Callable[[Any], Iterable[Any]], doc: Any) -> list[Any]:
    try:
        return list(find(doc))
    except ValueError:  # an odd number of marks
        return []


def measure(batches: Sequence[Batch], runners: Mapping[str, Contender], *, repeat: int) -> Iterator[Seconds]:
    """Seconds of every contender on every batch, `repeat` times over, after one batch that is not counted.

    Who goes first changes from batch to batch, because whoever does finds colder caches.
    """
    for run in runners.values():
        run(batches[0])
    names = list(runners)
    for number, batch in enumerate(list(batches) * repeat):
        turn = number % len(names)
        yield {name: _seconds(runners[name], batch) for name in names[turn:] + names[:turn]}


def _seconds(run: Contender, batch: Batch) -> dict[str, float]:
    gc.collect()  # nobody pays for another's garbage
    before = {name: clock() for name, clock in CLOCKS.items()}
    made = run(batch)
    after = {name: clock() for name, clock in CLOCKS.items()}
    del made
    return {name: after[name] - before[name] for name in CLOCKS}


def figures(batches: Sequence[Batch], taken: Sequence[Seconds]) -> dict[str, Any]:
    """Words a second of every contender by either clock, and the extraction's speed over that of the others.

    The quartiles of the ratios show how steady the machine was.
    """
    words = sum(batch.words for batch in batches)
    read = words * len(taken) // len(batches)
    speed = {
        name: {clock: read / sum(seconds[name][clock] for seconds in taken) for clock in CLOCKS}
        for name in taken[0]
    }
    found: dict[str, Any] = {"words": words, "words_per_second": speed, "ratio": {}, "ratio_quartiles": {}}
    for other in OTHERS:
        ratios = {clock: [s[other][clock] / s[WHOLE][clock] for s in taken] for clock in CLOCKS}
        found["ratio"][other] = {clock: statistics.median(values) for clock, values in ratios.items()}
        found["ratio_quartiles"][other] = {clock: _quartiles(values) for clock, values in ratios.items()}
    return found


def _quartiles(values: Sequence[float]) -> tuple[float, float]:
    if len(values) < 2:
        return values[0], values[0]
    low, _, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, high


def in_batches(articles: Sequence[Mapping[str, Any]], *, limit: int, language: str) -> list[Batch]:
    """The articles in batches of the size that the extractor reads ahead."""
    groups = [articles[start : start + BATCH] for start in range(0, len(articles), BATCH)]
    return [Batch(group, [read(a, limit=limit, language=language) for a in group]) for group in groups]


def run(articles: Sequence[Mapping[str, Any]], settings: Mapping[str, Any], *, repeat: int) -> dict[str, Any]:
    """The figures of an extractor with the given settings, taken in this process."""
    extractor = Extractor(**settings)
    batches = in_batches(articles, limit=extractor.limit, language=extractor.language)
    taken = list(measure(batches, contenders(extractor, settings["pipeline"]), repeat=repeat))
    return figures(batches, taken)


def main() -> None:
    """A process of its own for `run`: the job on standard input, the figures on standard output, as JSON."""
    job = json.load(sys.stdin)
    json.dump(run(job["articles"], job["settings"], repeat=job["repeat"]), sys.stdout)


if __name__ == "__main__":
    main()
