from __future__ import annotations

import pytest
from sqlalchemy import Connection, delete, select, text

from attribution.store import Store, ingest
from attribution.store.tables import articles, texts
from attribution.store.texts import Indexed, PlainPage, code_of, codes_of
from tests.store.articles import COST, NEVER, OPEN, incoming

PAGE = (
    "<html><body><article><p>Noon &amp; night, <b>we</b> said so.</p>"
    "<p>Nobody came to hear it.</p></article></body></html>"
)


def having(connection: Connection, *terms: str) -> list[int]:
    """The revisions that are indexed with a term, or with two beside each other."""
    if connection.dialect.name == "sqlite":
        query = text("SELECT rowid FROM text_codes WHERE text_codes MATCH :code ORDER BY rowid")
    else:
        query = text("SELECT id FROM texts WHERE :code = ANY (string_to_array(codes, ' ')) ORDER BY id")
    return list(connection.execute(query, {"code": code_of(*terms)}).scalars())


def test_an_article_is_found_by_a_word_and_by_two(store: Store) -> None:
    ingest(store, incoming(OPEN, COST))
    with store.read() as connection:
        assert having(connection, "crown") == [1]
        assert having(connection, "gate", "at") == [1]
        assert having(connection, "at", "gate") == []


def test_of_an_article_that_changed_the_current_text_is_indexed(store: Store) -> None:
    ingest(store, incoming(OPEN))
    ingest(store, incoming(OPEN, COST))
    with store.read() as connection:
        assert having(connection, "gate") == [2]
        assert list(connection.execute(select(texts.c.id)).scalars()) == [2]


def test_of_an_earlier_one_what_went_stays_indexed_and_no_more(store: Store) -> None:
    ingest(store, incoming(OPEN, COST))
    ingest(store, incoming(OPEN))
    with store.read() as connection:
        assert having(connection, "crown") == [1]
        assert having(connection, "treasur") == []
        assert having(connection, "gate") == [2]


@pytest.mark.parametrize("versions", [[(OPEN, NEVER)], [(OPEN, NEVER), (OPEN,)]])
def test_what_is_deleted_leaves_nothing(store: Store, versions: list[tuple[str, ...]]) -> None:
    for sentences in versions:
        ingest(store, incoming(*sentences))
    with store.write() as connection:
        connection.execute(delete(articles))
        assert [having(connection, term) for term in ("gate", "nobodi", "fishermen")] == [[], [], []]
        assert connection.execute(select(texts)).all() == []


def test_a_page_keeps_the_way_to_its_markup() -> None:
    page = PlainPage.read(PAGE)
    start = page.text.index("Noon & night")
    first, last = page.way.span(start, start + len("Noon & night"))
    assert PAGE[first:last] == "Noon &amp; night"
    assert PlainPage.unpack(page.pack()) == page
    assert Indexed.of(PAGE, html=True) == Indexed(" ".join(codes_of(page.text)), page.pack())
