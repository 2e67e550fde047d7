from __future__ import annotations

import pytest

from attribution.store import announcing
from attribution.store.announcing import Announcement, claim_announcement, settle_announcement
from attribution.store.follow import Followed, find_matches, follow, followed
from attribution.store.ingest import ingest
from attribution.store.query import Query
from attribution.store.store import Store
from tests.store.articles import OPEN, incoming

URL = "https://desk.example/hook"


@pytest.fixture
def search(store: Store) -> Followed:
    return follow(store, "Gates", Query(words="gates"), author="Tove", webhook=URL)[0]


def come(store: Store, *ids: str) -> None:
    for id in ids:
        ingest(store, incoming(OPEN, id=id))
    find_matches(store)


def claim(store: Store) -> Announcement:
    found = claim_announcement(store)
    assert found is not None
    return found


def told(given: Announcement) -> list[str]:
    return [match.quotation.article for match in given.matches]


@pytest.mark.usefixtures("search")
def test_each_match_is_told_once_when_all_goes_well(store: Store) -> None:
    assert claim_announcement(store) is None
    come(store, "a", "b")
    first = claim(store)
    assert (told(first), first.number, first.url) == (["a", "b"], 1, URL)
    assert claim_announcement(store) is None
    settle_announcement(store, first, "delivered", next_attempt=None)
    assert claim_announcement(store) is None
    come(store, "c")
    assert told(claim(store)) == ["c"]
    assert followed(store)[0].outcome == "delivered"


@pytest.mark.usefixtures("search")
def test_what_failed_is_told_again_and_is_the_same(store: Store) -> None:
    come(store, "a")
    first = claim(store)
    settle_announcement(store, first, "timeout", next_attempt=0.0)
    come(store, "b")
    second = claim(store)
    assert (told(second), second.number) == (["a"], 2)
    assert (second.last, second.begun) == (first.last, first.begun)
    settle_announcement(store, second, "status", next_attempt=None)
    assert told(claim(store)) == ["b"]


@pytest.mark.usefixtures("search")
def test_an_attempt_without_a_word_is_taken_for_lost(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "ATTEMPT_SECONDS", -1.0)
    come(store, "a")
    lost, again = claim(store), claim(store)
    assert (again.last, again.number) == (lost.last, 2)
    settle_announcement(store, lost, "delivered", next_attempt=None)
    assert claim(store).number == 3
    assert followed(store)[0].outcome is None


@pytest.mark.usefixtures("search")
def test_many_are_told_in_several_events(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "MOST_TOLD", 2)
    come(store, "a", "b", "c")
    first = claim(store)
    settle_announcement(store, first, "delivered", next_attempt=None)
    assert (told(first), told(claim(store))) == (["a", "b"], ["c"])


def test_who_is_busy_is_not_told(store: Store, search: Followed) -> None:
    come(store, "a")
    assert claim_announcement(store, {URL}) is None
    assert claim(store).search.id == search.id
