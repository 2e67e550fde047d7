"""Whether a run's memory grows with its input: `python -m attribution.corpus.benchmarks.memory`.

Runs over very many articles and looks every few seconds at the resident memory of the process that reads and
writes, and of those that extract.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from attribution.corpus.benchmarks.archives import read_texts, run_command, write_archive

EVERY = 5.0  # seconds between two looks
TENTHS = 10

Look = tuple[float, float, float]  # seconds since the start, MB of the parent, MB of the largest child


def main(argv: Sequence[str] | None = None) -> int:
    """Runs, looks and prints: the highest memory in each tenth of the time."""
    parser = argparse.ArgumentParser(
        prog="python -m attribution.corpus.benchmarks.memory", description=__doc__
    )
    parser.add_argument("input", type=Path, help="articles as JSON lines")
    parser.add_argument("--articles", type=int, default=100_000, metavar="N")
    parser.add_argument("--characters", type=int, metavar="N", help="only the first N of each article")
    parser.add_argument("--workers", type=int, default=2, metavar="N")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        archive, output = Path(folder) / "in", Path(folder) / "out"
        write_archive(read_texts(args.input, characters=args.characters), archive, articles=args.articles)
        looks = list(watched(run_command(archive, output, "--workers", str(args.workers))))
        report = json.loads((output / "_run" / "report.json").read_bytes())
    tenths = [_highest(looks, tenth) for tenth in range(TENTHS)]
    print(json.dumps({"rows": report["rows"], "seconds": round(looks[-1][0]), "mb_by_tenth": tenths}))
    return 0


def watched(command: Sequence[str]) -> Iterator[Look]:
    """Looks at the processes of a command until it ends. Raises CalledProcessError when it fails."""
    began = time.monotonic()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        while run.poll() is None:
            if look := _look(run.pid):
                yield time.monotonic() - began, *look
            time.sleep(EVERY)
    finally:
        run.kill()
    if run.wait():
        raise subprocess.CalledProcessError(run.returncode, command)


def _look(pid: int) -> tuple[float, float] | None:
    """MB of the process and of its largest child; None when it is just ending."""
    try:
        parent = psutil.Process(pid)
        children = [child.memory_info().rss for child in parent.children()]
        return parent.memory_info().rss / 2**20, max(children, default=0) / 2**20
    except psutil.Error:
        return None


def _highest(looks: Sequence[Look], tenth: int) -> tuple[int, int]:
    first, last = (len(looks) * part // TENTHS for part in (tenth, tenth + 1))
    part = looks[first : max(last, first + 1)]
    return round(max(look[1] for look in part)), round(max(look[2] for look in part))


if __name__ == "__main__":
    raise SystemExit(main())
