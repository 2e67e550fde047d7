"""`attribution store check`, `info`, `backup`, `restore`, `reindex`, `rate`: a store looked after."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from attribution.commands import engine
from attribution.commands.place import add_store_option, open_kept

if TYPE_CHECKING:
    from attribution.store.backup import Backup

Under: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

SHOWN = 100  # findings that are printed


def add_commands(under: Under) -> None:
    """Registers the subcommands."""
    check = under.add_parser("check", help="prove that a store is whole")
    check.add_argument("--quick", action="store_true", help="look at numbers and references alone")
    check.add_argument(
        "--repair", action="store_true", help="make anew what can be made from the texts and records"
    )
    check.set_defaults(run=run_check)
    info = under.add_parser("info", help="tell what a store holds")
    info.add_argument("--json", action="store_true", help="print it as a JSON object")
    info.set_defaults(run=run_info)
    reindex = under.add_parser("reindex", help="index all words by the terms of this program")
    reindex.set_defaults(run=run_reindex)
    rate = under.add_parser("rate", help="rate by this program's rules what is worth checking")
    rate.add_argument("--anew", action="store_true", help="even where all is rated by these rules already")
    rate.set_defaults(run=run_rate)
    backup = under.add_parser("backup", help="write a store to a file, while others write to it")
    backup.add_argument("file", type=engine.path, metavar="FILE", help="the file to make")
    backup.add_argument(
        "--archive", action="store_true", help="of SQLite too, in the form that PostgreSQL can be filled from"
    )
    backup.set_defaults(run=run_backup)
    for parser in (check, info, reindex, rate, backup):
        add_store_option(parser)
    restore = under.add_parser("restore", help="make a store of a backup")
    restore.add_argument("file", type=engine.path, metavar="FILE", help="the backup")
    restore.add_argument(
        "--into", type=engine.path, required=True, metavar="PLACE", help="SQLite file, or postgresql://…"
    )
    restore.set_defaults(run=run_restore)


def run_check(args: argparse.Namespace) -> int:
    """Prints what is wrong, a line a finding; returns 1 where anything is."""
    store = open_kept(args)
    if args.repair:
        from attribution.store.mending import mend

        print(f"{_last(mend(store))} articles looked at to mend them", file=sys.stderr)
    from attribution.store.checking import check

    count = mendable = 0
    for finding in check(store, quick=args.quick):
        count, mendable = count + 1, mendable + finding.mendable
        if count <= SHOWN:
            print(f"{finding.code}: {finding.where}: {finding.message}")
    if count > SHOWN:
        print(f"… {count - SHOWN} more")
    if not count:
        print("whole")
    elif mendable:
        print(f"{mendable} of {count} can be mended: --repair", file=sys.stderr)
    return 1 if count else 0


def run_info(args: argparse.Namespace) -> int:
    """Prints rows, size and versions."""
    from attribution.store.facts import facts_of

    found = facts_of(open_kept(args))
    if args.json:
        print(json.dumps(asdict(found), ensure_ascii=False))
        return 0
    print(f"{found.place}: version {found.version}, terms {found.terms}, {found.size / 1e6:.1f} MB")
    for name, number in found.rows.items():
        print(f"{number:>12,} {name}")
    return 0


def run_reindex(args: argparse.Namespace) -> int:
    """Indexes all words anew."""
    from attribution.store.reindexing import reindex

    print(f"{_last(reindex(open_kept(args)))} articles indexed")
    return 0


def run_rate(args: argparse.Namespace) -> int:
    """Rates what is not rated by the rules of this program; what people decided stays."""
    from attribution.store.rerating import rate_store

    print(f"{_last(rate_store(open_kept(args), anew=args.anew))} quotations rated")
    return 0


def run_backup(args: argparse.Namespace) -> int:
    """Writes the backup and tells what is in it."""
    store = open_kept(args)
    from attribution.store.backup import backup

    made = backup(store, Path(args.file), kind="archive" if args.archive else None)
    print(f"{_counted(made)}, {made.kind}")
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Makes the store and tells what is in it."""
    from attribution.store.restoring import restore

    made = restore(Path(args.file), args.into)
    print(_counted(made))
    return 0


def _counted(made: Backup) -> str:
    return f"articles: {made.rows['articles']}, quotations: {made.rows['quotations']}"


def _last(steps: Iterable[int]) -> int:
    """Where steps that count end; 0 without any."""
    last = 0
    for last in steps:  # noqa: B007
        pass
    return last
