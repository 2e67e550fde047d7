"""Every place that can hold a name or words is filled with them, and searched for them afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary, Table, Text, func, insert, select, update

from attribution import records
from attribution.store.checking import check
from attribution.store.columns import metadata
from attribution.store.compacting import compact
from attribution.store.conflict_tables import conflict_decisions, conflicts
from attribution.store.curation import rename
from attribution.store.erasing import erase_quotation, erase_speaker
from attribution.store.follow import follow
from attribution.store.history import Signature
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest
from attribution.store.packing import unpack_text
from attribution.store.query import Query
from attribution.store.reviewing import review
from attribution.store.spelling import readings
from attribution.store.store import Store
from attribution.store.tables import (
    appearances,
    articles,
    changes,
    claim_events,
    claims,
    erasures,
    extractions,
    facts,
    matches,
    quotations,
    reviews,
    revisions,
    roles,
    searches,
    speaker_events,
    speaker_keys,
    speakers,
    texts,
)
from tests.store.articles import NEVER, OPEN, incoming
from tests.store.test_blacking import SPELLINGS
from tests.store.test_erasing import everything, number_of, raw

PERSON = "Zoë O’Quillfeather"
MARKS = ("quill", "feather", "platypus", "midnight")  # that stand in nothing else
SAID = f"“Platypuses dance at midnight,” said curator {PERSON}."
AGAIN = f"“Platypuses dance at dawn and midnight,” said curator {PERSON}."
LIED = "“O’Quillfeather lied to us all,” said Tove Sand."
OTHER = "“Nobody listens to her, and why,” said aide of zoë o'quillfeather Ned Abara."
HOMEPAGE = "https://example.org/zoe-oquillfeather"
BY_HAND = (  # what nobody can make anew of texts and records
    (extractions, {"author", "reason"}),
    (reviews, {"author", "reason", "before", "after"}),
    (speaker_events, {"author", "reason"}),
    (claims, {"author", "note", "verdict", "url"}),
    (claim_events, {"author", "note", "verdict", "url"}),
    (searches, {"author", "outcome", "webhook"}),
    (erasures, {"author", "reason"}),
    (conflict_decisions, {"author", "reason"}),
    (appearances, {"evidence"}),
    (speakers, {"ids"}),
)


ELSEWHERE = {  # not of words: kinds, versions, hashes, and records, which are made of texts
    "extractions.record", "extractions.model", "extractions.model_version", "speakers.kind", "speakers.name",
    "speakers.label", "speakers.folded", "speakers.surname", "appearances.local", "appearances.name",
    "appearances.label", "speaker_events.details", "searches.name", "searches.query", "erasures.counts",
}  # fmt: skip


@pytest.fixture
def sqlite_store(store_file: Path) -> Iterator[Store]:
    made = Store(store_file)
    yield made
    made.close()


def fill(store: Store) -> None:
    title = f"{PERSON}: “Platypuses dance at midnight”"
    ingest(store, incoming(SAID, id="a1", title=title, url=HOMEPAGE, outlet=f"{PERSON}’s Post"))
    ingest(store, incoming(AGAIN, LIED, id="a1", title="O’Quillfeather smiles"))
    names = "; ".join(SPELLINGS)
    told = ingest(store, incoming(OTHER, OPEN, id="zoe-o-quillfeather", title=names, outlet=PERSON))
    ingest(store, bare(names, "a2"))
    ingest(store, bare(names, "a3", kind="html"))
    ingest(store, bare("<p>Nothing.</p><img src='/zoe_oquillfeather.jpg'>", "a4", kind="html"))
    address = "https://post.example/o-quillfeather-zoe"
    ingest(store, incoming(NEVER, id="a5", url=address, outlet=f"{PERSON} TV"))
    review(store, told.new[0], "accept", author="Edith", reason="x")
    rename(store, number_of(store, "Ned Abara"), "Edward Abara", by=Signature("Edith", "x"))
    note_claims(store)
    decide(store)
    follow(store, "dances", Query(words="oquillfeather zoe"), author="Edith")
    follow(store, "nights", Query(words='"platypuses dance at midnight"'), author="Edith")
    follow(store, "gates", Query(words="gates"), author="Edith", webhook="https://hooks.example/")
    with store.write() as connection:
        values = {"what": "article", "author": "x", "counts": {}, "at": datetime.now(UTC)}
        connection.execute(insert(erasures).values(values))
        alias = {"speaker_id": number_of(store, "Edward Abara"), "home_id": number_of(store, "Edward Abara")}
        connection.execute(insert(speaker_keys).values(**alias, kind="alias", key="x", text=f"of {PERSON}"))
    for table, columns in BY_HAND:
        write_all(store, table, columns)


def bare(text: str, id: str, kind: str = "text") -> Incoming:
    """An article in which nothing was found."""
    about = records.Article(id, None, None, None, "en", hashlib.sha256(text.encode()).hexdigest(), len(text))
    return Incoming(records.Extraction(about, (), (), (), records.Model("fake", "1")), **{kind: text})


def note_claims(store: Store) -> None:
    now = {"author": "x", "at": datetime.now(UTC), "status": "checked"}
    with store.write() as connection:
        of = connection.scalars(select(quotations.c.fingerprint).distinct()).all()
        for fingerprint in of:
            made = insert(claims).values(fingerprint=fingerprint, **now).returning(claims.c.id)
            number = connection.execute(made).scalar_one()
            connection.execute(insert(claim_events).values(claim_id=number, status_before="new", **now))


def decide(store: Store) -> None:
    """A conflict of two others, dismissed."""
    two = {
        "first_speaker_id": number_of(store, "Edward Abara"),
        "second_speaker_id": number_of(store, "Tove Sand"),
    }
    values = {"kind": "names", "difference": "speaker", "severity": 1, "share": 1.0, "key": "x", **two}
    now = {"status": "dismissed", "at": datetime.now(UTC), "author": "x"}
    with store.write() as connection:
        found = {"stands": False, "status": "dismissed", "found": now["at"]}
        made = insert(conflicts).values(**values, **found).returning(conflicts.c.id)
        number = connection.execute(made).scalar_one()
        connection.execute(insert(conflict_decisions).values(conflict_id=number, **now))


def write_all(store: Store, table: Table, columns: set[str]) -> None:
    """The name and the words in each row, in one spelling after the other."""
    with store.write() as connection:
        for row in connection.execute(select(table)).all():
            text = f"{SPELLINGS[row.id % len(SPELLINGS)]} said: platypuses dance — at  midnight"
            values: Mapping[str, Any] = {
                name: HOMEPAGE if name in ("url", "webhook") else written(table, name, text)
                for name in columns
            }
            connection.execute(update(table).where(table.c.id == row.id).values(values))


def written(table: Table, name: str, text: str) -> Any:
    bare = text.partition(" said:")[0] if name not in ("reason", "note") else text
    return [{"who": bare, bare: [bare]}] if isinstance(table.c[name].type, JSON) else bare


def marks_in(text: str) -> list[str]:
    return [mark for mark in MARKS if any(mark in read.casefold() for read in (text, *readings(text)))]


def test_a_speaker_leaves_nothing_behind_anywhere(store: Store) -> None:
    fill(store)
    assert marks_in(everything(store)) == list(MARKS)
    erase_speaker(store, number_of(store, PERSON), author="Edith", reason=f"{PERSON} asked")
    with store.read() as connection:
        sizes = [connection.scalar(select(func.count()).select_from(table)) for table, _ in BY_HAND]
        names = connection.scalars(select(searches.c.name)).all()
    assert 0 not in sizes  # what stays was looked at
    assert names == ["gates"]
    assert marks_in(everything(store)) == []
    assert list(check(store)) == []
    if store.url.get_backend_name() == "sqlite":
        compact(store)
        data = raw(store)
        assert [mark for mark in MARKS if mark.encode() in data] == []
        assert b"gates" in data


def test_every_column_that_can_hold_words_is_filled(store_file: Path) -> None:
    """A column that is new must be filled above, or be made of what is."""
    made_of_texts = {articles, revisions, texts, quotations, changes, roles, speaker_keys, matches, facts}
    by_hand = dict(BY_HAND)
    left = [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if table not in made_of_texts and isinstance(column.type, Text | JSON | LargeBinary)
        if column.name not in by_hand.get(table, ()) and f"{table.name}.{column.name}" not in ELSEWHERE
    ]
    assert left == []


def test_the_same_words_of_another_stay(sqlite_store: Store) -> None:
    both = ("“Never in my life,” said Tove Sand.", "“Never in my life,” said Ned Abara.")
    ingest(sqlite_store, incoming(*both, id="a1"))
    told = ingest(sqlite_store, incoming(*both, OPEN, id="a1"))
    assert erase_quotation(sqlite_store, told.stayed[0], author="Edith").counts["quotations"] == 1
    with sqlite_store.read() as connection:
        kept = connection.execute(select(quotations.c.text, quotations.c.speaker).order_by("start")).all()
        [now] = [
            unpack_text(row)
            for row in connection.scalars(select(revisions.c.content).where(revisions.c.number == 2))
        ]
    assert kept[0] == ("“Never in my life,”", "Ned Abara")
    assert now.startswith("“█████ ██ ██ ████,” said Tove Sand.\n\n“Never in my life,” said Ned Abara.")
    assert list(check(sqlite_store)) == []


def test_words_go_out_of_the_headline(sqlite_store: Store) -> None:
    said = "“We sell the old ferry,” said Tove Sand."
    told = ingest(sqlite_store, incoming(said, NEVER, id="a1", title="“We sell the old ferry”: Sand"))
    erase_quotation(sqlite_store, told.new[0], author="Edith", reason="as “we sell the old ferry” is wrong")
    assert "ferry" not in everything(sqlite_store)
    assert list(check(sqlite_store)) == []


def test_an_id_with_the_name_in_two_spellings_goes_twice(sqlite_store: Store) -> None:
    ingest(sqlite_store, incoming(SAID, id="a1"))
    for key in ("Zoe-OQuillfeather", "ZOE-OQUILLFEATHER", "zoe_oquillfeather"):
        ingest(sqlite_store, incoming(NEVER, id=key))
    erase_speaker(sqlite_store, number_of(sqlite_store, PERSON), author="Edith")
    with sqlite_store.read() as connection:
        keys = connection.scalars(select(articles.c.key).order_by(articles.c.id)).all()
    assert keys == ["a1", "erased-2", "erased-3", "erased-4"]
    assert list(check(sqlite_store)) == []
