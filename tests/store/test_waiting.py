from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from attribution.errors import InputError
from attribution.records import Confidence
from attribution.store.current import NotKept
from attribution.store.cursors import CursorError
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest
from attribution.store.query import Query
from attribution.store.reviewing import review
from attribution.store.store import Store
from attribution.store.waiting import queue, reviews_of
from tests.store.articles import COST, NEVER, OPEN, incoming
from tests.store.test_reviewing import version


def sure(given: Incoming, *scores: float) -> Incoming:
    """The article with other confidences."""
    said = zip(given.extraction.quotations, scores, strict=True)
    made = tuple(replace(one, confidence=Confidence(score)) for one, score in said)
    return replace(given, extraction=replace(given.extraction, quotations=made))


def fill(store: Store) -> tuple[int, ...]:
    told = ingest(store, sure(incoming(OPEN, COST, NEVER, published="2026-03-01"), 0.9, 0.4, 0.7))
    other = ingest(store, sure(incoming(OPEN, NEVER, id="a2", outlet="Post"), 0.5, 0.5))
    return told.new + other.new


def numbers(store: Store, **asked: Any) -> list[int]:
    return [one.quotation.id for one in queue(store, **asked).items]


def test_the_least_sure_come_first(store: Store) -> None:
    a, b, c, d, e = fill(store)
    assert numbers(store) == [b, d, e, c, a]


def test_what_was_decided_on_does_not_wait_and_what_is_reopened_goes_first(store: Store) -> None:
    a, b, c, d, e = fill(store)
    for number, action in ((b, "accept"), (d, "reject"), (a, "accept")):
        review(store, number, action, author="Edith")  # type: ignore[arg-type]
    review(store, a, "reopen", author="Ada")
    assert numbers(store) == [a, e, c]


def test_pages_go_on_where_the_last_ended(store: Store) -> None:
    a, b, c, d, e = fill(store)
    review(store, a, "reopen", author="Ada")
    found, cursor = [], None
    for _ in range(5):
        page = queue(store, limit=1, cursor=cursor)
        found += [one.quotation.id for one in page.items]
        cursor = page.next
        review(store, found[-1], "accept", author="Edith")  # what is done meanwhile moves nothing
    assert (found, cursor) == ([a, b, d, e, c], None)


def test_the_queue_is_filtered(store: Store) -> None:
    _, b, c, d, e = fill(store)
    assert numbers(store, query=Query(speaker="Sand")) == [e, c]
    assert numbers(store, query=Query(outlet=("Post",))) == [d, e]
    assert numbers(store, query=Query(words="pier")) == [b]
    assert numbers(store, below=0.5) == [b, d, e]


def test_the_version_of_what_waits_is_the_one_that_is_expected(store: Store) -> None:
    _, b, *_ = fill(store)
    waiting = queue(store, limit=1).items[0]
    assert waiting.version == version(store, b)
    review(store, b, "reopen", author="Ada")
    again = queue(store, limit=1).items[0]
    assert again.version == version(store, b) != waiting.version


@pytest.mark.parametrize(
    "asked", [{"query": Query(review=("new",))}, {"query": Query(gone=True)}, {"limit": 0}, {"limit": 101}]
)
def test_what_is_no_queue_is_refused(store: Store, asked: Any) -> None:
    with pytest.raises(InputError):
        queue(store, **asked)


def test_a_cursor_of_another_queue_is_refused(store: Store) -> None:
    fill(store)
    cursor = queue(store, limit=1).next
    with pytest.raises(CursorError):
        queue(store, below=0.9, cursor=cursor)


def test_history_tells_who_decided_what_and_when(store: Store) -> None:
    a, b, *_ = fill(store)
    review(store, a, "correct", author="Edith", reason="heard", changes={"type": "mixed"})
    review(store, a, "accept", author="Ada")
    review(store, b, "accept", author="Ada")
    first, second = reviews_of(store, a)
    assert (first.action, first.author, first.reason) == ("correct", "Edith", "heard")
    assert (first.before, first.after) == ({"type": "direct"}, {"type": "mixed"})
    assert (second.action, second.at >= first.at) == ("accept", True)
    assert reviews_of(store, a, after=first.id) == [second]


@pytest.mark.parametrize("number", [0, 99, 2**40])
def test_history_of_what_is_not_there(store: Store, number: int) -> None:
    with pytest.raises(NotKept):
        reviews_of(store, number)
