from __future__ import annotations

from sqlalchemy import select, update

from attribution.store.ingest import ingest
from attribution.store.store import Store
from attribution.store.tables import changes, quotations
from tests.store.articles import COST, NEVER, OPEN, incoming


def test_numbers_stay_while_the_article_changes(store: Store) -> None:
    first = ingest(store, incoming(OPEN, COST))
    second = ingest(store, incoming(COST, OPEN.replace("noon", "one"), NEVER))
    assert second.stayed == first.new[1:]
    assert second.changed == first.new[:1]
    assert len(second.new) == 1
    assert second.went == ()


def test_what_went_is_kept_and_marked(store: Store) -> None:
    first = ingest(store, incoming(OPEN, NEVER))
    second = ingest(store, incoming(OPEN))
    assert second.went == first.new[1:]
    with store.read() as connection:
        gone = connection.execute(select(quotations.c.id).where(quotations.c.gone)).scalars().all()
        told = connection.execute(select(changes.c.kind, changes.c.before, changes.c.after)).all()
    assert tuple(gone) == second.went
    assert ("went", "“Nobody asked the fishermen,”", None) in told


def test_what_changed_tells_both_wordings(store: Store) -> None:
    ingest(store, incoming(OPEN))
    ingest(store, incoming(OPEN.replace("noon", "one")))
    with store.read() as connection:
        row = connection.execute(select(changes).where(changes.c.kind == "changed")).one()
    assert (row.before, row.after) == (
        "“We open the lock gates at noon,”",
        "“We open the lock gates at one,”",
    )


def review(store: Store, number: int) -> None:
    with store.write() as connection:
        connection.execute(update(quotations).where(quotations.c.id == number).values(review="accepted"))


def state(store: Store, number: int) -> str | None:
    with store.read() as connection:
        return connection.scalar(select(quotations.c.review).where(quotations.c.id == number))


def test_a_review_outlasts_a_change_elsewhere(store: Store) -> None:
    (number,) = ingest(store, incoming(OPEN)).new
    review(store, number)
    ingest(store, incoming(COST, OPEN))
    assert state(store, number) == "accepted"


def test_a_review_of_other_words_is_to_be_made_again(store: Store) -> None:
    (number,) = ingest(store, incoming(OPEN)).new
    review(store, number)
    ingest(store, incoming(OPEN.replace("noon", "one")))
    assert state(store, number) == "again"


def test_a_review_of_another_speaker_is_to_be_made_again(store: Store) -> None:
    (number,) = ingest(store, incoming(OPEN)).new
    review(store, number)
    ingest(store, incoming(OPEN.replace("Mara Lindqvist", "Ann Roy")))
    assert state(store, number) == "again"
