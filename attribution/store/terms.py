"""Words as both databases index them, so that a search finds the same in either.

A term is the stem of a word that was made comparable (`verify/words.py`): what differs in type, accents,
spelling or ending alone is one term. SQLite's FTS5 and PostgreSQL's text search are given terms, never text,
and neither stems nor splits anything itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from attribution.lang.verifying import verifying
from attribution.verify.stems import stem
from attribution.verify.words import words_of

VERSION = 1  # of the terms; what was indexed under another must be indexed anew
LONGEST = 64  # code points of a term; what is longer is no word
TOKENIZER = "ascii tokenchars '.,:%&-$_'''"  # FTS5: every character that a term can have


@dataclass(frozen=True, slots=True)
class Term:
    """A term and the word in the text that it stands for, in code points."""

    start: int
    end: int
    key: str
    word: str  # not stemmed


def terms_of(text: str, language: str = "en") -> list[Term]:
    """The terms of a text, in order.

    >>> [term.key for term in terms_of("Organised “labour” re-opened 1,000 cafés")]
    ['organiz', 'labor', 're', 'open', '1000', 'cafe']
    """
    found = words_of(text, verifying(language))
    return [Term(word.start, word.end, term_of(word.key), word.key) for word in found]


def term_of(key: str) -> str:
    """The term of a word by its key."""
    return stem(key)[:LONGEST]


def as_column(terms: Iterable[Term]) -> str:
    """Terms as the column that is indexed holds them."""
    return " ".join(term.key for term in terms)


def fingerprint_of(terms: Iterable[Term]) -> str:
    """A short hash that texts of the same words share, whatever their marks, type and spelling.

    >>> fingerprint_of(terms_of("We’ll  see, “labour”")) == fingerprint_of(terms_of("we'll see labor"))
    True
    """
    words = " ".join(term.word for term in terms)
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
