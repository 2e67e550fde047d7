"""A store with some quotations to search."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from attribution.records import Context, Cue, Span
from attribution.store import Incoming, Query, Store, ingest, search
from tests.store.articles import COST, NEVER, OPEN, incoming

LOCK = "“The lock costs a million, and the gates leak,” said engineer Mara Lindqvist."
LATE = "“No gate opens before noon,” said harbour master Mara Lindqvist."


def with_changes(given: Incoming, number: int, **changes: Any) -> Incoming:
    """The same with one quotation's fields changed."""
    made = given.extraction
    changed = list(made.quotations)
    changed[number] = replace(changed[number], **changes)
    return replace(given, extraction=replace(made, quotations=tuple(changed)))


def fill(store: Store) -> None:
    """Four articles: OPEN 1, COST 2, LATE 3, NEVER 4, LOCK 5, by their numbers."""
    first = incoming(OPEN, COST, id="a1", outlet="Post", published="2026-03-01", title="The harbour opens")
    role = first.extraction.quotations[0].role
    assert role is not None
    ostby = replace(role, affiliation=Span(role.start, role.end, "Port of Ostby"))
    first = with_changes(first, 0, role=ostby, context=Context("At the bridge", "they met"))
    ingest(store, with_changes(first, 1, type="mixed", cue=Cue(0, 4, "deny", "body", "deny", "deny", True)))
    ingest(store, incoming(LATE, id="a2", outlet="Ostby Daily", published="2026-01-05T08:00:00Z"))
    ingest(
        store,
        with_changes(incoming(NEVER, id="a3", outlet="Post"), 0, statement=False, topics=("fishing rights",)),
    )
    ingest(store, incoming(LOCK, id="a4", published="2026-03-01", title="Leaks at the lock"))


def numbers(store: Store, order: Any = None, **given: Any) -> list[int]:
    """The numbers of what is found."""
    return [item.id for item in search(store, Query(**given), order=order).items]
