"""The words around a cue that may tell about its saying: what belongs to no content, source or other cue.

Positions are token indices, half-open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Doc, Token

from attribution.lang.details import Details
from attribution.pipeline.annotations import Range, RelationNote

REACH = 60  # tokens looked at on either side of a cue
CLIMB = 12  # steps up the parse before the search for a way to the cue gives up
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
QUESTION_WORDS = frozenset(("WDT", "WP", "WP$", "WRB"))
ENDS = frozenset((".", "!", "?", ";", ":"))
PARTICLES = frozenset(("IN", "TO", "RP"))

Tokens = tuple[int, int]
Side = Literal["before", "after"]


@dataclass(frozen=True, slots=True)
class Scene:
    """A Doc with, for each token, the innermost content and the cue that it belongs to (-1 for none)."""

    doc: Doc
    starts: list[int]
    contents: list[int]
    cues: list[int]

    def tokens(self, span: Range) -> Tokens:
        """The tokens that a span of characters touches."""
        return bisect_right(self.starts, span[0]) - 1, bisect_left(self.starts, span[1])


@dataclass(frozen=True, slots=True)
class Frame:
    """One cue and what is known about the words around it.

    `heads` are the tokens whose dependents tell about the saying; `shared` are earlier verbs that the cue is
    coordinated with: what stands before them holds for the cue too.
    """

    number: int
    cue: Tokens
    verb: Token
    heads: frozenset[int]
    shared: frozenset[int]
    governors: tuple[Token, ...]
    source: Tokens | None
    content: tuple[Tokens, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of tokens that are free to tell about the cue; `times_only` for "said as he left on Monday"."""

    start: int
    stop: int
    side: Side
    times_only: bool = False


def scene_of(doc: Doc, relations: list[RelationNote]) -> Scene:
    """The scene of a Doc; outer contents are laid first, so that inner ones win."""
    scene = Scene(doc, [token.idx for token in doc], [-1] * len(doc), [-1] * len(doc))
    sizes = [sum(end - start for start, end in relation["content"]) for relation in relations]
    for number in sorted(range(len(relations)), key=lambda n: -sizes[n]):
        for span in relations[number]["content"]:
            start, end = scene.tokens(span)
            scene.contents[start:end] = [number] * (end - start)
        if (cue := relations[number]["cue"]) is not None:
            start, end = scene.tokens(cue)
            scene.cues[start:end] = [number] * (end - start)
    return scene


def frame_of(scene: Scene, number: int, relation: RelationNote, words: Details) -> Frame | None:
    """The frame of a relation; None when it has no cue."""
    if relation["cue"] is None:
        return None
    start, end = scene.tokens(relation["cue"])
    verb = _root(scene.doc, start, end)
    governors, shared = _governors(scene, verb, words)
    source = scene.tokens(relation["source"]) if relation["source"] else None
    return Frame(
        number=number,
        cue=(start, end),
        verb=verb,
        heads=frozenset(range(start, end)) | {token.i for token in governors} | _verb_of_mark(verb),
        shared=frozenset(shared),
        governors=tuple(governors),
        source=source,
        content=tuple(sorted(scene.tokens(span) for span in relation["content"])),
    )


def _verb_of_mark(cue: Token) -> set[int]:
    """The verb that a colon or dash hangs on, directly or by its object: "Lee offered only this:"."""
    if cue.is_alpha:
        return set()
    token = cue.head
    for _ in range(2):
        if token.tag_.startswith("VB"):
            return {token.i}
        token = token.head
    return set()


def _root(doc: Doc, start: int, end: int) -> Token:
    """The token of the cue that the others hang on, a verb where there is one."""
    roots = [doc[i] for i in range(start, end) if not start <= doc[i].head.i < end or doc[i].head.i == i]
    verbs = [token for token in roots if token.tag_.startswith("VB")]
    return (verbs or roots or [doc[start]])[0]


def _governors(scene: Scene, verb: Token, words: Details) -> tuple[list[Token], set[int]]:
    """Words over an infinitive or participle cue that carry the saying, and verbs coordinated before it."""
    governors: list[Token] = []
    shared: set[int] = set()
    token = verb
    for _ in range(CLIMB):
        head = token.head
        if head is token or scene.contents[head.i] != scene.contents[verb.i]:
            break
        if token.dep_ == "conj" and head.tag_.startswith("VB"):
            shared.add(head.i)
        elif not shared and _carries(token, head, words):
            governors.append(head)
        else:
            break
        token = head
    return governors, shared


