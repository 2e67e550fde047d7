"""`attribution store`: what is kept, and its care."""

from __future__ import annotations

import argparse
import io
import sys
from collections import Counter, deque
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, cast

from attribution.commands import care, engine, erase, gold, mark, transfer
from attribution.commands.inputs import KINDS, Reader, find_sources
from attribution.commands.place import add_store_option, open_store
from attribution.errors import QuotationError

if TYPE_CHECKING:
    from attribution.store import Incoming

__all__ = ["add_store_option", "open_store", "store_command"]


def store_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand and those under it."""
    parser = subparsers.add_parser("store", help="keep articles and their quotations")
    under = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_command(under)
    care.add_commands(under)
    erase.add_commands(under)
    transfer.add_commands(under)
    gold.add_command(under)
    mark.add_command(under)


def _add_command(under: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = under.add_parser("add", help="extract the quotations of articles and keep both")
    add = parser.add_argument
    add("paths", nargs="+", metavar="FILE", help="files and directories; - is standard input")
    add("--outlet", metavar="NAME", help="where they appeared (default: the host of their url)")
    add("--input", choices=KINDS, help="what the files hold, whatever their names are")
    add_store_option(parser)
    engine.add_options(parser)
    parser.set_defaults(run=run_add)


def run_add(args: argparse.Namespace) -> int:
    """Keeps the articles; returns 1 where one could not be read."""
    from attribution.store import ingest_many

    adding = _Adding(args)
    store = open_store(args)
    told = Counter(ingested.outcome for ingested in ingest_many(store, adding.articles()))
    print(", ".join(f"{count} {outcome}" for outcome, count in told.items()) or "nothing to keep")
    return 1 if adding.failed else 0


class _Adding:
    """Articles on their way from files to the store; what fails is reported and counted."""

    def __init__(self, args: argparse.Namespace) -> None:
        self.args = args
        self.failed = 0
        self._waiting: deque[tuple[str, dict[str, Any]]] = deque()

    def articles(self) -> Iterator[Incoming]:
        """The articles with their records, in the order of the files."""
        from attribution.store import Incoming

        outcomes = engine.load_engine(self.args).extract_many(self._given(), on_error="yield")
        for outcome in outcomes:
            where, article = self._waiting.popleft()
            if isinstance(outcome, QuotationError):
                self._fail(where, outcome)
            else:
                yield Incoming(outcome, article.get("text"), article.get("html"), self.args.outlet)

    def _given(self) -> Iterator[dict[str, Any]]:
        reader = Reader(limit=self.args.limit, stdin=cast(io.BufferedReader, sys.stdin.buffer))
        for entry in reader.read(find_sources(self.args.paths, kind=self.args.input)):
            if isinstance(entry.article, QuotationError):
                self._fail(entry.where, entry.article)
                continue
            article = {"id": entry.where, **entry.article}
            self._waiting.append((entry.where, article))
            yield article

    def _fail(self, where: str, error: QuotationError) -> None:
        self.failed += 1
        print(f"attribution: {where}: {error}", file=sys.stderr)
