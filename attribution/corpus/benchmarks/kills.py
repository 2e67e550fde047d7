"""A run that is killed with -9 again and again: `python -m attribution.corpus.benchmarks.kills`.

At random moments the whole run is killed, or one of its processes that extract. It is begun anew each time
until it comes to its end. Its output must be that of a run that nobody disturbed, byte for byte.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from attribution.corpus.benchmarks.archives import digests, read_texts, report_of, run_command, write_archive

START = 3.0  # seconds in which a run only loads its model: a kill then would find nothing to lose


@dataclass
class Series:
    """What was done, and whether the outputs are the same."""

    articles: int
    undisturbed_seconds: float
    kills_of_all: int = 0
    kills_of_one: int = 0
    found_at_work: int = 0
    files: int = 0
    identical: bool = False


def main(argv: Sequence[str] | None = None) -> int:
    """Kills, compares and prints; returns 1 when the outputs differ."""
    parser = argparse.ArgumentParser(
        prog="python -m attribution.corpus.benchmarks.kills", description=__doc__
    )
    parser.add_argument("input", type=Path, help="articles as JSON lines")
    parser.add_argument("--articles", type=int, default=1000, metavar="N")
    parser.add_argument("--characters", type=int, metavar="N", help="only the first N of each article")
    parser.add_argument("--kills", type=int, default=10, metavar="N")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    parser.add_argument("--model", default="tagger")
    parser.add_argument("--split-mb", type=int, default=1, metavar="MB")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(args, Path(folder))
    print(json.dumps(asdict(found)))
    return 0 if found.identical else 1


def measure(args: argparse.Namespace, folder: Path) -> Series:
    """A run that nobody disturbs, one that is killed, and what both have left."""
    write_archive(read_texts(args.input, characters=args.characters), folder / "in", articles=args.articles)
    options = ("--model", args.model, "--workers", str(args.workers), "--split-mb", str(args.split_mb))
    began = time.monotonic()
    report_of(run_command(folder / "in", folder / "whole", *options))
    found = Series(args.articles, round(time.monotonic() - began, 1))
    chance = random.Random(args.seed)
    while found.kills_of_all + found.kills_of_one < args.kills:
        command = run_command(folder / "in", folder / "killed", *options)
        if not _killed(command, found, chance, most=found.undisturbed_seconds):
            shutil.rmtree(folder / "killed")  # it came to its end, and there are kills left
    report_of(run_command(folder / "in", folder / "killed", *options))
    whole = list(digests(folder / "whole"))
    found.files = len(whole)
    found.identical = whole == list(digests(folder / "killed"))
    return found


def _killed(command: Sequence[str], found: Series, chance: random.Random, *, most: float) -> bool:
    """Begins a run and kills it, or first one of its processes; False when it was done before."""
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for one_only in (chance.random() < 0.5, False):
            time.sleep(chance.uniform(0.0, START + most / 2))
            if run.poll() is not None:
                return False
            children = psutil.Process(run.pid).children()
            found.found_at_work += any(child.cpu_times().user > START for child in children)
            if one_only and children:
                chance.choice(children).kill()
                found.kills_of_one += 1
                continue
            found.kills_of_all += 1
            return True
        return True
    finally:
        run.kill()
        run.wait()


if __name__ == "__main__":
    raise SystemExit(main())
