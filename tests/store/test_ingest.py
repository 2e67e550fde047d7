from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from attribution.records import Confidence, Model
from attribution.schemas import load_extraction
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest, ingest_many
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.store import Store
from attribution.store.tables import articles, extractions, quotations, revisions, roles
from tests.store.articles import COST, NEVER, OPEN, incoming


def count(store: Store, *tables: object) -> list[int | None]:
    with store.read() as connection:
        return [connection.scalar(select(func.count()).select_from(table)) for table in tables]  # type: ignore[arg-type]


def other_records(given: Incoming) -> Incoming:
    surer = [replace(quotation, confidence=Confidence(0.5)) for quotation in given.extraction.quotations]
    made = replace(given.extraction, quotations=tuple(surer), model=Model("fake", "2"))
    return replace(given, extraction=made)


def test_text_and_records_come_back_as_they_were(store: Store) -> None:
    given = incoming(OPEN, COST, published="2026-03-01", title="The harbour")
    ingest(store, given)
    with store.read() as connection:
        revision = connection.execute(select(revisions)).one()
        extraction = connection.execute(select(extractions)).one()
    assert unpack_text(revision.content) == given.text
    assert load_extraction(unpack_record(extraction.record)) == given.extraction
    assert (extraction.model, extraction.model_version) == ("fake", "1")


def test_rows_say_where_the_words_stand(store: Store) -> None:
    given = incoming(OPEN, COST, published="2026-03-01T10:00:00Z", outlet="Post")
    ingest(store, given)
    with store.read() as connection:
        rows = connection.execute(select(quotations).order_by(quotations.c.id)).all()
    for row in rows:
        assert (given.text or "")[row.start : row.end] == row.text
    assert [(row.speaker, row.role, row.day, row.outlet) for row in rows] == [
        ("Mara Lindqvist", "harbour master", "2026-03-01", "Post"),
        ("Ned Abara", "treasurer", "2026-03-01", "Post"),
    ]


def test_twice_is_once(store: Store) -> None:
    first = ingest(store, incoming(OPEN))
    again = ingest(store, incoming(OPEN))
    assert (again.outcome, again.article, again.new) == ("unchanged", first.article, ())
    assert count(store, articles, revisions, extractions, quotations) == [1, 1, 1, 1]


def test_twice_in_one_batch_is_once(store: Store) -> None:
    told = list(ingest_many(store, [incoming(OPEN), incoming(OPEN)]))
    assert [one.outcome for one in told] == ["added", "unchanged"]


def test_a_changed_text_is_a_new_revision(store: Store) -> None:
    ingest(store, incoming(OPEN))
    told = ingest(store, incoming(OPEN, NEVER))
    assert (told.outcome, told.revision) == ("revised", 2)
    assert count(store, articles, revisions, extractions) == [1, 2, 2]


def test_back_to_the_text_before_is_a_revision_too(store: Store) -> None:
    for sentence in (OPEN, COST, OPEN):
        told = ingest(store, incoming(sentence))
    assert (told.outcome, told.revision) == ("revised", 3)


def test_other_records_of_the_same_text_replace_those_before(store: Store) -> None:
    ingest(store, incoming(OPEN))
    told = ingest(store, other_records(incoming(OPEN)))
    assert told.outcome == "reread"
    assert len(told.stayed) == 1
    with store.read() as connection:
        row = connection.execute(select(quotations)).one()
        current = connection.execute(select(extractions.c.model_version).where(extractions.c.current)).one()
    assert row.confidence == 0.5
    assert current == ("2",)


def test_records_that_people_corrected_are_not_replaced(store: Store) -> None:
    ingest(store, incoming(OPEN))
    with store.write() as connection:
        connection.execute(update(extractions).values(author="Edith"))
    assert ingest(store, other_records(incoming(OPEN))).outcome == "kept"
    with store.read() as connection:
        assert connection.scalar(select(quotations.c.confidence)) == 0.9


def test_what_is_learned_of_an_article_later_is_taken_over(store: Store) -> None:
    ingest(store, incoming(OPEN))
    ingest(store, incoming(OPEN, url="https://post.example/1", published="2026-03-01"))
    ingest(store, incoming(OPEN))
    with store.read() as connection:
        row = connection.execute(select(articles)).one()
        day = connection.scalar(select(quotations.c.day))
    assert (row.url, row.day, row.outlet, day) == (
        "https://post.example/1",
        "2026-03-01",
        "post.example",
        "2026-03-01",
    )


def test_what_is_known_of_an_article_stays_when_its_text_changes(store: Store) -> None:
    ingest(store, incoming(OPEN, outlet="Post", published="2026-03-01"))
    ingest(store, incoming(OPEN, NEVER))
    with store.read() as connection:
        rows = connection.execute(select(quotations.c.outlet, quotations.c.day)).all()
        days = connection.execute(select(roles.c.day)).scalars().all()
    assert set(rows) == {("Post", "2026-03-01")}
    assert set(days) == {"2026-03-01"}


def test_roles_know_the_day_that_is_learned_later(store: Store) -> None:
    ingest(store, incoming(OPEN))
    ingest(store, incoming(OPEN, published="2026-03-01"))
    with store.read() as connection:
        assert connection.scalar(select(roles.c.day)) == "2026-03-01"


def test_an_error_costs_its_batch_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    given = [incoming(OPEN, id="a1"), incoming(COST, id="a2"), incoming(NEVER, id="a3")]
    monkeypatch.setitem(given[2].__dict__, "record", None)
    told = ingest_many(store, given, batch=1)
    assert [next(told).key, next(told).key] == ["a1", "a2"]
    with pytest.raises(IntegrityError, match="record"):
        next(told)
    assert count(store, articles, extractions) == [2, 2]


def test_several_writers_at_once_make_no_double(store: Store) -> None:
    def work() -> None:
        for number in range(5):
            ingest(store, incoming(OPEN, COST, id=f"a{number}"))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(store, articles, revisions, quotations) == [5, 5, 10]
    with store.read() as connection:
        assert connection.scalar(select(func.count(quotations.c.speaker_id.distinct()))) == 2


def test_an_outlet_that_was_given_stays_until_another_is(store_file: Path) -> None:
    store = Store(store_file)
    for given, kept in ((None, "post.example"), ("The Post", "The Post"), (None, "The Post"), ("Sun", "Sun")):
        ingest(store, incoming(OPEN, id="a1", url="https://post.example/1", outlet=given))
        with store.read() as connection:
            assert set(connection.scalars(select(quotations.c.outlet))) == {kept}
            assert connection.scalar(select(articles.c.outlet)) == kept
    store.close()


def test_an_outlet_that_nobody_gave_follows_the_address(store_file: Path) -> None:
    store = Store(store_file)
    for host in ("post.example", "sun.example"):
        ingest(store, incoming(OPEN, id="a1", url=f"https://www.{host}/1"))
        with store.read() as connection:
            assert connection.scalar(select(articles.c.outlet)) == host
    store.close()
