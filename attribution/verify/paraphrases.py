"""The same in other words: sentences that share what a quotation is about. A heuristic, without any model.

Words are compared by their stems and weighed by how rare they are in the original. Numbers must all be
there, and a sentence that denies is no paraphrase of one that does not.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from operator import attrgetter

import snowballstemmer
from spacy.lang.en.stop_words import STOP_WORDS

from attribution.lang.verifying import Verifying
from attribution.verify import meaning
from attribution.verify.given import Given
from attribution.verify.words import Text, Word

LEAST_SHARE, LEAST_WORDS = 0.5, 2
MOST_READ = 16  # stretches whose meaning is looked at
NEAR, OPPOSITE = 0.63, 0.07  # the least product of two vectors, and more where one denies
SAME, LEAST_REORDERED = 0.85, 6  # the share of words, and how many, that make it the same in another order
STEMS_WEIGHT = 0.1


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A stretch of the original, and the share of what the quotation is about that it has."""

    start: int
    end: int
    share: float
    same_words: bool = False  # in another order


@cache
def stem(key: str) -> str:
    """The stem of a word.

    >>> stem("rebuilding") == stem("rebuilds")
    True
    """
    return str(_stemmer().stemWord(key))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")


def stems_of(words: Sequence[Word]) -> set[str]:
    """Stems of the words that carry the sense."""
    return {
        stem(word.key)
        for word in words
        if (word.key not in STOP_WORDS and len(word.key) > 1) or word.key.isdigit()
    }


def find_paraphrase(
    given: Given, read: Text, contents: Sequence[tuple[int, int]], data: Verifying
) -> Paraphrase | None:
    """The stretch of the original that says most nearly what the given words say, or None.

    `contents` are places of quotations in it, which are looked at besides its sentences.
    """
    wanted = stems_of(given.words)
    stretches = [(words, stems_of(words)) for words in _stretches(read, contents)]
    if len(wanted) < LEAST_WORDS or not stretches:
        return None
    weights = _weights(wanted, [stems for _, stems in stretches])
    numbers = {key for key in wanted if key[0].isdigit()}
    found = [(_share(wanted & stems, weights), words) for words, stems in stretches if numbers <= stems]
    found.sort(key=lambda entry: (-entry[0], entry[1][-1].end - entry[1][0].start))
    ours = Counter(word.key for word in given.words)
    reordered = next((words for _, words in found if _has_same_words(ours, words)), None)
    if reordered:
        return Paraphrase(reordered[0].start, reordered[-1].end, SAME, same_words=True)
    return (
        _by_meaning(given, read, found[:MOST_READ], data)
        if meaning.available()
        else _by_stems(given, found, data)
    )


def _has_same_words(given: Counter[str], words: Sequence[Word]) -> bool:
    """Whether nearly all words are there, in whatever order."""
    there = given & Counter(word.key for word in words)
    return there.total() >= SAME * given.total() and given.total() >= LEAST_REORDERED


def _by_stems(given: Given, found: Iterable[tuple[float, list[Word]]], data: Verifying) -> Paraphrase | None:
    wanted, denies = stems_of(given.words), _denies(given.words, data)
    for share, words in found:
        shared = len(wanted & stems_of(words))
        if share >= LEAST_SHARE and shared >= LEAST_WORDS and _denies(words, data) == denies:
            return Paraphrase(words[0].start, words[-1].end, share)
    return None


def _by_meaning(
    given: Given, read: Text, found: Sequence[tuple[float, list[Word]]], data: Verifying
) -> Paraphrase | None:
    texts = [read.text[words[0].start : words[-1].end] for _, words in found]
    if not texts:
        return None
    near = meaning.vectors(texts) @ meaning.vectors([given.text])[0]
    best = int(near.argmax())
    share, words = found[best]
    unlike = _denies(given.words, data) != _denies(words, data)
    if near[best] + STEMS_WEIGHT * share < NEAR + OPPOSITE * unlike:
        return None
    return Paraphrase(words[0].start, words[-1].end, float(near[best]))


def _share(shared: set[str], weights: Mapping[str, float]) -> float:
    return sum(weights[key] for key in shared) / sum(weights.values())


def _weights(wanted: set[str], stretches: Sequence[set[str]]) -> dict[str, float]:
    counts = Counter(key for stems in stretches for key in stems)
    return {key: math.log((1 + len(stretches)) / (1 + counts[key])) + 0.3 for key in wanted}


def _denies(words: Sequence[Word], data: Verifying) -> bool:
    return sum(data.negates(word.key) for word in words) % 2 == 1


def _stretches(read: Text, contents: Sequence[tuple[int, int]]) -> Iterator[list[Word]]:
    """Sentences, each with the next, and what else is asked for."""
    places = [*read.sentences, *contents]
    places += [(first[0], second[1]) for first, second in pairwise(read.sentences)]
    for start, end in dict.fromkeys(places):
        first = bisect_left(read.words, start, key=attrgetter("start"))
        if words := read.words[first : bisect_left(read.words, end, key=attrgetter("start"))]:
            yield words
