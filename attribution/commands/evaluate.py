"""`attribution evaluate`: the figures of the reference scorer, over gold articles."""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from attribution.commands import engine
from attribution.commands.inputs import Reader, find_sources
from attribution.commands.output import check_writable
from attribution.commands.progress import shown
from attribution.errors import EvaluationError, InputError, QuotationError
from attribution.evaluation import mistakes
from attribution.evaluation.gold import (
    GoldArticle,
    GoldSpeakers,
    Relation,
    read_predictions,
    read_speakers,
    write_predictions,
)
from attribution.evaluation.readings import READINGS, predicted
from attribution.evaluation.speakers import FORMS

DESCRIPTION = """\
Measures how well quotations are found and attributed in articles whose quotations are known.

GOLD is JSON lines: {"id", "text", "attributions": [{"source", "cue", "content": [[start, end], …]}]};
or corrected records of `extract`, with the articles that they are of (--articles); or a file or folder in
Citron's annotation format or in brat stand-off.
The engine is run over the texts, unless --pred names a file of predictions or --baseline another extractor.
"""


@dataclass(slots=True)
class Run:
    """What was predicted, and a note on what went wrong."""

    predictions: Mapping[str, Sequence[Relation]]
    failed: int = 0
    notes: list[str] = field(default_factory=list)


