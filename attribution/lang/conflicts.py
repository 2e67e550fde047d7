"""What tells that two wordings of a quotation differ in a way that matters, read from `conflicts.toml`."""

from __future__ import annotations

from collections.abc import Mapping
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
        behind=frozenset(data["behind"]),
        before=frozenset(data["before"]),
        magnitudes=data["magnitudes"],
        values=data["values"],
        contractions=data["contractions"],
        split={word: tuple(words) for word, words in data["split"].items()},
    )
