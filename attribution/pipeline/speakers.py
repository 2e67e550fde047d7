"""Stage: who speaks each relation, with the fullest name that the article gives."""

from bisect import bisect_right

from spacy.language import Language
from spacy.tokens import Doc

from attribution.lang.confidence import calibration
from attribution.lang.pronouns import pronouns
from attribution.pipeline.annotations import Annotations, MentionNote, SpeakerNote, annotations
from attribution.pipeline.answers import Answer, Key, Reading, Settings
from attribution.pipeline.initials import INITIALS
from attribution.pipeline.listed import Listing
from attribution.pipeline.mentions import Lexicon, lexicon_of
from attribution.pipeline.people import Person
from attribution.pipeline.resolving import Resolver
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words, words_of

AROUND = 90  # code points beside a source in which anonymity can be granted


class Speakers:
    """Writes `speakers` and `bystanders`, and `speaker` and `speaker_confidence` of every relation.

    Needs tags, parse and entities. `least_pronoun` and `least_description` are the share of belief that
    the best candidate must reach; below it the relation stays without a speaker, with its evidence.
    `listing` is the people list, set by whoever has one.
    """

    listing: Listing | None = None
    calibrated = True  # False: scores as they are, to fit the calibration on

    def __init__(self, language: str, *, least_pronoun: float, least_description: float) -> None:
        self.language = language
        self.least_pronoun = least_pronoun
        self.least_description = least_description

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        if annotations(doc)["relations"]:
            words = words_of(doc)
            self.annotate(doc, words, self.predict(doc, words))
        return doc

    def predict(self, doc: Doc, words: Words) -> Reading:
        """Who speaks, without writing anything."""
        return self.resolver(doc, words).read(annotations(doc)["relations"])

    def resolver(self, doc: Doc, words: Words) -> Resolver:
        """What reads the article."""
        known = annotations(doc)
        lexicon = lexicon_of(self.language)
        settings = Settings(self.least_pronoun, self.least_description)
        return Resolver(
            words,
            lexicon,
            pronouns(self.language),
            paragraph_of(words, known),
            quoted_in(words, known),
            settings,
            source_heads(words, known),
            self.listing,
        )

    def annotate(self, doc: Doc, words: Words, reading: Reading) -> None:
        """Write the reading down."""
        known = annotations(doc)
        lexicon = lexicon_of(self.language)
        notes: dict[Key, SpeakerNote] = {}
        number: dict[Key, int] = {}
        for at, (relation, answer) in enumerate(zip(known["relations"], reading.answers, strict=True)):
            if answer is None:
                codes = reading.refused.get(at, ())
                relation["evidence"].extend(code for code in codes if code not in relation["evidence"])
                continue
            if answer.key not in notes:
                number[answer.key] = len(notes)
                notes[answer.key] = _note(words, answer, reading)
            source = reading.sources[at]
            _add_source(words, notes[answer.key], answer, source)
            if answer.name is None and source is not None and grants_anonymity(words, source, lexicon):
                notes[answer.key]["anonymous"] = True
            relation["speaker"] = number[answer.key]
            relation["evidence"].extend(answer.evidence)
            sure = answer.confidence
            if self.calibrated:
                sure = calibration(self.language, "speaker").probability(sure, relation["evidence"])
            relation["speaker_confidence"] = round(sure, 3)
        known["speakers"] = list(notes.values())
        speaking = {answer.person for answer in reading.answers if answer is not None}
        silent = [person for at, person in enumerate(reading.people) if at not in speaking]
        known["bystanders"] = [entry for person in silent for entry in person.entries]
        for note in known["speakers"]:
            note["mentions"].sort(key=lambda m: (m["start"], m["end"]))


def source_heads(words: Words, known: Annotations) -> frozenset[int]:
    """The tokens from which the sources hang."""
    found = set()
    for relation in known["relations"]:
        if relation["source"] is not None:
            first, last = words.within(*relation["source"])
            if first < last:
                found.add(words.root(first, last))
    return frozenset(found)


def paragraph_of(words: Words, known: Annotations) -> list[int]:
    """Number of the paragraph of each token."""
    starts = [start for start, _ in known["paragraphs"]]
    return [bisect_right(starts, at) for at in words.start]


def quoted_in(words: Words, known: Annotations) -> list[bool]:
    """Whether each token stands within quotation marks."""
    quoted = [False] * len(words)
    for mark in known["marks"]:
        if mark["depth"] == 0:
            first, last = words.within(mark["start"], mark["end"])
            quoted[first:last] = [True] * (last - first)
    return quoted


def grants_anonymity(words: Words, source: Source, lexicon: Lexicon) -> bool:
    """Whether a source without a name is granted anonymity in its sentence, or has it by convention."""
    known = words.lower[source.first] in lexicon.joints.definite
    if words.lower[source.head] in lexicon.nouns.unnamed and not known:
        return True
    first, last = words.sentences[words.sentence[source.head]]
    start = max(words.start[first], words.start[source.first] - AROUND)
    end = min(words.end[last - 1], words.end[source.last - 1] + AROUND)
    near = words.source[start:end].lower()
    return any(phrase in near for phrase in lexicon.nouns.anonymity)


def _note(words: Words, answer: Answer, reading: Reading) -> SpeakerNote:
    """A speaker with the mentions that are known without its sources."""
    note: SpeakerNote = {
        "name": answer.name, "label": answer.label, "kind": answer.kind, "anonymous": False,
        "mentions": [], "roles": [], "aliases": [], "ids": {}, "listed": [],
    }  # fmt: skip
    if answer.person is not None:
        person = reading.people[answer.person]
        note["mentions"] = [_mention(words, m.first, m.last, "name") for m in person.mentions]
        for token, who in reading.pronouns.items():
            if who == answer.person:
                note["mentions"].append(_mention(words, token, token + 1, "pronoun"))
        for (first, last), who in reading.described.items():
            if who == answer.person:
                note["mentions"].append(_mention(words, first, last, "nominal"))
        note["aliases"] = aliases(person)
        note["listed"] = list(person.entries)
    return note


def aliases(person: Person) -> list[str]:
    """Other forms of a person's name, in order of appearance."""
    forms = dict.fromkeys(m.name.text for m in person.mentions)
    return [form for form in forms if form != person.name.text]


def _mention(words: Words, first: int, last: int, form: str) -> MentionNote:
    return {"start": words.start[first], "end": words.end[last - 1], "form": form}


def _add_source(words: Words, note: SpeakerNote, answer: Answer, source: Source | None) -> None:
    """Take the words of a source into the mentions unless a name or pronoun in them is there already."""
    named = answer.person is not None and answer.form == "name" and INITIALS not in answer.evidence
    if source is None or named:
        return
    mention = _mention(words, source.first, source.last, answer.form)
    if mention not in note["mentions"]:
        note["mentions"].append(mention)


@Language.factory(
    "attribution_speakers",
    default_config={"language": "en", "least_pronoun": 0.5, "least_description": 0.4},
    requires=["token.tag", "token.dep", "doc.ents"],
)
def create_speakers(
    nlp: Language, name: str, language: str, least_pronoun: float, least_description: float
) -> Speakers:
    """The stage, for `nlp.add_pipe("attribution_speakers")`."""
    return Speakers(language, least_pronoun=least_pronoun, least_description=least_description)
