"""`attribution store erase` and `compact`: what a person may ask for, and files without it."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, TypeAlias

from attribution.commands.place import add_store_option, open_kept
from attribution.errors import QuotationError

if TYPE_CHECKING:
    from attribution.store import Store
    from attribution.store.erasing import Erased

Under: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"

DESCRIPTION = """\
Erases an article, a quotation, or a speaker: the entries of the registry, all quotations, and name and words
in the texts and records of all articles, where each letter becomes a bar. Then writes the files anew, as
databases leave lying what is deleted. Backups that were made before are not touched: delete them yourself.
"""


def add_commands(under: Under) -> None:
    """Registers the subcommands."""
    erase = under.add_parser(
        "erase",
        help="erase an article, a speaker or a quotation, so that nothing stays of it",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    what = erase.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--speaker",
        type=int,
        action="append",
        metavar="ID",
        help="an entry of the registry; several are one person",
    )
    what.add_argument("--article", metavar="KEY", help="an article, by its id, url or number")
    what.add_argument("--quotation", type=int, metavar="ID", help="a quotation")
    erase.add_argument("--author", required=True, metavar="NAME", help="who decides it")
    erase.add_argument("--reason", metavar="WORDS", help="why")
    erase.set_defaults(run=run_erase)
    compact = under.add_parser("compact", help="write the files anew, without what was erased")
    compact.set_defaults(run=run_compact)
    for parser in (erase, compact):
        add_store_option(parser)


def run_erase(args: argparse.Namespace) -> int:
    """Erases, compacts, and tells how much went; returns 1 when the files could not be compacted."""
    store = open_kept(args)
    erased = _erase(store, args)
    print(", ".join(f"{name}: {count}" for name, count in erased.counts.items()))
    if erased.namesakes:
        others = " ".join(f"--speaker {number}" for number in erased.namesakes)
        print(f"others of the same name were kept: {others}", file=sys.stderr)
    try:
        return _compact(store)
    except QuotationError as error:
        print(f"attribution: {error}; `attribution store compact` does it later", file=sys.stderr)
        return 1


def run_compact(args: argparse.Namespace) -> int:
    """Compacts the files."""
    return _compact(open_kept(args))


def _erase(store: Store, args: argparse.Namespace) -> Erased:
    from attribution.store.erasing import erase_article, erase_quotation, erase_speaker, number_of_article

    if args.speaker:
        return erase_speaker(store, args.speaker, author=args.author, reason=args.reason)
    if args.quotation is not None:
        return erase_quotation(store, args.quotation, author=args.author, reason=args.reason)
    number = number_of_article(store, args.article)
    return erase_article(store, number, author=args.author, reason=args.reason)


def _compact(store: Store) -> int:
    from attribution.store.compacting import compact

    for statement in compact(store):
        print(f"the database did not allow {statement}: ask who runs it", file=sys.stderr)
    return 0
