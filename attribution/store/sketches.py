"""The words of a quotation that stand in marks, and hashes by which others that share a stretch are found.

What is hashed are shingles, three terms in a row that carry sense, numbers being all the same. Of short words
all are kept, of longer ones those that winnowing selects (Schleimer, Wilkerson and Aiken, "Winnowing: local
algorithms for document fingerprinting", SIGMOD 2003): the least hash of each few in a row, so that any
stretch of SPAN terms which two have in common has a hash that is kept of both.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from attribution.lang.conflicts import conflicting
from attribution.records import Extraction
from attribution.store.terms import term_of
from attribution.verify.given import Given

SHINGLE, WINDOW = 3, 4  # terms of a shingle; shingles of which one is kept
SPAN = SHINGLE + WINDOW - 1
FEW = 10  # shingles that are all kept
SHORT = 8  # terms, up to which shingles with a gap are kept besides
MOST = 32  # hashes of one quotation
BYTES = 4  # of a hash as the store keeps it
LEAST_WORDS, LEAST_TELLING = 6, 4  # of a quotation that is compared with others
GAP = " … "

_NUMBER = "0"


def marked_words(extraction: Extraction) -> dict[str, str]:
    """The words in marks of the statements of a record, by the ids of their quotations.

    Not of those that hold the words of somebody else, nor of these: it is not plain who says what.
    """
    nested = {quotation.parent for quotation in extraction.quotations}
    return {
        quotation.id: GAP.join(span.text for span in quotation.quoted)
        for quotation in extraction.quotations
        if quotation.statement and quotation.quoted
        if quotation.parent is None and quotation.id not in nested
    }


def wording_of(given: Given) -> int | None:
    """A number that the same words share, however they are written; None for what says too little.

    It is of 63 bits, that any two different wordings have the same one is as good as impossible.
    """
    keys = [word.key for word in given.words]
    if len(keys) < LEAST_WORDS or len(set(telling(keys))) < LEAST_TELLING:
        return None
    written = " ".join(f"{key}…" if gap != "none" else key for key, gap in zip(keys, given.gaps, strict=True))
    digest = hashlib.blake2b(written.encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def telling(keys: Collection[str], language: str = "en") -> Iterator[str]:
    """Words that neither everybody says nor stock phrases are made of."""
    data = conflicting(language)
    return (key for key in keys if key not in data.common and key not in data.stock)


def sketch_of(given: Given, language: str = "en", *, size: int = BYTES) -> list[int]:
    """The hashes by which a quotation is found, from 0 to 2**31 - 1, or of `size` bytes less the first bit.

    >>> from attribution.lang.verifying import verifying
    >>> from attribution.verify.given import read_given
    >>> one = read_given("The new pier will cost nine million crowns", verifying("en"))
    >>> other = read_given("“The new pier cost ten million crowns”", verifying("en"))
    >>> len(set(sketch_of(one)) & set(sketch_of(other)))
    10
    """
    passed = _passed(language)
    terms = [_mask(term_of(word.key)) for word in given.words if word.key not in passed]
    shingles = [terms[place : place + SHINGLE] for place in range(max(1, len(terms) - SHINGLE + 1))]
    hashes = [_hash(shingle, size) for shingle in shingles]
    if len(hashes) > FEW:
        kept = [*_winnowed(hashes)]
    elif len(terms) > SHORT:
        kept = hashes
    else:
        kept = [*hashes, *(_hash(shingle, size) for shingle in _with_gaps(terms))]
    return list(dict.fromkeys(kept))[:MOST]


def _with_gaps(terms: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Shingles that pass over a term: of a few terms, one that differs is in all others."""
    for place in range(len(terms) - SHINGLE):
        first, second, third, fourth = terms[place : place + SHINGLE + 1]
        yield first, second, fourth
        yield first, third, fourth


def _winnowed(hashes: Sequence[int]) -> Iterator[int]:
    for first in range(len(hashes) - WINDOW + 1):
        yield min(hashes[first : first + WINDOW])


def _hash(terms: Sequence[str], size: int) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(terms).encode(), digest_size=size).digest(), "big") >> 1


def _mask(term: str) -> str:
    """Numbers are what wordings often differ in, so they are no part of a sketch."""
    return _NUMBER if any(letter.isdigit() for letter in term) else term


@cache
def _passed(language: str) -> frozenset[str]:
    """Words without which the rest still tells what is said, negations among them."""
    data = conflicting(language)
    return data.common | data.modals.keys() | data.currencies | {"not", "never", "no"}
