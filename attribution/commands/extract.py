"""`attribution extract`: articles in, extractions out."""

from __future__ import annotations

import argparse
import io
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args

from attribution.commands import engine
from attribution.commands.inputs import KINDS, STDIN, Entry, Reader, Source, find_sources
from attribution.commands.output import open_output
from attribution.commands.progress import shown
from attribution.errors import InputError, QuotationError
from attribution.export import Item, exporter_names, load_exporter
from attribution.export.folder import write_folder
from attribution.records import Extraction, Unit

DESCRIPTION = """\
Finds the quotations of news articles: what was said, by whom, in which role, and where it stands.

Reads .txt (one article), .html and .htm (one page) and .jsonl (an article a line: "text" or "html", and if
known "id", "title", "url", "published", "language"), each also as .gz; directories are searched for them.
Without files, or for "-", it reads standard input, where a first "{" means JSON lines and a first "<" HTML.
"""
EPILOG = """\
exit status: 0 all articles read; 1 some could not be, standard error says which; 2 nothing was done;
130 stopped by Ctrl-C, with what was done kept in OUT.part.
"""


def extract_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "extract",
        help="find the quotations of articles",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("paths", nargs="*", metavar="FILE", help="files and directories; - is standard input")
    add("-o", "--output", type=Path, metavar="OUT", help="file to write (default: standard output)")
    add("--folder", type=Path, metavar="DIR", help="write the files of each article there, instead of OUT")
    add(
        "--format",
        choices=exporter_names(),
        help="one of %(choices)s; default: by OUT's suffix, else view on a terminal, else JSON",
        metavar="FORMAT",
    )
    add("--input", choices=KINDS, help="what the files hold, whatever their names are")
    add("--title", help="headline, for a single article")
    add(
        "--unit",
        choices=get_args(Unit),
        default="codepoint",
        help="what positions count (default: codepoint)",
    )
    add(
        "--statements-only",
        action="store_true",
        help="leave out what nobody uttered: thoughts, scare quotes, …",
    )
    add("--quiet", action="store_true", help="no progress bar, no warnings on standard error; errors remain")
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Does the work; returns the exit status."""
    sources = find_sources(_paths(args), kind=args.input)
    _check(args, sources)
    work = _into_folder(args, sources) if args.folder else _into_stream(args, sources)
    if work.failed:
        print(f"attribution: {work.failed} of {work.done} articles failed", file=sys.stderr)
    return 1 if work.failed else 0


def _into_stream(args: argparse.Namespace, sources: list[Source]) -> Work:
    exporter = load_exporter(args.format or _format(args.output, sources))
    with open_output(args.output) as stream:
        work = Work(args, engine.load_engine(args))
        exporter.write(work.items(sources), stream)
    return work


def _into_folder(args: argparse.Namespace, sources: list[Source]) -> Work:
    work = Work(args, engine.load_engine(args))
    write_folder(work.items(sources), format=args.format or "json", folder=args.folder)
    return work


def _paths(args: argparse.Namespace) -> list[str]:
    if args.paths:
        return list(args.paths)
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError("no input: name files or directories, or pipe an article in")
    return [STDIN]


def _check(args: argparse.Namespace, sources: list[Source]) -> None:
    """Raises InputError for arguments that do not go together."""
    single = len(sources) == 1 and sources[0].kind != "jsonl"
    if args.title is not None and not single:
        raise InputError("--title is for a single article; JSON lines carry their own", field="title")
    if args.folder and args.output:
        raise InputError("either --folder or --output, not both", field="folder")
    if args.output and args.output.exists():
        for source in sources:
            if source.path and source.path.exists() and source.path.samefile(args.output):
                raise InputError(f"{args.output} is an input too, and would be overwritten")


def _format(output: Path | None, sources: list[Source]) -> str:
    """The format when none is asked for."""
    name = output.with_suffix("") if output and output.suffix == ".gz" else output
    suffix = name.suffix.removeprefix(".") if name else ""
    if suffix in exporter_names():
        return suffix
    if output is None and sys.stdout is not None and sys.stdout.isatty():
        return "view"
    # an article alone makes a JSON object; JSON lines in, JSON lines out, however few they are
    return "jsonl" if len(sources) > 1 or sources[0].kind == "jsonl" else "json"


class Work:
    """One run over all sources: `done` and `failed` count its articles; `where` is that of the last item."""

    def __init__(self, args: argparse.Namespace, extractor: engine.Engine) -> None:
        self.args = args
        self.extractor = extractor
        self.done = self.failed = 0
        self.where = ""
        self._reader = Reader(limit=args.limit, stdin=cast(io.BufferedReader, sys.stdin.buffer))
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque()

    def items(self, sources: list[Source]) -> Iterator[Item]:
        """The extractions in the order of the input; what fails is reported and left out."""
        outcomes = self.extractor.extract_many(
            self._articles(self._reader.read(sources)), unit=self.args.unit, on_error="yield"
        )
        wanted = not self.args.quiet and not (self.args.output is None and sys.stdout.isatty())
        watched = shown(
            outcomes, consumed=lambda: self._reader.consumed, total=_bytes(sources), wanted=wanted
        )
        for outcome in watched:
            where, article = self._waiting.popleft()
            self.where = where
            self.done += 1
            if isinstance(outcome, QuotationError):
                self._fail(where, outcome)
                continue
            self._warn(where, outcome)
            chosen = statements_only(outcome) if self.args.statements_only else outcome
            yield Item(chosen, article.get("text"), article.get("html"))

    def _articles(self, entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
        for entry in entries:
            if isinstance(entry.article, QuotationError):
                self.done += 1
                self._fail(entry.where, entry.article)
                continue
            article = {**entry.article, "title": self.args.title} if self.args.title else entry.article
            self._waiting.append((entry.where, article))
            yield article

    def _fail(self, where: str, error: QuotationError) -> None:
        self.failed += 1
        print(f"attribution: {where}: {error}", file=sys.stderr)

    def _warn(self, where: str, extraction: Extraction) -> None:
        if self.args.quiet:
            return
        for warning in extraction.warnings:
            if warning.start is None:
                print(f"attribution: {where}: warning: {warning.message}", file=sys.stderr)


def statements_only(extraction: Extraction) -> Extraction:
    """The extraction less the records that nobody uttered, and less the speakers that only those had.

    >>> from attribution.records import Article, Model
    >>> nothing = Extraction(Article(None, None, None, None, "en", "", 0), (), (), (), Model("rules", "1"))
    >>> statements_only(nothing) == nothing
    True
    """
    kept = [quotation for quotation in extraction.quotations if quotation.statement]
    ids, speakers = {quotation.id for quotation in kept}, {quotation.speaker for quotation in kept}
    return replace(
        extraction,
        quotations=tuple(replace(q, parent=q.parent if q.parent in ids else None) for q in kept),
        speakers=tuple(speaker for speaker in extraction.speakers if speaker.id in speakers),
    )


def _bytes(sources: list[Source]) -> int | None:
    """How much there is to read, or None when that is not known beforehand, as of standard input."""
    total = 0
    for source in sources:
        if source.path is None or not source.path.is_file():
            return None
        total += source.path.stat().st_size
    return total