def _carries(token: Token, head: Token, words: Details) -> bool:
    infinitive = token.tag_ == "VB" and any(child.tag_ == "TO" for child in token.lefts)
    if infinitive and token.dep_ in ("xcomp", "advcl"):
        return token.dep_ == "xcomp" or head.lower_ in words.carriers
    if token.tag_ == "VBG" and token.dep_ in ("acl", "advcl", "xcomp"):
        return head.lower_ in words.carriers or head.lower_ in words.media
    return head.lower_ in words.carriers and token.lower_ in words.media


def segments(scene: Scene, frame: Frame, words: Details) -> Iterator[Segment]:
    """The free words after the cue, nearest first, then those before it."""
    yield from _after(scene, frame, words)
    yield from _before(scene, frame)


def _after(scene: Scene, frame: Frame, words: Details) -> Iterator[Segment]:
    doc, home, times_only = scene.doc, scene.contents[frame.verb.i], False
    start = place = first_after(doc, frame)
    limit = min(len(doc), place + REACH)
    while place < limit:
        skipped = own_end(frame, place)
        if skipped is not None:
            yield Segment(start, place, "after", times_only)
            limit = min(len(doc), limit + skipped - place)
            if _ends_sentence(doc, place, skipped, frame):
                return
            start = place = skipped
            continue
        token = doc[place]
        if scene.contents[place] != home or scene.cues[place] not in (-1, frame.number) or _stops(token):
            break
        if token.lower_ in words.simultaneous and token.dep_ in ("mark", "advmod"):
            yield Segment(start, place, "after", times_only)
            start, times_only = place + 1, True
        elif not times_only and _opens_clause(token, frame):
            break
        place += 1
    yield Segment(start, place, "after", times_only)


def first_after(doc: Doc, frame: Frame) -> int:
    """Where reading on begins: behind "called on", but within "said in a statement:"."""
    return frame.cue[1] if doc[frame.cue[1] - 1].tag_ in PARTICLES else frame.verb.i + 1


def own_end(frame: Frame, place: int) -> int | None:
    """The end of the relation's own content or source when `place` is inside it."""
    for start, end in _own(frame):
        if start <= place < end:
            return end
    return None


def _ends_sentence(doc: Doc, start: int, end: int, frame: Frame) -> bool:
    """True when the content `[start, end)` closes the sentence of its cue."""
    if frame.source and start == frame.source[0]:
        return False
    if end >= len(doc) or "\n" in doc[end].text:
        return True
    last = next((doc[i].text for i in range(end - 1, start - 1, -1) if doc[i].tag_ not in ("''", "``")), "")
    return last in ENDS and not doc[end].is_lower and doc[end].text != ","


def _stops(token: Token) -> bool:
    return token.text in ENDS or "\n" in token.text


def _opens_clause(token: Token, frame: Frame) -> bool:
    """True where words begin that tell of something else: a clause, a verb, a coordinated verb."""
    if token.tag_ in FINITE or token.tag_ in QUESTION_WORDS or token.dep_ == "mark":
        return token.head.i not in frame.heads or token.dep_ != "aux"
    return token.dep_ == "cc" and token.head.i in frame.heads


def _before(scene: Scene, frame: Frame) -> Iterator[Segment]:
    doc, home = scene.doc, scene.contents[frame.verb.i]
    stop = place = frame.cue[0]
    limit = max(0, place - REACH)
    while place > limit:
        inside = next((piece for piece in _own(frame) if piece[0] < place <= piece[1]), None)
        if inside is not None:
            yield Segment(place, stop, "before")
            limit = max(0, limit - (place - inside[0]))
            stop = place = inside[0]
            continue
        token = doc[place - 1]
        if scene.contents[place - 1] != home or scene.cues[place - 1] != -1 or _stops(token):
            break
        place -= 1
    yield Segment(place, stop, "before")


def _own(frame: Frame) -> tuple[Tokens, ...]:
    return (*frame.content, frame.source) if frame.source else frame.content
