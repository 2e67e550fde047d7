"""Extractors of others, run over the same gold: what there is to beat."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.evaluation.gold import GoldArticle, Ranges, Relation
from attribution.pipeline.annotations import paragraphs_of


@dataclass(frozen=True, slots=True)
class BaselineRun:
    """Predictions by article, and how many of the pieces given to the baseline made it raise."""

    predictions: Mapping[str, Sequence[Relation]]
    pieces: int
    failed: int


def textacy_by_paragraph(nlp: Language, articles: Iterable[GoldArticle]) -> BaselineRun:
    """textacy's `direct_quotations`, given one paragraph at a time.

    It refuses a piece with an odd number of marks, so an article at a time would lose more. A paragraph that
    it refuses has no predictions and is counted. `nlp` must tag parts of speech and lemmas.
    """
    from textacy.extract.triples import direct_quotations  # takes two seconds

    predictions: dict[str, Sequence[Relation]] = {}
    pieces = failed = 0
    for article in articles:
        found: list[Relation] = []
        for start, end in paragraphs_of(article.text):
            pieces += 1
            try:
                triples = list(direct_quotations(nlp(article.text[start:end])))
            except ValueError:
                failed += 1
                continue
            found.extend(_relation(start, *triple) for triple in triples)
        predictions[article.id] = found
    return BaselineRun(predictions, pieces, failed)


def _relation(offset: int, speaker: Sequence[Token], cue: Sequence[Token], content: Doc) -> Relation:
    return Relation(
        content=_range(offset, list(content)), source=_range(offset, speaker), cue=_range(offset, cue)
    )


def _range(offset: int, tokens: Sequence[Token]) -> Ranges:
    if not tokens:
        return ()
    first, last = tokens[0], tokens[-1]
    return ((offset + first.idx, offset + last.idx + len(last)),)


BASELINES: Mapping[str, Callable[[Language, Iterable[GoldArticle]], BaselineRun]] = {
    "textacy": textacy_by_paragraph
}
