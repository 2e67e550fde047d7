"""What the quotations that fit a query have in common: how many there are of each value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, func

from attribution.errors import InputError
from attribution.store.matches import COUNTED, Matches
from attribution.store.query import Query
from attribution.store.store import Store
from attribution.store.tables import quotations

SHOWN = 20  # values of a facet, the most frequent ones

_IS = quotations.c
FACETS: Mapping[str, ColumnElement[Any]] = MappingProxyType(
    {
        "type": _IS.type,
        "act": _IS.act,
        "speaker": _IS.speaker,
        "role": _IS.role,
        "affiliation": _IS.affiliation,
        "outlet": _IS.outlet,
        "year": func.substr(_IS.day, 1, 4),
        "review": _IS.review,
    }
)


@dataclass(frozen=True, slots=True)
class Count:
    """A value, and how many quotations have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True)
class Facet:
    """The most frequent values of one kind; speakers by the name that the article has."""

    name: str
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class Facets:
    """Facets over `counted` quotations; where `capped`, there are more, which were not looked at."""

    facets: tuple[Facet, ...]
    counted: int
    capped: bool


def count_facets(store: Store, query: Query, names: Sequence[str]) -> Facets:
    """How many of the quotations that fit have which values; what has none is not counted.

    Raises InputError for a facet that there is not.
    """
    unknown = [name for name in names if name not in FACETS]
    if unknown:
        raise InputError(f"none of {', '.join(FACETS)}", field="facets")
    names = list(dict.fromkeys(names))
    with store.read() as connection:
        matches = Matches(connection, query)
        some = matches.some(*(FACETS[name].label(name) for name in names), limit=COUNTED + 1)
        rows = connection.execute(some).all() if names else []
    capped, rows = len(rows) > COUNTED, rows[:COUNTED]
    facets = (Facet(name, _most_frequent([row[place] for row in rows])) for place, name in enumerate(names))
    return Facets(tuple(facets), len(rows), capped)


def _most_frequent(values: Sequence[str | None]) -> tuple[Count, ...]:
    counted = Counter(value for value in values if value)
    ordered = sorted(counted.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Count(value, count) for value, count in ordered[:SHOWN])
