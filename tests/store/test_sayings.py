from __future__ import annotations

import pytest

from attribution.lang.verifying import verifying
from attribution.store import Store, ingest_many
from attribution.store.sayings import find_sayings
from attribution.verify.given import read_given
from tests.store.articles import COST, NEVER, OPEN, incoming


@pytest.mark.parametrize(
    ("quotation", "revisions"),
    [
        ("At noon the gates are to be opened", [2, 1]),
        ("Millions of crowns, nine of them, for a pier", [3]),
        ("An elephant", []),
    ],
)
def test_the_likeliest_are_those_that_quote_the_rarest_words(
    store: Store, quotation: str, revisions: list[int]
) -> None:
    list(
        ingest_many(
            store,
            [
                incoming("“The gates are old,” said Una Holm.", NEVER, id="a1"),
                incoming(OPEN, NEVER, id="a2"),
                incoming(COST, id="a3"),
            ],
        )
    )
    with store.read() as connection:
        assert find_sayings(connection, read_given(quotation, verifying("en"))) == revisions
