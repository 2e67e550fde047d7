"""What the comparison of a quotation with its original goes by, read from `verifying.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True, eq=False)
class Verifying:
    """The data of a language, all in lower case; `verifying.toml` tells what each list is for.

    There is one of each language, so it can be told from others by its identity, and words be remembered.
    """

    fillers: frozenset[str]
    joined: frozenset[str]
    apart: frozenset[str]
    same: Mapping[str, str]  # a word or symbol in the spelling that it is compared in
    negations: frozenset[str]
    negative_endings: tuple[str, ...]
    prefixes: tuple[str, ...]
    magnitudes: frozenset[str]
    conditions: frozenset[str]
    reversals: frozenset[str]
    before: frozenset[str]
    after: frozenset[str]
    own_subjects: frozenset[str]
    own_helpers: frozenset[str]
    own_verbs: frozenset[str]
    phrases: tuple[str, ...]
    leading: tuple[str, ...]
    either_way: tuple[str, ...]
    undoing: frozenset[str]
    restricting: frozenset[str]
    abbreviations: frozenset[str]

    def negates(self, key: str) -> bool:
        """Whether a word turns what it stands with into its opposite."""
        return key in self.negations or key.endswith(self.negative_endings)


@cache
def verifying(language: str) -> Verifying:
    """The data of a language. Raises ModelError when it has none.

    >>> data = verifying("en")
    >>> data.same["organised"], data.same["seven"]
    ('organized', '7')
    """
    data = read_data(language, "verifying")
    turning = data["turning"]
    return Verifying(
        fillers=frozenset(data["fillers"]),
        joined=frozenset(data["joined"]),
        apart=frozenset(data["apart"]),
        same={**_spellings(data), **data["words"], **data["symbols"], **data["numbers"]},
        negations=frozenset(turning["negations"]),
        negative_endings=tuple(turning["endings"]),
        prefixes=tuple(turning["prefixes"]),
        magnitudes=frozenset(turning["magnitudes"]),
        conditions=frozenset(turning["conditions"]),
        reversals=frozenset(turning["reversals"]),
        before=frozenset(turning["before"]),
        after=frozenset(turning["after"]),
        own_subjects=frozenset(turning["own_subjects"]),
        own_helpers=frozenset(turning["own_helpers"]),
        own_verbs=frozenset(turning["own_verbs"]),
        phrases=tuple(turning["phrases"]),
        leading=tuple(turning["leading"]),
        either_way=tuple(turning["either_way"]),
        undoing=frozenset(turning["undoing"]),
        restricting=frozenset(turning["restricting"]),
        abbreviations=frozenset(data["sentences"]["abbreviations"]),
    )


def _spellings(data: dict[str, Any]) -> dict[str, str]:
    return {
        stem + pattern["from"] + ending: stem + pattern["to"] + ending
        for pattern in data["spelling"].values()
        for stem in pattern["stems"]
        for ending in pattern["endings"]
    }
