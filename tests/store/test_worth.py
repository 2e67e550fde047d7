from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Row, select, update

from attribution.claims import rate
from attribution.store.checking import check
from attribution.store.ingest import ingest
from attribution.store.mending import mend
from attribution.store.reviewing import review
from attribution.store.store import Store
from attribution.store.tables import facts, quotations
from attribution.store.worth import RULES, rating_of
from tests.store.articles import LOWER, NEVER, OPEN, RENTS, incoming
from tests.store.finding import numbers, with_changes


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    store = Store(tmp_path / "store.db")
    ingest(store, incoming(RENTS, NEVER))
    yield store
    store.close()


def row_of(store: Store, number: int = 1) -> Row[tuple[object, ...]]:
    with store.read() as connection:
        return connection.execute(select(quotations).where(quotations.c.id == number)).one()


def test_what_is_kept_is_rated(kept: Store) -> None:
    made = incoming(RENTS, NEVER).extraction
    for number, quotation in enumerate(made.quotations, 1):
        assert rating_of(row_of(kept, number)) == rate(quotation, made.speaker_of(quotation))
    rating = rating_of(row_of(kept))
    assert rating is not None
    assert (rating.checkable, rating.kind) == (True, "change")
    assert {"percentage", "office"} <= {reason.code for reason in rating.reasons}


def test_it_is_found_by_kind(store: Store) -> None:
    ingest(store, incoming(RENTS, NEVER))
    assert numbers(store, kind=("change", "figure")) == numbers(store, checkable=True, worth=0.9) == [1]
    assert numbers(store, checkable=False) == [2]


def test_no_statement_is_worth_nothing(kept: Store) -> None:
    ingest(kept, with_changes(incoming(RENTS, id="a2"), 0, statement=False, reason="title"))
    row = row_of(kept, 3)
    assert (row.worth, row.worth_kind) == (0, "vague")
    assert row.worth_reasons == [["no-statement", None, None, 0, "title"]]


def test_the_rating_follows_the_words(kept: Store) -> None:
    ingest(kept, incoming(LOWER, OPEN))
    rating = rating_of(row_of(kept))
    assert rating is not None
    assert "11 per cent" in {reason.words for reason in rating.reasons}


def test_a_correction_is_rated(kept: Store) -> None:
    review(kept, 1, "correct", author="Edith", changes={"statement": False, "reason": "title"})
    assert row_of(kept).worth == 0


def test_what_has_no_rating_has_none(kept: Store) -> None:
    with kept.write() as connection:
        connection.execute(update(quotations).values(worth=None))
    assert rating_of(row_of(kept)) is None
    assert "is not as in the records: worth" in {finding.message for finding in check(kept)}
    list(mend(kept))
    assert list(check(kept)) == []


def test_other_rules_are_told(kept: Store) -> None:
    with kept.write() as connection:
        connection.execute(update(facts).where(facts.c.name == RULES).values(value="0-0"))
    assert [finding.code for finding in check(kept)] == ["rules"]
