"""The tables of a store as others may read them: joined, with a type for each column."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Float,
    FromClause,
    Integer,
    LargeBinary,
    Select,
    and_,
    or_,
    select,
)

from attribution.store.columns import Moment
from attribution.store.conflict_tables import conflict_decisions, conflict_pairs, conflicts
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.tables import (
    appearances,
    articles,
    changes,
    claim_events,
    claims,
    extractions,
    quotations,
    reviews,
    revisions,
    roles,
    speaker_events,
    speakers,
)

Kind = Literal["text", "long", "json", "number", "float", "flag", "day", "moment"]


@dataclass(frozen=True)
class Column:
    """A column: what it holds, and how it is read from what the database gives."""

    name: str
    kind: Kind
    read: Callable[[Any], Any]


@dataclass(frozen=True)
class View:
    """Rows of one kind of thing, in the order of their numbers."""

    name: str
    query: Select[Any]
    columns: tuple[Column, ...]


def _same(value: Any) -> Any:
    return value


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None  # no day of the calendar


def _column(name: str, source: ColumnElement[Any]) -> Column:
    if isinstance(source.type, LargeBinary):
        return Column(name, "long", unpack_text) if name == "content" else Column(name, "json", unpack_record)
    if name == "day":
        return Column(name, "day", _day)
    kinds: tuple[tuple[type[Any], Kind], ...] = (
        (JSON, "json"), (Moment, "moment"), (Boolean, "flag"), (Integer, "number"), (Float, "float"),
    )  # fmt: skip
    return Column(name, next((kind for of, kind in kinds if isinstance(source.type, of)), "text"), _same)


def _view(name: str, of: FromClause, order: ColumnElement[Any], /, **columns: ColumnElement[Any]) -> View:
    query = (
        select(*(source.label(label) for label, source in columns.items())).select_from(of).order_by(order)
    )
    return View(name, query, tuple(_column(label, source) for label, source in columns.items()))


def _named(table: Any, *names: str) -> dict[str, ColumnElement[Any]]:
    return {name: table.c[name] for name in names}


_read = extractions.join(revisions, revisions.c.id == extractions.c.revision_id)
_said = (
    quotations.join(articles, articles.c.id == quotations.c.article_id)
    .join(revisions, revisions.c.id == quotations.c.revision_id)
    .join(extractions, extractions.c.id == quotations.c.extraction_id)
)

_ends = (
    (conflict_pairs.c.first, conflicts.c.first_speaker_id),
    (conflict_pairs.c.second, conflicts.c.second_speaker_id),
)
_paired = conflict_pairs.join(conflicts, conflicts.c.id == conflict_pairs.c.conflict_id).join(
    quotations, or_(*(and_(quotations.c.wording == end, quotations.c.speaker_id == by) for end, by in _ends))
)

VIEWS = (
    _view(
        "articles", articles, articles.c.id,
        **_named(articles, "id", "key", "url", "outlet", "title", "published", "day", "language", "revision"),
        **_named(articles, "added", "changed"),
    ),
    _view(
        "revisions", revisions, revisions.c.id,
        id=revisions.c.id, article=revisions.c.article_id,
        **_named(revisions, "number", "sha256", "format", "content", "title", "published", "taken"),
        redacted=revisions.c.redacted,
    ),
    _view(
        "extractions", _read, extractions.c.id,
        id=extractions.c.id, article=revisions.c.article_id, revision=revisions.c.number,
        **_named(extractions, "number", "current", "model", "model_version", "made", "author", "reason"),
        record=extractions.c.record,
    ),
    _view(
        "quotations", _said, quotations.c.id,
        id=quotations.c.id, article=articles.c.id, **_named(articles, "key", "url"),
        revision=revisions.c.number, sha256=revisions.c.sha256, extraction=extractions.c.id,
        **_named(extractions, "model", "model_version", "made"),
        **_named(quotations, "local", "gone", "type", "act", "negated", "statement", "reason", "text"),
        **_named(quotations, "start", "end", "speaker_id", "speaker", "role", "affiliation", "outlet", "day"),
        **_named(quotations, "confidence", "review", "fingerprint", "worth", "worth_kind"),
        **_named(quotations, "worth_start", "worth_end", "worth_reasons"),
    ),
    _view(
        "changes", changes.join(revisions, revisions.c.id == changes.c.revision_id), changes.c.id,
        id=changes.c.id, article=revisions.c.article_id, revision=revisions.c.number,
        quotation=changes.c.quotation_id, **_named(changes, "kind", "before", "after"),
    ),
    _view(
        "speakers", speakers, speakers.c.id,
        **_named(speakers, "id", "name", "label", "kind", "bare", "ids", "merged_into", "added"),
    ),
    _view(
        "appearances", appearances, appearances.c.id,
        id=appearances.c.id, article=appearances.c.article_id, speaker=appearances.c.speaker_id,
        **_named(appearances, "local", "name", "label", "evidence", "by_hand"),
    ),
    _view(
        "roles", roles.join(appearances, appearances.c.id == roles.c.appearance_id), roles.c.id,
        id=roles.c.id, article=appearances.c.article_id, speaker=roles.c.speaker_id,
        **_named(roles, "text", "title", "affiliation", "former", "day"),
    ),
    _view(
        "speaker_events", speaker_events, speaker_events.c.id,
        id=speaker_events.c.id, speaker=speaker_events.c.speaker_id, other=speaker_events.c.other_id,
        **_named(speaker_events, "action", "author", "reason", "undone", "at"),
    ),
    _view(
        "reviews", reviews, reviews.c.id,
        id=reviews.c.id, quotation=reviews.c.quotation_id,
        **_named(reviews, "action", "author", "reason", "before", "after", "at"),
    ),
    _view(
        "claims", claims, claims.c.id,
        **_named(claims, "id", "fingerprint", "status", "verdict", "url", "note", "author", "at"),
    ),
    _view(
        "claim_events", claim_events, claim_events.c.id, id=claim_events.c.id, claim=claim_events.c.claim_id,
        **_named(claim_events, "status_before", "status", "verdict", "url", "note", "author", "at"),
    ),
    _view(
        "conflicts", conflicts, conflicts.c.id,
        **_named(conflicts, "id", "kind", "difference", "severity", "share"),
        first_speaker=conflicts.c.first_speaker_id, second_speaker=conflicts.c.second_speaker_id,
        **_named(conflicts, "day", "stands", "status", "found"),
    ),
    _view(
        "conflict_quotations", _paired, conflict_pairs.c.id,
        conflict=conflicts.c.id, pair=conflict_pairs.c.id, quotation=quotations.c.id,
        stands=conflict_pairs.c.stands,
    ),
    _view(
        "conflict_decisions", conflict_decisions, conflict_decisions.c.id,
        id=conflict_decisions.c.id, conflict=conflict_decisions.c.conflict_id,
        **_named(conflict_decisions, "status", "author", "reason", "at"),
    ),
)  # fmt: skip
