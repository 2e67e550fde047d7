"""What a fact-checker asks of a store, made of what is in it: ten kinds of search, six of verification."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import func, select

from attribution.store.query import Query
from attribution.store.search import search
from attribution.store.store import Store
from attribution.store.tables import quotations
from attribution.store.verification import verify_in_store

SEED = 20
COMMON = ("government", "people", "year", "company", "market", "president", "country", "money")
ABSENT = "the lighthouse keeper never polishes his accordion before the regatta of tortoises"

Ask = Callable[[], object]


@dataclass(frozen=True)
class Questions:
    """Questions about quotations that are drawn from a store, the same on every run."""

    store: Store
    count: int  # of each kind

    def searches(self) -> Iterator[tuple[str, list[Ask]]]:
        """Each kind of search, and its questions ready to be asked."""
        for kind, make in _SEARCHES.items():
            yield kind, [self._ask(make, row) for row in self._rows(kind)]

    def verifications(self) -> Iterator[tuple[str, list[Ask]]]:
        """Each kind of quotation to be verified, and its questions ready to be asked."""
        for kind, make in _VERIFICATIONS.items():
            rows = self._rows(kind)
            yield (
                kind,
                [
                    partial(verify_in_store, self.store, **make(row, other, random.Random(row.id)))
                    for row, other in zip(rows, [*rows[1:], rows[0]], strict=True)
                ],
            )

    def _ask(self, make: Callable[[Any, random.Random], dict[str, Any]], row: Any) -> Ask:
        asked = make(row, random.Random(row.id))
        order = asked.pop("order", None)
        query = Query(**asked)
        return lambda: search(self.store, query, order=order)

    def _rows(self, kind: str) -> list[Any]:
        """Any quotations by somebody who is known, of at least six words."""
        chance = random.Random(f"{SEED}/{kind}")
        found: list[Any] = []
        with self.store.read() as connection:
            last = connection.scalar(select(func.max(quotations.c.id))) or 0
            while len(found) < self.count:
                here = (quotations.c.id >= chance.randint(1, last), quotations.c.speaker_id.is_not(None))
                query = select(quotations).where(*here).order_by(quotations.c.id).limit(1)
                row = connection.execute(query).one_or_none()
                if row is not None and len(row.text.split()) >= 6:
                    found.append(row)
        return found


def _words(row: Any) -> list[str]:
    """The longer words of a quotation, which somebody would remember."""
    return [word.strip("“”\"'.,;:") for word in row.text.split() if len(word) > 4] or ["people"]


def _phrase(row: Any, chance: random.Random) -> str:
    words = row.text.replace("“", "").replace("”", "").replace('"', "").split()
    first = chance.randrange(len(words) - 2)
    return '"' + " ".join(words[first : first + 3]) + '"'


_SEARCHES: Mapping[str, Callable[[Any, random.Random], dict[str, Any]]] = {
    "a common word": lambda row, chance: {"words": chance.choice(COMMON)},
    "a word": lambda row, chance: {"words": chance.choice(_words(row))},
    "two words": lambda row, chance: {"words": " ".join(chance.choices(_words(row), k=2))},
    "a phrase": lambda row, chance: {"words": _phrase(row, chance)},
    "a speaker": lambda row, chance: {"speaker": row.speaker_id},
    "a name": lambda row, chance: {"speaker": row.speaker},
    "what a speaker said about": lambda row, chance: {
        "speaker": row.speaker_id,
        "about": chance.choice(_words(row)),
    },
    "a word in an outlet and a year": lambda row, chance: {
        "words": chance.choice(COMMON),
        "outlet": (row.outlet,),
        "since": f"{row.day[:4]}-01-01",
        "until": f"{row.day[:4]}-12-31",
    },
    "direct promises, newest": lambda row, chance: {
        "type": ("direct",),
        "act": ("promise",),
        "order": "newest",
    },
    "a role": lambda row, chance: {"role": row.role or "minister", "words": chance.choice(COMMON)},
}


def _changed(row: Any, chance: random.Random) -> str:
    """The quotation with one word that is not its own."""
    words = row.text.split()
    words[chance.randrange(len(words))] = "otherwise"
    return " ".join(words)


def _reworded(row: Any, chance: random.Random) -> str:
    """Most of its words in another order, with others between."""
    words = _words(row)
    chance.shuffle(words)
    return "what is meant by it " + " for that ".join(
        " ".join(words[n : n + 2]) for n in range(0, len(words), 3)
    )


def _mixed(row: Any, other: Any) -> str:
    """Words of two that nobody said one after the other."""
    return " ".join(
        word for two in zip(row.text.split()[::2], other.text.split()[1::2], strict=False) for word in two
    )


def _shortest(row: Any) -> str:
    """The four words that stand together and are the shortest, which are common."""
    words = row.text.split()
    return " ".join(
        min((words[n : n + 4] for n in range(len(words) - 3)), key=lambda some: len("".join(some)))
    )


_VERIFICATIONS: Mapping[str, Callable[[Any, Any, random.Random], dict[str, Any]]] = {
    "verbatim": lambda row, other, chance: {"quotation": row.text, "speaker": row.speaker},
    "altered": lambda row, other, chance: {"quotation": _changed(row, chance), "speaker": row.speaker},
    "other words": lambda row, other, chance: {"quotation": _reworded(row, chance)},
    "another speaker": lambda row, other, chance: {"quotation": row.text, "speaker": other.speaker},
    "not found": lambda row, other, chance: {"quotation": _mixed(row, other)},
    "four short words": lambda row, other, chance: {"quotation": _shortest(row)},
}
