"""Stage: to whom, through what and when something was said, whether it was denied that it was, and as what.

Reads content, cue and source of the relations and looks only at the words around each cue that belong to
none of them, up to the ends of its clause.
"""

from dataclasses import dataclass, field

from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.lang.cues import cues_by_form
from attribution.lang.details import Details, load_details
from attribution.pipeline.annotations import Range, RelationNote, annotations
from attribution.pipeline.frames import (
    CLIMB,
    PARTICLES,
    Frame,
    Scene,
    Segment,
    Tokens,
    first_after,
    frame_of,
    own_end,
    scene_of,
    segments,
)
from attribution.pipeline.negation import SUBJECTS, is_negated
from attribution.pipeline.phrases import base_end, head_of, right_parts, time_end
from attribution.pipeline.spans import tidied

NOMINALS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP"))
PROPER = frozenset(("NNP", "NNPS"))
NAMED = frozenset(("ORG", "WORK_OF_ART", "PRODUCT"))  # entities that may be a medium
PLACES = frozenset(("GPE", "LOC", "FAC", "DATE"))
LOOSE_ENDS = frozenset((",", "CC", "IN", "TO", "DT", "WP", "WDT", "WRB", ":", "VBN", "VBG"))


@dataclass(slots=True)
class Found:
    """Candidates in the order of preference."""

    addressee: list[Tokens] = field(default_factory=list)
    medium: list[Tokens] = field(default_factory=list)
    time: list[Tokens] = field(default_factory=list)


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
        if token.tag_ in PARTICLES and token.dep_ != "mark":
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
            end = self._person_end(start, end, segment)
            self.found.addressee.append((start, end))
        return end

    def _is_object(self, segment: Segment, place: int) -> bool:
        """True where a noun phrase may be the object of the cue or of a word that carries it."""
        token = self.doc[place]
        if segment.side == "after" and place == self._object_place():
            return self._takes_object() or self.frame.verb.lower_ in self.words.carriers
        if token.dep_ == "prep" or place == segment.start:
            return False
        before = self.doc[place - 1]
        bridge = before.tag_ == "VBG" and before.lower_ in self.words.bridges
        return before in self.frame.governors or (bridge and self._attached(place - 1, place, segment))

    def _takes_object(self) -> bool:
        """True for "told" and, with its preposition inside the cue, "called on"."""
        verb, last = self.frame.verb, self.doc[self.frame.cue[1] - 1]
        both = verb.lower_ if last.i == verb.i else f"{verb.lower_} {last.lower_}"
        return verb.lower_ in self.words.object_verbs or both in self.words.object_verbs

    def _object_place(self) -> int:
        first = place = first_after(self.doc, self.frame)
        while place < len(self.doc) and self.doc[place].tag_ == "RB" and place < first + 2:
            place += 1
        return place

    def _object(self, segment: Segment, place: int) -> int:
        end = base_end(self.doc, place, segment.stop, self.words.times)
        if end == place:
            return place + 1
        governor = self.frame.verb if segment.side == "after" else self.doc[place - 1]
        takes = (
            self._takes_object() if segment.side == "after" else governor.lower_ in self.words.object_verbs
        )
        if governor.lower_ in self.words.carriers and self._names_medium(place, end):
            end = self._medium_end(end, segment)
            self.found.medium.append((place, end))
        elif takes and not self._speaks(place, end):
            end = self._person_end(place, end, segment)
            self.found.addressee.append((place, end))
        return end

    def _speaks(self, start: int, end: int) -> bool:
        """True for what stands as an object but is not spoken to: the speaker after the verb, "the truth"."""
        head, source = head_of(self.doc, start, end), self.frame.source
        subject = head.dep_ in SUBJECTS and head.head.i == self.frame.verb.i
        return (
            subject
            or head.lower_ in self.words.not_told
            or (source is not None and 0 <= source[0] - end <= 1)
        )

    def _is_medium(self, preposition: str, start: int, end: int) -> bool:
        words, head = self.words, head_of(self.doc, start, end)
        if preposition not in words.medium_prepositions:
            return False
        if head.lower_ in words.persons:
            return preposition in words.person_prepositions
        if preposition in words.narrow and head.lower_ not in words.narrow[preposition]:
            return False
        if preposition not in words.only_after.get(head.lower_, words.medium_prepositions):
            return False
        if self._names_medium(start, end):
            return True
        if preposition in words.named_after and self.doc[end - 1].tag_ == "''":
            return True
        named = head.ent_type_ in NAMED and head.tag_ in PROPER
        if preposition in words.written_in and self.frame.verb.lower_ in words.writing:
            return head.tag_ in PROPER and head.ent_type_ not in PLACES
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
        if head.lower_ in words.not_people or head.tag_ not in NOMINALS:
            return False
        if word == "at":
            return self.frame.verb.lower_ in words.at_verbs
        if word == "with":
            return governor.lower_ in words.with_words
        near = (
            governor.i in self.frame.heads | self.frame.shared
            or governor.lower_ in words.media | words.bridges
        )
        return word == "to" and near

    def _person_end(self, start: int, end: int, segment: Segment) -> int:
        """With "of the committee", "and editors", an apposition and "who had waited" taken in."""
        if end < len(self.doc) and self.doc[end].lower_ == "of":
            end = max(end, base_end(self.doc, end + 1, len(self.doc), self.words.times))
        stop = right_parts(self.doc, start, end, self.words.person_parts, commas=segment.side == "after")
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
        if own_end(frame, place) is not None or scene.cues[place] not in (-1, frame.number):
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


def subject_addressee(frame: Frame, reader: Reader) -> Tokens | None:
    """The subject that was told: "the inquiry was told", "asked whether, Lee said", "the inquest heard"."""
    verb, words = frame.verb, reader.words
    if verb.lower_ in words.hearing:
        return _subject(verb, "nsubj", reader) if frame.source is None else None
    if verb.lower_ not in words.object_verbs or verb.tag_ != "VBN":
        return None
    if verb.dep_ == "advcl" and not any(child.dep_ in ("aux", "auxpass") for child in verb.lefts):
        return _subject(verb.head, "nsubj", reader)
    return _subject(verb, "nsubjpass", reader)


def _subject(verb: Token, label: str, reader: Reader) -> Tokens | None:
    for child in verb.children:
        if child.dep_ == label and reader.is_free(child.i):
            start = child.left_edge.i
            return start, max(child.i + 1, base_end(reader.doc, start, child.i + 1, reader.words.times))
    return None


def is_ahead(frame: Frame, words: Details) -> bool:
    """True when the saying is still to come: "will announce"."""
    return any(child.lower_ in words.future for child in frame.verb.lefts if child.dep_ == "aux")


def act_of(
    relation: RelationNote, frame: Frame, scene: Scene, words: Details, language: str
) -> tuple[str, str | None]:
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
        text = annotations(scene.doc)["text"]
        relation["addressee"] = tidied(text, _span(scene.doc, found.addressee))
        relation["medium"] = tidied(text, _span(scene.doc, found.medium))
        relation["time"] = _span(scene.doc, found.time)
        relation["negated"] = relation["negated"] or is_negated(frame, scene, words)
        if relation["negated"] and relation["statement"]:
            relation["statement"], relation["reason"] = False, "other"  # "did not say": nothing was stated
        relation["act"], relation["lemma"] = act_of(relation, frame, scene, words, self.language)
        if relation["time"] is not None and is_ahead(frame, words):
            relation["evidence"].append("time-ahead")
        for name, candidates in (
            ("addressee", found.addressee),
            ("medium", found.medium),
            ("time", found.time),
        ):
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
    return DetailsStage(str(nlp.lang))
