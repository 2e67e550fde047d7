"""Whatever is typed into a search is words: no error of a database, and nothing found without the words."""

from __future__ import annotations

import re
from typing import Any

import pytest

from attribution.errors import InputError
from attribution.store import Found, Query, Store, search
from attribution.store.search import ORDERS
from tests.store.finding import fill

HOSTILE = {
    "sql": "'; DROP TABLE quotations; --",
    "always": "' OR '1'='1",
    "double": '" OR "1"="1',
    "comment": "gate'/*",
    "union": "x') UNION SELECT id FROM speakers --",
    "column": "terms:gate",
    "columns": "{terms beside} : gate",
    "not column": "-terms : gate",
    "near": "NEAR(gate lock, 5)",
    "near marks": 'NEAR("gate" "lock")',
    "star": "gat*",
    "star alone": "*",
    "caret": "^gate",
    "plus": "gate + lock",
    "and not": "gate AND NOT lock",
    "not": "NOT gate",
    "or": "OR",
    "open": '"gate',
    "empty marks": '""',
    "tsquery": "gate & lock | !pier",
    "follows": "gate <-> lock <2> pier",
    "weight": "gate:A gat:*",
    "like": "%",
    "like words": "g_te %ate",
    "backslash": "gate\\",
    "backslash mark": "gate\\' \\\\",
    "dollars": "$$gate$$ $1 :x %(x)s ? {x}",
    "nul": "gate\0lock",
    "surrogate": "gate\ud800",
    "right to left": "\u202egate\u202c",
    "zero width": "ga\u200bte \ufeffgate",
    "accents": "g" + "\u0301" * 500,
    "long": "gate" * 5000,
    "long word": "a" * 1900,
    "many": "gate " * 10_000,
    "many phrases": '"gate" OR ' * 90 + "gate",
    "brackets": "((((gate))))" + "(" * 500,
    "prefix": "s:mara r:master a:port",
    "gap": "_ gate _",
    "emoji": "🦭 gate",
    "lines": "gate\r\n\tlock\x1b[31m",
}
TEXTS = ("words", "about", "speaker", "role", "affiliation")
LISTS = ("type", "act", "outlet", "review", "claim", "kind")
OTHERS = (
    "from", "to", "article", "statement", "negated", "gone", "confidence", "worth", "checkable", "colour",
)  # fmt: skip
_WORD = re.compile(r"(?<![-\w])[^\W\d_]+")


def is_in(text: str, item: Found) -> bool:
    """Whether what was found has the words that were typed, all of them, or some with OR."""
    there = (
        f"{item.text} {item.speaker} {item.role} {item.affiliation} At the bridge they met fishing".lower()
    )
    typed = [word.lower()[:4] in there for word in _WORD.findall(text.replace(" OR ", " "))]
    return any(typed) if " OR " in text else all(typed)


def find(store: Store, given: dict[str, Any]) -> tuple[Found, ...]:
    """What is found, nothing where the query is refused."""
    try:
        query = Query.from_json(given)
    except InputError:
        return ()
    found = [search(store, query, order=order, limit=5).items for order in ORDERS]
    return tuple(item for items in found for item in items)


@pytest.mark.parametrize("field", TEXTS)
def test_what_is_typed_is_words(store: Store, field: str) -> None:
    fill(store)
    for text in HOSTILE.values():
        for item in find(store, {field: text}):
            assert is_in(text, item), (text, item)
    assert search(store, Query()).total == 5


def test_what_is_chosen_is_a_value(store: Store) -> None:
    fill(store)
    for text in HOSTILE.values():
        for field in LISTS:
            assert find(store, {field: [text]}) == ()
        for field in OTHERS:
            assert find(store, {field: text}) == ()
    assert search(store, Query()).total == 5
