from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from attribution.store import rerating
from attribution.store.checking import check
from attribution.store.claiming import claim_of, mark_claim
from attribution.store.ingest import ingest
from attribution.store.rerating import rate_store
from attribution.store.reviewing import review
from attribution.store.store import Store
from attribution.store.tables import extractions, facts, quotations
from attribution.store.worth import RULES
from tests.store.articles import COST, NEVER, RENTS, incoming


@pytest.fixture
def aged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Two articles, as rules before these would have rated them; one record in a transaction."""
    monkeypatch.setattr(rerating, "BATCH", 1)
    store = Store(tmp_path / "store.db")
    ingest(store, incoming(RENTS, NEVER))
    ingest(store, incoming(COST, id="a2"))
    review(store, 2, "reject", author="Edith")
    mark_claim(store, 1, "in-check", author="Edith")
    with store.write() as connection:
        connection.execute(update(quotations).values(worth=0.123, worth_reasons=[]))
        connection.execute(update(facts).where(facts.c.name == RULES).values(value="0-0"))
    yield store
    store.close()


def worths(store: Store) -> list[float | None]:
    with store.read() as connection:
        return list(connection.scalars(select(quotations.c.worth).order_by(quotations.c.id)))


def test_all_is_rated_by_these_rules(aged: Store) -> None:
    assert list(rate_store(aged)) == [1, 2, 3]
    assert 0.123 not in worths(aged)
    assert claim_of(aged, 1).status == "in-check"
    assert list(check(aged)) == []
    assert list(rate_store(aged)) == []
    assert list(rate_store(aged, anew=True)) == [1, 2, 3]


def test_it_goes_on_where_it_was_stopped(aged: Store) -> None:
    assert next(rate_store(aged)) == 1
    assert worths(aged).count(0.123) == 2
    assert "rules" in {finding.code for finding in check(aged)}
    assert list(rate_store(aged)) == [1, 2]
    assert list(check(aged)) == []


def test_damaged_records_are_passed_over(aged: Store) -> None:
    with aged.write() as connection:
        connection.execute(update(extractions).where(extractions.c.id == 1).values(record=b"x"))
    assert list(rate_store(aged))[-1] == 2
    assert "record" in {finding.code for finding in check(aged)}
