"""`attribution follow`: searches that somebody follows, and what they match since then."""

from __future__ import annotations

import argparse
import getpass
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from attribution.commands.place import add_store_option, open_store
from attribution.errors import InputError
from attribution.export.characters import one_line

if TYPE_CHECKING:
    from attribution.store.follow import Match

DESCRIPTION = """\
Follows searches of a store: what comes in from now on and fits a search is its match. Feeds and webhooks are
the service's (docs/follow.md).
"""

_Under = Any  # argparse has no public name for its subparsers


def follow_command(subparsers: _Under) -> None:
    """Registers the subcommand and those under it."""
    parser = subparsers.add_parser(
        "follow",
        help="searches to be told of new matches",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    under = parser.add_subparsers(required=True, metavar="COMMAND")
    add = _add(under, "add", run_add, "follow a search from now on; prints the token of its feed")
    add.add_argument("name", metavar="NAME")
    add.add_argument("query", metavar="QUERY", help="a JSON object with the fields of a search")
    add.add_argument("--author", metavar="NAME", help="who follows it (default: who is logged in)")
    _add(under, "list", run_list, "list the searches")
    matches = _add(under, "matches", run_matches, "list what a search has matched, the newest first")
    matches.add_argument("search", type=int, metavar="NUMBER")
    matches.add_argument("--json", action="store_true", help="a JSON object a line")
    renew = _add(under, "renew", run_renew, "make a new token for a feed; the one before is worth nothing")
    renew.add_argument("search", type=int, metavar="NUMBER")
    remove = _add(under, "remove", run_remove, "follow a search no longer")
    remove.add_argument("search", type=int, metavar="NUMBER")


def _add(under: _Under, name: str, run: Callable[..., int], about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = under.add_parser(name, help=about)
    add_store_option(parser)
    parser.set_defaults(run=run)
    return parser


def run_add(args: argparse.Namespace) -> int:
    """Follows a search."""
    from attribution.store import Query
    from attribution.store.follow import follow

    try:
        given = json.loads(args.query)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise InputError("""no JSON object such as '{"words": "bridge"}'""", field="query")
    author = args.author or getpass.getuser()
    search, token = follow(open_store(args), args.name, Query.from_json(given), author=author)
    print(f"{search.id}  {token}")
    return 0


def run_list(args: argparse.Namespace) -> int:
    """Prints the searches."""
    from attribution.store.follow import followed

    for search in followed(open_store(args)):
        query = json.dumps(search.query.to_json(), ensure_ascii=False)
        print(one_line(f"{search.id} {search.name} {query} {search.author} {search.added:%Y-%m-%d}"))
    return 0


def run_matches(args: argparse.Namespace) -> int:
    """Looks for new matches, and prints all."""
    from attribution.store.follow import find_matches, get_followed, matches_of
    from attribution.store.follow_schemas import dump_match
    from attribution.store.query import LARGEST

    store = open_store(args)
    find_matches(store, only=get_followed(store, args.search).id)
    before = LARGEST
    while page := matches_of(store, args.search, before=before):
        for match in page:
            print(json.dumps(dump_match(match), ensure_ascii=False) if args.json else _line(match))
        before = page[-1].id
    return 0


def run_renew(args: argparse.Namespace) -> int:
    """Prints a new token."""
    from attribution.store.follow import renew_token

    print(renew_token(open_store(args), args.search))
    return 0


def run_remove(args: argparse.Namespace) -> int:
    """Forgets a search."""
    from attribution.store.follow import unfollow

    unfollow(open_store(args), args.search)
    return 0


def _line(match: Match) -> str:
    said = match.quotation
    where = " ".join(filter(None, (said.day, said.outlet, said.article)))
    return one_line(f"{match.at:%Y-%m-%d} {said.id} {said.speaker or 'nobody named'}: {said.text} ({where})")
