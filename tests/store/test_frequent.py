from __future__ import annotations

import pytest
from sqlalchemy import text

from attribution.store import Store, ingest_many
from attribution.store.frequent import Told, common_keys
from attribution.store.texts import code_of
from tests.store.articles import COST, OPEN, incoming


@pytest.mark.parametrize(
    ("told", "common", "rare"),
    [
        (Told("quotations", "vector"), "gate", "pier"),
        (Told("ix_texts_codes", "string_to_array"), code_of("gate"), code_of("pier")),
    ],
)
def test_what_is_common_is_known_without_a_look_at_the_rows(
    store: Store, told: Told, common: str, rare: str
) -> None:
    made = [incoming(OPEN, id=f"a{number}") for number in range(20)]
    list(ingest_many(store, [*made, incoming(COST, id="b1")]))
    with store.write() as connection:
        kept = connection.dialect.name == "postgresql"
        if kept:
            connection.execute(text("ANALYZE quotations, texts"))
        assert common_keys(connection, told, [common, rare], 5) == ({common} if kept else set())
        assert common_keys(connection, told, [common, rare], 15) == set()
        assert common_keys(connection, told, []) == set()
