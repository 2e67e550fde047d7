from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from attribution.errors import InputError
from attribution.store import Query, Store
from attribution.store.claim_queue import STEP, claim_queue
from attribution.store.claiming import mark_claim
from attribution.store.cursors import CursorError
from attribution.store.ingest import ingest
from attribution.store.tables import quotations
from tests.store.articles import COST, NEVER, OPEN, RENTS, incoming
from tests.store.finding import with_changes

PLAIN = RENTS.replace("minister ", "")  # the same words, worth less


@pytest.fixture
def filled(store: Store) -> Store:
    """RENTS is 1, 4 and 6, COST 2, NEVER 3 and 5; 7 is no statement."""
    ingest(store, incoming(PLAIN, COST, NEVER, id="a1", outlet="Post", published="2026-03-02"))
    ingest(store, incoming(RENTS, NEVER, id="a2", outlet="Ostby Daily", published="2026-03-01"))
    ingest(store, incoming(RENTS, id="a3", outlet="Post"))
    ingest(store, with_changes(incoming(OPEN, id="a4"), 0, statement=False, reason="title"))
    return store


def listed(store: Store, order: Any = "worth", **given: Any) -> list[int]:
    """The quotations that stand for claims, by pages of one."""
    found: list[int] = []
    cursor = None
    while True:
        page = claim_queue(store, Query(**given), order=order, limit=1, cursor=cursor)
        found += [item.quotation.id for item in page.items]
        if page.next is None:
            assert found == [
                one.quotation.id for one in claim_queue(store, Query(**given), order=order).items
            ]
            assert (page.total, page.capped) == (len(found), False)
            return found
        cursor = page.next


def test_each_claim_is_there_once_the_most_worth_first(filled: Store) -> None:
    first, *_ = claim_queue(filled).items
    assert (first.quotation.id, first.articles, first.outlets) == (4, 3, 2)
    assert first.rating is not None
    assert "12 per cent" in {reason.words for reason in first.rating.reasons}
    assert listed(filled) == [4, 2, 3]


def test_it_is_ordered_by_day(filled: Store) -> None:
    assert listed(filled, "newest") == [3, 2, 1]
    assert listed(filled, "oldest") == [4, 5, 2]


def test_a_claim_stands_there_by_one_that_fits(filled: Store) -> None:
    assert listed(filled, outlet=("Post",)) == [6, 2, 3]
    assert listed(filled, until="2026-03-02", outlet=("Post",)) == [1, 2, 3]
    assert listed(filled, words="rents") == [4]
    assert listed(filled, speaker="Abara", checkable=True) == [2]
    assert listed(filled, kind=("change",), worth=0.9) == [4]


def test_it_is_filtered_by_status(filled: Store) -> None:
    mark_claim(filled, 1, "in-check", author="Edith")
    mark_claim(filled, 2, "dismissed", author="Edith")
    assert listed(filled, claim=("new",)) == [3]
    assert listed(filled, claim=("in-check", "dismissed")) == [4, 2]
    mark_claim(filled, 6, "new", author="Edith")
    assert listed(filled, claim=("new",)) == [4, 3]


def test_many_of_one_claim_are_passed_over(filled: Store) -> None:
    many = [
        f"“Rents have gone up by 12 per cent since 2019,” said Ann{'e' * n} Lee." for n in range(STEP + 5)
    ]
    ingest(filled, incoming(*many, id="a5", published="2026-03-03"))
    assert listed(filled)[1:] == [2, 3]
    assert listed(filled, "newest")[1:] == [3, 2]


def test_what_was_never_rated_comes_by_day_alone(filled: Store) -> None:
    with filled.write() as connection:
        connection.execute(update(quotations).where(quotations.c.id == 2).values(worth=None))
    assert [item.quotation.id for item in claim_queue(filled).items] == [4, 3]
    assert 2 in [item.quotation.id for item in claim_queue(filled, order="newest").items]


def test_what_cannot_be_asked_is_refused(filled: Store) -> None:
    with pytest.raises(InputError):
        claim_queue(filled, order="random")  # type: ignore[arg-type]
    with pytest.raises(InputError):
        claim_queue(filled, limit=0)
    cursor = claim_queue(filled, limit=1).next
    for wrong in ({"order": "newest"}, {"query": Query(words="rents")}):
        with pytest.raises(CursorError):
            claim_queue(filled, limit=1, cursor=cursor, **wrong)  # type: ignore[arg-type]
