"""`attribution corpus run --engine spark`: the same run, on a cluster."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from attribution.commands.corpus_done import Done
from attribution.errors import CorpusError, InputError

if TYPE_CHECKING:
    from attribution.corpus.runner import Plan


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that `check` and `run` read."""
    group = parser.add_argument_group("Spark")
    group.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="what runs the work (default: local)"
    )
    group.add_argument(
        "--master", metavar="URL", help="the cluster (default: what spark-submit says, or this machine)"
    )
    group.add_argument(
        "--conf",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a property of Spark: spark.executor.memory=2g",
    )


def check(args: argparse.Namespace) -> None:
    """Raises InputError for options that do not go with the engine."""
    if args.engine == "local" and (args.master or args.conf):
        raise InputError(f"{'--master' if args.master else '--conf'} is for --engine spark")
    if args.engine == "spark" and args.again:
        raise InputError("--again is for runs that go on, which those on Spark do not")
    if args.master and args.workers:
        raise InputError("--workers is for this machine; the cluster of --master has its own")
    for given in args.conf:
        if "=" not in given:
            raise InputError(f"--conf {given}: NAME=VALUE is wanted")


def run(args: argparse.Namespace, plan: Plan) -> Done:
    """Does the work. Raises CorpusError where Spark is not there or fails."""
    try:
        from attribution.corpus.spark.runs import run as run_on_spark
        from attribution.corpus.spark.sessions import session
    except ModuleNotFoundError as error:
        needed = f"--engine spark needs the package {error.name}: pip install 'attribution[spark]'"
        raise CorpusError(needed) from None
    conf = dict(given.split("=", 1) for given in args.conf)
    with session(master=args.master, conf=conf, cores=args.workers, quiet=args.quiet) as spark:
        began = time.monotonic()
        totals = run_on_spark(spark, plan, args.output)
        seconds = time.monotonic() - began
        cores = spark.sparkContext.defaultParallelism
    return Done(totals, totals.rows, seconds, f"Spark on {cores} cores", args.output)
