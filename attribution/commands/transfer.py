"""`attribution store export`: all that is kept, for other programs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from attribution.commands import engine
from attribution.commands.place import add_store_option, open_kept

Under: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_commands(under: Under) -> None:
    """Registers the subcommand."""
    parser = under.add_parser("export", help="write all that is kept as JSON lines or Parquet")
    parser.add_argument("folder", type=engine.path, metavar="FOLDER", help="the folder to make")
    parser.add_argument("--format", choices=("jsonl", "parquet"), default="jsonl", help="default: jsonl")
    add_store_option(parser)
    parser.set_defaults(run=run_export)


def run_export(args: argparse.Namespace) -> int:
    """Writes the files and tells how many rows each has."""
    store = open_kept(args)
    from attribution.store.transfer import export

    for name, count in export(store, Path(args.folder), format=args.format).items():
        print(f"{count:>12,} {name}")
    return 0
