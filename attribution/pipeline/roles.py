"""Stage: the role of each speaker, with its title and affiliation."""

from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.annotations import (
    MentionNote,
    Range,
    RelationNote,
    RoleNote,
    SpeakerNote,
    annotations,
)
from attribution.pipeline.descriptions import alone, around
from attribution.pipeline.edges import Description, person_noun
from attribution.pipeline.mentions import Lexicon, NameMention, lexicon_of, mention_of
from attribution.pipeline.words import Words, words_of


class Roles:
    """Writes `roles` of every person that speaks, and `role` of every relation: the one nearest to it."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        known = annotations(doc)
        if known["speakers"]:
            words = words_of(doc)
            self.annotate(doc, self.predict(doc, words))
        return doc

    def predict(self, doc: Doc, words: Words) -> list[list[RoleNote]]:
        """The roles of each speaker in order of appearance, without writing anything."""
        lexicon = lexicon_of(self.language)
        return [roles_of(words, lexicon, speaker) for speaker in annotations(doc)["speakers"]]

    def annotate(self, doc: Doc, roles: list[list[RoleNote]]) -> None:
        """Write the roles down and choose one for each relation."""
        known = annotations(doc)
        for speaker, found in zip(known["speakers"], roles, strict=True):
            speaker["roles"] = found
        for relation in known["relations"]:
            if relation["speaker"] is not None:
                relation["role"] = nearest(relation, known["speakers"][relation["speaker"]]["roles"])


def roles_of(words: Words, lexicon: Lexicon, speaker: SpeakerNote) -> list[RoleNote]:
    """All roles that the article gives a speaker."""
    if speaker["kind"] not in ("person", "group"):
        return []
    every = [d for mention in speaker["mentions"] for d in _descriptions(words, lexicon, mention)]
    said = [d for d in every if d.where != "is"] or every
    found: dict[tuple[int, int], RoleNote] = {}
    for description in said:
        note = role_note(words, lexicon, description)
        found.setdefault((note["start"], note["end"]), note)
    return [found[key] for key in sorted(found)]


def _descriptions(words: Words, lexicon: Lexicon, mention: MentionNote) -> list[Description]:
    """What stands beside a name, or the description that is the mention."""
    first, last = words.within(mention["start"], mention["end"])
    if first >= last or mention["form"] == "pronoun":
        return []
    if mention["form"] == "name":
        named = _named(words, lexicon, first, last)
        return around(words, lexicon, named) if named is not None else []
    head = words.root(first, last)
    noun = words.lower[head]
    known = person_noun(lexicon, noun) or lexicon.nouns.person_noun(noun)
    if known is None or known in lexicon.nouns.unspecific:
        return []
    return [alone(words, lexicon, first, head, last)]


def _named(words: Words, lexicon: Lexicon, first: int, last: int) -> NameMention | None:
    """The mention with the titles before it taken along."""
    lead = first
    while lead > 0 and words.sentence[lead - 1] == words.sentence[first]:
        if not lexicon.titles.is_title(words.text[lead - 1]) or not words.text[lead - 1][0].isupper():
            break
        lead -= 1
    mention = mention_of(words, lexicon, lead, last)
    if mention is not None:
        mention.first, mention.last = first, last
    return mention


def role_note(words: Words, lexicon: Lexicon, description: Description) -> RoleNote:
    """A description as a role, split into title and affiliation."""
    first, last = description.first, description.last
    title_last, affiliation = split(words, lexicon, description)
    joints = lexicon.joints
    former = any(
        word in joints.former or word.startswith(joints.former_prefixes)
        for word in words.lower[first : description.head + 1]
    )
    title = words.phrase(*title_last) or None
    return {
        "start": words.start[first], "end": words.end[last - 1], "title": title,
        "affiliation": affiliation, "former": former,
    }  # fmt: skip


def split(words: Words, lexicon: Lexicon, description: Description) -> tuple[tuple[int, int], Range | None]:
    """The token range of the title, and the span of the affiliation or None."""
    first, last, head = description.first, description.last, description.head
    for i in range(head + 1, last - 1):
        if words.lower[i] in lexicon.joints.complements:
            start = i + 2 if words.tag[i + 1] == "DT" and i + 2 < last else i + 1
            if any(words.tag[j] in ("NNP", "NNPS") or words.entity[j] for j in range(start, last)):
                return (first, i), [words.start[start], words.end[last - 1]]
    for i in range(first, head):
        if words.tag[i] == "POS":
            return (i + 1, last), [words.start[first], words.end[i - 1]]
    j = first
    while j < head and words.entity[j] in ("ORG", "GPE", "NORP") and words.entity[head] != words.entity[j]:
        j += 1
    if j > first:
        return (j, last), [words.start[first], words.end[j - 1]]
    return (first, last), None


def nearest(relation: RelationNote, roles: list[RoleNote]) -> int | None:
    """The role that stands nearest to the source of a relation, or to its words where it has no source."""
    if not roles:
        return None
    at = next(span[0] for span in (relation["source"], relation["cue"], *relation["content"], [0, 0]) if span)
    return min(range(len(roles)), key=lambda n: (abs(roles[n]["start"] - at), n))


@Language.factory(
    "attribution_roles", default_config={"language": "en"}, requires=["token.tag", "token.dep", "doc.ents"]
)
def create_roles(nlp: Language, name: str, language: str) -> Roles:
    """The stage, for `nlp.add_pipe("attribution_roles")`."""
    return Roles(language)
