"""`attribution search`: the quotations of a store, found by words, speaker, day and more."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, get_args

from attribution.commands.place import add_store_option, open_kept
from attribution.export.characters import one_line
from attribution.records import Act, QuotationType

if TYPE_CHECKING:
    from attribution.store import Found, Page
    from attribution.store.snippets import Snippet

DESCRIPTION = """\
Finds quotations in a store. All the words must be in a quotation, in any form; "…" is a phrase, -word must
not be there, OR stands between two of which one must be. Without words, all that fits the options is listed.
"""
EPILOG = """\
A word that begins with - is taken for an option unless it stands within the quotation marks of the shell:

  attribution search '"lock gates" -noon' --speaker Lindqvist --from 2026-01-01
"""


def search_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "search",
        help="find quotations in a store",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("words", nargs="*", metavar="WORDS", help="words of the quotation")
    add("--about", metavar="WORDS", help="words of it, of those around it or of its topics")
    add("--speaker", metavar="NAME", help="words of a name, or the number of an entry of the registry")
    add("--role", metavar="WORDS", help="words of the speaker's role")
    add("--affiliation", metavar="WORDS", help="words of what the role ties the speaker to")
    add("--from", dest="since", metavar="DAY", help="first day of publication, YYYY-MM-DD")
    add("--to", dest="until", metavar="DAY", help="last day of publication")
    add("--type", action="append", choices=get_args(QuotationType), help="several times for any of several")
    add("--act", action="append", choices=get_args(Act), metavar="ACT", help="such as say, deny or promise")
    add("--outlet", action="append", metavar="NAME", help="where the article appeared, as it is kept")
    add("--order", choices=("relevance", "newest", "oldest"), help="(default: relevance, if there are words)")
    add("--limit", type=int, default=20, metavar="N", help="at most so many (default: 20, at most 100)")
    add("--cursor", metavar="CURSOR", help="go on where a page ended")
    add("--json", action="store_true", help="print a JSON object, as GET /v1/quotations has it")
    add_store_option(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Finds and prints."""
    from attribution.store import search
    from attribution.store.found_schemas import dump_page

    store = open_kept(args)
    page = search(store, _query(args), order=args.order, limit=args.limit, cursor=args.cursor)
    if args.json:
        print(json.dumps(dump_page(page), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(page)))
    return 0


def _query(args: argparse.Namespace) -> Any:
    from attribution.store import Query

    number = args.speaker and args.speaker.isascii() and args.speaker.isdigit()
    return Query(
        words=" ".join(args.words) or None,
        about=args.about,
        speaker=int(args.speaker) if number else args.speaker,
        role=args.role,
        affiliation=args.affiliation,
        type=tuple(args.type or ()),
        act=tuple(args.act or ()),
        outlet=tuple(args.outlet or ()),
        since=args.since,
        until=args.until,
    )


def _lines(page: Page) -> Iterator[str]:
    for found in page.items:
        yield from _shown(found)
    yield f"{page.total:,}{'+' if page.capped else ''} found" if page.total else "nothing found"
    if page.next:
        yield f"next page: --cursor {page.next}"


def _shown(found: Found) -> Iterator[str]:
    who = ", ".join(filter(None, (found.speaker or "nobody who is named", found.role)))
    where = " ".join(filter(None, (found.day, found.outlet, found.article)))
    yield one_line(f"{found.id} {who} ({where})")
    yield f"   {_marked(found.snippet)}"


def _marked(snippet: Snippet) -> str:
    """The snippet on one line, with ⟦ ⟧ around what was looked for and without control characters."""
    parts, last = ["… " if snippet.cut_before else ""], 0
    for start, end in snippet.marks:
        parts += [snippet.text[last:start], "⟦", snippet.text[start:end], "⟧"]
        last = end
    return one_line("".join((*parts, snippet.text[last:], " …" if snippet.cut_after else "")))
