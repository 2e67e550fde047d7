"""What tells whether two articles mean one speaker, read from `identity.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data

_TOP = {"crowd", "particular", "portfolios", "posts", "plain", "same", "organisations"}
_OF_BODIES = {"legal", "words", "places", "vast", "shared"}


@dataclass(frozen=True, slots=True)
class Identity:
    """The data of a language, all in lower case; `identity.toml` tells what each list is for."""

    crowd: frozenset[str]
    particular: frozenset[str]
    portfolios: frozenset[str]
    posts: frozenset[str]
    plain: frozenset[str]
    same: Mapping[str, str]
    legal: frozenset[str]
    words: frozenset[str]
    places: frozenset[str]
    vast: frozenset[str]
    shared: frozenset[str]


@cache
def identity(language: str) -> Identity:
    """The data of a language. Raises ModelError when it has none, LanguageDataError for what cannot be.

    >>> "voter" in identity("en").crowd
    True
    """
    data = read_data(language, "identity")
    bodies = data.get("organisations", {})
    if set(data) != _TOP or set(bodies) != _OF_BODIES:
        wrong = sorted(set(data) ^ _TOP | set(bodies) ^ _OF_BODIES)
        raise LanguageDataError(f"{language}/identity.toml: {wrong[0]} is unknown or missing")
    lists = {name: frozenset(data[name].split()) for name in _TOP - {"same", "organisations"}}
    if twice := lists["crowd"] & (lists["particular"] | lists["portfolios"] | lists["posts"]):
        raise LanguageDataError(f"{language}/identity.toml: {min(twice)} is no evidence and evidence")
    names = {name: frozenset(bodies[name].split()) for name in _OF_BODIES}
    return Identity(same=dict(data["same"]), **lists, **names)
