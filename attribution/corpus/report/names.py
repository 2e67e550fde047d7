"""What spellings of one name have in common, by which a report counts them together.

Nobody can take apart afterwards what is counted together here, so a doubt keeps two names apart. The store's
keys (`attribution/store/naming.py`) are wider: by them somebody is looked up, and then compared.
"""

from __future__ import annotations

import re

from attribution.lang.first_names import fold
from attribution.lang.identity import identity
from attribution.lang.joints import joints
from attribution.lang.titles import titles
from attribution.pipeline.names import parse_name, words_of_name
from attribution.store.naming import STROKES
from attribution.store.terms import terms_of

_INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}")  # "J.K."


def person_key(text: str, language: str = "en") -> str:
    """A person's name without case, accents, titles and the initials behind a first name.

    >>> person_key("Dr. Mára B. Lee"), person_key("Mara Lee")
    ('mara lee', 'mara lee')
    >>> person_key("J.K. Lee"), person_key("J. K. Lee"), person_key("A. Lee")
    ('j k lee', 'j k lee', 'a lee')
    """
    spaced = _INITIALS.sub(lambda found: found[0].replace(".", ". "), text)
    words = [word.translate(STROKES) for word in words_of_name(spaced.casefold())]
    name = parse_name(_untitled(words, language), titles(language))
    plain = [word for word in (fold(word).strip(".,“”‘’") for word in name.words) if word]
    kept = [word for number, word in enumerate(plain) if not number or word != name.suffix]
    if kept and len(kept[0]) > 1:
        last = len(kept) - 1
        kept = [word for number, word in enumerate(kept) if len(word) > 1 or number == last]
    return " ".join((*kept, *((name.suffix,) if name.suffix else ()))) or fold(text)


def body_key(text: str, language: str = "en") -> str:
    """The name of a body without case, accents, the article before it and its legal form.

    >>> body_key("The Times"), body_key("Times"), body_key("Time Inc.")
    ('times', 'times', 'time')
    """
    words = _words(text, language)
    legal = identity(language).legal
    while len(words) > 1 and words[-1] in legal:
        words.pop()
    if all(len(word) == 1 for word in words):  # letters by themselves are an abbreviation
        words = ["".join(words)]
    return " ".join(words) or fold(text)


def plain_name(text: str, language: str = "en") -> str:
    """A name without case, accents, marks and article, whoever has it.

    >>> plain_name("The London Stock-Exchange"), plain_name("London stock exchange")
    ('london stock exchange', 'london stock exchange')
    """
    return " ".join(_words(text, language)) or fold(text)


def _words(text: str, language: str) -> list[str]:
    first, *others = text.split() or [""]
    if others and first.casefold() in joints(language).articles:
        text = " ".join(others)
    return [term.word.replace("'", "") for term in terms_of(text, language)]


def _untitled(words: list[str], language: str) -> list[str]:
    """The words of a name without the titles before it.

    An office or a rank is one only if it is cut short, or if a full name that no legal form ends stands
    behind it: "General Motors" is no general.
    """
    data, legal = titles(language), identity(language).legal
    firm = bool(words) and words[-1].strip(".,") in legal
    while len(words) > 1 and data.is_title(words[0]):
        sure = words[0].endswith(".") or words[0] in data.courtesy
        if not sure and (len(words) == 2 or firm):
            break
        words = words[1:]
    return words
