from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from attribution.store import Query, Store, search
from attribution.store.tables import claims, quotations, speakers
from tests.store.finding import fill, numbers


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, {1, 2, 3, 4, 5}),
        ({"words": "gate"}, {1, 3, 5}),
        ({"words": "Gates LOCK"}, {1, 5}),
        ({"words": '"lock gate"'}, {1}),
        ({"words": "lock-gates"}, {1}),
        ({"words": "pier OR fishermen"}, {2, 4}),
        ({"words": "gate -lock"}, {3}),
        ({"words": "-gate"}, {2, 4}),
        ({"words": 'gate -"gates leak" -noon'}, set()),
        ({"words": "harbour"}, set()),
        ({"about": "bridge"}, {1}),
        ({"about": "bridge gates"}, {1}),
        ({"about": '"bridge they"'}, set()),
        ({"about": "fishing"}, {4}),
        ({"about": "bridge OR pier -fishermen"}, {1, 2}),
        ({"about": "gate -bridge"}, {3, 5}),
        ({"speaker": "Lindqvist"}, {1, 3, 5}),
        ({"speaker": "Dr. Mara Lindqvist"}, {1, 3, 5}),
        ({"speaker": "lindq"}, set()),
        ({"speaker": "harbour"}, set()),
        ({"role": "Harbor Master"}, {1, 3}),
        ({"role": "master -harbour"}, set()),
        ({"role": "engineer OR treasurer"}, {2, 5}),
        ({"role": "port"}, set()),
        ({"affiliation": "ostby"}, {1}),
        ({"affiliation": '"ostby port"'}, set()),
        ({"type": ("mixed",)}, {2}),
        ({"type": ("mixed", "direct")}, {1, 2, 3, 4, 5}),
        ({"act": ("deny", "ask")}, {2}),
        ({"statement": False}, {4}),
        ({"negated": True}, {2}),
        ({"outlet": ("Post",)}, {1, 2, 4}),
        ({"outlet": ("post",)}, set()),
        ({"article": 2}, {3}),
        ({"since": "2026-03-01"}, {1, 2, 5}),
        ({"until": "2026-02-28"}, {3}),
        ({"since": "2026-01-05", "until": "2026-01-05"}, {3}),
        ({"confidence": 0.9}, {1, 2, 3, 4, 5}),
        ({"confidence": 0.95}, set()),
        ({"review": ("new",)}, {1, 2, 3, 4, 5}),
        ({"claim": ("new",)}, {1, 2, 3, 4, 5}),
        ({"words": "gate", "speaker": "Lindqvist", "role": "engineer", "since": "2026-01-01"}, {5}),
    ],
    ids=str,
)
def test_what_fits_everything_is_found(filled: Store, given: dict[str, Any], found: set[int]) -> None:
    assert set(numbers(filled, **given)) == found


def test_a_speaker_by_number_and_what_was_merged_into_it(filled: Store) -> None:
    with filled.read() as connection:
        tove = connection.scalar(select(quotations.c.speaker_id).where(quotations.c.id == 4))
        ned = connection.scalar(select(quotations.c.speaker_id).where(quotations.c.id == 2))
    assert numbers(filled, speaker=tove) == [4]
    assert numbers(filled, speaker=10_000) == []
    with filled.write() as connection:
        connection.execute(update(speakers).where(speakers.c.id == ned).values(merged_into=tove))
        connection.execute(update(quotations).where(quotations.c.id == 2).values(speaker_id=tove))
    assert set(numbers(filled, speaker=ned)) == {2, 4}
    assert set(numbers(filled, speaker="Ned Abara")) == {2, 4}


def test_a_name_of_the_registry_is_found_where_the_article_has_another(filled: Store) -> None:
    with filled.write() as connection:
        tove = connection.scalar(select(quotations.c.speaker_id).where(quotations.c.id == 4))
        connection.execute(update(speakers).where(speakers.c.id == tove).values(folded="tove marsh"))
    assert numbers(filled, speaker="Marsh") == [4]
    assert numbers(filled, speaker="Sand") == [4]


def test_what_was_rejected_or_went_is_found_on_request_alone(filled: Store) -> None:
    with filled.write() as connection:
        connection.execute(update(quotations).where(quotations.c.id == 1).values(gone=True))
        connection.execute(update(quotations).where(quotations.c.id == 3).values(review="rejected"))
    assert set(numbers(filled, words="gate")) == {5}
    assert set(numbers(filled, words="gate", gone=True)) == {1, 5}
    assert numbers(filled, words="gate", review=("rejected",)) == [3]


def test_claims_by_worth_and_status(filled: Store) -> None:
    with filled.write() as connection:
        connection.execute(update(quotations).values(worth=0.1))
        connection.execute(update(quotations).where(quotations.c.id.in_([1, 2])).values(worth=0.7))
        values = {"status": "in-check", "author": "Edith", "at": datetime(2026, 3, 1, tzinfo=UTC)}
        name = select(quotations.c.fingerprint).where(quotations.c.id == 2).scalar_subquery()
        connection.execute(insert(claims).values(fingerprint=name, **values))
    assert set(numbers(filled, worth=0.7)) == {1, 2}
    assert numbers(filled, claim=("in-check",)) == [2]
    assert set(numbers(filled, claim=("new", "checked"))) == {1, 3, 4, 5}
    assert search(filled, Query(claim=("in-check",))).items[0].claim == "in-check"
