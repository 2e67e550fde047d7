"""What the modifiers of a description tell, read from `facets.toml`: party, state, country."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class Facets:
    """Form of a word -> (family, thing) pairs; things of one family exclude each other."""

    forms: dict[str, tuple[tuple[str, str], ...]]

    def told(self, words: Sequence[str], *, spelled_out: bool = True) -> dict[str, set[str]]:
        """Family -> what the words (lower case, in their order) tell of it.

        `spelled_out` leaves short forms such as "R" and "Ky." alone, which mean something only in brackets.

        >>> facets("en").told(["the", "republican", "nominee"])
        {'party': {'republican'}}
        """
        found: dict[str, set[str]] = {}
        keys = [word.rstrip(".") for word in words]
        for key in [*keys, *(f"{left}_{right}" for left, right in pairwise(keys))]:
            if (spelled_out and len(key) < 3) or key not in self.forms:
                continue
            for family, thing in self.forms[key]:
                found.setdefault(family, set()).add(thing)
        return found


@cache
def facets(language: str) -> Facets:
    """The facets of a language. Raises ModelError when it has none."""
    forms: dict[str, tuple[tuple[str, str], ...]] = {}
    for family, things in read_data(language, "facets").items():
        for thing, words in things.items():
            for word in words.split():
                forms[word] = (*forms.get(word, ()), (family, thing))
    return Facets(forms)
