"""Reads the pairs of conflicts.toml, keeps each as two articles, and tells which conflict a store finds."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from attribution.records import Extraction, Span
from attribution.store.conflict_tables import conflicts
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest_many
from attribution.store.store import Store
from attribution.store.tables import articles, speakers
from tests.store.articles import incoming

PAIRS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("conflicts.toml").read_text(encoding="utf-8")
)["pair"]
DAY, ROLE = "2026-03-02", "harbour master"


def judged(store: Store) -> Iterator[tuple[dict[str, Any], str]]:
    """Each pair with what a store finds that holds nothing else."""
    for place, pair in enumerate(PAIRS):
        for _ in ingest_many(store, articles_of(place, pair)):
            pass
        with store.read() as connection:
            rows = connection.execute(select(conflicts).where(conflicts.c.stands)).all()
        grave = max(rows, key=lambda row: row.severity, default=None)
        yield pair, "none" if grave is None else "names" if grave.kind == "names" else grave.difference
        with store.write() as connection:
            for table in (articles, speakers):
                connection.execute(delete(table))


def articles_of(place: int, pair: Mapping[str, Any]) -> list[Incoming]:
    """The two articles of a pair."""
    return [
        article(side, pair[side], f"{place}-{side}", outlet=f"{side}.example") for side in ("one", "other")
    ]


def article(side: str, given: Mapping[str, Any], name: str, *, outlet: str) -> Incoming:
    """An article with what one side says; what has marks within is given in part in them."""
    words = re.sub(r"[“”]", "'", given["said"])
    sentence = f"“{words},” said {given.get('role', ROLE)} {given['by']}.".replace(" .", ".")
    made = incoming(sentence, id=name, outlet=outlet, published=given.get("day", DAY))
    return replace(made, extraction=_as_given(made.extraction, given))


def _as_given(extraction: Extraction, given: Mapping[str, Any]) -> Extraction:
    [quotation], [speaker] = extraction.quotations, extraction.speakers
    if "kind" in given:
        speaker = replace(speaker, kind=given["kind"])
    if "of" in given:
        tied = Span(0, 1, given["of"])
        speaker = replace(speaker, roles=tuple(replace(role, affiliation=tied) for role in speaker.roles))
    parts = [found.span() for found in re.finditer(r"“[^”]+”", given["said"])]
    if parts:
        shift = quotation.spans[0].start + 1
        text = quotation.text
        quoted = tuple(Span(a + shift, b + shift, text[a + 1 : b + 1]) for a, b in parts)
        quotation = replace(quotation, type="mixed", quoted=quoted)
    return replace(extraction, quotations=(quotation,), speakers=(speaker,))
