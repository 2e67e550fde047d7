"""Conflicts come, stay and go with the quotations that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select, update

from attribution.store import settling
from attribution.store.backup import backup
from attribution.store.checking import check
from attribution.store.conflict_tables import (
    conflict_decisions,
    conflict_pairs,
    conflicts,
    sketches,
    unsettled,
)
from attribution.store.conflicts import Conflict, ConflictQuery, decide, get_conflict, list_conflicts
from attribution.store.curation import merge, split
from attribution.store.erasing import erase_article, erase_quotation, erase_speaker
from attribution.store.history import Signature
from attribution.store.ingest import ingest
from attribution.store.mending import mend
from attribution.store.profiles import appearances_of
from attribution.store.restoring import restore
from attribution.store.reviewing import review
from attribution.store.settling import settle_again
from attribution.store.store import Store
from attribution.store.tables import quotations, speakers
from attribution.store.undoing import undo
from tests.store.articles import incoming

NINE = "“The new pier will cost nine million crowns and take two years,” said treasurer Ned Abara."
TEN = NINE.replace("nine", "ten")
CUT = NINE.replace(" and take two years", "")
OTHER = NINE.replace("treasurer Ned Abara", "mayor Tove Sand")
BY = Signature("Ida Berg", "heard on the recording")


@pytest.fixture
def sqlite(store_file: Path) -> Iterator[Store]:
    made = Store(store_file)
    yield made
    made.close()


def keep(store: Store, *sentences: str, start: int = 1, day: str = "2026-03-02") -> None:
    for number, sentence in enumerate(sentences, start):
        outlet = f"outlet-{number}.example"
        ingest(store, incoming(sentence, id=f"a{number}", outlet=outlet, published=day))


def all_of(store: Store) -> list[Conflict]:
    return list(list_conflicts(store, ConflictQuery(status=())).items)


def only(store: Store) -> Conflict:
    [found] = all_of(store)
    return found


def rows(store: Store) -> list[int]:
    with store.read() as connection:
        tables = (conflicts, conflict_pairs, conflict_decisions, sketches, unsettled)
        return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_two_wordings_are_found_with_what_differs(store: Store) -> None:
    keep(store, NINE, TEN)
    found = only(store)
    assert (found.kind, found.difference, found.severity) == ("wordings", "number", 5)
    assert [(change.first, change.second) for change in found.changes] == [("nine", "ten")]
    assert [side.quotations[0].article for side in (found.first, found.second)] == ["a1", "a2"]
    assert found.first.speaker_id == found.second.speaker_id
    assert list(check(store)) == []


def test_the_same_words_under_two_names_are_found(store: Store) -> None:
    keep(store, NINE, OTHER)
    found = only(store)
    assert (found.kind, found.difference, found.severity) == ("names", "speaker", 4)
    assert {found.first.speaker, found.second.speaker} == {"Ned Abara", "Tove Sand"}
    assert list(check(store)) == []


def test_many_copies_against_one_are_one_conflict(sqlite: Store) -> None:
    keep(sqlite, *[NINE] * 7, *[CUT] * 3, TEN)
    found = only(sqlite)
    assert sorted((found.first.count, found.second.count)) == [1, 10]
    assert len(found.first.quotations) == 5
    assert len(get_conflict(sqlite, found.id).first.quotations) == 10


def test_a_correction_takes_a_conflict_away_and_brings_it_back(store: Store) -> None:
    keep(store, NINE, TEN)
    review(store, 2, "reject", author="Ida")
    assert all_of(store) == []
    review(store, 2, "reopen", author="Ida")
    assert only(store).difference == "number"
    assert list(check(store)) == []


def test_words_that_are_given_to_somebody_else_are_judged_anew(sqlite: Store) -> None:
    keep(sqlite, NINE, OTHER)
    changes = {"speaker": {"name": "Ned Abara"}}
    review(sqlite, 2, "correct", author="Ida", changes=changes)
    assert all_of(sqlite) == []


def test_a_new_version_of_an_article_takes_its_conflict_away(store: Store) -> None:
    keep(store, NINE, TEN)
    keep(store, NINE, start=2)
    assert all_of(store) == []
    keep(store, TEN, start=2)
    assert only(store).difference == "number"


def test_entries_that_are_merged_are_one_speaker(store: Store) -> None:
    keep(store, NINE, OTHER, TEN)
    assert [found.kind for found in all_of(store)] == ["wordings", "names"]
    merge(store, 2, 1, by=BY)
    assert [(found.kind, found.first.count) for found in all_of(store)] == [("wordings", 2)]
    undo(store, 1, by=BY)
    assert [found.kind for found in all_of(store)] == ["wordings", "names"]
    assert list(check(store)) == []


def test_an_entry_that_is_split_is_two_speakers(sqlite: Store) -> None:
    keep(sqlite, NINE, TEN)
    [_, second] = appearances_of(sqlite, 1)
    split(sqlite, 1, [second.id], by=BY)
    assert all_of(sqlite) == []
    undo(sqlite, 1, by=BY)
    assert only(sqlite).difference == "number"


def test_what_was_decided_outlasts_the_conflict(store: Store) -> None:
    keep(store, NINE, TEN)
    number = only(store).id
    decide(store, number, "dismissed", by=BY)
    assert list_conflicts(store).items == ()
    review(store, 2, "reject", author="Ida")
    assert not get_conflict(store, number).stands
    assert all_of(store) == []
    review(store, 2, "reopen", author="Ida")
    found = only(store)
    assert (found.id, found.status, found.decisions[0].author) == (number, "dismissed", "Ida Berg")


def test_what_was_decided_is_known_of_the_entry_that_a_speaker_was_merged_into(sqlite: Store) -> None:
    keep(sqlite, NINE, TEN, "“We mend the nets before the first snow falls on the quay,” said Tove Sand.")
    number = only(sqlite).id
    decide(sqlite, number, "resolved", by=BY)
    merge(sqlite, 1, 2, by=BY)
    found = only(sqlite)
    assert (found.id, found.status, found.first.speaker_id) == (number, "resolved", 2)
    undo(sqlite, 2, by=BY)
    assert only(sqlite).first.speaker_id == 1


def test_nothing_stays_of_what_is_erased(store: Store) -> None:
    for erase in (erase_quotation, erase_article, erase_speaker):
        keep(store, NINE, TEN)
        decide(store, only(store).id, "resolved", by=BY)
        with store.read() as connection:
            wanted = select(quotations.c.id, quotations.c.article_id, quotations.c.speaker_id)
            row = connection.execute(wanted.order_by(quotations.c.id)).first()
        assert row is not None
        erase(
            store,
            dict(zip((erase_quotation, erase_article, erase_speaker), row, strict=True))[erase],
            author="Ida",
        )
        assert rows(store)[:3] == [0, 0, 0]
        for left in ("a1", "a2"):
            with store.read() as connection:
                article = connection.scalar(select(quotations.c.article_id).limit(1))
            if article is not None:
                erase_article(store, article, author=left)
        with store.write() as connection:
            connection.execute(delete(speakers))
        assert rows(store) == [0, 0, 0, 0, 0]


def test_what_was_lost_is_mended_and_what_is_over_goes(store: Store) -> None:
    keep(store, NINE, TEN)
    with store.write() as connection:
        connection.execute(delete(conflict_pairs))
        connection.execute(insert(sketches).values(hash=1, wording=7))
    assert {(one.code, one.where.split()[0]) for one in check(store)} == {
        ("conflict", "conflicts"), ("conflict", "sketches"),
    }  # fmt: skip
    list(mend(store))
    assert only(store).difference == "number"
    assert list(check(store)) == []


def test_a_pair_that_nobody_says_is_told(sqlite: Store) -> None:
    keep(sqlite, NINE, TEN)
    with sqlite.write() as connection:
        connection.execute(update(conflict_pairs).values(first=7))
    assert {one.code for one in check(sqlite)} == {"conflict"}


def test_conflicts_of_a_whole_store_are_found_anew(store: Store) -> None:
    keep(store, NINE, TEN, OTHER)
    before = [(one.kind, one.difference) for one in all_of(store)]
    with store.write() as connection:
        for table in (conflicts, sketches):
            connection.execute(delete(table))
    assert list(settle_again(store)) == [3]
    assert [(one.kind, one.difference) for one in all_of(store)] == before


def test_a_backup_holds_them(store: Store, tmp_path: Path) -> None:
    keep(store, NINE, TEN)
    decide(store, only(store).id, "resolved", by=BY)
    before = only(store)
    backup(store, tmp_path / "backup", kind="archive")
    restore(tmp_path / "backup", tmp_path / "restored.db")
    restored = Store(tmp_path / "restored.db")
    assert only(restored) == before
    assert list(check(restored)) == []
    assert rows(restored) == rows(store)
    restored.close()


def test_a_hash_leads_to_no_more_than_so_many(sqlite: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settling, "CROWDED", 2)
    keep(sqlite, *(NINE.replace("nine", str(number)) for number in range(20, 26)))
    with sqlite.read() as connection:
        counts = select(func.count(sketches.c.wording)).group_by(sketches.c.hash)
        assert max(connection.execute(counts).scalars()) == 2


def test_what_is_more_is_left_to_the_next_transaction(sqlite: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(sqlite, NINE, TEN)
    monkeypatch.setattr(settling, "AT_ONCE", 1)
    with sqlite.write() as connection:
        settling.unsettle(connection, connection.execute(select(quotations.c.wording)).scalars().all())
        assert settling.settle(connection, most=1) == 1
    assert rows(sqlite)[-1] == 0
