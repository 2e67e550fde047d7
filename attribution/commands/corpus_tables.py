"""`attribution corpus tables`: the records of a corpus as flat tables."""

from __future__ import annotations

import argparse

from attribution.commands.output import local_path

DESCRIPTION = """\
Writes the records of a run as flat tables: articles, quotations, speakers and errors, a file each. The rows
are in the order of the input, and the same records give the same files.
"""


def add_tables(under: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = under.add_parser("tables", help="write the records as flat tables", description=DESCRIPTION)
    add = parser.add_argument
    add("output", metavar="OUTPUT", help="the folder that a run wrote, or its URI")
    add("folder", type=local_path, metavar="FOLDER", help="where the tables go; made where it is missing")
    add("--format", choices=("parquet", "csv"), default="parquet", help="(default: parquet)")
    add_limits(parser)
    parser.set_defaults(run=run)


def add_limits(parser: argparse.ArgumentParser) -> None:
    """The options of whatever reads records by DuckDB."""
    add = parser.add_argument
    add("--memory", default="2GB", metavar="SIZE", help="what does not fit goes to disk (default: 2GB)")
    add("--threads", type=positive, metavar="N", help="(default: as many as there are cores)")


def positive(text: str) -> int:
    """An option that is a number of at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, not {text}")
    return number


def run(args: argparse.Namespace) -> int:
    """Writes the tables and says how many rows they have."""
    from attribution.corpus.table_files import write_tables

    counts = write_tables(
        args.output, args.folder, format=args.format, memory=args.memory, threads=args.threads
    )
    print(", ".join(f"{count:,} {name}" for name, count in counts.items()))
    return 0
