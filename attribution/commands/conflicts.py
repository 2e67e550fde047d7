"""`attribution conflicts`: the same words under two names, one quotation in two wordings."""

from __future__ import annotations

import argparse
import getpass
import json
from typing import TYPE_CHECKING, Any

from attribution.commands.place import add_store_option, open_kept
from attribution.export.characters import one_line

if TYPE_CHECKING:
    from attribution.store.conflicts import Conflict, Side

DESCRIPTION = """\
Lists quotations of a store that conflict with each other, the gravest first: the same words under two names,
and one speaker's words in two wordings (docs/conflicts.md).
"""

PAGE = 100

_Under = Any  # argparse has no public name for its subparsers


def conflicts_command(subparsers: _Under) -> None:
    """Registers the subcommand and those under it."""
    parser = subparsers.add_parser(
        "conflicts",
        help="quotations that conflict with each other",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    under = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_list(under)
    _add_decide(under)
    find = under.add_parser("find", help="find the conflicts of a whole store anew, others writing meanwhile")
    add_store_option(find)
    find.set_defaults(run=run_find)


def _add_list(under: _Under) -> None:
    listing = under.add_parser("list", help="list conflicts")
    add = listing.add_argument
    add("--kind", action="append", help="names or wordings")
    add("--difference", action="append", metavar="WHAT", help="what differs: number, negation, …")
    add("--status", action="append", help="open (the default), dismissed or resolved")
    add("--speaker", type=int, metavar="NUMBER", help="of an entry of the registry, on either side")
    add("--outlet", action="append", metavar="NAME", help="where one of the quotations appeared")
    add("--from", dest="since", metavar="DAY", help="YYYY-MM-DD")
    add("--to", dest="until", metavar="DAY", help="YYYY-MM-DD")
    add("--severity", type=int, default=1, metavar="LEAST", help="from 1 to 5, the gravest")
    add("--json", action="store_true", help="a JSON object a line")
    add_store_option(listing)
    listing.set_defaults(run=run_list)


def _add_decide(under: _Under) -> None:
    for name, about in (
        ("dismiss", "say that a conflict is none"),
        ("resolve", "say that it is known which is right"),
        ("reopen", "have it looked at again"),
    ):
        parser = under.add_parser(name, help=about)
        parser.add_argument("conflict", type=int, metavar="NUMBER")
        parser.add_argument("--reason", metavar="TEXT", help="why")
        parser.add_argument("--author", metavar="NAME", help="who decides (default: who is logged in)")
        add_store_option(parser)
        parser.set_defaults(run=run_decide, status=_STATUS[name])


_STATUS = {"dismiss": "dismissed", "resolve": "resolved", "reopen": "open"}


def run_list(args: argparse.Namespace) -> int:
    """Prints conflicts."""
    from attribution.store.conflict_schemas import dump_conflict
    from attribution.store.conflicts import ConflictQuery, list_conflicts

    names = ("kind", "difference", "outlet")
    query = ConflictQuery(
        **{name: tuple(getattr(args, name) or ()) for name in names},
        status=tuple(args.status or ("open",)),
        speaker=args.speaker,
        since=args.since,
        until=args.until,
        severity=args.severity,
    )
    store, cursor = open_kept(args), None
    while True:
        page = list_conflicts(store, query, limit=PAGE, cursor=cursor)
        for found in page.items:
            print(json.dumps(dump_conflict(found), ensure_ascii=False) if args.json else _written(found))
        cursor = page.next
        if cursor is None:
            return 0


def run_decide(args: argparse.Namespace) -> int:
    """Keeps what is decided."""
    from attribution.store.conflicts import decide
    from attribution.store.history import Signature

    by = Signature(args.author or getpass.getuser(), args.reason)
    print(_written(decide(open_kept(args), args.conflict, args.status, by=by)))
    return 0


def run_find(args: argparse.Namespace) -> int:
    """Finds all conflicts anew."""
    from attribution.store.settling import settle_again

    done = 0
    for done in settle_again(open_kept(args)):  # noqa: B007
        pass
    print(f"{done} quotations looked at")
    return 0


def _written(found: Conflict) -> str:
    changes = ", ".join(f"{change.first or '∅'} / {change.second or '∅'}" for change in found.changes)
    head = f"{found.id} severity {found.severity}, {found.kind}, {found.difference}, {found.status}"
    lines = (f"{head}: {changes}" if changes else head, *map(_side, (found.first, found.second)))
    return "\n  ".join(map(one_line, lines))


def _side(side: Side) -> str:
    where = ", ".join(" ".join(filter(None, (said.day, said.outlet))) for said in side.quotations[:3])
    return f"{side.speaker} ({side.count} times: {where}): {side.words}"
