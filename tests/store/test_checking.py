"""A whole store has no findings; each damage has its own, and what can be mended is mended."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, delete, insert, select, text, update

from attribution import Extractor
from attribution.store import terms
from attribution.store.checking import check
from attribution.store.findings import Finding
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest
from attribution.store.mending import mend
from attribution.store.packing import pack_record, pack_text, unpack_record
from attribution.store.reviewing import review
from attribution.store.store import TERMS, Store
from attribution.store.tables import (
    appearances,
    articles,
    changes,
    extractions,
    facts,
    quotations,
    revisions,
    roles,
    speaker_keys,
    speakers,
    texts,
)
from tests.store.articles import COST, NEVER, OPEN, incoming

PAGE = (
    "<h1>Pier opens</h1><p>&ldquo;We open the <b>lock</b> gates,&rdquo; said Mara&nbsp;Lindqvist,"
    " the harbour master.</p>\n<p>Nobody asked the fishermen, she said.</p>"
)


def fill(store: Store) -> None:
    """Two articles, of which one changed: it has two revisions, a changed quotation, one gone, one new."""
    ingest(store, incoming(OPEN, COST, id="a1", published="2026-03-01"))
    ingest(store, incoming(OPEN.replace("noon", "one"), NEVER, id="a1", published="2026-03-01"))
    ingest(store, incoming(COST, id="a2", outlet="Post"))


def kinds(store: Store, *, quick: bool = False) -> set[str]:
    return {f"{one.code} {one.where.split()[0]}" for one in check(store, quick=quick)}


def do(store: Store, damage: Callable[[Connection], object]) -> None:
    with store.write() as connection:
        damage(connection)


def test_a_whole_store_has_no_findings(store: Store) -> None:
    assert list(check(store)) == []
    fill(store)
    assert list(check(store)) == []
    assert list(check(store, quick=True)) == []


def test_what_the_extractor_finds_stands_where_it_says(store: Store, extractor: Extractor) -> None:
    for number, given in enumerate(({"html": PAGE}, {"text": OPEN, "title": "“We open,” said Ned Abara"})):
        article = {**given, "id": f"a{number}"}
        ingest(store, Incoming.of(article, extractor.extract(**article)))
    assert list(check(store)) == []


def test_a_store_with_decisions_of_people_is_whole(store: Store) -> None:
    fill(store)
    for number, action in ((1, "accept"), (3, "reject"), (4, "correct")):
        changes = {"speaker": {"name": "Tove Sandberg"}} if action == "correct" else None
        review(store, number, action, author="Edith", changes=changes)
    ingest(store, incoming(COST, OPEN, id="a2", outlet="Post"))
    assert list(check(store)) == []
    list(mend(store))
    assert list(check(store)) == []
    with store.read() as connection:
        states = connection.execute(select(quotations.c.review).order_by(quotations.c.id)).scalars().all()
    assert states[:4] == ["accepted", "new", "rejected", "corrected"]


def test_progress_is_told(store: Store) -> None:
    fill(store)
    seen: list[int] = []
    assert list(check(store, told=seen.append)) == []
    assert seen == [2]


def repack(connection: Connection, change: Callable[[dict[str, Any]], object]) -> None:
    row = connection.execute(select(extractions).order_by(extractions.c.id.desc())).first()
    assert row is not None
    record = unpack_record(row.record)
    change(record)
    mine = update(extractions).where(extractions.c.id == row.id)
    connection.execute(mine.values(record=pack_record(record)))


def cut_text(connection: Connection) -> None:
    connection.execute(update(revisions).values(content=pack_text(OPEN)[:-5]))


def move_span(record: dict[str, Any]) -> None:
    record["quotations"][0]["spans"][0]["start"] += 1


Damage = Callable[[Connection], object]


def put(column: Column[Any], value: object, *where: Any) -> Damage:
    """A damage that writes `value` into a column."""
    change = update(column.table).where(*where).values({column.name: value})  # type: ignore[arg-type]
    return lambda connection: connection.execute(change)


def lose(table: Table, *where: Any) -> Damage:
    return lambda connection: connection.execute(delete(table).where(*where))


def repacked(change: Callable[[dict[str, Any]], object]) -> Damage:
    return lambda connection: repack(connection, change)


DAMAGES: dict[str, tuple[Damage, str]] = {
    "a text cut short": (cut_text, "text revisions"),
    "another text": (put(revisions.c.content, pack_text("x")), "text revisions"),
    "no text at all": (put(revisions.c.content, zlib.compress(b"\xff")), "text revisions"),
    "a record cut short": (put(extractions.c.record, b"x"), "record extractions"),
    "a record that is no JSON": (put(extractions.c.record, pack_text("{")), "record extractions"),
    "a record with another key": (repacked(lambda record: record.update(more=1)), "record extractions"),
    "a record of another text": (
        repacked(lambda record: record["article"].update(sha256="0")),
        "record extractions",
    ),
    "a place that is wrong": (repacked(move_span), "place extractions"),
    "names of speakers lost": (lose(speaker_keys), "registry speakers"),
    "a revision lost": (lose(revisions, revisions.c.number == 1), "numbers articles"),
    "an extraction lost": (lose(extractions), "numbers revisions"),
    "no current extraction": (put(extractions.c.current, False), "current revisions"),
    "a review that is none": (put(quotations.c.review, "maybe"), "review quotations"),
    "merged in a ring": (put(speakers.c.merged_into, speakers.c.id), "registry speakers"),
    "terms of another version": (put(facts.c.value, "0", facts.c.name == TERMS), "terms words"),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_found(store: Store, name: str) -> None:
    damage, expected = DAMAGES[name]
    fill(store)
    do(store, damage)
    found = kinds(store)
    do(store, put(facts.c.value, str(terms.VERSION), facts.c.name == TERMS))
    assert expected in found


def double(connection: Connection) -> None:
    names = [column.name for column in quotations.columns if column.name != "id"]
    rows = select(*(quotations.c[name] for name in names)).where(~quotations.c.gone)
    connection.execute(insert(quotations).from_select(names, rows))


LAST_SPEAKER = select(speakers.c.id).order_by(speakers.c.id.desc()).limit(1).scalar_subquery()
MENDABLE: dict[str, tuple[Damage, str]] = {
    "words of a row changed": (put(quotations.c.text, "“Yes,”"), "rows quotations"),
    "a row in the wrong place": (put(quotations.c.start, quotations.c.start + 1), "rows quotations"),
    "rows lost": (lose(quotations, quotations.c.text.like("%pier%")), "rows extractions"),
    "a row too many": (double, "rows extractions"),
    "a row that is of no record": (put(quotations.c.local, "q9"), "rows quotations"),
    "something gone that is not": (put(quotations.c.gone, True), "rows extractions"),
    "words of texts not indexed": (lose(texts), "index revisions"),
    "words of other texts indexed": (put(texts.c.codes, "abcd"), "index revisions"),
    "changes lost": (lose(changes), "changes quotations"),
    "appearances lost": (lose(appearances), "registry extractions"),
    "roles lost": (lose(roles), "registry appearances"),
    "roles of others": (put(roles.c.speaker_id, LAST_SPEAKER), "registry roles"),
    "roles of another day": (put(roles.c.day, "2020-01-01"), "registry roles"),
    "speakers of others": (put(quotations.c.speaker_id, LAST_SPEAKER), "registry quotations"),
}


@pytest.mark.parametrize("name", MENDABLE)
def test_what_can_be_made_anew_is(store: Store, name: str) -> None:
    damage, expected = MENDABLE[name]
    fill(store)
    do(store, damage)
    found = list(check(store))
    assert expected in {f"{one.code} {one.where.split()[0]}" for one in found}
    assert [one for one in found if not one.mendable] == []
    assert list(mend(store)) == [2]
    assert list(check(store)) == []


def test_numbers_and_reviews_outlast_mending(store: Store) -> None:
    (number,) = ingest(store, incoming(OPEN)).new
    do(store, put(quotations.c.text, "“Yes,”"))
    do(store, put(quotations.c.review, "accepted"))
    list(mend(store))
    with store.read() as connection:
        row = connection.execute(select(quotations)).one()
    assert (row.id, row.text, row.review) == (number, "“We open the lock gates at noon,”", "accepted")


def test_what_came_in_is_not_mended(store: Store) -> None:
    fill(store)
    do(store, cut_text)
    before = list(check(store))
    assert not any(one.mendable for one in before)
    list(mend(store))
    assert list(check(store)) == before


def lose_index(store: Store) -> None:
    with store.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER quotation_terms_changed"))
            connection.execute(text("UPDATE quotations SET terms = 'other', beside = 'other'"))
            return
        function = "CREATE OR REPLACE FUNCTION attribution_vector(terms text) RETURNS tsvector LANGUAGE sql"
        meaning = connection.scalar(text("SELECT prosrc FROM pg_proc WHERE proname = 'attribution_vector'"))
        connection.execute(text(f"{function} IMMUTABLE STRICT AS $$ SELECT ''::tsvector $$"))
        connection.execute(text("UPDATE quotations SET terms = terms"))
        body = str(meaning).replace(":", r"\:")
        connection.execute(text(f"{function} IMMUTABLE STRICT AS $$ {body} $$"))


def test_an_index_that_lost_words_is_found_and_mended(store: Store) -> None:
    fill(store)
    lose_index(store)
    assert kinds(store) & {"index index", "index quotations"}
    list(mend(store))
    assert list(check(store)) == []


def test_quick_looks_at_numbers_and_references_alone(store: Store) -> None:
    fill(store)
    do(store, cut_text)
    do(store, put(articles.c.revision, 7))
    assert kinds(store, quick=True) == {"numbers articles", "current quotations"}


def test_references_into_nothing_are_found(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    fill(store)
    with sqlite3.connect(tmp_path / "store.db") as bare:
        bare.execute("DELETE FROM articles WHERE id = 1")
    found = [one for one in check(store, quick=True) if one.code == "reference"]
    message = "article_id refers to articles 1, which is not there"
    assert Finding("reference", "table quotations", message) in found
    store.close()


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    file = tmp_path / "store.db"
    store = Store(file)
    fill(store)
    with store.read() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()
    with open(file, "r+b") as raw:
        for page in range(2, 60):
            raw.seek(page * 4096)
            raw.write(b"\xa5" * 4096)
    assert {one.where for one in check(Store(file))} >= {"database"}


def test_pages_are_looked_at_where_postgresql_can(store: Store) -> None:
    fill(store)
    if store.url.get_backend_name() == "postgresql":
        do(store, lambda connection: connection.execute(text("CREATE EXTENSION IF NOT EXISTS amcheck")))
    assert list(check(store)) == []


def test_findings_hold_no_words(store: Store) -> None:
    fill(store)
    do(store, put(quotations.c.text, "“Secret words,”"))
    do(store, repacked(lambda record: record.update(model="secret")))
    found = list(check(store))
    assert found
    assert not any("ecret" in f"{one}" for one in found)
