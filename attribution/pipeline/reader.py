"""Stage: the shipped network reads a Doc once, for all that asks it.

What it says of cues waits on the Doc for the stage that decodes it; its named entities are written on the Doc
if no entity recognizer ran before.
"""

from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
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
        pieces = self.network.pieces(notes["text"], paragraphs, marks)
        cues, entities = self.network.read(pieces)
        doc.user_data[READING] = Reading(self.network, pieces, cues)
        if not doc.has_annotation("ENT_IOB"):
            doc.set_ents(_spans(doc, pieces, entities))
        return doc


def _spans(doc: Doc, pieces: Pieces, entities: Ints) -> list[Span]:
    """Runs of tokens whose first pieces belong to entities of one kind, within a sentence."""
    real = np.flatnonzero(pieces.starts < pieces.ends)  # all but the breaks between paragraphs
    if not len(real):
        return []
    columns = doc.to_array(["IDX", "LENGTH", "SENT_START"]).astype(np.int64)
    start, length, opens = columns.T
    at = np.searchsorted(pieces.starts[real], start).clip(max=len(real) - 1)
    kinds = np.where(pieces.starts[real][at] < start + length, entities[real][at], 0)
    edges = np.flatnonzero((np.diff(kinds) != 0) | (opens[1:] == 1)) + 1
    bounds = [0, *edges.tolist(), len(doc)]
    runs = ((a, b, int(kinds[a])) for a, b in pairwise(bounds))
    return [Span(doc, a, b, label=ENTITIES[kind]) for a, b, kind in runs if kind]


@Language.factory("attribution_reader", default_config={"language": "en", "folder": None})
def create_reader(nlp: Language, name: str, language: str, folder: str | None) -> Reader:
    """The stage, for `nlp.add_pipe("attribution_reader", after="attribution_marks")`."""
    return Reader(network(language, Path(folder) if folder else None))
