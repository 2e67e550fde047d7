"""Which language an article is in, told by its small words; light enough to ask of every article."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from attribution.lang.loader import read_data

SURE = 0.75  # from here on the answer of `detect` can be relied on

_SAMPLE = 2_000  # code points looked at
_ENOUGH = 20  # words from which a text can be judged
_COVERED = 0.12  # share of a text's words that its language's small words make up at least
_RELATED = 0.4  # share of small words in common that makes two languages hard to tell apart
_OTHER_SCRIPT = 0.5  # share of letters

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def detect(text: str) -> tuple[str, float]:
    """Code of the language of `text` (its beginning) and how sure that is, from 0 to 1.

    `("", 0.0)` where the text is too short, or in none of the languages known. The sureness compares the
    language with what speaks for any other that is no close relative: Danish may be called Norwegian.

    >>> detect("Hallo")
    ('', 0.0)
    """
    sample = text[:_SAMPLE].casefold()
    script = _by_script(sample)
    if script[0]:
        return script
    words = _WORD.findall(sample.replace("’", "'"))
    if len(words) < _ENOUGH:
        return "", 0.0
    return _by_words(Counter(words), len(words))


def _by_words(counts: Counter[str], total: int) -> tuple[str, float]:
    hits: Counter[str] = Counter()
    languages = _languages_of_words()
    for word in languages.keys() & counts.keys():
        for code in languages[word]:
            hits[code] += counts[word]
    best = max(hits, key=lambda code: hits[code], default="")
    if hits[best] < _COVERED * total or not best:
        return "", 0.0
    own, related = _small_words()[best], _relatives(best)
    rivals: Counter[str] = Counter()
    for word in languages.keys() & counts.keys() - own:
        for code in languages[word]:
            rivals[code] += counts[word] * (code not in related)
    return best, hits[best] / (hits[best] + max(rivals.values(), default=0))


def _by_script(sample: str) -> tuple[str, float]:
    """The language that alone is told by most letters of the sample, if one is."""
    if sample.isascii():
        return "", 0.0
    foreign = Counter(filter(str.isalpha, re.sub(r"[\x00-\u036f]+", "", sample)))
    letters = sum(map(str.isalpha, sample))
    if letters < _ENOUGH or sum(foreign.values()) < _OTHER_SCRIPT * letters:
        return "", 0.0
    found: Counter[str] = Counter()
    for code, (first, last) in read_data("mul", "function_words")["scripts"].items():
        found[code] = sum(n for letter, n in foreign.items() if first <= ord(letter) <= last)
    if found["ja"] * 10 > found["zh"] > 0:
        return "ja", 1.0  # Japanese mixes its own letters with Chinese ones
    code, count = found.most_common(1)[0]
    return (code, count / letters) if count else ("", 0.0)


@cache
def _small_words() -> dict[str, frozenset[str]]:
    listed = read_data("mul", "function_words")["words"]
    return {code: frozenset(words.split()) for code, words in listed.items()}


@cache
def _languages_of_words() -> dict[str, list[str]]:
    languages: dict[str, list[str]] = {}
    for code, words in _small_words().items():
        for word in words:
            languages.setdefault(word, []).append(code)
    return languages


@cache
def _relatives(code: str) -> frozenset[str]:
    """The language and those that share many of its small words."""
    known = _small_words()
    enough = _RELATED * len(known[code])
    return frozenset(other for other, words in known.items() if len(words & known[code]) >= enough)
