"""Stage that pairs the quotation marks of a Doc; the work is done in `attribution.text.marks`."""

from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import MarkedStretch, WarningNote, annotations
from attribution.text.marks import CODES, Pairing, Stretch, pair_marks

SPANS = "attribution_marks"


class Marks:
    """Writes the stretches in marks to `doc._.attribution` and, on whole tokens, to `doc.spans`."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Pair the marks of `doc` within the paragraphs that its annotations hold."""
        self.annotate(doc, self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> Pairing:
        """The pairing of the marks; sets nothing but the paragraphs, when no earlier stage did."""
        notes = annotations(doc)
        paragraphs = [(start, end) for start, end in notes["paragraphs"]]
        return pair_marks(notes["text"], paragraphs, language=self.language)

    def annotate(self, doc: Doc, pairing: Pairing) -> None:
        """Put a pairing on the Doc, in place of an earlier one."""
        notes = annotations(doc)
        notes["marks"] = [_note(stretch) for stretch in pairing.stretches]
        for mark in notes["marks"]:
            earlier = mark["continues"]
            if earlier is not None and pairing.stretches[earlier].start < notes["title_end"] <= mark["start"]:
                mark["continues"] = None  # a title that leaves its quotation open
        notes["warnings"] = [warning for warning in notes["warnings"] if warning["code"] not in CODES]
        notes["warnings"] += [
            WarningNote(code=w.code, message=w.message, start=w.start, end=w.end) for w in pairing.warnings
        ]
        spans = (doc.char_span(s.start, s.end, alignment_mode="expand") for s in pairing.stretches)
        doc.spans[SPANS] = [span for span in spans if span is not None]


def _note(stretch: Stretch) -> MarkedStretch:
    return {
        "start": stretch.start,
        "end": stretch.end,
        "depth": stretch.depth,
        "parent": stretch.parent,
        "closed": stretch.closed,
        "continues": stretch.continues,
        "paragraph": stretch.paragraph,
    }


@Language.factory("attribution_marks", default_config={"language": "en"})
def create_marks(nlp: Language, name: str, language: str) -> Marks:
    """The stage, for `nlp.add_pipe("attribution_marks")`."""
    return Marks(language)
