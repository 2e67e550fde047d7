"""Words around a name, read from `titles.toml`: courtesy titles, offices, suffixes, short names."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class Titles:
    """The title data of a language. All words are lower case and without full stops."""

    courtesy: dict[str, str]  # title -> m, f or ""
    offices: dict[str, str]  # title -> the noun that it stands for
    plural: frozenset[str]
    shortened: frozenset[str]  # written with a full stop that ends no sentence
    ambiguous: frozenset[str]
    office_tail: frozenset[str]
    seats: frozenset[str]  # offices that are of or for a place or body
    suffixes: frozenset[str]
    honours: frozenset[str]
    particles: frozenset[str]
    leading_particles: frozenset[str]
    joined: frozenset[str]
    nicknames: dict[str, tuple[str, ...]]

    def is_title(self, word: str) -> bool:
        """Whether `word` (any case, with or without its full stop) can stand before a name."""
        key = word.lower().rstrip(".")
        return key in self.courtesy or key in self.offices


@cache
def titles(language: str) -> Titles:
    """The titles of a language. Raises ModelError when it has none.

    >>> titles("en").is_title("Sen.")
    True
    """
    data = read_data(language, "titles")

    def words(section: str) -> frozenset[str]:
        return frozenset(data[section]["words"])

    return Titles(
        courtesy=dict(data["courtesy"]),
        offices=dict(data["offices"]),
        plural=words("plural"),
        shortened=words("shortened"),
        ambiguous=words("ambiguous"),
        office_tail=words("office_tail"),
        seats=words("seats"),
        suffixes=words("suffixes"),
        honours=words("honours"),
        particles=words("particles"),
        leading_particles=words("leading_particles"),
        joined=words("joined"),
        nicknames={short: tuple(long) for short, long in data["nicknames"].items()},
    )
