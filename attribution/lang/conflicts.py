"""What tells that two wordings of a quotation differ in a way that matters, read from `conflicts.toml`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True, eq=False)
class Conflicting:
    """The data of a language, all in lower case; `conflicts.toml` tells what each list is for.

    There is one of each language, so it can be told from others by its identity.
    """

    common: frozenset[str]
    stock: frozenset[str]
    currencies: frozenset[str]
    modals: Mapping[str, str]  # a verb -> the first of its group
    opposites: Mapping[str, frozenset[str]]  # a word -> those that say the opposite
    behind: frozenset[str]
    before: frozenset[str]
    magnitudes: Mapping[str, str]
    values: Mapping[str, int]
    contractions: Mapping[str, str]
    split: Mapping[str, tuple[str, ...]]


@cache
def conflicting(language: str) -> Conflicting:
    """The data of a language. Raises ModelError when it has none.

    >>> conflicting("en").modals["would"]
    'will'
    """
    data = read_data(language, "conflicts")
    return Conflicting(
        common=frozenset(data["common"]),
        stock=frozenset(data["stock"]),
        currencies=frozenset(data["currencies"]),
        modals={verb: group[0] for group in data["modals"] for verb in group},
        opposites=_opposites(data["opposites"]),
        behind=frozenset(data["behind"]),
        before=frozenset(data["before"]),
        magnitudes=data["magnitudes"],
        values=data["values"],
        contractions=data["contractions"],
        split={word: tuple(words) for word, words in data["split"].items()},
    )


def _opposites(pairs: Iterable[Sequence[Sequence[str]]]) -> dict[str, frozenset[str]]:
    """Of each word all that says the opposite, seen from either side."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        for words, against in ((one, other), (other, one)):
            for word in words:
                found[word].update(against)
    return {word: frozenset(against) for word, against in found.items()}
