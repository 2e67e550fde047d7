"""Stage: the role of each speaker, with its title and affiliation."""

import sys
from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from attribution.lang.confidence import calibration
from attribution.pipeline.affiliations import characters, outside, parts
from attribution.pipeline.annotations import (
    MentionNote,
    Range,
    RelationNote,
    RoleNote,
    SpeakerNote,
    annotations,
)
from attribution.pipeline.descriptions import alone, around, said_of
from attribution.pipeline.edges import Description, Where, left_edge, person_noun
from attribution.pipeline.mentions import Lexicon, NameMention, lexicon_of, mention_at
from attribution.pipeline.names import parse_name
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import Words, words_of

# Where a role stands -> how late it is chosen: only where there is none of a surer sort.
DOUBT: dict[Where, int] = {"before": 0, "after": 0, "alone": 0, "is": 1, "group": 2, "tag": 3}
Found = tuple[int, RoleNote]  # a role and its doubt
IN_SOURCE = "in-source"  # the group, for its confidence, of a role that stands in the source


class Roles:
    """Writes `roles` of every person that speaks, and `role` of every relation: the one nearest to it."""

    calibrated = True  # False: scores as they are, to fit the calibration on

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        known = annotations(doc)
        if known["speakers"]:
            words = words_of(doc)
            self.annotate(doc, self.predict(doc, words))
        return doc

    def predict(self, doc: Doc, words: Words) -> list[list[Found]]:
        """The roles of each speaker in order of appearance, without writing anything."""
        lexicon = lexicon_of(self.language)
        known = annotations(doc)
        marks = sorted([mark["start"], mark["end"]] for mark in known["marks"] if mark["depth"] == 0)
        return [roles_of(words, lexicon, speaker, marks) for speaker in known["speakers"]]

    def annotate(self, doc: Doc, roles: list[list[Found]]) -> None:
        """Write the roles down and choose one for each relation."""
        known = annotations(doc)
        for speaker, found in zip(known["speakers"], roles, strict=True):
            speaker["roles"] = [note for _, note in found]
        for relation in known["relations"]:
            if relation["speaker"] is not None:
                relation["role"] = chosen(relation, roles[relation["speaker"]])
                if relation["role"] is not None:
                    note = known["speakers"][relation["speaker"]]["roles"][relation["role"]]
                    relation["role_confidence"] = self._confidence(relation, note)

    def _confidence(self, relation: RelationNote, role: RoleNote) -> float:
        """The probability that a role is right, from that of its speaker and from where it stands."""
        sure, source = relation["speaker_confidence"] or 0.0, relation["source"]
        if not self.calibrated:
            return sure
        inside = source is not None and source[0] <= role["start"] and role["end"] <= source[1]
        evidence = [*relation["evidence"], IN_SOURCE] if inside else relation["evidence"]
        return round(calibration(self.language, "role").probability(sure, evidence), 3)


def roles_of(words: Words, lexicon: Lexicon, speaker: SpeakerNote, marks: list[Range]) -> list[Found]:
    """All roles that the article gives a speaker, in the order of the text.

    `marks` are the stretches in quotation marks: what is said of somebody in them is not the article's word.
    """
    if speaker["kind"] not in ("person", "group"):
        return []
    found: dict[tuple[int, int], Found] = {}
    unnamed = speaker["name"] is None
    for mention in speaker["mentions"]:
        _, last = words.within(mention["start"], mention["end"])
        for description in _descriptions(words, lexicon, mention, unnamed):
            if description.where == "is" and _inside(words.start[description.head], marks):
                continue
            note = role_note(words, lexicon, description, last if mention["form"] == "name" else None)
            found.setdefault((note["start"], note["end"]), (doubt(words, lexicon, description), note))
    return [found[key] for key in sorted(found)]


def doubt(words: Words, lexicon: Lexicon, description: Description) -> int:
    """How late a description is chosen as the role; relatives and friends give way to offices."""
    noun = person_noun(lexicon, words.lower[description.head])
    personal = noun in lexicon.nouns.attitudes or noun in lexicon.nouns.kin
    return max(DOUBT[description.where], int(personal))


def _inside(at: int, marks: list[Range]) -> bool:
    """Whether a position lies in one of the stretches, which are sorted and apart from each other."""
    number = bisect_right(marks, [at, sys.maxsize]) - 1
    return number >= 0 and marks[number][0] <= at < marks[number][1]


def _descriptions(words: Words, lexicon: Lexicon, mention: MentionNote, unnamed: bool) -> list[Description]:
    """What stands beside a name or is said of it, or the description that is the mention."""
    first, last = words.within(mention["start"], mention["end"])
    if first >= last:
        return []
    if mention["form"] == "name":
        return around(words, lexicon, _named(words, lexicon, first, last))
    if mention["form"] == "pronoun":
        return said_of(words, lexicon, first) if last == first + 1 else []
    head = words.root(first, last)
    if unnamed and words.tag[head] == "WP" and words.dep[words.head[head]] == "relcl":
        head = words.head[words.head[head]]  # "a baker who said …": the noun that the clause hangs from
        first, last = left_edge(words, lexicon, head), head + 1
    noun = words.lower[head]
    known = person_noun(lexicon, noun) or lexicon.nouns.person_noun(noun)
    if words.entity[head] == "PERSON" and words.tag[head] == "NNP":
        return []
    if known is None or known in lexicon.nouns.unspecific or known in lexicon.nouns.faceless:
        return []
    while first < head and words.tag[first] in ("DT", "CD") and words.text[first + 1] not in HYPHENS:
        first += 1  # "two former aides", not "43-year-old"
    return [alone(words, lexicon, first, head, last)]


def _named(words: Words, lexicon: Lexicon, first: int, last: int) -> NameMention:
    """The mention with the titles before it taken along."""
    lead = first
    while lead > 0 and words.sentence[lead - 1] == words.sentence[first]:
        if not lexicon.titles.is_title(words.text[lead - 1]) or not words.text[lead - 1][0].isupper():
            break
        lead -= 1
    name = parse_name(words.phrase(first, last).split(), lexicon.titles)
    return mention_at(words, name, first, last, lead=lead)


def role_note(words: Words, lexicon: Lexicon, description: Description, name_last: int | None) -> RoleNote:
    """A description as a role, split into title and affiliation.

    `name_last` ends the name that the description stands before: "Sergeant Lee of the Marlow police" has the
    affiliation after it.
    """
    found = parts(words, lexicon, description)
    tie = found.affiliation
    if tie is None and name_last is not None and description.where == "before":
        tie = outside(words, lexicon, name_last)
    return {
        "start": words.start[description.first], "end": words.end[description.last - 1], "title": found.title,
        "affiliation": characters(words, lexicon, tie) if tie else None, "former": found.former,
    }  # fmt: skip


def chosen(relation: RelationNote, roles: list[Found]) -> int | None:
    """Of the surest roles the one nearest to the source of a relation, or to its words without a source."""
    if not roles:
        return None
    at = next(span[0] for span in (relation["source"], relation["cue"], *relation["content"], [0, 0]) if span)
    ranked = [(rank, abs(note["start"] - at), n) for n, (rank, note) in enumerate(roles)]
    return min(ranked)[2]


@Language.factory(
    "attribution_roles", default_config={"language": "en"}, requires=["token.tag", "token.dep", "doc.ents"]
)
def create_roles(nlp: Language, name: str, language: str) -> Roles:
    """The stage, for `nlp.add_pipe("attribution_roles")`."""
    return Roles(language)
