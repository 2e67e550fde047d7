"""Stage: the shipped network reads a Doc once, for all that asks it.

What it says of cues waits on the Doc for the stage that decodes it; its named entities are written on the Doc
if no entity recognizer ran before.
"""

from bisect import bisect_left
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc, Span

from attribution.models.network import CueReading, Network, network
from attribution.models.pieces import ENTITIES, Ints, Mark, Pieces
from attribution.pipeline.annotations import READING, annotations


class Reading(NamedTuple):
    """The pieces of a Doc and the network's reading of them."""

    network: Network
    pieces: Pieces
    cues: list[CueReading]


class Reader:
    """Reads a Doc; needs its paragraphs and marks."""

    def __init__(self, network: Network) -> None:
        self.network = network

    def __call__(self, doc: Doc) -> Doc:
        """Put the reading on `doc`, and entities where it has none."""
        notes = annotations(doc)
        marks = [
            Mark(m["start"], m["end"], m["depth"], m["closed"], m["continues"] is not None)
            for m in notes["marks"]
        ]
        paragraphs = [(start, end) for start, end in notes["paragraphs"]]
        pieces = self.network.pieces(doc.text, paragraphs, marks)
        cues, entities = self.network.read(pieces)
        doc.user_data[READING] = Reading(self.network, pieces, cues)
        if not doc.has_annotation("ENT_IOB"):
            doc.set_ents(_spans(doc, pieces, entities))
        return doc


def _spans(doc: Doc, pieces: Pieces, entities: Ints) -> list[Span]:
    """Runs of tokens whose first pieces belong to entities of one kind, within a sentence."""
    starts = pieces.starts.tolist()
    kinds = entities.tolist()
    of_token = []
    for token in doc:
        at = bisect_left(starts, token.idx)
        while at < len(starts) and pieces.firsts[at] == 0 and starts[at] == token.idx:
            at += 1  # the break before a paragraph
        inside = at < len(starts) and starts[at] < token.idx + len(token)
        of_token.append(kinds[at] if inside else 0)
    sentence, number = [], 0
    for token in doc:
        number += bool(token.is_sent_start)
        sentence.append(number)
    spans = []
    for (kind, _), run in groupby(range(len(doc)), key=lambda i: (of_token[i], sentence[i])):
        if kind:
            tokens = list(run)
            spans.append(Span(doc, tokens[0], tokens[-1] + 1, label=ENTITIES[kind]))
    return spans


@Language.factory("attribution_reader", default_config={"language": "en", "folder": None})
def create_reader(nlp: Language, name: str, language: str, folder: str | None) -> Reader:
    """The stage, for `nlp.add_pipe("attribution_reader", after="attribution_marks")`."""
    return Reader(network(language, Path(folder) if folder else None))
