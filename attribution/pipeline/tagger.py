"""Stage: attribution relations by the shipped network, together with the marks and what the rules found.

Runs after the rules' stage and puts its relations in the place of theirs. The network decides cue, source and
the clause around; quotation marks decide where quoted words begin and end; what the network leaves out and
the rules read from marks alone (floating quotations, titles, scare quotes, quotations inside quotations)
stays as they left it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from attribution.lang.cues import CueEntry, cues_by_form
from attribution.models.network import Calibration
from attribution.pipeline.annotations import READING, Range, RelationNote, annotations, relation
from attribution.pipeline.decoding import Costs, Decoded, decode
from attribution.pipeline.governing import Governing
from attribution.pipeline.relaying import Relaying
from attribution.pipeline.senses import Senses
from attribution.pipeline.sourcing import Sourcing
from attribution.pipeline.spans import Claims, Fitting, tidied, without
from attribution.pipeline.union import LAYOUT, THOUGHTS, united

_MOST = 0.8  # share of its letters


@dataclass(frozen=True, slots=True)
class Limits:
    """Chances from which something counts, and shares of letters."""

    relation: float = 0.6
    stated: float = 0.8
    taken: float = 0.35  # share of a content that others have, from which it is no relation of its own


class Tagger:
    """Writes the relations of a Doc; needs the network's reading, and the rules' relations to add to it."""

    def __init__(
        self,
        *,
        language: str = "en",
        limits: Limits | None = None,
        costs: Costs | None = None,
    ) -> None:
        self.language = language
        self.limits = limits or Limits()
        self.costs = costs or Costs()

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        annotations(doc)["relations"] = self.predict(doc)
        return doc

    def predict(self, doc: Doc) -> list[RelationNote]:
        """The relations of `doc`, in the order of the text: the rules' own where no network has read it."""
        reading, notes = doc.user_data.pop(READING, None), annotations(doc)
        if reading is None:
            return notes["relations"]
        text = notes["text"]
        found = decode(reading.cues, reading.pieces, self.costs)
        for one in found:
            one.content = _beside(one.content, one.cue, notes["title_end"])
        fitting = Fitting(text, notes["marks"])
        sure = [note for note in notes["relations"] if LAYOUT.intersection(note["evidence"])]
        kept = disjoint(text, found, fitting, self.limits, sure=sure)
        calibration = reading.network.calibration
        made = [
            self._note(text, one, calibration, in_marks=bool(fitting.touched(one.content))) for one in kept
        ]
        senses = Senses(doc, self.language)
        made = [note for note in made if not senses.refuse(note)]
        for note in made:
            senses.drop_expletive(note)
        both = united(text, made, notes["relations"], fitting)
        sourcing = Sourcing(doc, text, senses.tokens, self.language)
        relaying = Relaying(doc, text, senses.tokens, self.language)
        governing = Governing(doc, text, senses.tokens, self.language)
        for note in both:
            relaying.mend(note)
            sourcing.mend(note)
            senses.drop_addressed(note)
            governing.mend(note)
        return both

    def _note(self, text: str, one: Decoded, calibration: Calibration, *, in_marks: bool) -> RelationNote:
        made = relation(one.content, one.cue, tidied(text, one.source))
        made["confidence"] = confidence(one, calibration)
        made["source_confidence"] = one.source_chance if made["source"] else None
        made["evidence"] = ["network"] if made["source"] else ["network", "no-source"]
        entries = self._entries(text[one.cue[0] : one.cue[1]])
        made["lemma"] = next((entry.lemma for entry in entries), None)
        acts = self._acts(text[one.cue[0] : one.cue[1]])
        if one.stated < self.limits.stated or not (acts - THOUGHTS.keys() or in_marks):
            reasons = (THOUGHTS[act] for act in sorted(acts) if act in THOUGHTS)
            made["statement"], made["reason"] = False, next(reasons, "other")
        return made

    def _acts(self, cue: str) -> set[str]:
        """What the cue data say of the words of a cue; signs alone and "according to" bring in speech."""
        words = cue.lower().replace(":", " ").split()
        if not words or words[0] == "according":
            return {"say"}
        return {entry.act for entry in self._entries(cue)}

    def _entries(self, cue: str) -> list[CueEntry]:
        """The cue data of the words of a cue."""
        index = cues_by_form(self.language)
        words = (word.strip(",:—–-") for word in cue.lower().split())
        return [entry for word in words for entry in index.get(word, ())]


def _beside(content: list[Range], cue: Range, title_end: int) -> list[Range]:
    """What of a content stands on its cue's side of the end of the title."""
    in_title = cue[0] < title_end
    return [piece for piece in content if (piece[0] < title_end) is in_title]


def confidence(one: Decoded, calibration: Calibration) -> float:
    """The chance that the content is right: a logistic curve over what the network says, fitted to gold."""
    constant, of_relation, of_content = calibration
    return _chance(constant + of_relation * _odds(one.relation) + of_content * _odds(one.content_chance))


def _odds(chance: float) -> float:
    """Logarithm of the odds, within bounds."""
    bounded = min(max(chance, 1e-4), 1 - 1e-4)
    return math.log(bounded / (1 - bounded))


def _chance(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))


def disjoint(
    text: str,
    found: Sequence[Decoded],
    fitting: Fitting,
    limits: Limits,
    *,
    sure: Sequence[RelationNote] = (),
) -> list[Decoded]:
    """The relations that are likely enough, best first served: no two share words of their contents.

    The words of `sure` are given away already.
    """
    claims = Claims(text)
    for note in sure:
        claims.claim(note["content"], -2)
    likely = [one for one in found if one.relation >= limits.relation]
    for one in likely:
        one.content = _spoken(text, fitting.fitted(without(one.content, [one.cue])), one.cue, fitting)
    _leave_only_pieces(text, likely)
    kept: list[Decoded] = []
    for one in sorted(likely, key=lambda one: -one.relation * one.content_chance):
        size, taken = claims.letters(one.content), claims.taken(one.content)
        if not size or taken >= limits.taken * size:
            continue
        one.content = claims.free(one.content) if taken else one.content
        claims.claim(one.content, len(kept))
        kept.append(one)
    return sorted(kept, key=lambda one: one.content)


def _spoken(text: str, content: list[Range], cue: Range, fitting: Fitting) -> list[Range]:
    """ "“Not again,” she said as the lights went out": behind these and the cue only marks go on."""
    before = [piece for piece in content if piece[1] <= cue[0] and fitting.touched([piece])]
    if not before or text[before[-1][1] - 2] not in ",?!":
        return content
    return [piece for piece in content if piece[0] < cue[0] or fitting.touched([piece])]


def _leave_only_pieces(text: str, likely: Sequence[Decoded]) -> None:
    """A piece that is all that one relation has is no further piece of another: it has a cue of its own."""
    claims = Claims(text)
    for number, one in enumerate(likely):
        if len(one.content) == 1:
            claims.claim(one.content, number)
    for one in likely:
        if len(one.content) > 1:
            own = [piece for piece in one.content if claims.taken([piece]) < _MOST * claims.letters([piece])]
            one.content = own or one.content


@Language.factory("attribution_tagger", default_config={"language": "en"})
def create_tagger(nlp: Language, name: str, language: str) -> Tagger:
    """The stage, for `nlp.add_pipe("attribution_tagger", after="attribution_relations")`."""
    return Tagger(language=language)
