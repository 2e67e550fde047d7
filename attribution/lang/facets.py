"""What the modifiers of a description tell, read from `facets.toml`: party, state, country."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from attribution.lang.loader import read_data


@dataclass(frozen=True, slots=True)
class Facets:
    """Form of a word -> (family, thing) pairs; things of one family exclude each other.

    `implied` holds for a family what each of its things tells of another: a state lies in one country.
    """

    forms: dict[str, tuple[tuple[str, str], ...]]
    implied: dict[str, tuple[str, str]]

    def implying(self, told: Mapping[str, set[str]]) -> dict[str, set[str]]:
        """What is told, and of other families what follows from it.

        >>> facets("en").implying({"state": {"ohio"}})["country"]
        {'american'}
        """
        found = {family: set(things) for family, things in told.items()}
        for family, (other, thing) in self.implied.items():
            if family in told:
                found.setdefault(other, set()).add(thing)
        return found

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
    data = read_data(language, "facets")
    implied = {family: (told["family"], told["thing"]) for family, told in data.pop("implied").items()}
    for family, things in data.items():
        for thing, words in things.items():
            for word in words.split():
                forms[word] = (*forms.get(word, ()), (family, thing))
    return Facets(forms, implied)
