"""How fast copies are found, and in how much memory: `python -m attribution.corpus.benchmarks.clusters`.

Makes records in which it is known what is a copy of what, and finds the clusters in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import duckdb

from attribution.corpus.benchmarks.repeats import write_made

EVERY = 0.5  # seconds between two looks at the disk

_TRUTH = """
WITH made AS (
    SELECT "row", unnest(quotations) AS q, generate_subscripts(quotations, 1) AS number
    FROM read_parquet($records)
), told AS (
    SELECT made.q.topics[1] AS origin, c.cluster
    FROM made LEFT JOIN read_parquet($found) AS c ON c."row" = made."row" AND c.number = made.number
), pairs AS (
    SELECT origin, cluster, count(*) AS size FROM told GROUP BY origin, cluster
)
SELECT (SELECT sum(size * (size - 1) // 2) FROM (SELECT sum(size) AS size FROM pairs GROUP BY origin))
        AS same,
    (SELECT sum(size * (size - 1) // 2) FROM (SELECT sum(size) AS size FROM pairs WHERE cluster IS NOT NULL
        GROUP BY cluster)) AS found,
    (SELECT sum(size * (size - 1) // 2) FROM pairs WHERE cluster IS NOT NULL) AS right"""


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints a JSON object for each number of articles."""
    parser = argparse.ArgumentParser(
        prog="python -m attribution.corpus.benchmarks.clusters", description=__doc__
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[10_000, 100_000], metavar="N")
    parser.add_argument("--memory", default="1GB", metavar="SIZE", help="the most that DuckDB takes")
    parser.add_argument("--threads", type=int, default=1, metavar="N")
    args = parser.parse_args(argv)
    for articles in args.articles:
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder)
            write_made(output, articles=articles)
            options = ("--memory", args.memory, "--threads", str(args.threads))
            print(
                json.dumps({"articles": articles, **measured(output, options), **accuracy(output)}),
                flush=True,
            )
    return 0


def measured(output: Path, options: Sequence[str] = ()) -> dict[str, float]:
    """What it takes to find the clusters: seconds of CPU, MB of memory and of disk at the most.

    Raises CalledProcessError when it fails.
    """
    command = [sys.executable, "-m", "attribution", "corpus", "clusters", str(output), "--json", *options]
    run = subprocess.Popen(command, stdout=subprocess.PIPE)
    disk, ended = 0, 0
    while not ended:
        disk = max(disk, _size(output / "clusters"))
        time.sleep(EVERY)
        ended, status, used = os.wait4(run.pid, os.WNOHANG)
    run.returncode = os.waitstatus_to_exitcode(status)
    told, _ = run.communicate()
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)
    summary = json.loads(told)
    counts = {name: summary[name] for name in ("statements", "wordings", "compared", "crowded", "clusters")}
    taken = {
        "cpu_seconds": used.ru_utime + used.ru_stime,
        "memory_mb": used.ru_maxrss / 1024,
        "disk_mb": disk / 2**20,
    }
    return {**counts, **{name: round(value, 1) for name, value in taken.items()}}


def _size(folder: Path) -> int:
    """Bytes of what lies there now; files may vanish meanwhile."""
    found = 0
    for place, _, names in os.walk(folder):
        for name in names:
            try:
                found += os.stat(os.path.join(place, name)).st_size
            except FileNotFoundError:
                continue
    return found


def accuracy(output: Path) -> dict[str, float]:
    """Of the pairs of quotations in one cluster those of one origin (precision), and the other way round."""
    given = {
        "records": str(output / "records" / "*.parquet"),
        "found": str(output / "clusters" / "quotations.parquet"),
    }
    with duckdb.connect(config={"threads": 1}) as connection:
        same, found, right = connection.execute(_TRUTH, given).fetchone() or (0, 0, 0)
    return {"precision": round(right / found, 4), "recall": round(right / same, 4)}


if __name__ == "__main__":
    sys.exit(main())
