"""The pairs of people.toml as speakers of articles, and what a registry makes of them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from attribution import records
from attribution.store import registry
from attribution.store.store import Store
from attribution.store.tables import articles, speakers
from tests import samples

PAIRS: list[dict[str, Any]] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))[
    "pair"
]
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def speaker_of(given: Mapping[str, Any], *, local: str = "s1") -> records.Speaker:
    """The speaker that an entry of the file describes."""
    offices = [tuple(pair) for pair in given.get("roles", ())]
    if "role" in given or "of" in given:
        offices.append((given.get("role", ""), given.get("of", "")))
    return records.Speaker(
        local,
        given["name"],
        given["name"],
        given.get("kind", "person"),
        named=True,
        roles=tuple(_role(title, tie, given) for title, tie in offices),
        aliases=tuple(given.get("aliases", ())),
        ids=given.get("ids", {}),
    )


def _role(title: str, tie: str, given: Mapping[str, Any]) -> records.Role:
    text = given.get("text") or f"{title} of {tie}" if tie else title
    affiliation = records.Span(0, len(tie), tie) if tie else None
    former = given.get("former", False)
    return records.Role(0, len(text), text, title=title or None, affiliation=affiliation, former=former)


def enter(connection: Connection, *given: records.Speaker) -> list[int]:
    """Enters each speaker from an article of its own; returns their entries."""
    found = []
    for article, speaker in zip(articles_of(connection, len(given)), given, strict=True):
        extraction = samples.extraction(speakers=(speaker,))
        entries = registry.enter(connection, registry.Place(article, "2026-11-01", NOW), extraction)
        found.append(entries[speaker.id])
    return found


def articles_of(connection: Connection, count: int) -> list[int]:
    """The numbers of so many new articles."""
    there = connection.scalar(select(func.count()).select_from(articles)) or 0
    about = {"revision": 1, "added": NOW, "changed": NOW}
    rows = [{"key": f"a{there + number}", **about} for number in range(count)]
    made = insert(articles).returning(articles.c.id, sort_by_parameter_order=True)
    return list(connection.execute(made, rows).scalars())


def joined(store: Store) -> Iterator[tuple[str, str, bool]]:
    """Verdict and name of each pair, and whether the registry takes it for one, in whichever order."""
    with store.write() as connection:
        for pair in PAIRS:
            one, other = speaker_of(pair["one"]), speaker_of(pair["other"])
            for couple in ((one, other), (other, one)):
                point = connection.begin_nested()
                first, second = enter(connection, *couple)
                known = not connection.scalar(select(speakers.c.bare).where(speakers.c.id == second))
                point.rollback()
                yield pair["verdict"], couple[0].label, first == second and known
