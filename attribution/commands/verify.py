"""`attribution verify`: a quotation against the originals that it may be from."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from attribution.commands import engine
from attribution.commands.inputs import KINDS, Reader, find_sources
from attribution.commands.output import flat
from attribution.commands.place import add_store_option, open_kept
from attribution.errors import InputError, QuotationError
from attribution.verify.records import KeptArticle, KeptEvidence, StoreVerification

if TYPE_CHECKING:
    from attribution.verify import Evidence, Original, Verification

DESCRIPTION = """\
Tells whether a quotation stands in the articles or transcripts given, in which words, and who said it there.

Reads what `attribution extract` reads. Of an article it finds the quotations first, so that it knows who
speaks; a transcript (--transcript) is taken for the words of whoever speaks in it. Without files it asks
every article of the store.
"""
EPILOG = """\
exit status: 0 verbatim, or edited openly; 1 anything else; 2 nothing was done.
"""
MEANINGS = {
    "verbatim": "the same words",
    "edited": "the same words, but for what the quotation marks as left out or put in",
    "partial": "true words, cut so that the sense may change",
    "altered": "words were changed, added or left out",
    "paraphrase": "the same in other words, it seems",
    "misattributed": "somebody else said it",
    "not-found": "nothing like it",
}
GOOD = ("verbatim", "edited")
MARKED = {"ellipsis": "left out at an ellipsis", "brackets": "in brackets", "changed": "changed",
          "added": "added", "left-out": "left out"}  # fmt: skip


def verify_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "verify",
        help="check a quotation against articles, transcripts or the store",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("quotation", metavar="QUOTATION", help="the words, with … and [ ] where they were edited")
    add("paths", nargs="*", metavar="FILE", help="files and directories; - is standard input")
    add("--speaker", metavar="NAME", help="who is said to have said it")
    add("--transcript", action="store_true", help="the files are transcripts, not articles")
    add("--input", choices=KINDS, help="what the files hold, whatever their names are")
    add("--json", action="store_true", help="print the verification as a JSON object")
    _add_store_options(parser)
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Verifies and prints; returns the exit status."""
    from attribution.verify.schemas import dump_verification

    found = _verify_files(args) if args.paths else _verify_store(args)
    if args.json:
        print(json.dumps(dump_verification(found), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(found)))
    return 0 if found.verdict in GOOD else 1


def _add_store_options(parser: argparse.ArgumentParser) -> None:
    add_store_option(parser)
    add = parser.add_argument
    add("--outlet", metavar="NAME", help="of the store, only articles of this outlet")
    add("--from", dest="since", metavar="DAY", type=_day, help="of the store, only from this day on")
    add("--to", dest="until", metavar="DAY", type=_day, help="of the store, only up to this day")


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a day, YYYY-MM-DD: {value!r}") from None


def _verify_files(args: argparse.Namespace) -> Verification:
    from attribution.verify import verify

    if args.store or args.outlet or args.since or args.until:
        raise InputError("give files, or what is asked of the store, not both")
    return verify(args.quotation, _originals(args), speaker=args.speaker, language=args.language)


def _verify_store(args: argparse.Namespace) -> Verification:
    store = open_kept(args)
    from attribution.store import verify_in_store

    narrowing = {name: getattr(args, name) for name in ("speaker", "outlet", "since", "until")}
    return verify_in_store(store, args.quotation, **narrowing)


def _originals(args: argparse.Namespace) -> Iterator[Original]:
    """The originals; raises the first error, as a verdict on some of them would be none."""
    from attribution.text.plain import on_plain_text
    from attribution.verify import Original

    reader = Reader(limit=args.limit, stdin=cast(io.BufferedReader, sys.stdin.buffer))
    articles = []
    for entry in reader.read(find_sources(args.paths, kind=args.input)):
        if isinstance(entry.article, QuotationError):
            raise InputError(f"{entry.where}: {entry.article}")
        article: dict[str, Any] = entry.article
        name = article.get("id") or entry.where
        if args.transcript and "text" in article:
            yield Original(article["text"], id=name, language=args.language)
        else:
            articles.append((name, article))
    if not articles:
        return
    given = [article for _, article in articles]
    outcomes = engine.load_engine(args).extract_many(given, on_error="yield")
    for (name, article), extraction in zip(articles, outcomes, strict=True):
        if isinstance(extraction, QuotationError):
            raise InputError(f"{name}: {extraction}")
        found, text = on_plain_text(extraction, text=article.get("text"), html=article.get("html"))
        yield Original(text, None if args.transcript else found, name, args.language)


def _lines(found: Verification) -> Iterator[str]:
    yield f"{found.verdict}: {MEANINGS[found.verdict]}"
    if isinstance(found, StoreVerification) and not found.complete:
        yield f"{found.compared} articles were compared; others may have such words too"
    for number, evidence in enumerate(filter(None, (found.evidence, *found.others))):
        yield ""
        if number == 1:
            yield "also found:"
        yield from _evidence(evidence)


def _evidence(evidence: Evidence) -> Iterator[str]:
    who = evidence.speaker or "nobody whom the text names"
    yield f"{evidence.original or 'text'}, {evidence.start}-{evidence.end}, {evidence.wording}, said by {who}"
    if isinstance(evidence, KeptEvidence):
        yield f"  {_where(evidence.article)}"
    yield f"  {flat(evidence.before[-60:])}⟦{flat(evidence.text)}⟧{flat(evidence.after[:60])}"
    for change in evidence.changes:
        yield f"  {MARKED[change.kind]}: given “{flat(change.given)}”, original “{flat(change.found)}”"
    for cut in evidence.cuts:
        yield f"  cut, {cut.start}-{cut.end}: “{flat(cut.text)}”"


def _where(article: KeptArticle) -> str:
    """The article in the store, and whether the words have gone from it."""
    known = filter(None, (article.title, article.outlet, article.day, article.url))
    gone = [f"stood there until revision {article.stood_until}"] if article.stood_until else []
    return flat("; ".join([f"article {article.id}", *known, *gone]))
