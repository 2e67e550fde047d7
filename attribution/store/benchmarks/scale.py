"""How fast a store is, and how large, with so many articles: `python -m attribution.store.benchmarks.scale`.

Reads articles and the records that were made of them, and makes of these as many as are asked for.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from sqlalchemy import func, select, text

from attribution.schemas import load_extraction
from attribution.store.benchmarks.questions import Ask, Questions
from attribution.store.benchmarks.variation import Pair, Variation
from attribution.store.ingest import ingest_many
from attribution.store.store import Store
from attribution.store.tables import quotations

Taken = tuple[float, float]  # milliseconds on the clock, and of work

STEP = 1_000  # articles that are made before the clock is started
LINE = (
    "{articles:>9,} {quotations:>11,} {rate:>10.0f} {work:>6.1f} {seconds:>9.0f} {size:>9.0f} {memory:>9.0f}"
)
ASKED_HEAD = "{:34} median ms    p95 ms    max ms   CPU p95"
HEAD = " articles  quotations articles/s ms CPU   seconds   MB disk MB memory"


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(prog="python -m attribution.store.benchmarks.scale", description=__doc__)
    parser.add_argument("texts", type=Path, help="articles in plain text, JSON lines")
    parser.add_argument("records", type=Path, help="their records: `attribution extract … --format jsonl`")
    parser.add_argument(
        "--store", required=True, metavar="PLACE", help="an empty store, or one to go on with"
    )
    parser.add_argument("--articles", type=int, default=100_000, metavar="N", help="0: only ask")
    parser.add_argument("--first", type=int, default=0, metavar="N", help="how many are in the store already")
    parser.add_argument("--questions", type=int, default=20, metavar="N", help="of each kind")
    args = parser.parse_args()
    store = Store(args.store)
    if args.articles:
        print(HEAD, flush=True)
        variation = Variation(list(read_pairs(args.texts, args.records)))
        for line in fill(store, variation, range(args.first, args.first + args.articles)):
            print(line, flush=True)
    for line in ask(Questions(store, args.questions)):
        print(line, flush=True)


def read_pairs(texts: Path, records: Path) -> Iterator[Pair]:
    """Articles with their records, which are known by the id."""
    with texts.open(encoding="utf-8") as lines:
        articles = {found["id"]: found for found in map(json.loads, lines)}
    with records.open(encoding="utf-8") as lines:
        for line in lines:
            extraction = load_extraction(json.loads(line))
            yield articles[extraction.article.id], extraction


def fill(store: Store, variation: Variation, numbers: range) -> Iterator[str]:
    """Fills the store, and tells how it went at each tenth; the making of the articles is not counted.

    The CPU is that of this process for an article: what PostgreSQL computes is none of it.
    """
    made = (variation.make(number) for number in numbers)
    done, told = numbers.start, numbers.start
    taken = before = (0.0, 0.0)
    while some := list(islice(made, STEP)):
        spent = _time(lambda: list(ingest_many(store, some)))
        taken = (taken[0] + spent[0], taken[1] + spent[1])
        done += len(some)
        if done >= told + len(numbers) // 10:
            part = [(now - then) / (done - told) for now, then in zip(taken, before, strict=True)]
            yield _line(store, done, part, taken[0] / 1000)
            told, before = done, taken


def _line(store: Store, done: int, part: list[float], seconds: float) -> str:
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with store.read() as connection:
        count = connection.scalar(select(func.count()).select_from(quotations))
    rate, size = 1000 / part[0], size_of(store)
    return LINE.format(
        articles=done, quotations=count, rate=rate, work=part[1], seconds=seconds, size=size, memory=memory
    )


def ask(questions: Questions) -> Iterator[str]:
    """Asks, and tells how long it took by kind and in all, in milliseconds.

    The CPU is that of this process: what PostgreSQL computes is none of it.
    """
    for title, kinds in (("searches", questions.searches()), ("verifications", questions.verifications())):
        taken: list[Taken] = []
        yield ASKED_HEAD.format(title)
        for kind, asks in kinds:
            times = [_time(ask) for ask in asks]
            taken += times
            yield _asked(kind, times)
        yield _asked("all", taken)


def _time(question: Ask) -> Taken:
    start, worked = time.perf_counter(), time.process_time()
    question()
    return (time.perf_counter() - start) * 1000, (time.process_time() - worked) * 1000


def _asked(kind: str, taken: list[Taken]) -> str:
    times, worked = (sorted(side) for side in zip(*taken, strict=True))
    middle, most = statistics.median(times), times[-1]
    return f"{kind:34} {middle:9.1f} {_p95(times):9.1f} {most:9.1f} {_p95(worked):9.1f}"


def _p95(times: list[float]) -> float:
    return times[min(len(times) - 1, math.ceil(0.95 * len(times)) - 1)]


def size_of(store: Store) -> float:
    """Megabytes on disk."""
    if store.url.get_backend_name() == "sqlite":
        file = Path(str(store.url.database))
        found = [file.with_name(file.name + end) for end in ("", "-wal")]
        return sum(path.stat().st_size for path in found if path.exists()) / 1e6
    with store.read() as connection:
        return float(connection.scalar(text("SELECT pg_database_size(current_database())")) or 0) / 1e6


if __name__ == "__main__":
    main()
