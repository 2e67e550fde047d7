"""Stems of words, by Snowball's English stemmer (Porter 2)."""

from __future__ import annotations

from functools import cache, lru_cache

import snowballstemmer

KEPT = 100_000  # stems remembered: stemming a word anew takes twenty times as long


@lru_cache(maxsize=KEPT)
def stem(key: str) -> str:
    """The stem of a word in small letters.

    >>> stem("rebuilding") == stem("rebuilds")
    True
    """
    return str(_stemmer().stemWord(key))


@cache
def _stemmer() -> snowballstemmer.stemmer:
    return snowballstemmer.stemmer("english")
