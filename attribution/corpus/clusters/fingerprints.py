"""Fingerprints by which sets that are alike, and wordings of which one holds the other, are found.

Sets that are alike share a band of their MinHash (datasketch): of two sets whose Jaccard similarity is s,
with the probability 1 - (1 - s**ROWS)**BANDS. That is 0.64 at 0.5, 0.89 at 0.6 and 0.99 at 0.7. What has a
stretch in common, be the rest as long as it may, shares a hash of its sketch (`store/sketches.py`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from attribution.lang.verifying import verifying
from attribution.store.sketches import sketch_of
from attribution.verify.given import read_given
from attribution.verify.stems import stem

BANDS, ROWS = 16, 4
SHINGLE = 3  # words of which the sets are made
HASH_BYTES = 8  # of a hash in a sketch: among hundreds of millions, four are shared by chance
SEED = 20_260
REMEMBERED = 200_000

# odd, one a row
_BAND_FACTORS = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93], np.uint64
)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a wording is found by: `stems` are hashes of its different words, `words` counts all."""

    words: int
    stems: list[int]
    shingles: list[bytes]
    sketch: list[int]


def fingerprint_of(words: str, language: str = "en") -> Fingerprint:
    """The fingerprint of the words of a quotation."""
    given = read_given(words, verifying(language))
    stems = [stem(word.key) for word in given.words]
    places = range(max(1, len(stems) - SHINGLE + 1))
    return Fingerprint(
        words=len(stems),
        stems=sorted({_hash(one) for one in stems}),
        shingles=[" ".join(stems[place : place + SHINGLE]).encode() for place in places],
        sketch=sketch_of(given, language, size=HASH_BYTES),
    )


def bands_of(sets: Iterable[Sequence[bytes]]) -> Iterator[list[int]]:
    """The bands of each set, numbers from -2**63 to 2**63 - 1; those of the same place compare."""
    empty = MinHash(num_perm=BANDS * ROWS, seed=SEED)
    for items in sets:
        sketch = empty.copy()
        sketch.update_batch(items)
        yield _bands(sketch.hashvalues)


def _bands(values: NDArray[np.uint64]) -> list[int]:
    mixed = (values.astype(np.uint64).reshape(BANDS, ROWS) * _BAND_FACTORS).sum(axis=1, dtype=np.uint64)
    return [int(number) for number in mixed.view(np.int64)]


@lru_cache(maxsize=REMEMBERED)
def _hash(word: str) -> int:
    return int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
