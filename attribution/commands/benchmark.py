"""`attribution benchmark`: speed, memory and time to start, each measured in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from attribution.commands import engine
from attribution.commands.inputs import Reader, find_sources
from attribution.errors import InputError, ModelError, QuotationError

DESCRIPTION = """\
Measures the engine on your own articles, in one thread: words per second of the whole extraction, of the
parse that is part of it, of the bare spaCy pipeline with all its components and of textacy's
direct_quotations, in turns over the same batches; the peak memory of `attribution extract`; and the seconds
from its start to the first record.
"""
EPILOG = """\
exit status: 0 done; 1 some articles could not be read and were left out; 2 nothing was measured.
"""

STARTS = 3  # how often the start is timed

# Read by the numeric libraries when they are loaded, so they must be there before the process begins.
ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS", "NUMEXPR_NUM_THREADS",
    ),
    "1",
)  # fmt: skip

Article = Mapping[str, Any]


def benchmark_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "benchmark",
        help="measure speed and memory",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add(
        "--input",
        required=True,
        metavar="FILE",
        help="articles: .jsonl, .txt or .html, or a directory of them",
    )
    add("--articles", type=engine.positive, metavar="N", help="only the first N articles")
    add("--repeat", type=engine.positive, default=1, metavar="N", help="go over them N times (default: 1)")
    add("--json", action="store_true", help="print one JSON object instead of a table")
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Does the work; returns 1 when an article could not be read, else 0."""
    articles, failed = _articles(args)
    result = {
        "input": args.input,
        "articles": len(articles),
        "repeat": args.repeat,
        **_speed(articles, args),
        "memory_mb": _memory(articles, args),
        "start_seconds": _start(articles[0], args),
        "python": platform.python_version(),
        "spacy": version("spacy"),
    }
    print(json.dumps(result) if args.json else "\n".join(_lines(result)))
    return 1 if failed else 0


def _articles(args: argparse.Namespace) -> tuple[list[Article], int]:
    """The articles that can be read, and how many cannot; those are reported."""
    from attribution.evaluation.speed import read

    reader = Reader(limit=args.limit, stdin=sys.stdin.buffer)  # type: ignore[arg-type]
    good: list[Article] = []
    failed = 0
    for entry in islice(reader.read(find_sources([args.input])), args.articles):
        try:
            if isinstance(entry.article, QuotationError):
                raise entry.article
            read(entry.article, limit=args.limit, language=args.language)
            good.append(entry.article)
        except InputError as error:
            failed += 1
            print(f"attribution: {entry.where}: {error}", file=sys.stderr)
    if not good:
        raise InputError(f"{args.input}: no article to measure with")
    return good, failed


def _speed(articles: Sequence[Article], args: argparse.Namespace) -> dict[str, Any]:
    settings = {
        name: getattr(args, name)
        for name in ("pipeline", "language", "model", "weights", "limit", "topics", "people")
    }
    job = json.dumps({"articles": articles, "settings": settings, "repeat": args.repeat})
    done = subprocess.run(
        [sys.executable, "-m", "attribution.evaluation.speed"],
        input=job, capture_output=True, encoding="utf-8", env=_environment(),
    )  # fmt: skip
    if done.returncode:
        raise ModelError(f"the speed could not be measured: {_last_line(done.stderr)}")
    measured: dict[str, Any] = json.loads(done.stdout)
    return measured


def _memory(articles: Sequence[Article], args: argparse.Namespace) -> float:
    """Peak resident memory of `attribution extract` over all articles, in megabytes (10^6 bytes)."""
    with _as_file(articles) as path:
        command = [*_extract(path, args), "--quiet", "--output", os.devnull, "--format", "jsonl"]
        process = subprocess.Popen(command, env=_environment())
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise ModelError(f"attribution extract ended with status {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts
    return usage.ru_maxrss * unit / 1e6


def _start(article: Article, args: argparse.Namespace) -> float:
    """Seconds from the start of `attribution extract` to the record of one article: the median of a few."""
    with _as_file([article]) as path:
        return statistics.median(_first_record(_extract(path, args)) for _ in range(STARTS))


def _first_record(command: Sequence[str]) -> float:
    began = time.perf_counter()
    with subprocess.Popen([*command, "--quiet"], env=_environment(), stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        seconds = time.perf_counter() - began
    if not first:
        raise ModelError(f"attribution extract ended with status {process.returncode}")
    return seconds


def _extract(path: Path, args: argparse.Namespace) -> list[str]:
    options = [f"--{name}={getattr(args, name)}" for name in ("pipeline", "language", "model", "limit")]
    options += [f"--weights={args.weights}"] if args.weights else []
    options += ["--topics"] if args.topics else []
    options += [f"--people={args.people}"] if args.people else []
    return [sys.executable, "-m", "attribution", "extract", str(path), *options]


@contextmanager
def _as_file(articles: Sequence[Article]) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "articles.jsonl")
        with path.open("w", encoding="utf-8") as stream:
            stream.writelines(f"{json.dumps(article)}\n" for article in articles)
        yield path


def _environment() -> dict[str, str]:
    return {**os.environ, **ONE_THREAD}


def _last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no message"])[-1]


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    """The figures as a table."""
    yield (
        f"{result['articles']} articles, {result['words']} words, {result['repeat']} time(s), one thread; "
        f"Python {result['python']}, spaCy {result['spacy']}"
    )
    yield f"{'words per second':22}{'CPU':>9}{'wall':>9}"
    for name, speed in result["words_per_second"].items():
        yield f"  {name:20}{speed['cpu']:9.0f}{speed['wall']:9.0f}"
    for name, ratio in result["ratio"].items():
        low, high = result["ratio_quartiles"][name]["cpu"]
        spread = f"(CPU, middle half of the batches {low:.2f} – {high:.2f})"
        yield f"{f'extraction / {name}':22}{ratio['cpu']:9.2f}{ratio['wall']:9.2f}   {spread}"
    yield f"{'peak memory':22}{result['memory_mb']:9.0f} MB"
    yield f"{'start to first record':22}{result['start_seconds']:9.2f} s"
