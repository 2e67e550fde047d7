from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.config import Config, ConfigError
from api.jobs.claims import Gap
from api.jobs.tickets import FILE, Tickets
from attribution.store.database import DatabaseError
from tests.api.jobs.processes import Place


def take_all(tickets: Tickets) -> None:
    while (ticket := tickets.queue.dequeue()) is not None:
        tickets.queue.execute(ticket)


def test_what_is_written_is_taken_once_and_in_order(either: Place) -> None:
    taken: list[tuple[str, int, int]] = []
    reader = Tickets(either.config, lambda *stretch: taken.append(stretch))
    reader.queue.storage.flush_queue()
    writer = Tickets(either.config)
    assert writer.write([Gap("a", 0, 2_000 - 1), Gap("b", 5, 5)]) == 125 + 1
    assert reader.count() == 126
    take_all(reader)
    assert taken[:2] == [("a", 0, 15), ("a", 16, 31)]
    assert taken[-1] == ("b", 5, 5)
    numbers = [number for job, first, last in taken if job == "a" for number in range(first, last + 1)]
    assert numbers == list(range(2_000))
    assert reader.count() == 0


def test_a_short_job_has_a_share_for_every_process(place: Place) -> None:
    assert Tickets(place.config).write([Gap("a", 0, 9)]) == 10


def test_a_ticket_is_json(either: Place) -> None:
    tickets = Tickets(either.config)
    tickets.queue.storage.flush_queue()
    tickets.write([Gap("a", 0, 0)])
    (message,) = tickets.queue.storage.enqueued_items()
    assert ["a", 0, 0] in json.loads(bytes(message))
    tickets.queue.storage.flush_queue()


def test_the_service_itself_works_on_none(place: Place) -> None:
    tickets = Tickets(place.config)
    tickets.write([Gap("a", 0, 0)])
    tickets.queue.execute(tickets.queue.dequeue())  # huey logs the error of a task
    assert tickets.count() == 0


def test_nothing_is_opened_before_it_is_used(tmp_path: Path) -> None:
    Tickets(Config(state=str(tmp_path / "state")))
    assert list(tmp_path.iterdir()) == []


def test_addresses_that_cannot_be() -> None:
    with pytest.raises(ConfigError, match="redis"):
        Tickets(Config(redis="ferry://secret@host")).count()


def test_a_queue_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no queue" * 1_000)
    with pytest.raises(DatabaseError, match=r"queue\.db cannot be used: .* may be removed"):
        Tickets(Config(state=str(tmp_path))).count()
