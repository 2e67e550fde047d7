"""Labels of interviews: initials stand for the one person of the article whose full name has them."""

from __future__ import annotations

from collections.abc import Sequence

from attribution.pipeline.annotations import RelationNote
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.names import Name
from attribution.pipeline.people import Person
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words

LABEL = "label"  # evidence of words behind a name and a colon at the head of a line
INITIALS = "initials"  # evidence of a speaker known by them
MOST = 4  # letters at most
TURNS = 2  # labels that are initials, from which on they are taken for some


def letters_of(label: str) -> str:
    """The capitals of a label that can be initials, else "".

    >>> letters_of("R. L."), letters_of("RL"), letters_of("Lee"), letters_of("Q")
    ('RL', 'RL', '', '')
    """
    letters = "".join(part for piece in label.split() for part in piece.split("."))
    spelled = all(len(piece.strip(".")) == 1 for piece in label.split()) or len(label.split()) == 1
    plain = letters.isalpha() and letters.isupper() and spelled
    return letters if plain and 1 < len(letters) <= MOST else ""


def labels_in(
    words: Words, lexicon: Lexicon, relations: Sequence[RelationNote], sources: Sequence[Source | None]
) -> dict[int, str]:
    """First token of a source -> its initials, where the labels of an article are some.

    One alone is none, nor what abbreviates an office: "PM: ‘No early election’".
    """
    found: dict[int, str] = {}
    for relation, source in zip(relations, sources, strict=True):
        if source is None or LABEL not in relation["evidence"]:
            continue
        label = words.phrase(*words.within(*relation["source"] or (0, 0)))
        office = lexicon.titles.is_title(label) or label.lower() in lexicon.nouns.person
        if letters_of(label) and not office:
            found[source.first] = letters_of(label)
    return found if len(found) >= TURNS else {}


def bearers(letters: str, people: Sequence[Person]) -> list[int]:
    """The people whose full name has these initials; middle names may be passed over."""
    return [at for at, person in enumerate(people) if person.name.full and letters in _initials(person.name)]


def _initials(name: Name) -> set[str]:
    words = name.words[:-1] if name.suffix else name.words
    parts = [part for word in words for part in word.split("-") if part]
    capitals = [word for word in words if word[0].isupper()]
    spellings = (words, parts, capitals, (words[0], words[-1]))
    return {"".join(word[0] for word in spelling).upper() for spelling in spellings}
