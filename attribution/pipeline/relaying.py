"""Gives words that one passes on to the one who spoke them: "Lee quoted Marsh as saying it rained"."""

from spacy.tokens import Doc, Token

from attribution.lang.statements import statement_data
from attribution.pipeline.adjacency import TokenIndex
from attribution.pipeline.annotations import Range, RelationNote
from attribution.pipeline.spans import tidied

_REACH = 20  # tokens that the one who is quoted may take
_MARKS = frozenset("“”‘:;")
_STOPS = frozenset(".,!?…")
_BEFORE_CONTENT = frozenset(",:")


class Relaying:
    """Mends the relations of one Doc whose cue passes words on."""

    def __init__(self, doc: Doc, text: str, tokens: TokenIndex, language: str) -> None:
        self.doc = doc
        self.text = text
        self.tokens = tokens
        self.data = statement_data(language)

    def mend(self, note: RelationNote) -> None:
        """Make the one who is quoted the source of `note`, and "saying" its cue, in place."""
        if note["cue"] is None or note["source"] is None:
            return
        first, last = self.tokens.tokens(*note["cue"])
        verb = next((token for token in self.doc[first:last] if token.lower_ in self.data.relaying), None)
        saying = self._saying(verb) if verb is not None else None
        if verb is None or saying is None or note["source"][0] > verb.idx:
            return
        source = tidied(self.text, [verb.idx + len(verb), saying.nbor(-1).idx])
        content = self._behind(saying, note["content"])
        if source is not None and content:
            note["source"], note["content"] = source, content
            note["cue"] = [saying.idx, saying.idx + len(saying)]

    def _saying(self, verb: Token) -> Token | None:
        """The "saying" that belongs to an active verb with somebody between: "quoted Lee as saying"."""
        if any(child.dep_ in ("auxpass", "agent") for child in verb.children):
            return None
        for token in self.doc[verb.i + 1 : min(verb.i + _REACH, len(self.doc) - 1)]:
            if token.text in _MARKS or token.sent != verb.sent:
                return None
            if token.lower_ in self.data.relayed_by:
                after = token.nbor()
                return after if token.i > verb.i + 1 and after.lower_ in self.data.relayed else None
        return None

    def _behind(self, saying: Token, content: list[Range]) -> list[Range]:
        """The parts of a content that stand behind "saying" and the sign after it."""
        after = saying.nbor() if saying.i + 1 < len(self.doc) else saying
        end = after if after.text in _BEFORE_CONTENT else saying
        start = end.idx + len(end)
        cut = (self._closed([max(a, start), b]) for a, b in content if b > start)
        return [span for span in (tidied(self.text, part) for part in cut) if span is not None]

    def _closed(self, span: Range) -> Range:
        """A part of the content with the mark that closes it right behind its last stop."""
        opened = self.text[span[0] : span[1]].lstrip()[:1] == "“"
        if opened and self.text[span[1] + 1 : span[1] + 2] == "”" and self.text[span[1]] in _STOPS:
            return [span[0], span[1] + 2]
        return span
