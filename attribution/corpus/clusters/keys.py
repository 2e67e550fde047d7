"""What quotations of the same words share: a number of 63 bits, or nothing where the words tell too little.

Six words of which four are neither common nor stock are a wording, as in the store. Fewer are anybody's:
they have a number together with the full name of their speaker alone. Indirect quotations are the words of
reporters, who put the same into the same few words by chance, so of these more is asked for.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from attribution.lang.verifying import verifying
from attribution.store.entries import PERSON
from attribution.store.naming import folded_name, key_of_body, read_person
from attribution.store.sketches import telling, wording_of
from attribution.verify.given import Given, read_given

LEAST_SHORT = 3  # words that one speaker is known to repeat; "Yes" is said anew each time
LEAST_INDIRECT, LEAST_INDIRECT_TELLING = 8, 5  # words, and those that tell, of an indirect quotation


@dataclass(frozen=True, slots=True)
class Key:
    """The number, and whether it is that of a `wording`, which others can be like."""

    number: int
    wording: bool


def key_of(
    words: str, *, indirect: bool, speaker: str | None = None, kind: str | None = None, language: str = "en"
) -> Key | None:
    """The key of a quotation by its words in marks, or those of an indirect one; None: it is like no other.

    >>> one = key_of("“The labour of nine years sank at Ostby”", indirect=False)
    >>> one == key_of("The labor of 9 years sank at Ostby,", indirect=False)
    True
    >>> key_of("Yes, we can", indirect=False, speaker="Mara Lindqvist", kind="person").wording
    False
    """
    given = read_given(words, verifying(language))
    if indirect:
        return _indirect_key(given, language)
    number = wording_of(given)
    if number is not None:
        return Key(number, True)
    name = _full_name(speaker, kind)
    if name is None or len(given.words) < LEAST_SHORT:
        return None
    return Key(_number([*(word.key for word in given.words), "\n", name]), False)


def _indirect_key(given: Given, language: str) -> Key | None:
    keys = [word.key for word in given.words]
    if len(keys) < LEAST_INDIRECT or len(set(telling(keys, language))) < LEAST_INDIRECT_TELLING:
        return None
    number = wording_of(given)
    return None if number is None else Key(number, True)


def _full_name(speaker: str | None, kind: str | None) -> str | None:
    """The speaker as names are compared; a person without a first name may be another of that name."""
    if speaker is None:
        return None
    if kind != PERSON:
        return key_of_body(speaker) or None
    return folded_name(speaker) if read_person(speaker).full else None


def _number(words: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big") >> 1
