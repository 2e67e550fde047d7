"""The gender of each person, told by the article first and by the first name after."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

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
# A first name that stands alone, by its gender. It can be a surname as well, which few names of women are.
SOLE_NAME = {"m": 2.0, "f": 4.0}
CLIMB = 12  # words to climb from a pronoun to the clause that it stands in


def tell_genders(
    words: Words,
    lexicon: Lexicon,
    pronouns: Pronouns,
    people: list[Person],
    mentions: Iterable[NameMention],
    quoted: Sequence[bool] = (),
) -> None:
    """Fill in what titles, person nouns, pronouns nearby and first names tell; `Person.gender` weighs it.

    `quoted` tells of each token whether it stands in quotation marks: who speaks is not the "he" of his own
    words, so a pronoun tells of names on its own side of the marks alone.
    """
    for person in people:
        person.given = named_gender(person, lexicon)
        sole = "" if person.name.full else lexicon.first_names.get(person.name.keys[0], "")
        if sole:
            person.nearby[sole] += SOLE_NAME[sole]
        for mention in person.mentions:
            for gender in _words_around(words, lexicon, mention):
                person.told[gender] += 1
    by_sentence: dict[int, list[NameMention]] = {}
    for mention in mentions:
        by_sentence.setdefault(words.sentence[mention.first], []).append(mention)
    for token, lower in enumerate(words.lower):
        gender, _ = pronouns.personal.get(lower, ("", ""))
        if gender in ("m", "f"):
            at, inside = words.sentence[token], any(quoted[token : token + 1])
            here = [m for m in by_sentence.get(at, []) if not _owned(words, token, m)]
            named = here or by_sentence.get(at - 1, [])
            if any(any(quoted[m.first : m.last]) is inside for m in named):
                who, worth = _meant(words, token, named)
                if who >= 0:
                    people[who].nearby[gender] += worth


def _meant(words: Words, token: int, named: list[NameMention]) -> tuple[int, float]:
    """The only person named around a pronoun, and how much that tells; -1 when there is none or several."""
    who = named[0].person if named else -1
    if who < 0 or any(mention.person != who for mention in named) or _of_another(words, token, named):
        return -1, 0.0
    subject = any(words.dep[m.last - 1] in SUBJECTS and not m.possessive for m in named if m.last <= token)
    if words.sentence[named[0].first] == words.sentence[token]:
        return who, SUBJECT_HERE if subject else OTHER_HERE
    if subject and token == words.sentences[words.sentence[token]][0]:
        return who, OPENING
    return who, SUBJECT_BEFORE if subject else OTHER_BEFORE


def _owned(words: Words, token: int, mention: NameMention) -> bool:
    """Whether a name explains the noun that a pronoun owns: in "Her brother, Lee" she is not Lee."""
    noun = words.head[token]
    if words.tag[token] != "PRP$" or not token < noun < mention.lead:
        return False
    first, last = words.subtree(noun)
    return first <= mention.lead < last and "," in words.text[noun : mention.lead]


def _of_another(words: Words, token: int, named: list[NameMention]) -> bool:
    """Whether a pronoun is in a "who" clause about nobody named: "the baker who lost his cap"."""
    for _ in range(CLIMB):
        if words.dep[token] == "relcl":
            about = words.head[token]
            who = any(words.tag[i] == "WP" and words.dep[i] in SUBJECTS for i in words.children[token])
            return who and not any(m.lead <= about < m.last for m in named)
        token = words.head[token]
    return False


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
