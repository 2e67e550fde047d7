"""`attribution claims`: what is worth checking in articles, and why."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from attribution.commands import claim_list, engine
from attribution.commands.extract import Work
from attribution.commands.inputs import KINDS, Source, find_sources
from attribution.commands.output import open_output
from attribution.export.characters import one_line
from attribution.export.lines import write_objects
from attribution.export.published import credit

if TYPE_CHECKING:
    from attribution.claims import Claim, Claims, Reason

DESCRIPTION = """\
Lists what is said in articles and worth checking: of all of them together, the most worth checking first,
each with the words that tell why. Promises are listed apart, to be followed. It reads what `attribution
extract` reads. Without files it lists what is said in the articles of the store, with how far each check is,
which `attribution store mark` notes. The order is a help for whoever checks, not a verdict.
"""
EPILOG = """\
exit status: 0 all articles read; 1 some could not be, standard error says which; 2 nothing was done.
"""
WHOLE = ("short", "long", "plain")  # reasons of which the whole sentence is shown already


def claims_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "claims",
        help="list what is worth checking in articles",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="FILE", help="files and directories; - is standard input")
    add("--input", choices=KINDS, help="what the files hold, whatever their names are")
    add("--all", action="store_true", help="list what is not worth checking too, and why not")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="an article's records and claims as a JSON object")
    form.add_argument(
        "--draft", action="store_true", help="a draft of schema.org's ClaimReview for each, as JSON-LD"
    )
    add("--quiet", action="store_true", help="no progress bar, no warnings on standard error; errors remain")
    claim_list.add_options(parser)
    engine.add_options(parser)
    parser.set_defaults(run=run, unit="codepoint", title=None, output=None, statements_only=False)


def run(args: argparse.Namespace) -> int:
    """Rates and prints; returns the exit status."""
    if not args.paths:
        return claim_list.run(args)
    claim_list.refuse_options(args)
    sources = find_sources(args.paths, kind=args.input)
    work = Work(args, engine.load_engine(args))
    rated = _rated(work, sources, args.language)
    with open_output(None) as stream:
        if args.json:
            from attribution.claims.schemas import dump_claims

            write_objects((one.claims for one in rated), stream, dump_claims, for_pages=False)
        elif args.draft:
            write_objects(_wanted(rated, args.all), stream, _draft)
        else:
            stream.writelines(f"{line}\n" for line in _lines(list(rated), args.all, args.language))
    if work.failed:
        print(f"attribution: {work.failed} of {work.done} articles failed", file=sys.stderr)
    return 1 if work.failed else 0


@dataclass(frozen=True, slots=True)
class _Rated:
    """An article's claims, and what to call it."""

    name: str
    claims: Claims


def _rated(work: Work, sources: list[Source], language: str) -> Iterator[_Rated]:
    from attribution.claims import rank

    for item in work.items(sources):
        yield _Rated(item.extraction.article.id or work.where, rank(item.extraction, language=language))


def _wanted(rated: Iterable[_Rated], everything: bool) -> Iterator[tuple[_Rated, Claim]]:
    for one in rated:
        for claim in one.claims.claims:
            if everything or claim.rating.checkable:
                yield one, claim


def _draft(chosen: tuple[_Rated, Claim]) -> dict[str, Any]:
    from attribution.export.claimreview import claim_review

    one, claim = chosen
    words = claim.quotation.text[claim.rating.start : claim.rating.end]
    return claim_review(claim.quotation, claim.speaker, one.claims.extraction, words=words)


def _lines(rated: list[_Rated], everything: bool, language: str) -> Iterator[str]:
    """The claims of all articles, a paragraph for each, in up to three parts."""
    found = [(one, claim) for one in rated for claim in one.claims.claims]
    worth = [(one, claim) for one, claim in found if claim.rating.checkable]
    promises = [(one, promise) for one, claim in found for promise in _promises(claim, language)]
    yield "worth checking:" if worth else "nothing is worth checking"
    yield from _part(worth)
    if promises:
        yield from ("", "promises, to be followed:")
        yield from _part(promises)
    rest = [pair for pair in found if pair not in worth and pair[1].rating.kind != "promise"]
    if rest and everything:
        yield from ("", "not worth checking:")
        yield from _part(rest)


def _promises(claim: Claim, language: str) -> Iterator[Claim]:
    """The sentences of a quotation that promise something."""
    from attribution.claims import rate_sentences

    for rating in rate_sentences(claim.quotation, claim.speaker, language=language):
        if rating.kind == "promise":
            yield replace(claim, rating=rating)


def _part(chosen: list[tuple[_Rated, Claim]]) -> Iterator[str]:
    for one, claim in sorted(chosen, key=lambda pair: -pair[1].rating.score):
        yield from _claim(one, claim)


def _claim(one: _Rated, claim: Claim) -> Iterator[str]:
    rating, quotation = claim.rating, claim.quotation
    who = credit(one.claims.extraction, quotation) or "nobody whom the text names"
    yield ""
    yield f"{rating.score:.2f} {rating.kind}: {one_line(quotation.text[rating.start : rating.end])}"
    yield f"  {who} ({one_line(one.name)}, {quotation.id})"
    told_for = [reason for reason in rating.reasons if reason.weight > 0]
    against = [reason for reason in reversed(rating.reasons) if reason.weight < 0]
    for heading, reasons in (("for", told_for), ("against", against)):
        if reasons:
            yield f"  {heading}: {'; '.join(map(_reason, reasons))}"


def _reason(reason: Reason) -> str:
    return reason.code if reason.code in WHOLE else f"{reason.code} “{one_line(reason.words)}”"
