"""Small words that hold names and descriptions together, read from `joints.toml`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class Joints:
    """Function words of a language, in lower case; `joints.toml` tells what each list is for."""

    articles: frozenset[str]
    definite: frozenset[str]
    new: frozenset[str]
    single: frozenset[str]
    hedges: frozenset[str]
    counting: frozenset[str]
    conjunctions: frozenset[str]
    of: frozenset[str]
    complements: frozenset[str]
    links: frozenset[str]
    inside: frozenset[str]
    home: frozenset[str]
    filling: frozenset[str]
    examples: frozenset[str]
    example_tails: frozenset[str]
    naming: frozenset[str]
    supposing: frozenset[str]
    reflexive: frozenset[str]
    who: frozenset[str]
    copulas: frozenset[str]
    former: frozenset[str]
    former_prefixes: tuple[str, ...]
    past: frozenset[str]
    denying: frozenset[str]
    term_from: frozenset[str]
    term_to: frozenset[str]
    ages: frozenset[str]
    of_bodies: frozenset[str]
    ending: frozenset[str]
    past_copulas: frozenset[str]
    past_perfect: tuple[str, ...]
    below: frozenset[str]
    born: frozenset[str]
    comparing: frozenset[str]
    lesser: frozenset[str]
    awaiting: frozenset[str]
    ranks: frozenset[str]
    passing: frozenset[str]
    owning_nothing: frozenset[str]
    speaking_for: frozenset[str]
    households: frozenset[str]
    belonging: frozenset[str]
    origins: frozenset[str]
    making: frozenset[str]
    others: frozenset[str]
    turns: frozenset[str]
    person_endings: tuple[str, ...]
    document_endings: tuple[str, ...]
    origin_endings: tuple[str, ...]
    verb_endings: tuple[str, ...]


@cache
def joints(language: str) -> Joints:
    """The function words of a language. Raises ModelError when it has none.

    >>> "the" in joints("en").definite
    True
    """
    data = read_data(language, "joints")
    made: dict[str, Any] = {}
    for field in fields(Joints):
        made[field.name] = (tuple if field.type == "tuple[str, ...]" else frozenset)(data[field.name])
    return Joints(**made)
