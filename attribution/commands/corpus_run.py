"""`attribution corpus run`: archives of articles in, their records in Parquet out."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from attribution.commands import corpus_spark, engine
from attribution.commands.corpus_done import Done
from attribution.commands.progress import told
from attribution.errors import InputError
from attribution.records import Unit

if TYPE_CHECKING:
    from attribution.corpus.inputs import Columns
    from attribution.corpus.runner import Plan
    from attribution.corpus.settings import Settings

DESCRIPTION = """\
Finds the quotations of all articles of an archive, on all cores or on Spark, and writes them as Parquet.

INPUT is a file, a directory, a pattern ("2026-*.jsonl.gz") or a URI: JSON lines, CSV, TSV, Parquet, WARC, and
.txt and .html with one article each; text also as .gz, .zst or .bz2. OUTPUT is a folder. The same command
goes on where a run was stopped, and takes in files that have come since.
"""
EPILOG = """\
exit status: 0 all articles read; 1 some could not be, their rows say why; 2 the run could not begin or go on;
130 stopped by Ctrl-C. Whatever it is, what was done is kept, and the same command goes on from there. Spark
mends what is lost on its way; when it fails as a whole, OUTPUT has no _SUCCESS and the run begins anew.
"""


def add_run(actions: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the action."""
    parser = actions.add_parser(
        "run",
        help="find the quotations of an archive",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("inputs", nargs="+", metavar="INPUT", help="what to read")
    add("output", metavar="OUTPUT", help="folder of the records")
    add("--input", metavar="KIND", help="what the files hold, whatever their names are: jsonl, csv, warc, …")
    add(
        "--column",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=NAME",
        help="where a field has another name: text=body, published=date",
    )
    add(
        "--keep",
        action="append",
        metavar="NAME",
        help="a column to carry over into the records (default: outlet)",
    )
    add(
        "--partition",
        action="append",
        default=[],
        metavar="NAME",
        help="a folder for each month or year of publication, or value of a kept column",
    )
    add("--unit", choices=get_args(Unit), default="codepoint", help="what positions count")
    add("--workers", type=engine.positive, metavar="N", help="processes (default: one a core)")
    add(
        "--seconds",
        type=float,
        default=60.0,
        metavar="S",
        help="CPU time after which an article is given up (60)",
    )
    add("--split-mb", type=engine.positive, default=8, metavar="MB", help="text and HTML of a split (8)")
    add("--again", action="append", default=[], metavar="NAME", help="a file to read anew that has changed")
    add("--json", action="store_true", help="print the report as a JSON object")
    add("--quiet", action="store_true", help="no progress on standard error")
    engine.add_options(parser)
    corpus_spark.add_options(parser)
    parser.set_defaults(run=run)


def _pair(text: str) -> tuple[str, str]:
    field, equals, name = text.partition("=")
    if not (field and equals and name):
        raise argparse.ArgumentTypeError(f"{text!r} is not FIELD=NAME")
    return field, name


def run(args: argparse.Namespace) -> int:
    """Does the work; returns 1 when an article could not be read, else 0."""
    corpus_spark.check(args)
    plan = make_plan(args)
    done = corpus_spark.run(args, plan) if args.engine == "spark" else _run_here(args, plan)
    print("\n".join([done.as_json()] if args.json else done.lines()))
    return 1 if done.totals.failed else 0


def _run_here(args: argparse.Namespace, plan: Plan) -> Done:
    from attribution.corpus.inputs.places import is_uri, without_secrets
    from attribution.corpus.output import Output
    from attribution.corpus.runner import Run

    if is_uri(args.output):
        raise InputError(f"{without_secrets(args.output)}: a run on one machine writes into a folder there")
    work = Run(plan, Output(Path(args.output)))
    began = time.monotonic()
    rows = 0
    try:
        for step in told(work.steps(), wanted=not args.quiet):
            rows = step.rows
    except KeyboardInterrupt:
        print("attribution: stopped; the same command goes on from here", file=sys.stderr)
        raise
    seconds = time.monotonic() - began
    return Done(work.totals, rows, seconds, f"{plan.workers} processes", args.output)


def make_plan(args: argparse.Namespace) -> Plan:
    """What the arguments ask for. Raises InputError for what does not go together or is not there."""
    from attribution.corpus.inputs import find_inputs
    from attribution.corpus.runner import Plan

    columns = read_columns(args)
    settings = read_settings(args)
    found = find_inputs(args.inputs, kind=args.input)
    own = os.path.join(os.path.realpath(args.output), "")
    return Plan(
        inputs=[given for given in found if not given.place.startswith(own)],
        settings=settings,
        columns=columns,
        partition=_partition(args.partition, columns),
        workers=args.workers or _cores(),
        split_bytes=args.split_mb * 2**20,
        again=args.again,
    )


def _cores() -> int:
    """Cores that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def read_settings(args: argparse.Namespace) -> Settings:
    """The settings that the options of the engine ask for. Raises InputError for a time without sense."""
    from attribution.corpus.settings import Settings

    if not args.seconds > 0:
        raise InputError(f"--seconds must be more than 0, not {args.seconds}")
    names = ("pipeline", "language", "model", "weights", "people", "limit", "topics", "unit", "seconds")
    return Settings(**{name: getattr(args, name) for name in names})


def read_columns(args: argparse.Namespace) -> Columns:
    """Which columns are read. Raises InputError for fields that there are not and names that are taken."""
    from attribution.corpus.inputs import Columns
    from attribution.corpus.inputs.columns import KEPT
    from attribution.corpus.schema import DATE_PARTS, FIELDS, TAKEN

    keep = tuple(dict.fromkeys(args.keep or KEPT))
    names = dict(args.column)
    if unknown := sorted(set(names) - {*FIELDS, *keep}):
        raise InputError(f"--column {unknown[0]}=…: no such field; there are {', '.join((*FIELDS, *keep))}")
    dates = set(DATE_PARTS) & set(args.partition)
    taken = {*FIELDS, "file", "row", *TAKEN, *dates}
    if refused := [name for name in keep if name.lower() in taken]:
        raise InputError(f"--keep {refused[0]}: it is in the records, or says where they are from")
    if len({name.lower() for name in keep}) < len(keep):
        raise InputError(f"--keep {', '.join(keep)}: two names differ by capitals alone")
    return Columns(names, keep)


def _partition(names: Iterable[str], columns: Columns) -> tuple[str, ...]:
    from attribution.corpus.schema import DATE_PARTS

    allowed = (*DATE_PARTS, *columns.keep)
    for name in names:
        if name not in allowed:
            raise InputError(f"--partition {name}: there are {', '.join(allowed)}")
    return tuple(dict.fromkeys(names))
