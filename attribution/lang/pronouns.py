"""Pronouns and what they can stand for, read from `pronouns.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class Pronouns:
    """The pronouns of a language, in lower case."""

    personal: dict[str, tuple[str, str]]  # word -> (gender m, f, n or "", number s, p or "")
    first_singular: frozenset[str]
    first_plural: frozenset[str]
    second: frozenset[str]
    relative: frozenset[str]
    things: frozenset[str]  # relative pronouns that never mean a person
    indefinite: dict[str, str]  # word -> group, person or thing

    @property
    def first(self) -> frozenset[str]:
        """First person, singular and plural."""
        return self.first_singular | self.first_plural


@cache
def pronouns(language: str) -> Pronouns:
    """The pronouns of a language. Raises ModelError when it has none.

    >>> pronouns("en").personal["she"]
    ('f', 's')
    """
    data = read_data(language, "pronouns")
    return Pronouns(
        personal={word: (entry["gender"], entry["number"]) for word, entry in data["personal"].items()},
        first_singular=frozenset(data["first"]["singular"]),
        first_plural=frozenset(data["first"]["plural"]),
        second=frozenset(data["second"]["words"]),
        relative=frozenset(data["relative"]["words"]),
        things=frozenset(data["relative"]["things"]),
        indefinite={word: kind for kind, words in data["indefinite"].items() for word in words},
    )
