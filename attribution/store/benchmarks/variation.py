"""Many articles out of few: copies with other names, figures and words, each of the same length.

So every place in the records stays true, the words are as frequent as in real news, and the same people are
quoted in many articles. One in ten is a syndicated copy: the words of another under another outlet.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from typing import Any

from attribution.records import Extraction, Model
from attribution.store.incoming import Incoming

WORLDS = 40  # sets of names: an article of one world names the people of that world
OUTLETS = 60
FIRST_DAY, DAYS = date(2016, 1, 1), 3650
COPIES = 10  # one article in so many repeats the one before
CHANGED = 3  # one word in so many is another one

_WORD = re.compile(r"[A-Za-z]+|\d+")
_YEAR = re.compile(r"(19|20)\d\d")
_SPOKEN = frozenset({"text", "name", "label", "title", "before", "after", "aliases", "topics"})

Pair = tuple[Mapping[str, Any], Extraction]


class Variation:
    """Articles made of `pairs` of an article in plain text and its records; number N is always the same."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs = [pair for pair in pairs if pair[0].get("text")]
        counts = Counter(word for article, _ in self._pairs for word in _WORD.findall(article["text"]))
        self._names = _by_length(_names(self._pairs))
        self._words = _by_length(
            word for word, count in counts.items() if word.islower() and len(word) > 4 and count < 500
        )

    def make(self, number: int) -> Incoming:
        """The article of that number, ready to be kept."""
        of = number - 1 if number % COPIES == COPIES - 1 else number
        article, extraction = self._pairs[of % len(self._pairs)]
        words = _Words(self._names, self._words, of)
        text = words.change(article["text"])
        day = FIRST_DAY + timedelta(days=number * 37 % DAYS)
        about = replace(
            _changed(extraction.article, words),
            id=f"made-{number}",
            url=f"https://outlet-{number % OUTLETS}.example/{number}",
            published=day.isoformat(),
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )
        return Incoming(replace(_changed(extraction, words), article=about), text=text)


class _Words:
    """Which word stands for which in one article."""

    def __init__(self, names: Mapping[str, list[str]], words: Mapping[str, list[str]], number: int) -> None:
        self._names, self._words, self._number = names, words, number
        self._known: dict[str, str] = {}

    def change(self, text: str) -> str:
        """The text with other words, each as long as the one that it stands for."""
        return _WORD.sub(lambda found: self._other(found[0]), text)

    def _other(self, word: str) -> str:
        if word not in self._known:
            self._known[word] = self._choose(word)
        return self._known[word]

    def _choose(self, word: str) -> str:
        if word.isdigit():
            return word if _YEAR.fullmatch(word) else self._figure(word)
        if word in self._names:
            return _turned(self._names[word], word, self._number % WORLDS)
        group = self._words.get(word)
        if group is None or (len(word) * 7 + ord(word[0]) + self._number) % CHANGED:
            return word
        return _turned(group, word, self._number // WORLDS)

    def _figure(self, word: str) -> str:
        chance = random.Random(f"{word}/{self._number}")
        first = chance.choice("123456789") if word[0] != "0" else "0"
        return first + "".join(chance.choice("0123456789") for _ in word[1:])


def _turned(group: list[str], word: str, steps: int) -> str:
    return group[(group.index(word) + steps) % len(group)]


def _names(pairs: Sequence[Pair]) -> set[str]:
    """The words of which names of speakers are made."""
    names = (speaker.name or "" for _, extraction in pairs for speaker in extraction.speakers)
    return {word for name in names for word in _WORD.findall(name) if word.istitle() and len(word) > 2}


def _by_length(words: Any) -> dict[str, list[str]]:
    """Each word with all that may stand for it: as long, and of the same ending."""
    groups: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
    for word in sorted(words):
        groups[len(word), word[-2:] if word.islower() else ""].append(word)
    return {word: group for group in groups.values() for word in group}


def _changed(value: Any, words: _Words) -> Any:
    """The records with other words wherever they have the article's."""
    if isinstance(value, tuple):
        return tuple(_changed(item, words) for item in value)
    if not is_dataclass(value) or isinstance(value, type | Model):
        return value
    changes = {field.name: _changed(getattr(value, field.name), words) for field in fields(value)}
    for name in _SPOKEN & changes.keys():
        changes[name] = _spoken(changes[name], words)
    return replace(value, **changes)


def _spoken(value: Any, words: _Words) -> Any:
    if isinstance(value, tuple):
        return tuple(_spoken(item, words) for item in value)
    return words.change(value) if isinstance(value, str) else value
