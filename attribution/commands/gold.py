"""`attribution store gold`: what people decided, as gold."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from attribution.commands import engine
from attribution.commands.place import add_store_option, open_kept
from attribution.evaluation.readings import READINGS

DESCRIPTION = """\
Writes articles whose quotations were all decided on into a folder: gold.jsonl and speakers.jsonl, which
`attribution evaluate` and the training read, and records.jsonl with articles.jsonl, the same as records.
"""


def add_command(under: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = under.add_parser("gold", help="write what people decided as gold", description=DESCRIPTION)
    add = parser.add_argument
    add("folder", type=engine.path, metavar="FOLDER", help="where to write it; it is made if it is not there")
    add("--reading", choices=READINGS, default="polnear", help="which records count (default: polnear)")
    add(
        "--partial",
        action="store_true",
        help="articles that are not decided on as a whole too, with the quotations that are: no gold of what "
        "there is to be found",
    )
    add_store_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the gold and tells how much there was; returns 1 where there was none."""
    from attribution.store.gold import export_gold

    told = export_gold(open_kept(args), Path(args.folder), reading=args.reading, partial=args.partial)
    print(f"{told.articles} articles, {told.quotations} quotations")
    if not told.complete:
        print(f"attribution: {told.note}", file=sys.stderr)
    return 0 if told.articles else 1
