"""Words as they are compared where two wordings differ: contractions apart, numbers by their worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from attribution.lang.conflicts import Conflicting
from attribution.verify.stems import stem
from attribution.verify.words import Word


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a part of one: `form` is what it is compared by; a `name` is written as names are."""

    key: str
    form: str
    number: bool = False
    name: bool = False


def tokens_of(text: str, words: Sequence[Word], data: Conflicting) -> list[Token]:
    """The tokens of words that stand beside each other in `text`; signs of money are left out.

    >>> from attribution.lang.conflicts import conflicting
    >>> from attribution.lang.verifying import verifying
    >>> from attribution.verify.words import words_of
    >>> text = "It'll cost $1.5bn"
    >>> [token.form for token in tokens_of(text, words_of(text, verifying("en")), conflicting("en"))]
    ['it', 'will', 'cost', '1500000000']
    """
    found: list[Token] = []
    for word in words:
        name = text[word.start].isupper() and not _begins_sentence(text, word.start)
        for key in _parts(word.key, data):
            key = data.magnitudes.get(key, key) if text[: word.start].rstrip()[-1:].isdigit() else key
            if key in data.values and found and found[-1].number:
                found[-1] = _times(found[-1], data.values[key])
            elif key == "cent" and found and found[-1].key == "per":
                found[-1] = _token("percent", name=False, data=data)
            elif key not in data.currencies:
                found.append(_token(key, name=name and key != "i", data=data))
    return found


def _token(key: str, *, name: bool, data: Conflicting) -> Token:
    if key[:1].isdigit() or (key[:1] == "-" and key[1:2].isdigit()):
        return Token(key, key, number=True)
    if key in data.values:
        return Token(key, str(data.values[key]), number=True)
    return Token(key, data.modals.get(key) or stem(key), name=name)


def _times(token: Token, worth: int) -> Token:
    """A number that a word behind it multiplies."""
    try:
        value = float(token.form) * worth
    except ValueError:  # a score or a time of day
        return token
    form = str(int(value)) if value.is_integer() else repr(value)
    return Token(token.key, form, number=True)


def _parts(key: str, data: Conflicting) -> Iterator[str]:
    if key in data.split:
        yield from data.split[key]
        return
    ending = next((ending for ending in data.contractions if key.endswith(ending)), None)
    if ending is None or key == ending:
        yield key
        return
    yield key.removesuffix(ending)
    yield data.contractions[ending]


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(" “”‘’\"'([")
    return not before or before[-1] in ".!?…:\n–—"
