"""Stage: to whom, through what and when something was said, whether it was denied that it was, and as what.

Reads content, cue and source of the relations and looks only at the words around each cue that belong to
none of them, up to the ends of its clause.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.lang.cues import cues_by_form
from attribution.lang.details import Details, load_details
from attribution.pipeline.annotations import Range, RelationNote, annotations
from attribution.pipeline.phrases import base_end, head_of, right_parts, time_end

REACH = 60  # tokens looked at on either side of a cue
CLIMB = 12  # steps up the parse before the search for a way to the cue gives up
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
QUESTION_WORDS = frozenset(("WDT", "WP", "WP$", "WRB"))
ENDS = frozenset((".", "!", "?", ";", ":"))
LOOSE_ENDS = frozenset((",", "CC", "IN", "TO", "DT", "WP", "WDT", "WRB", ":"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))

Tokens = tuple[int, int]  # half-open token positions


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
    side: str
    times_only: bool = False


@dataclass(slots=True)
class Found:
    """Candidates in the order of preference."""

    addressee: list[Tokens] = field(default_factory=list)
    medium: list[Tokens] = field(default_factory=list)
    time: list[Tokens] = field(default_factory=list)


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
        heads=frozenset(range(start, end)) | {token.i for token in governors},
        shared=frozenset(shared),
        governors=tuple(governors),
        source=source,
        content=tuple(sorted(scene.tokens(span) for span in relation["content"])),
    )


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
    start = place = frame.verb.i + 1  # a cue may hold its own details: "said in a statement:"
    limit = min(len(doc), place + REACH)
    while place < limit:
        skipped = _own_end(frame, place)
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


def _own_end(frame: Frame, place: int) -> int | None:
    """The end of the relation's own content or source when `place` is inside it."""
    for start, end in (*frame.content, *((frame.source,) if frame.source else ())):
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


