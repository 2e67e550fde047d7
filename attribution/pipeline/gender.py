"""The gender of each person, told by the article first and by the first name after."""

from __future__ import annotations

from collections.abc import Iterable

from attribution.lang.pronouns import Pronouns
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.people import Person, named_gender
from attribution.pipeline.words import Words


def tell_genders(
    words: Words, lexicon: Lexicon, pronouns: Pronouns, people: list[Person], mentions: Iterable[NameMention]
) -> None:
    """Fill in what titles, person nouns, pronouns nearby and first names tell; `Person.gender` weighs it."""
    for person in people:
        person.given = named_gender(person, lexicon)
        for mention in person.mentions:
            for gender in _words_around(words, lexicon, mention):
                person.told[gender] += 1
    alone = _alone_in_sentence(words, mentions)
    seen: dict[int, int] = {}  # sentence -> person of the last counted pronoun
    for i, lower in enumerate(words.lower):
        gender, _ = pronouns.personal.get(lower, ("", ""))
        if gender not in ("m", "f"):
            continue
        at = words.sentence[i]
        who = alone.get(at, alone.get(at - 1) if at not in alone else None)
        if who is not None and who >= 0 and seen.get(at) != who:
            seen[at] = who
            people[who].nearby[gender] += 1


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


def _alone_in_sentence(words: Words, mentions: Iterable[NameMention]) -> dict[int, int]:
    """Sentence -> the only person named in it; -1 where several are."""
    alone: dict[int, int] = {}
    for mention in mentions:
        at = words.sentence[mention.first]
        if alone.setdefault(at, mention.person) != mention.person:
            alone[at] = -1
    return alone
