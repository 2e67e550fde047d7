"""What Spark costs over the local runner: `python -m attribution.corpus.benchmarks.spark`.

Round by round, one after the other over the same articles and on as many cores: the local runner, and Spark.
Both run at three sizes: a few articles, whose time is what it takes to start and load; half of all; and all.
What Spark took for the first half tells what the cost model says of all, which is held against what all
took. Needs the extra `spark`, Java 17, and a machine with nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from attribution.corpus.benchmarks.archives import read_texts, run_command, write_archive

ENGINES = ("local", "spark")


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints the rounds, and the medians of what they say."""
    parser = argparse.ArgumentParser(
        prog="python -m attribution.corpus.benchmarks.spark", description=__doc__
    )
    parser.add_argument("input", type=Path, help="articles as JSON lines")
    parser.add_argument("--articles", type=int, default=2000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="cores (2)")
    parser.add_argument("--split-mb", type=int, default=1, metavar="MB", help="text of a split (1)")
    args = parser.parse_args(argv)
    texts = read_texts(args.input, characters=None)
    words = sum(len(article["text"].split()) for article in islice(cycle(texts), args.articles))
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(args, texts, Path(folder) / str(number)) for number in range(args.rounds)]
    found = [_figures(one, args, words) for one in rounds]
    medians = {name: round(statistics.median(one[name] for one in found), 3) for name in found[0]}
    told = {"articles": args.articles, "words": words, "cores": args.workers}
    print(json.dumps({**told, "medians": medians, "rounds": rounds}))
    return 0


def _round(
    args: argparse.Namespace, texts: Sequence[Mapping[str, Any]], folder: Path
) -> dict[str, dict[str, float]]:
    """Seconds of each engine at each size."""
    few = 4 * args.workers
    sizes = {"few": few, "half": few + args.articles // 2, "all": few + args.articles}
    for size, articles in sizes.items():
        write_archive(texts, folder / size, articles=articles)
    return {engine: {size: _seconds(args, folder, size, engine) for size in sizes} for engine in ENGINES}


def _seconds(args: argparse.Namespace, folder: Path, size: str, engine: str) -> float:
    options = ("--workers", str(args.workers), "--split-mb", str(args.split_mb), "--engine", engine)
    command = run_command(folder / size, folder / f"{size}-{engine}", *options)
    began = time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return round(time.monotonic() - began, 2)


def _figures(
    seconds: Mapping[str, Mapping[str, float]], args: argparse.Namespace, words: int
) -> dict[str, float]:
    """The rates without starting, what Spark adds to the time, and its cost as said and as measured."""
    took = {engine: seconds[engine]["all"] - seconds[engine]["few"] for engine in ENGINES}
    half = seconds["spark"]["half"] - seconds["spark"]["few"]
    said = seconds["spark"]["few"] + 2 * half
    per_million = args.workers / args.articles * 1_000_000 / 3600
    return {
        "local_articles_a_second": args.articles / took["local"],
        "spark_articles_a_second": args.articles / took["spark"],
        "spark_words_a_core_second": words / took["spark"] / args.workers,
        "overhead_of_spark": took["spark"] / took["local"] - 1,
        "core_hours_a_million_articles_said": 2 * half * per_million,
        "core_hours_a_million_articles_measured": took["spark"] * per_million,
        "seconds_of_all_said_over_measured": said / seconds["spark"]["all"],
    }


if __name__ == "__main__":
    sys.exit(main())
