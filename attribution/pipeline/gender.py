"""The gender of each person, told by the article first and by the first name after."""

from __future__ import annotations

from collections.abc import Iterable

from attribution.lang.pronouns import Pronouns
from attribution.pipeline.candidates import SUBJECTS
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.people import Person, named_gender
from attribution.pipeline.words import Words

# How much a pronoun tells of the gender of the only person named around it (log odds by how often it agrees
# with titles and first names in the training articles).
OPENING = 3.8  # it opens the sentence after the one in which that person is the subject
SUBJECT_BEFORE = 2.7
OTHER_BEFORE = 1.9
SUBJECT_HERE = 2.7  # it follows in the same sentence
OTHER_HERE = 1.1
SOLE_NAME = 1.0  # a first name that stands alone; it can be a surname as well


def tell_genders(
    words: Words, lexicon: Lexicon, pronouns: Pronouns, people: list[Person], mentions: Iterable[NameMention]
) -> None:
    """Fill in what titles, person nouns, pronouns nearby and first names tell; `Person.gender` weighs it."""
    for person in people:
        person.given = named_gender(person, lexicon)
        sole = "" if person.name.full else lexicon.first_names.get(person.name.keys[0], "")
        if sole:
            person.nearby[sole] += SOLE_NAME
        for mention in person.mentions:
            for gender in _words_around(words, lexicon, mention):
                person.told[gender] += 1
    by_sentence: dict[int, list[NameMention]] = {}
    for mention in mentions:
        by_sentence.setdefault(words.sentence[mention.first], []).append(mention)
    for token, lower in enumerate(words.lower):
        gender, _ = pronouns.personal.get(lower, ("", ""))
        if gender in ("m", "f"):
            at = words.sentence[token]
            who, worth = _meant(words, token, by_sentence.get(at, []), by_sentence.get(at - 1, []))
            if who >= 0:
                people[who].nearby[gender] += worth


def _meant(words: Words, token: int, here: list[NameMention], before: list[NameMention]) -> tuple[int, float]:
    """The only person named around a pronoun, and how much that tells; -1 when there is none or several."""
    named = here or before
    who = named[0].person if named else -1
    if who < 0 or any(mention.person != who for mention in named):
        return -1, 0.0
    subject = any(words.dep[m.last - 1] in SUBJECTS and not m.possessive for m in named if m.last <= token)
    if here:
        return who, SUBJECT_HERE if subject else OTHER_HERE
    if subject and token == words.sentences[words.sentence[token]][0]:
        return who, OPENING
    return who, SUBJECT_BEFORE if subject else OTHER_BEFORE


def _words_around(words: Words, lexicon: Lexicon, mention: NameMention) -> list[str]:
    """Genders told by titles and person nouns beside a name."""
    found = [lexicon.titles.courtesy.get(title, "") for title in mention.titles]
    if mention.lead > 0:
        found.append(lexicon.nouns.person.get(words.lower[mention.lead - 1], ""))
    found.extend(lexicon.nouns.person.get(title, "") for title in mention.titles)
    if mention.last + 1 < len(words) and words.lower[mention.last] == ",":
        for i in range(mention.last + 1, min(mention.last + 5, len(words))):
            if words.tag[i] in ("NN",) and words.dep[i] == "appos":
                found.append(lexicon.nouns.person.get(words.lower[i], ""))
    return [gender for gender in found if gender]
