"""`attribution corpus clusters`: quotations of a run that are the same, and articles that are copies."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from attribution.commands import engine
from attribution.commands.output import local_path
from attribution.errors import InputError

if TYPE_CHECKING:
    from attribution.corpus.clusters import Clustering, Summary

DESCRIPTION = """\
Finds quotations that are copies of each other, exact, near or in part, and articles that are copies, in the
output of a run, and writes them as tables of Parquet into OUTPUT/clusters (docs/corpus.md).
"""


def add_clusters(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the action."""
    parser = actions.add_parser(
        "clusters",
        help="find copies of quotations and of articles",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("output", metavar="OUTPUT", help="folder of a run, or of records, or its URI")
    add("--into", type=local_path, metavar="FOLDER", help="where the tables go (default: OUTPUT/clusters)")
    add("--threshold", type=float, default=0.8, metavar="SHARE", help="of words in common, 0.6 to 1 (0.8)")
    add("--memory", default="2GB", metavar="SIZE", help="the most that DuckDB takes (2GB)")
    add("--threads", type=engine.positive, metavar="N", help="of DuckDB (default: one a core)")
    add(
        "--most",
        type=engine.positive,
        default=100,
        metavar="N",
        help="compared of those that share much (100)",
    )
    add("--language", default="en", metavar="CODE", help="of the quotations (en)")
    add("--json", action="store_true", help="print the summary as a JSON object")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Does the work and tells what was found; returns 0."""
    from attribution.corpus.clusters import find_clusters

    summary = find_clusters(args.output, read_settings(args), into=args.into)
    print(json.dumps(asdict(summary)) if args.json else "\n".join(_lines(summary)))
    return 0


def read_settings(args: argparse.Namespace) -> Clustering:
    """The settings that the options ask for. Raises InputError for a threshold without sense."""
    from attribution.corpus.clusters import Clustering

    names = ("threshold", "memory", "threads", "most", "language")
    try:
        return Clustering(**{name: getattr(args, name) for name in names})
    except ValueError as error:
        raise InputError(f"--{error}") from error


def _lines(summary: Summary) -> Iterator[str]:
    yield (
        f"{summary.statements:,} statements, {summary.unlike:,} of them too short or common to be compared, "
        f"{summary.short:,} only within those of one speaker"
    )
    yield f"{summary.clusters:,} clusters of {summary.quotations:,} quotations"
    yield f"{summary.articles:,} articles that are copies or have some"
    if summary.crowded:
        yield f"{summary.crowded:,} fingerprints are so common that not all with them were compared"
