from __future__ import annotations

import pytest
from sqlalchemy import func, select, text

from attribution.store import Store, fulltext
from attribution.store.fulltext import (
    INDEXES,
    WORDS,
    all_of,
    between,
    expected_rows,
    has,
    hits,
    is_common,
    prefixed,
)
from attribution.store.tables import quotations
from attribution.store.words import Phrase, read_words
from tests.store.finding import fill


def test_every_index_is_there(store: Store) -> None:
    with store.read() as connection:
        for index in INDEXES:
            found = has(connection.dialect, index, all_of(["gate"]))
            assert connection.execute(select(index.of.c.id).where(found)).all() == []


@pytest.mark.parametrize("key", ["'", "\\", "'\\''", "\\'", "a' | 'b", "a & b", "*", "^", "terms:gate", "%"])
def test_no_term_is_an_operator(store: Store, key: str) -> None:
    fill(store)
    with store.read() as connection:
        found = has(connection.dialect, WORDS, [[Phrase((key,)), Phrase((key, "pear"))]])
        assert connection.execute(select(quotations.c.id).where(found)).all() == []


@pytest.mark.parametrize("common", [True, False])
def test_both_ways_to_look_find_the_same(store: Store, common: bool) -> None:
    fill(store)
    groups = read_words('"lock gate" OR pier OR (noon').groups
    with store.read() as connection:
        found = has(connection.dialect, WORDS, groups, common=common)
        assert set(connection.execute(select(quotations.c.id).where(found)).scalars()) == {1, 2, 3}


def test_the_less_the_score_the_better(store: Store) -> None:
    fill(store)
    with store.read() as connection:
        found = hits(connection.dialect, WORDS, read_words("lock OR gate OR million").groups)
        rows = select(found.number, found.score).select_from(found.rows).where(found.found)
        scores = [(score, number) for number, score in connection.execute(rows)]
    assert min(scores)[1] == 5
    assert {number for _, number in scores} == {1, 2, 3, 5}


def test_words_are_common_from_a_number_of_rows_on(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(fulltext, "COMMON", 3)
    with store.read() as connection:
        sqlite = connection.dialect.name == "sqlite"
        assert is_common(connection, WORDS, all_of(["gate"])) == sqlite
        assert not is_common(connection, WORDS, all_of(["pier"]))
        assert connection.scalar(select(func.count()).select_from(quotations)) == 5


def test_how_many_rows_there_may_be_is_known_without_a_look_at_them(store: Store) -> None:
    fill(store)
    with store.write() as connection:
        if connection.dialect.name == "sqlite":
            return  # which is not asked
        common = [{"terms": "gate", "text": f"gate {number}"} for number in range(400)]
        row = connection.execute(select(quotations).limit(1)).mappings().one()
        connection.execute(
            quotations.insert(), [{**row, **one, "id": 10 + n} for n, one in enumerate(common)]
        )
        connection.execute(text("ANALYZE quotations"))
        found = select(quotations.c.id).where(has(connection.dialect, WORDS, all_of(["gate"])))
        assert 350 < expected_rows(connection, found) < 450
        assert expected_rows(connection, found.where(quotations.c.id < 30)) < 50


@pytest.mark.parametrize(("lowest", "top", "there"), [(0, 9, {1, 3, 5}), (1, 5, {3, 5}), (2, 4, {3})])
def test_some_rows_by_their_numbers(
    store: Store, lowest: int, top: int, there: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    monkeypatch.setattr(fulltext, "PART", 1)
    with store.read() as connection:
        found = hits(connection.dialect, WORDS, all_of(["gate"]))
        here = between(connection.dialect, lowest, top)
        rows = select(found.number).select_from(found.rows).where(found.found, *here)
        assert set(connection.execute(rows).scalars()) == there


def test_a_prefix_goes_before_every_term() -> None:
    words = prefixed(read_words('port "of ostby" -pier'), "a:")
    assert [phrase.keys for phrase in words.phrases] == [("a:port",), ("a:of", "a:ostbi")]
    assert words.without == (Phrase(("a:pier",)),)
