"""A Doc as parallel lists: many times faster to walk than its tokens, and easy to make in a test."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from spacy.tokens import Doc

from attribution.pipeline.annotations import annotations

NOMINAL_TAGS = frozenset(
    ("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "DT", "WP", "JJ", "PRP$", "WDT", "JJS", "VBG")
)


@dataclass(frozen=True, slots=True)
class Words:
    """The tokens of a Doc by index; `start` and `end` are code points, `head` a token index."""

    source: str
    text: list[str]
    lower: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    entity: list[str]  # entity label or ""
    start: list[int]
    end: list[int]
    sentence: list[int]  # number of the sentence
    sentences: list[tuple[int, int]]  # token range of each sentence
    children: list[list[int]]

    def __len__(self) -> int:
        return len(self.text)

    def within(self, start: int, end: int) -> tuple[int, int]:
        """The tokens that code points `[start, end)` touch, as a half-open range."""
        return bisect_right(self.end, start), bisect_left(self.start, end)

    def phrase(self, first: int, last: int) -> str:
        """The text from token `first` up to but not including token `last`."""
        return self.source[self.start[first] : self.end[last - 1]] if last > first else ""

    def glued(self, index: int) -> bool:
        """Whether no blank stands between token `index` and the one after it."""
        return index + 1 < len(self.start) and self.end[index] == self.start[index + 1]

    def root(self, first: int, last: int) -> int:
        """The token that a range hangs from: the first nominal one whose head lies outside it."""
        roots = [i for i in range(first, last) if not first <= self.head[i] < last or self.head[i] == i]
        nominal = [i for i in roots if self.tag[i] in NOMINAL_TAGS]
        return (nominal or roots or [first])[0]

    def subtree(self, index: int) -> tuple[int, int]:
        """The half-open range of tokens from the leftmost to the rightmost one below `index`."""
        left = right = index
        todo = [index]
        while todo:
            at = todo.pop()
            left, right = min(left, at), max(right, at)
            todo.extend(self.children[at])
        return left, right + 1


_COLUMNS: list[int | str] = ["ORTH", "LOWER", "TAG", "DEP", "ENT_TYPE", "IDX", "LENGTH", "HEAD"]


def _signed(step: int) -> int:
    """A number that spaCy's array of 64 bits holds without its sign."""
    return step - (1 << 64) if step >> 63 else step


def words_of(doc: Doc) -> Words:
    """The lists of a tagged, parsed Doc with entities."""
    columns: list[list[int]] = doc.to_array(_COLUMNS).T.tolist()
    strings = doc.vocab.strings
    spelled = {key: strings[key] for key in {key for column in columns[:5] for key in column}}
    text, lower, tag, dep, entity = ([spelled[key] for key in column] for column in columns[:5])
    start, length, heads = columns[5:]
    head = [i + _signed(to) for i, to in enumerate(heads)]
    sentences = [(s.start, s.end) for s in doc.sents]
    sentence: list[int] = []
    for number, (first, last) in enumerate(sentences):
        sentence.extend([number] * (last - first))
    children: list[list[int]] = [[] for _ in text]
    for i, h in enumerate(head):
        if h != i:
            children[h].append(i)
    return Words(
        source=annotations(doc)["text"],
        text=text,
        lower=lower,
        tag=tag,
        dep=dep,
        head=head,
        entity=entity,
        start=start,
        end=[at + more for at, more in zip(start, length, strict=True)],
        sentence=sentence,
        sentences=sentences,
        children=children,
    )
