from __future__ import annotations

import logging
from datetime import UTC, datetime

import pytest
from sqlalchemy import insert, select, update

from attribution.store.checking import check
from attribution.store.ingest import ingest
from attribution.store.reindexing import reindex
from attribution.store.store import TERMS, Store, terms_version
from attribution.store.tables import (
    articles,
    claim_events,
    claims,
    facts,
    quotations,
    roles,
    speaker_keys,
    speakers,
    texts,
)
from tests.store.articles import COST, OPEN, incoming

TABLES = (articles, quotations, roles, speaker_keys, speakers, texts)


def age(store: Store) -> None:
    """As an earlier version of the terms would have left it."""
    with store.write() as connection:
        connection.execute(update(facts).where(facts.c.name == TERMS).values(value="0"))
        connection.execute(update(quotations).values(terms="old", beside="old", fingerprint="old"))
        connection.execute(update(roles).values(folded="old", office="old"))
        connection.execute(update(speakers).values(folded="old"))
        connection.execute(update(speaker_keys).values(key="old"))
        connection.execute(update(texts).values(codes="old"))
        connection.execute(update(articles).values(terms="old"))


def rows(store: Store) -> list[list[tuple[object, ...]]]:
    """What the tables hold, in an order of its own: PostgreSQL gives changed rows last."""
    with store.read() as connection:
        return [sorted(map(tuple, connection.execute(select(table))), key=repr) for table in TABLES]


def test_all_words_are_indexed_anew(store: Store) -> None:
    ingest(store, incoming(OPEN, COST, title="Harbour"))
    before = rows(store)
    age(store)
    assert "terms" in {one.code for one in check(store)}
    assert list(reindex(store)) == [1]
    assert list(check(store)) == []
    with store.read() as connection:
        assert terms_version(connection) == "1"
    assert rows(store) == before


def test_a_claim_goes_with_its_words(store: Store) -> None:
    ingest(store, incoming(OPEN, COST))
    names = select(quotations.c.fingerprint).order_by(quotations.c.id)
    said = {"status": "in-check", "author": "Edith", "at": datetime.now(UTC)}
    with store.write() as connection:
        first, second = connection.execute(names).scalars()
        age = update(quotations).where(quotations.c.id == 1).values(fingerprint="old")
        connection.execute(age)
        connection.execute(
            insert(claims), [{"fingerprint": name, **said} for name in ("old", second, "none")]
        )
        connection.execute(insert(claim_events).values(claim_id=1, status_before="new", **said))
    list(reindex(store))
    with store.read() as connection:
        kept = connection.execute(select(claims.c.id, claims.c.fingerprint).order_by(claims.c.id)).all()
        told = connection.execute(select(claim_events.c.claim_id, claim_events.c.status)).all()
    assert [tuple(row) for row in kept] == [(2, second), (4, first)]
    assert [tuple(row) for row in told] == [(4, "in-check")]


def test_opening_says_that_the_terms_are_others(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    ingest(store, incoming(OPEN))
    age(store)
    store.close()
    with caplog.at_level(logging.WARNING), store.read():
        pass
    list(reindex(store))
    assert "attribution store reindex" in caplog.text