class Reader:
    """Reads the segments of one frame."""

    def __init__(self, scene: Scene, frame: Frame, words: Details) -> None:
        self.scene, self.frame, self.words = scene, frame, words
        self.doc = scene.doc
        self.found = Found()

    def read(self) -> Found:
        """All candidates of the frame."""
        for segment in segments(self.scene, self.frame, self.words):
            place = segment.start
            while place < segment.stop:
                place = self._step(segment, place)
        return self.found

    def _step(self, segment: Segment, place: int) -> int:
        """Read what begins at `place` and return where to go on."""
        end = time_end(self.doc, place, segment.stop, self.words.times)
        if end is not None:
            if segment.times_only or self._attached(place, end, segment):
                self.found.time.append((place, end))
            return end
        token = self.doc[place]
        if segment.times_only:
            return place + 1
        if token.tag_ in ("IN", "TO", "RP") and token.dep_ != "mark":
            return self._preposition(segment, place)
        if self._is_object(segment, place):
            return self._object(segment, place)
        return place + 1

    def _preposition(self, segment: Segment, place: int) -> int:
        start = place + 1
        end = base_end(self.doc, start, segment.stop, self.words.times)
        if end == start or not self._attached(place, place + 1, segment):
            return start
        word = self.doc[place].lower_
        if self._is_medium(word, start, end):
            end = self._medium_end(end, segment)
            self.found.medium.append((start, end))
        elif self._is_addressee(place, start, end):
            end = self._person_end(start, end)
            self.found.addressee.append((start, end))
        return end

    def _is_object(self, segment: Segment, place: int) -> bool:
        """True where a noun phrase may be the object of the cue or of a word that carries it."""
        token = self.doc[place]
        if segment.side == "after" and place == self._object_place():
            return self._takes_object() or self.frame.verb.lower_ in self.words.carriers
        return any(head.i == place - 1 for head in self.frame.governors) and token.dep_ != "prep"

    def _takes_object(self) -> bool:
        """True for "told" and, with its preposition inside the cue, "called on"."""
        verb, last = self.frame.verb, self.doc[self.frame.cue[1] - 1]
        both = verb.lower_ if last.i == verb.i else f"{verb.lower_} {last.lower_}"
        return verb.lower_ in self.words.object_verbs or both in self.words.object_verbs

    def _object_place(self) -> int:
        first = place = self.frame.verb.i + 1
        if self.doc[self.frame.cue[1] - 1].tag_ in ("IN", "TO", "RP"):
            first = place = self.frame.cue[1]
        while place < len(self.doc) and self.doc[place].tag_ == "RB" and place < first + 2:
            place += 1
        return place

    def _object(self, segment: Segment, place: int) -> int:
        end = base_end(self.doc, place, segment.stop, self.words.times)
        if end == place:
            return place + 1
        governor = self.frame.verb if segment.side == "after" else self.doc[place - 1]
        takes = self._takes_object() if segment.side == "after" else governor.lower_ in self.words.object_verbs
        if governor.lower_ in self.words.carriers and self._names_medium(place, end):
            end = self._medium_end(end, segment)
            self.found.medium.append((place, end))
        elif takes and head_of(self.doc, place, end).lower_ not in self.words.not_people:
            end = self._person_end(place, end)
            self.found.addressee.append((place, end))
        return end

    def _is_medium(self, preposition: str, start: int, end: int) -> bool:
        words, head = self.words, head_of(self.doc, start, end)
        if preposition not in words.medium_prepositions:
            return False
        if head.lower_ in words.persons:
            return preposition in words.person_prepositions
        if preposition in words.narrow and head.lower_ not in words.narrow[preposition]:
            return False
        if self._names_medium(start, end):
            return True
        named = head.ent_type_ in ("ORG", "WORK_OF_ART", "PRODUCT") and head.tag_ in ("NNP", "NNPS")
        if preposition in words.written_in and self.frame.verb.lower_ in words.writing:
            return head.tag_ in ("NNP", "NNPS") and head.ent_type_ not in ("GPE", "LOC", "FAC", "DATE")
        return preposition in words.named_after and named

    def _names_medium(self, start: int, end: int) -> bool:
        words, head = self.words, head_of(self.doc, start, end)
        if head.lower_ in words.compounds:
            return any(self.doc[i].lower_ in words.compounds[head.lower_] for i in range(start, head.i))
        return head.lower_ in words.media or (head.text in words.platforms and end - start <= 2)

    def _medium_end(self, end: int, segment: Segment) -> int:
        """With "of the Herald" and "on Channel Nine" taken in."""
        while end < segment.stop and self.doc[end].lower_ in self.words.medium_links:
            if time_end(self.doc, end, segment.stop, self.words.times) is not None:
                break
            stop = base_end(self.doc, end + 1, segment.stop, self.words.times)
            proper = stop > end + 1 and self.doc[stop - 1].tag_ in ("NNP", "NNPS", "CD")
            if stop == end + 1 or not (proper or self.doc[end].lower_ == "of"):
                break
            end = stop
        return end

    def _is_addressee(self, place: int, start: int, end: int) -> bool:
        words, head, word = self.words, head_of(self.doc, start, end), self.doc[place].lower_
        governor = self.doc[place].head
        if head.lower_ in words.not_people or head.tag_ not in ("NN", "NNS", "NNP", "NNPS", "PRP"):
            return False
        if word == "at":
            return self.frame.verb.lower_ in words.at_verbs
        if word == "with":
            return governor.lower_ in words.with_words
        near = governor.i in self.frame.heads | self.frame.shared or governor.lower_ in words.media | words.bridges
        return word == "to" and near

    def _person_end(self, start: int, end: int) -> int:
        """With "of the committee", "and editors", an apposition and "who had waited" taken in."""
        if end < len(self.doc) and self.doc[end].lower_ == "of":
            end = max(end, base_end(self.doc, end + 1, len(self.doc), self.words.times))
        stop = right_parts(self.doc, start, end, self.words.person_parts)
        for place in range(end, stop):
            if not self.is_free(place) or time_end(self.doc, place, stop, self.words.times) is not None:
                stop = place
                break
        while stop > end and self.doc[stop - 1].tag_ in LOOSE_ENDS:
            stop -= 1
        return stop

    def is_free(self, place: int) -> bool:
        """True when a token belongs to no content, cue or source that rules it out for this cue."""
        scene, frame = self.scene, self.frame
        if _own_end(frame, place) is not None or scene.cues[place] not in (-1, frame.number):
            return False
        return scene.contents[place] == scene.contents[frame.verb.i]

    def _attached(self, start: int, end: int, segment: Segment) -> bool:
        """True when the parse leads from the words to the cue without passing another verb.

        Where it leads into the relation's own content or source it is taken as mistaken, since the words
        stand outside of them.
        """
        token = next((t for t in self.doc[start:end] if not start <= t.head.i < end), self.doc[start])
        heads = self.frame.heads | self.frame.shared if segment.side == "before" else self.frame.heads
        for _ in range(CLIMB):
            if token.i in heads or self.scene.contents[token.i] == self.frame.number:
                return True
            if self.frame.source and self.frame.source[0] <= token.i < self.frame.source[1]:
                return True
            if token.tag_.startswith("VB") and token.lower_ not in self.words.bridges:
                return False
            if token.head is token:
                return True
            token = token.head
        return False


def is_negated(frame: Frame, scene: Scene, words: Details) -> bool:
    """True when the saying itself is denied: "did not say", "nobody said", "without saying"."""
    if any(scene.doc[place].lower_ in words.negators for place in range(*frame.cue)):
        return True
    if any(_negates(child, frame, words) for verb in (frame.verb, *frame.governors) for child in verb.lefts):
        return True
    if frame.source and scene.doc[frame.source[0]].lower_ in words.negative_subjects:
        return True
    return _under_negation(frame.verb, words) or _beside_negation(frame, words)


