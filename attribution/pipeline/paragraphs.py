"""Stage before the parser: no sentence runs over a paragraph break."""

from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import annotations


class Paragraphs:
    """Sets `is_sent_start` on the first token of each paragraph, which the parser then respects."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the starts; a Doc that is parsed already is left as it is."""
        if doc.has_annotation("DEP"):
            return doc
        starts = {start for start, _ in annotations(doc)["paragraphs"]}
        for token in doc:
            if token.idx in starts:
                token.is_sent_start = True
        return doc


@Language.factory("attribution_paragraphs", assigns=["token.is_sent_start"])
def create_paragraphs(nlp: Language, name: str) -> Paragraphs:
    """The stage, for `nlp.add_pipe("attribution_paragraphs", before="parser")`."""
    return Paragraphs()
