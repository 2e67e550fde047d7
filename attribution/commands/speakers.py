"""`attribution speakers`: the registry of a store, looked at and put right by hand."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from attribution.commands import engine
from attribution.commands.place import add_store_option, open_store
from attribution.commands.signing import add_author_option, author_of
from attribution.export.characters import one_line

if TYPE_CHECKING:
    from attribution.store.history import Event, Signature
    from attribution.store.profiles import Held, Profile
    from attribution.store.store import Store

DESCRIPTION = """\
Looks at the registry of a store and puts it right: who over all articles is one person, group or
organisation. Whatever is changed is kept with author and reason, and the last can be undone.
"""


_Under = Any  # argparse has no public name for its subparsers


def speakers_command(subparsers: _Under) -> None:
    """Registers the subcommand and those under it."""
    parser = subparsers.add_parser(
        "speakers",
        help="the people and organisations of a store",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    under = parser.add_subparsers(required=True, metavar="COMMAND")
    named = _add(under, "list", run_list, "list the entries, or those of a name")
    named.add_argument(
        "name", nargs="?", metavar="NAME", help="a name, a surname or an abbreviation (default: all)"
    )
    show = _add(under, "show", run_show, "show an entry: names, roles over time, outlets, history")
    show.add_argument("speaker", type=int, metavar="NUMBER")
    show.add_argument("--appearances", action="store_true", help="list the articles that it is in, too")
    show.add_argument("--json", action="store_true", help="print it as a JSON object")
    suggest = _add(under, "suggest", run_suggest, "list entries that may be one, and why")
    suggest.add_argument("speaker", nargs="?", type=int, metavar="NUMBER", help="only those like this one")
    suggest.add_argument("--json", action="store_true", help="a JSON object a line")
    _add_changes(under)


def _add_changes(under: _Under) -> None:
    merge = _change(under, "merge", run_merge, "make one entry part of another")
    merge.add_argument("into", type=int, metavar="INTO")
    split = _change(under, "split", run_split, "take appearances out of an entry")
    split.add_argument(
        "appearances", nargs="+", type=int, metavar="APPEARANCE", help="as `show` numbers them"
    )
    split.add_argument("--into", type=int, metavar="NUMBER", help="an entry (default: a new one)")
    rename = _change(under, "rename", run_rename, "give an entry another name")
    rename.add_argument("name", metavar="NAME")
    identify = _change(under, "identify", run_identify, "give an entry ids, or take them away")
    identify.add_argument("ids", nargs="+", metavar="SCHEME=ID", help="without the id it is taken away")
    _change(under, "undo", run_undo, "undo what was last done to an entry")
    people = _add(under, "import", run_import, "take over a people list (docs/people.md)")
    people.add_argument("people", type=engine.path, metavar="FILE", help=".csv or .jsonl")
    _sign(people)


def _add(under: _Under, name: str, run: Callable[..., int], about: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = under.add_parser(name, help=about)
    add_store_option(parser)
    parser.set_defaults(run=run)
    return parser


def _change(under: _Under, name: str, run: Callable[..., int], about: str) -> argparse.ArgumentParser:
    parser = _add(under, name, run, about)
    parser.add_argument("speaker", type=int, metavar="NUMBER")
    _sign(parser)
    return parser


def _sign(parser: argparse.ArgumentParser) -> None:
    add_author_option(parser)
    parser.add_argument("--reason", metavar="WORDS", help="why")


def run_list(args: argparse.Namespace) -> int:
    """Prints the entries of a name, or all of them by name, a line each."""
    from attribution.store.profiles import entries_named

    store = open_store(args)
    if args.name is None:
        _print(_registry(store))
        return 0
    for entry in entries_named(store, args.name):
        print(one_line(f"{entry.id}  {entry.label}  {entry.count}"))
    return 0


def _registry(store: Store) -> Iterator[str]:
    from attribution.store.search import MOST
    from attribution.store.speaker_list import find_speakers

    page = find_speakers(store, limit=MOST)
    yield from (f"{entry.id}  {entry.label}  {entry.quotations}" for entry in page.items)
    while page.next is not None:
        page = find_speakers(store, limit=MOST, cursor=page.next)
        yield from (f"{entry.id}  {entry.label}  {entry.quotations}" for entry in page.items)


def run_show(args: argparse.Namespace) -> int:
    """Prints an entry."""
    from attribution.store.entry_schemas import ProfileSchema
    from attribution.store.profiles import profile

    store = open_store(args)
    shown = profile(store, args.speaker)
    if args.json:
        print(json.dumps(ProfileSchema().dump(shown), ensure_ascii=False, indent=2))
        return 0
    _print(_lines(shown))
    if args.appearances:
        _print(_appearances(store, args.speaker))
    return 0


def run_suggest(args: argparse.Namespace) -> int:
    """Prints suggestions: all of them."""
    from attribution.store.entry_schemas import SuggestionSchema
    from attribution.store.suggestions import suggest

    store, after = open_store(args), ""
    while True:
        page = suggest(store, args.speaker, after=after)
        for pair in page.suggestions:
            if args.json:
                print(json.dumps(SuggestionSchema().dump(pair), ensure_ascii=False))
            else:
                names = f"{pair.one} {pair.labels[0]} = {pair.other} {pair.labels[1]}"
                print(f"{pair.score:.1f}  {one_line(names)}  ({', '.join(pair.reasons)})")
        if page.after is None:
            return 0
        after = page.after


def run_merge(args: argparse.Namespace) -> int:
    """Merges."""
    from attribution.store.curation import merge

    return _told(merge(open_store(args), args.speaker, args.into, by=_signature(args)))


def run_split(args: argparse.Namespace) -> int:
    """Splits."""
    from attribution.store.curation import split

    store = open_store(args)
    return _told(split(store, args.speaker, args.appearances, into=args.into, by=_signature(args)))


def run_rename(args: argparse.Namespace) -> int:
    """Renames."""
    from attribution.store.curation import rename

    return _told(rename(open_store(args), args.speaker, args.name, by=_signature(args)))


def run_identify(args: argparse.Namespace) -> int:
    """Gives ids, and takes away those of which the scheme alone is given."""
    from attribution.store.curation import identify

    given = (text.partition("=") for text in args.ids)
    ids = {scheme: value or None for scheme, _, value in given}
    return _told(identify(open_store(args), args.speaker, ids, by=_signature(args)))


def run_undo(args: argparse.Namespace) -> int:
    """Undoes the last."""
    from attribution.store.undoing import undo

    return _told(undo(open_store(args), args.speaker, by=_signature(args)))


def run_import(args: argparse.Namespace) -> int:
    """Takes over a people list."""
    from attribution.people import known_people
    from attribution.store.newsroom import import_people

    store, people = open_store(args), known_people(args.people)
    told = import_people(store, people, by=_signature(args))
    print(f"{told.added} added, {told.found} found, {told.unchanged} unchanged")
    return 0


def _signature(args: argparse.Namespace) -> Signature:
    from attribution.store.history import Signature

    return Signature(author_of(args), args.reason)


def _told(event: Event) -> int:
    other = f", {event.other}" if event.other else ""
    print(f"{event.action}: {event.speaker}{other}")
    return 0


def _lines(shown: Profile) -> Iterator[str]:
    yield f"{shown.id}  {shown.label} ({shown.kind}{', known by the name alone' if shown.bare else ''})"
    if shown.merged_into:
        yield f"merged into {shown.merged_into}"
    days = f", {shown.first} to {shown.last}" if shown.first else ""
    yield f"{shown.articles} articles, {shown.quotations} quotations{days}"
    yield from _listed("also", shown.names[1:])
    yield from _listed("ids", (f"{scheme} {value}" for scheme, value in shown.ids.items()))
    yield from _listed("roles", map(_held, shown.roles))
    yield from _listed("affiliations", map(_held, shown.affiliations))
    yield from _listed("outlets", (f"{outlet.label} {outlet.count}" for outlet in shown.outlets))
    yield from _listed("seen with", (f"{other.id} {other.label} {other.count}" for other in shown.others))
    for event in shown.history:
        what = f"{event.action} {event.speaker}" + (f" {event.other}" if event.other else "")
        undone = " (undone)" if event.undone else ""
        why = event.reason or "no reason given"
        yield f"{event.at:%Y-%m-%d %H:%M} {what}{undone} by {event.author}: {why}"


def _listed(title: str, given: Iterable[str]) -> Iterator[str]:
    texts = list(given)
    if texts:
        yield f"{title}: {'; '.join(texts)}"


def _held(held: Held) -> str:
    days = f", {held.first} to {held.last}" if held.first else ""
    return f"{'former ' if held.former else ''}{held.text} ({held.times}×{days})"


def _appearances(store: Any, entry: int) -> Iterator[str]:
    from attribution.store.profiles import appearances_of

    after = 0
    while page := appearances_of(store, entry, after=after):
        for seen in page:
            roles = f", {'; '.join(seen.roles)}" if seen.roles else ""
            where = " ".join(filter(None, (seen.day, seen.outlet, seen.title)))
            why = ", ".join(seen.evidence)
            yield f"{seen.id}  article {seen.article} {where}: {seen.name}{roles} ({why})"
        after = page[-1].id


def _print(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{one_line(line)}\n" for line in lines)
