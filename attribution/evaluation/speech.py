"""Which sentences hold speech: `python -m attribution.evaluation.speech FILE [--model NAME]`.

FILE is JSON lines, {"id", "title", "text", "sentences": [[start, end, is_speech, …], …]}: half-open positions
in code points, and whether somebody marked the sentence as speech; what follows is not read. Prints F1,
precision and recall over all sentences, with 95 % intervals from samples of the articles.

By the records a sentence holds speech when, of the quotations that are statements (thoughts, plans and scare
quotes are none; those inside others count), it holds

  content   five letters or digits of one or several contents together, or a third of its own where it has
            less than fifteen: a scrap that ran over from the sentence beside it does not make it speech
  cue       or anything of a cue: "Lee had this to say:" brings in the speech of the paragraph after it

Exit statuses: 0 measured, 2 nothing could be measured.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attribution.errors import EvaluationError, QuotationError
from attribution.evaluation.gold import Ranges, _maybe, rows, value_of
from attribution.evaluation.intervals import Interval, intervals
from attribution.evaluation.readings import predicted
from attribution.evaluation.score import Counts, Figures, add, letters, rates
from attribution.models import DEFAULT_MODEL, MODELS
from attribution.records import Extraction

if TYPE_CHECKING:
    from attribution.extractor import Extractor

LEAST = 5  # letters or digits of contents
SHARE = 3  # or one in so many of the sentence's own
SAMPLES = 1000
MEASURES = ("F1", "P", "R")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article, `[start, end)`, and whether it is marked as speech."""

    start: int
    end: int
    speech: bool


@dataclass(frozen=True, slots=True)
class SpeechArticle:
    """An article in sentences."""

    id: str
    text: str
    sentences: tuple[Sentence, ...]
    title: str | None = None


def read_articles(path: Path) -> list[SpeechArticle]:
    """All articles of a file. Raises EvaluationError, with the line, for what breaks the form."""
    articles = [article for _, article in rows(path, _article)]
    if not articles:
        raise EvaluationError(f"{path}: no articles")
    return articles


def _article(data: dict[str, Any]) -> SpeechArticle:
    text = value_of(data, "text", str)
    sentences = tuple(_sentence(item, len(text)) for item in value_of(data, "sentences", list))
    return SpeechArticle(value_of(data, "id", str), text, sentences, _maybe(data, "title", str))


def _sentence(item: Any, length: int) -> Sentence:
    if not isinstance(item, list) or [type(value) for value in item[:3]] != [int, int, bool]:
        raise EvaluationError("a sentence is not [start, end, is_speech, …]")
    start, end, speech = item[:3]
    if not 0 <= start < end <= length:
        raise EvaluationError(f"sentence [{start}, {end}] is outside the text of {length} code points")
    return Sentence(start, end, speech)


def hold_speech(text: str, sentences: Sequence[Sentence], contents: Ranges, cues: Ranges) -> list[bool]:
    """Whether each sentence holds speech, from all contents and cues of the statements in `text`."""
    own, said = sorted(letters(text, ((0, len(text)),))), sorted(letters(text, contents))
    signs = sorted({position for start, end in cues for position in range(start, end)})
    return [_enough(_within(said, one), _within(own, one)) or _within(signs, one) > 0 for one in sentences]


def _within(positions: Sequence[int], sentence: Sentence) -> int:
    """How many of the sorted positions lie in the sentence."""
    return bisect_left(positions, sentence.end) - bisect_left(positions, sentence.start)


def _enough(said: int, own: int) -> bool:
    return said >= LEAST or 0 < own <= SHARE * said


def count(article: SpeechArticle, extraction: Extraction) -> Counts:
    """Sentences of one article: all, marked ("gold"), found ("pred"), and both."""
    statements = predicted(extraction, reading="statements")
    contents = tuple(span for one in statements for span in one.content)
    cues = tuple(span for one in statements for span in one.cue)
    counts: Counts = Counter()
    found = hold_speech(article.text, article.sentences, contents, cues)
    for sentence, holds in zip(article.sentences, found, strict=True):
        counts["sentences",] += 1
        counts["gold",] += sentence.speech
        counts["pred",] += holds
        counts["both",] += sentence.speech and holds
    return counts


def count_all(articles: Sequence[SpeechArticle], extractor: Extractor) -> Iterator[Counts]:
    """The counts of each article. Raises an InputError for one that cannot be read."""
    given = ({"id": one.id, "text": one.text, "title": one.title} for one in articles)
    for article, extraction in zip(articles, extractor.extract_many(given), strict=True):
        assert isinstance(extraction, Extraction)
        yield count(article, extraction)


def figures(counts: Counts) -> Figures:
    """Precision, recall and F1 of added counts, in per cent."""
    both = counts["both",]
    return rates(both, counts["pred",], both, counts["gold",])


def report(counts: Sequence[Counts], *, samples: int = SAMPLES) -> str:
    """The figures with their intervals, and what they are over."""
    total = add(counts)
    rows, spread = figures(total), intervals(counts, figures, [(name,) for name in MEASURES], samples=samples)
    head = (
        f"{len(counts)} articles, {total['sentences',]} sentences: "
        f"{total['gold',]} marked as speech, {total['pred',]} found to hold it"
    )
    return "\n".join([head, *(_line(name, rows[name], spread[name]) for name in MEASURES)])


def _line(name: str, value: float, interval: Interval) -> str:
    low, high = interval
    return f"{name:3}{value:6.1f} ({low:.1f} – {high:.1f})"


def main(argv: Sequence[str] | None = None) -> int:
    """Measures, prints the figures and returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="attribution.evaluation.speech", description="Which sentences hold speech."
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="articles in sentences")
    parser.add_argument("--model", choices=MODELS, default=DEFAULT_MODEL, help="default: %(default)s")
    args = parser.parse_args(argv)
    from attribution.extractor import Extractor  # loads spaCy

    try:
        counts = list(count_all(read_articles(args.file), Extractor(model=args.model)))
    except (QuotationError, OSError) as error:
        print(f"speech: {error}", file=sys.stderr)
        return 2
    print(report(counts))
    return 0


if __name__ == "__main__":
    sys.exit(main())