def evaluate_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "evaluate",
        help="measure against gold",
        description=DESCRIPTION,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("gold", type=Path, metavar="GOLD", help="gold articles")
    add("--articles", metavar="PATH", action="append", help="the articles of records, files or folders")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("--pred", type=Path, metavar="FILE", help="score these predictions")
    where.add_argument("--baseline", choices=["textacy"], help="score another extractor")
    add("--speakers", type=Path, metavar="FILE", help="gold speakers: score names and roles too")
    add("--reading", choices=READINGS, default="polnear", help="which records count (default: polnear)")
    add("--against", type=Path, metavar="FILE", help="list gains and losses against earlier predictions")
    add("--mistakes", choices=mistakes.OF, help="list the wrong names or roles one by one; needs --speakers")
    add("--form", choices=FORMS, help="of these mistakes only those whose source has this form")
    add("--save", type=Path, metavar="FILE", help="write the predictions, for --pred and --against")
    add("--by", choices=["publisher"], help="the main figures of each publisher too")
    add(
        "--bootstrap",
        type=engine.positive,
        metavar="N",
        help="95 %% intervals from N samples of the articles",
    )
    add("--json", action="store_true", help="print one JSON object instead of tables")
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Does the work; returns 1 when an article could not be read, else 0."""
    if args.mistakes and not args.speakers:
        raise EvaluationError("--mistakes needs gold speakers: --speakers FILE")
    if args.form and not args.mistakes:
        raise EvaluationError("--form chooses among --mistakes")
    from attribution.evaluation import formats  # which load marshmallow

    inputs = read_inputs(args.articles or [], limit=args.limit)
    articles = formats.read_articles(args.gold, inputs, reading=args.reading)
    speakers = _speakers(args, articles, inputs) if args.speakers else None
    earlier = read_predictions(args.against) if args.against else None
    if args.save:
        check_writable(args.save)
    done = predict(args, articles)
    for note in done.notes:
        print(f"attribution: {note}", file=sys.stderr)
    if args.save:
        write_predictions(args.save, done.predictions)
    result = Result(args, articles, done.predictions, speakers, earlier)
    print(json.dumps(result.data(), ensure_ascii=False) if args.json else "\n".join(result.lines()))
    return 1 if done.failed else 0


def read_inputs(paths: Sequence[str], *, limit: int) -> dict[str, dict[str, str]]:
    """The articles of files and folders by their SHA-256. Raises InputError for one that cannot be read."""
    found: dict[str, dict[str, str]] = {}
    reader = Reader(limit=limit, stdin=cast(io.BufferedReader, sys.stdin.buffer))
    for entry in reader.read(find_sources(paths)):
        if isinstance(entry.article, InputError):
            raise InputError(f"{entry.where}: {entry.article}")
        for field_name in ("text", "html"):
            if words := entry.article.get(field_name):
                digest = hashlib.sha256(words.encode()).hexdigest()
                found[digest] = {field_name: words}
    return found


def _speakers(
    args: argparse.Namespace, articles: Sequence[GoldArticle], inputs: Mapping[str, Mapping[str, str]]
) -> GoldSpeakers:
    from attribution.evaluation import corrected, formats

    if formats.form_of(args.speakers) == "records":
        return corrected.speakers_of_records(args.speakers, inputs, reading=args.reading)
    return read_speakers(args.speakers, articles)


def predict(args: argparse.Namespace, articles: Sequence[GoldArticle]) -> Run:
    """The predictions that the arguments ask for."""
    if args.pred:
        return Run(read_predictions(args.pred))
    return _baseline(args, articles) if args.baseline else _engine(args, articles)


def _baseline(args: argparse.Namespace, articles: Sequence[GoldArticle]) -> Run:
    import spacy

    from attribution.evaluation.baselines import BASELINES

    try:
        nlp = spacy.load(args.pipeline)
    except OSError as error:
        raise EvaluationError(f"pipeline {args.pipeline} cannot be loaded: {error}") from None
    found = BASELINES[args.baseline](nlp, articles)
    return Run(
        found.predictions, notes=[f"{args.baseline} refused {found.failed} of {found.pieces} paragraphs"]
    )


def _engine(args: argparse.Namespace, articles: Sequence[GoldArticle]) -> Run:
    extractor = engine.load_engine(args)
    predictions: dict[str, Sequence[Relation]] = {}
    notes = []
    outcomes = extractor.extract_many((_given(article) for article in articles), on_error="yield")
    watched = shown(outcomes, consumed=lambda: len(predictions), total=len(articles), wanted=True)
    for article, outcome in zip(articles, watched, strict=True):
        if isinstance(outcome, QuotationError):
            notes.append(f"{article.id}: {outcome}")
        else:
            predictions[article.id] = predicted(outcome, reading=args.reading)
    return Run(predictions, len(notes), notes)


def _given(article: GoldArticle) -> dict[str, str]:
    values = {"id": article.id, "text": article.text, "title": article.title, "published": article.published}
    return {key: value for key, value in values.items() if value}


class Result:
    """The figures that the arguments ask for, as data and as lines of text."""

    def __init__(
        self,
        args: argparse.Namespace,
        articles: Sequence[GoldArticle],
        predictions: Mapping[str, Sequence[Relation]],
        speakers: GoldSpeakers | None,
        earlier: Mapping[str, Sequence[Relation]] | None,
    ) -> None:
        from attribution.evaluation import changes, score
        from attribution.evaluation import speakers as naming

        self.args, self.articles = args, articles
        self.counts = score.count_all(articles, predictions)
        self.figures = score.figures(score.add(self.counts))
        self.speaker_counts = (
            naming.count_all_speakers(articles, predictions, speakers) if speakers is not None else []
        )
        if speakers is not None:
            self.figures["speakers"] = naming.speaker_figures(score.add(self.speaker_counts))
        self.changes = None if earlier is None else list(changes.changes(articles, earlier, predictions))
        self.mistakes = None
        if args.mistakes and speakers is not None:
            found = mistakes.mistakes(articles, predictions, speakers, of=args.mistakes, form=args.form)
            self.mistakes = list(found)

    def data(self) -> dict[str, Any]:
        """The reference scorer's JSON, and a key more for each further thing asked for."""
        from attribution.evaluation import changes, report

        found = dict(self.figures)
        if self.args.by:
            found["publishers"] = report.by_publisher(self.articles, self.counts)
        if self.args.bootstrap:
            found["intervals"] = self._intervals()
        if self.changes is not None:
            counted = changes.tally(self.changes)
            found["changes"] = {event: {} for event in changes.EVENTS}
            for (event, kind), number in sorted(counted.items()):
                found["changes"][event][kind] = number
        if self.mistakes is not None:
            found["mistakes"] = report.mistakes_data(self.mistakes)
        return found

    def lines(self) -> Iterator[str]:
        """The tables and listings, a blank line between two."""
        from attribution.evaluation import report

        yield report.figures_table(self.figures)
        if "speakers" in self.figures:
            yield "\n" + report.speakers_table(self.figures["speakers"])
        if self.args.by:
            yield "\n" + report.publishers_table(report.by_publisher(self.articles, self.counts))
        if self.args.bootstrap:
            yield "\n95 % intervals\n" + report.intervals_table(self._intervals())
        if self.changes is not None:
            yield "\n" + "\n".join(report.changes_listing(self.changes))
        if self.mistakes is not None:
            yield "\n" + "\n".join(report.mistakes_listing(self.mistakes))

    def _intervals(self) -> dict[str, tuple[float, float]]:
        from attribution.evaluation import intervals, score
        from attribution.evaluation import speakers as naming

        samples = self.args.bootstrap
        found = intervals.intervals(self.counts, score.figures, intervals.MAIN, samples=samples)
        if self.speaker_counts:
            found |= intervals.intervals(
                self.speaker_counts, naming.speaker_figures, intervals.MAIN_SPEAKERS, samples=samples
            )
        return found
