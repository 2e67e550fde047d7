"""The courier of searches, over receivers on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.config import Config
from api.following import SearchCourier, describe_event, event_id
from api.jobs import courier, schedule
from attribution.store import Query, Store, ingest
from attribution.store.announcing import claim_announcement
from attribution.store.follow import find_matches, follow, followed
from tests.api.jobs.receiver import DOWN, OK, receiving
from tests.api.jobs.test_courier import SECRET, event_of
from tests.api.waiting import wait_for
from tests.store.articles import COST, OPEN, incoming


@pytest.fixture
def store(store_file: Path) -> Store:
    return Store(store_file)


def config_of(tmp_path: Path, *hosts: str) -> Config:
    settings = {"state": str(tmp_path), "store": str(tmp_path / "store.db"), "webhook_secret": SECRET}
    return Config.load({**settings, "webhook_hosts": list(hosts)}, {})


def test_new_matches_are_told_until_that_has_worked(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("FIRST_SECONDS", 0.01), ("FACTOR", 1.0)):
        monkeypatch.setattr(schedule, name, value)
    monkeypatch.setattr(courier, "POLL_SECONDS", 0.05)
    with receiving() as receiver:
        receiver.answers = [DOWN, OK]
        follow(store, "Gates", Query(words="gates"), author="Tove", webhook=receiver.url)
        ingest(store, incoming(OPEN, COST, id="a"))
        tells = SearchCourier(config_of(tmp_path, f"http://127.0.0.1:{receiver.port}"))
        tells.start()
        wait_for(lambda: followed(store)[0].outcome == "delivered")
        tells.stop()
        events = [event_of(request) for request in receiver.received]
    assert len(events) == 2
    assert events[0] == events[1]
    assert (events[0]["type"], events[0]["search"]["name"]) == ("search.matched", "Gates")
    assert [match["quotation"]["article"] for match in events[0]["matches"]] == ["a"]
    assert b"geheim" not in receiver.received[0].body
    assert receiver.received[0].headers["webhook-id"] == events[0]["id"]


def test_a_host_that_is_listed_no_more_is_not_called(tmp_path: Path, store: Store) -> None:
    follow(store, "Gates", Query(words="gates"), author="Tove", webhook="https://desk.example/hook")
    ingest(store, incoming(OPEN, id="a"))
    tells = SearchCourier(config_of(tmp_path, "https://other.example"))
    attempt = tells.claim(())
    assert attempt is not None
    reply = tells.attempt(attempt)
    assert reply is not None
    assert reply.outcome == "host-not-allowed"
    assert describe_event(attempt)["id"] == event_id(attempt)


def test_without_a_store_nothing_is_looked_for(tmp_path: Path) -> None:
    tells = SearchCourier(Config.load({"state": str(tmp_path)}, {}))
    tells.start()
    assert tells.claim(()) is None
    assert not (tmp_path / "store.db").exists()


def test_what_was_erased_is_not_told(tmp_path: Path, store: Store) -> None:
    follow(store, "Gates", Query(words="gates"), author="Tove", webhook="https://desk.example/hook")
    ingest(store, incoming(OPEN, id="a"))
    find_matches(store)
    tells = SearchCourier(config_of(tmp_path, "https://desk.example"))
    attempt = claim_announcement(store)
    assert attempt is not None
    gone = type(attempt)(**{**{name: getattr(attempt, name) for name in attempt.__slots__}, "matches": ()})
    assert tells.attempt(gone) is None
    assert claim_announcement(store) is None