def _negates(child: Token, frame: Frame, words: Details) -> bool:
    if any(start <= child.i < end for start, end in frame.content):
        return False
    if child.dep_ in SUBJECTS:
        return child.left_edge.lower_ in words.negative_subjects
    following = child.nbor().lower_ if child.i + 1 < len(child.doc) else ""
    return child.lower_ in words.negators and following not in words.not_negated_by


def _under_negation(verb: Token, words: Details) -> bool:
    """ "without saying", "stopped short of saying", "refused to say", "has yet to say"."""
    token = verb
    for _ in range(3):
        if token.dep_ not in ("pcomp", "prep", "xcomp") or token.head is token:
            return False
        below, token = token, token.head
        before = token.nbor(-1).lower_ if token.i and token.dep_ == "prep" else ""
        if token.lower_ in words.negating or before in words.negating:
            return True
        if any(child.lower_ in words.negating for child in token.children if child.i < below.i):
            return True
    return False


def _beside_negation(frame: Frame, words: Details) -> bool:
    """ "did not confirm or deny", "neither confirmed nor denied"."""
    verb = frame.verb
    if verb.dep_ != "conj" or any(child.dep_ in SUBJECTS for child in verb.lefts):
        return False
    if not any(child.dep_ == "cc" and child.lower_ in words.negation_carried for child in verb.head.children):
        return False
    return any(_negates(child, frame, words) for child in verb.head.lefts)


def subject_addressee(frame: Frame, reader: Reader) -> Tokens | None:
    """The subject of a passive cue: "the inquiry was told", "asked about it, Lee replied"."""
    verb, doc = frame.verb, reader.doc
    if verb.lower_ not in reader.words.object_verbs or verb.tag_ != "VBN":
        return None
    wanted = "nsubjpass"
    if verb.dep_ == "advcl" and not any(child.dep_ in ("aux", "auxpass") for child in verb.lefts):
        verb, wanted = verb.head, "nsubj"
    for child in verb.lefts:
        if child.dep_ == wanted and reader.is_free(child.i):
            start = child.left_edge.i
            return start, max(child.i + 1, base_end(doc, start, verb.i, reader.words.times))
    return None


def act_of(relation: RelationNote, frame: Frame, scene: Scene, words: Details, language: str) -> tuple[str, str | None]:
    """Act and lemma of the cue: those given, else those of the cue data, unless the construction decides."""
    act, lemma = relation["act"], relation["lemma"]
    if lemma is None:
        entries = cues_by_form(language).get(frame.verb.lower_, ())
        kind = "verb" if frame.verb.tag_.startswith("VB") else "noun"
        entry = next((e for e in entries if e.kind == kind), None)
        act, lemma = (entry.act, entry.lemma) if entry else (act, None)
    first = frame.content[0][0] if frame.content else len(scene.doc)
    infinitive = first < len(scene.doc) and scene.doc[first].tag_ == "TO" and scene.doc[first].dep_ == "aux"
    return ("ask" if infinitive and lemma in words.ask_of else act), lemma


class DetailsStage:
    """Fills addressee, medium, time, negated, act and, where missing, lemma of each relation with a cue."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc`; relations without a cue stay as they are."""
        words = load_details(self.language)
        relations = annotations(doc)["relations"]
        scene = scene_of(doc, relations)
        for number, relation in enumerate(relations):
            frame = frame_of(scene, number, relation, words)
            if frame is not None:
                self._fill(scene, frame, relation, words)
        return doc

    def _fill(self, scene: Scene, frame: Frame, relation: RelationNote, words: Details) -> None:
        reader = Reader(scene, frame, words)
        found = reader.read()
        if (subject := subject_addressee(frame, reader)) is not None:
            found.addressee.insert(0, subject)
        relation["addressee"] = _span(scene.doc, found.addressee)
        relation["medium"] = _span(scene.doc, found.medium)
        relation["time"] = _span(scene.doc, found.time)
        relation["negated"] = is_negated(frame, scene, words)
        relation["act"], relation["lemma"] = act_of(relation, frame, scene, words, self.language)
        for name, candidates in (("addressee", found.addressee), ("medium", found.medium), ("time", found.time)):
            if len(candidates) > 1:
                relation["evidence"].append(f"several-{name}s" if name != "medium" else "several-media")


def _span(doc: Doc, candidates: list[Tokens]) -> Range | None:
    if not candidates:
        return None
    start, end = candidates[0]
    last = doc[end - 1]
    return [doc[start].idx, last.idx + len(last)]


@Language.factory("attribution_details", assigns=["doc._.attribution"])
def create_details(nlp: Language, name: str) -> DetailsStage:
    """The stage, for `nlp.add_pipe("attribution_details", after="attribution_relations")`."""
    return DetailsStage(nlp.lang)
