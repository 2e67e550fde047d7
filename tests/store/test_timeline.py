from __future__ import annotations

import pytest

from attribution.store import Query, Store, timeline
from attribution.store.timeline import Month
from tests.store.finding import fill


def test_what_somebody_said_about_something_by_the_month(store: Store) -> None:
    fill(store)
    told = timeline.timeline(store, Query(speaker="Lindqvist", about="gate"))
    assert told.months == (Month("2026-01", 1), Month("2026-03", 2))
    assert told.first is not None
    assert told.last is not None
    assert (told.first.id, told.last.id) == (3, 5)
    assert [told.first.text[low:high] for low, high in told.first.snippet.marks] == ["gate"]
    assert (told.total, told.undated, told.capped) == (3, 0, False)


def test_what_has_no_day_is_counted_apart(store: Store) -> None:
    fill(store)
    told = timeline.timeline(store, Query(speaker="Sand"))
    assert (told.months, told.first, told.last, told.total, told.undated) == ((), None, None, 1, 1)


def test_it_says_where_not_all_were_counted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(timeline, "COUNTED", 2)
    told = timeline.timeline(store, Query(since="2026-01-01"))
    assert (told.total, told.capped) == (2, True)
    assert (told.first.id, told.last.id) == (3, 5) if told.first and told.last else False
