"""The command `attribution worker`: works on the jobs that were handed in to the service."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
from typing import Any

from api.serve import FAILED, INSTALL, MISUSED, cores, count
from attribution.errors import QuotationError

MISSING = "attribution worker needs the API's packages ({name} is missing); install them with: {command}"


def worker_command(subparsers: Any) -> None:
    """Adds `worker` to the command line; nothing of the service is imported before it runs."""
    parser = subparsers.add_parser(
        "worker",
        help="work on the jobs of the JSON API",
        description="Work on the jobs of the JSON API. ATTRIBUTION_* variables set the rest (docs/jobs.md).",
    )
    parser.add_argument(
        "--processes",
        type=count,
        default=cores(),
        metavar="N",
        help="processes (default: one a core, %(default)s)",
    )
    parser.add_argument(
        "--timeout",
        type=count,
        default=30,
        metavar="S",
        help="seconds that the articles in hand have at the stop (default: %(default)s)",
    )
    parser.set_defaults(run=run_command)


def run_command(args: argparse.Namespace) -> int:
    """Works until it is told to stop; returns the exit status. Errors go to standard error."""
    try:
        from api.config import Config, warn_of_unknown
        from api.engine import Engine
        from api.jobs.worker import run_worker
        from api.lifetime import check_memory
        from api.logs import configure_logging
    except ModuleNotFoundError as error:
        return _fail(MISSING.format(name=error.name, command=INSTALL), FAILED)
    try:
        config = Config.load()
    except QuotationError as error:
        return _fail(str(error), MISUSED)
    configure_logging(config)
    warn_of_unknown()
    logging.getLogger("huey").setLevel("WARNING")  # it tells of every ticket
    engine = Engine(config)
    try:
        engine.warm_up()
        check_memory(config)
        gc.collect()
        gc.freeze()  # what is in memory by now is shared by the processes and not collected again
        run_worker(config, engine, processes=args.processes, timeout=args.timeout)
    except QuotationError as error:
        return _fail(str(error), FAILED)
    return 0


def _fail(message: str, status: int) -> int:
    print(f"attribution worker: {message}", file=sys.stderr)
    return status
