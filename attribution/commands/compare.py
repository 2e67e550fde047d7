"""`attribution compare`: what became of the quotations, from one version of an article to a later one."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attribution.commands import engine
from attribution.commands.inputs import KINDS, read_single
from attribution.commands.output import flat

if TYPE_CHECKING:
    from attribution.lock import Compared, Comparison, Passage, Version

DESCRIPTION = """\
Compares two versions of an article and lists the quotations whose words in marks were altered, cut,
dropped or invented, or that somebody else says now.
"""
EPILOG = """\
exit status: 0 nothing of the kind, 1 something to look at, 2 nothing was done.
"""
MEANINGS = {
    "kept": "the same words",
    "shortened": "true words, a part of them",
    "cut": "true words, cut so that the sense may change",
    "altered": "other words",
    "dropped": "gone",
    "invented": "not in the version before",
}
VOICES = {"other": "somebody else says it now", "gone": "its speaker does not stand near it any more"}


def compare_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "compare",
        help="find quotations that a later version of an article altered",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("before", metavar="BEFORE", help="the earlier version; - is standard input")
    add("after", metavar="AFTER", help="the later version")
    add("--allow-dropped", action="store_true", help="take what leaves quotations out, as summaries do")
    add("--all-marks", action="store_true", help="compare titles, nicknames and scare quotes, too")
    add("--input", choices=KINDS, help="what the files hold, whatever their names are")
    add("--json", action="store_true", help="print all quotations as a JSON object")
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Compares and prints; returns the exit status."""
    from attribution.lock import compare
    from attribution.lock.schemas import dump_comparison

    articles = [read_single(path, kind=args.input, limit=args.limit) for path in (args.before, args.after)]
    loaded = engine.load_engine(args)
    before, after = (_version(article, loaded, args.language) for article in articles)
    found = compare(before, after, all_marks=args.all_marks)
    faults = [fault for fault in found.faults if not (args.allow_dropped and fault.words == "dropped")]
    if args.json:
        print(json.dumps(dump_comparison(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found, faults)))
    return 1 if faults else 0


def _version(article: dict[str, str], loaded: engine.Engine, language: str) -> Version:
    from attribution.lock import Version

    extraction = engine.extract_one(loaded, article)
    return Version(article.get("html") or article["text"], extraction, "html" in article, language)


def _lines(found: Comparison, faults: list[Compared]) -> Iterator[str]:
    yield f"{len(found.quotations)} compared, {len(faults)} to look at"
    for fault in faults:
        yield ""
        meaning = MEANINGS[fault.words]
        voice = f"; {VOICES[fault.speaker]}" if fault.speaker in VOICES else ""
        yield f"{fault.words}: {meaning}{voice}"
        for name, passage in (("before", fault.before), ("after", fault.after)):
            if passage is not None:
                yield _passage(name, passage)
        for change in fault.changes:
            yield f"  {change.kind}: before “{flat(change.found)}”, after “{flat(change.given)}”"
        for cut in fault.cuts:
            yield f"  cut: “{flat(cut)}”"


def _passage(name: str, passage: Passage) -> str:
    who = passage.speaker or "nobody whom the text names"
    return f"  {name}, {passage.start}-{passage.end}, said by {flat(who)}: {flat(passage.text)}"
