"""`attribution claims` without files: what of a store is to be checked."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from attribution.commands.output import open_output
from attribution.commands.place import add_store_option, open_kept
from attribution.errors import InputError
from attribution.export.characters import one_line
from attribution.export.lines import write_objects
from attribution.lang.claims import Kind

if TYPE_CHECKING:
    from attribution.store.claim_queue import ClaimPage
    from attribution.store.claiming import KeptClaim

STATUSES = ("new", "in-check", "checked", "dismissed")
ASKED = ("words", "status", "kind", "worth", "speaker", "outlet", "since", "until", "order", "cursor")


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds what can be asked of a store."""
    group = parser.add_argument_group("of a store")
    add_store_option(group)
    add = group.add_argument
    add("--words", metavar="WORDS", help="words of the quotation, as `attribution search` takes them")
    add("--status", action="append", choices=STATUSES, help="how far the check is; several times for several")
    add("--kind", action="append", choices=get_args(Kind), metavar="KIND", help="such as figure or promise")
    add("--worth", type=float, metavar="SHARE", help="the least that it is worth checking, 0 to 1")
    add("--speaker", metavar="NAME", help="words of a name, or the number of an entry of the registry")
    add("--outlet", action="append", metavar="NAME", help="where the article appeared, as it is kept")
    add("--from", dest="since", metavar="DAY", help="first day of publication, YYYY-MM-DD")
    add("--to", dest="until", metavar="DAY", help="last day of publication")
    add("--order", choices=("worth", "newest", "oldest"), help="(default: worth)")
    add("--count", type=int, default=20, metavar="N", help="at most so many (default: 20, at most 100)")
    add("--cursor", metavar="CURSOR", help="go on where a page ended")


def refuse_options(args: argparse.Namespace) -> None:
    """Raises InputError where something is asked of a store beside files."""
    if args.store or any(getattr(args, name) is not None for name in ASKED):
        raise InputError("give files, or what is asked of the store, not both")


def run(args: argparse.Namespace) -> int:
    """Lists and prints; returns the exit status."""
    store = open_kept(args)
    from attribution.store.claim_drafts import claim_draft
    from attribution.store.claim_queue import claim_queue
    from attribution.store.claim_schemas import dump_claims

    page = claim_queue(store, _query(args), order=args.order or "worth", limit=args.count, cursor=args.cursor)
    with open_output(None) as stream:
        if args.json:
            stream.write(json.dumps(dump_claims(page), ensure_ascii=False, indent=2) + "\n")
        elif args.draft:
            numbers = (claim.quotation.id for claim in page.items)
            write_objects(numbers, stream, lambda number: claim_draft(store, number))
        else:
            stream.writelines(f"{line}\n" for line in _lines(page))
    return 0


def _query(args: argparse.Namespace) -> Any:
    from attribution.store import Query

    number = args.speaker and args.speaker.isascii() and args.speaker.isdigit()
    return Query(
        words=args.words,
        speaker=int(args.speaker) if number else args.speaker,
        outlet=tuple(args.outlet or ()),
        since=args.since,
        until=args.until,
        worth=args.worth,
        claim=tuple(args.status or ()),
        kind=tuple(args.kind or ()),
        checkable=None if args.all or args.kind else True,
    )


def _lines(page: ClaimPage) -> Iterator[str]:
    for claim in page.items:
        yield from _claim(claim)
        yield ""
    yield f"{page.total:,}{'+' if page.capped else ''} claims" if page.total else "nothing to check"
    if page.next:
        yield f"next page: --cursor {page.next}"


def _claim(claim: KeptClaim) -> Iterator[str]:
    said, rating = claim.quotation, claim.rating
    words = said.text[rating.start : rating.end] if rating else said.text
    worth = f"{rating.score:.2f} {rating.kind}" if rating else "not rated"
    yield f"{said.id} {worth}, {claim.status}: {one_line(words)}"
    who = ", ".join(filter(None, (said.speaker or "nobody who is named", said.role)))
    where = " ".join(filter(None, (said.day, said.outlet, said.article)))
    many = f"; {claim.articles} articles" if claim.articles > 1 else ""
    yield "  " + one_line(f"{who} ({where}{many})")
    if claim.verdict:
        yield "  " + one_line(f"{claim.verdict}: {claim.url or ''}")
    if claim.note:
        yield "  " + one_line(f"{claim.note} ({claim.author})")
