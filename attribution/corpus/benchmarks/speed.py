"""How fast the local runner is: `python -m attribution.corpus.benchmarks.speed`.

Round by round, one after the other over the same articles: `extract_many` alone, a run with one process, and
a run with all. Each is a process of its own, and the time to load is measured and taken off, as it is the
same for ten articles and for ten million. Seconds of CPU are those of all processes of a run.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from attribution.corpus.benchmarks.archives import read_texts, run_command, write_archive

ALONE = """
import json, pathlib, sys
from attribution import Extractor
extractor = Extractor()
def articles():
    for path in sorted(pathlib.Path(sys.argv[1]).glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for line in lines:
                article = json.loads(line)
                del article["outlet"]
                yield article
with extractor.memory_zone():
    for _ in extractor.extract_many(articles()):
        pass
"""

Seconds = tuple[float, float]  # wall, CPU


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints the rounds and the medians of their ratios."""
    parser = argparse.ArgumentParser(
        prog="python -m attribution.corpus.benchmarks.speed", description=__doc__
    )
    parser.add_argument("input", type=Path, help="articles as JSON lines")
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--rounds", type=int, default=3, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        rounds = [_round(args, Path(folder) / str(number)) for number in range(args.rounds)]
    ratios = [_ratios(one) for one in rounds]
    medians = {name: round(statistics.median(one[name] for one in ratios), 3) for name in ratios[0]}
    print(
        json.dumps({"articles": args.articles, "workers": args.workers, "medians": medians, "rounds": rounds})
    )
    return 0


def _round(args: argparse.Namespace, folder: Path) -> dict[str, Seconds]:
    """Seconds of each contender, those of an archive of a few articles taken off."""
    texts = read_texts(args.input, characters=None)
    sizes = {"few": args.workers, "many": args.articles + args.workers}
    for name, articles in sizes.items():
        write_archive(texts, folder / name, articles=articles)
    found = {}
    for name, workers in (("extract_many", 0), ("one", 1), ("all", args.workers)):
        few, many = (_timed(folder, size, workers) for size in sizes)
        found[name] = (round(many[0] - few[0], 2), round(many[1] - few[1], 2))
    return found


def _timed(folder: Path, size: str, workers: int) -> Seconds:
    command = [sys.executable, "-c", ALONE, str(folder / size)]
    if workers:
        output = folder / f"{size}-{workers}"
        command = run_command(folder / size, output, "--workers", str(workers))
    before, began = _children_cpu(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began, _children_cpu() - before


def _children_cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _ratios(one: dict[str, Seconds]) -> dict[str, float]:
    return {
        "speed_of_all_over_one": one["one"][0] / one["all"][0],
        "overhead_of_one_wall": one["one"][0] / one["extract_many"][0] - 1,
        "overhead_of_one_cpu": one["one"][1] / one["extract_many"][1] - 1,
        "overhead_of_all_cpu": one["all"][1] / one["extract_many"][1] - 1,
    }


if __name__ == "__main__":
    raise SystemExit(main())
