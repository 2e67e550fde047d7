"""`attribution store mark`: how far the check of what somebody said is."""

from __future__ import annotations

import argparse

from attribution.commands.claim_list import STATUSES
from attribution.commands.place import add_store_option, open_kept
from attribution.commands.signing import add_author_option, author_of

DESCRIPTION = """\
Notes how far the check of a claim is, for all quotations that say it in the same words. What is checked has a
verdict and the address of the page that tells it.
"""


def add_command(under: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = under.add_parser("mark", help="note how far the check of a claim is", description=DESCRIPTION)
    add = parser.add_argument
    add("quotation", type=int, metavar="NUMBER", help="a quotation, as `attribution claims` numbers them")
    add("status", choices=STATUSES, help="how far its check is")
    add("--verdict", metavar="WORDS", help="what the check came to")
    add("--url", metavar="URL", help="the page that tells it")
    add("--note", metavar="WORDS", help="why")
    add_author_option(parser)
    add_store_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Notes it, and tells in how many articles it stands."""
    from attribution.store.claiming import mark_claim

    said = {"verdict": args.verdict, "url": args.url, "note": args.note}
    told = mark_claim(open_kept(args), args.quotation, args.status, author=author_of(args), **said)
    print(f"{told.quotation.id} {told.status}, in {told.articles} articles")
    return 0
