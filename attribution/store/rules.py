"""What must be true of the rows of a store among each other, each rule one query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, and_, case, func, or_, select

from attribution.store.conflict_tables import conflict_pairs, conflicts, sketches, unsettled
from attribution.store.findings import Finding, row
from attribution.store.tables import (
    STANDS,
    appearances,
    articles,
    changes,
    claim_events,
    claims,
    extractions,
    quotations,
    revisions,
    roles,
    speaker_keys,
    speakers,
)

CONFLICTS = ("open", "dismissed", "resolved")
REVIEWS = ("new", "accepted", "corrected", "rejected", "again")


@dataclass(frozen=True)
class Rule:
    """A query for the rows of a table that break it, and what to say of them."""

    code: str
    table: str
    message: str
    query: Select[Any]
    mendable: bool = False


def broken_rules(connection: Connection) -> Iterator[Finding]:
    """A finding for each row that breaks a rule."""
    for rule in RULES:
        for number in connection.execute(rule.query).scalars():
            yield Finding(rule.code, row(rule.table, number), rule.message, rule.mendable)


def loops(connection: Connection) -> Iterator[Finding]:
    """Entries of the registry that were merged into themselves, by whatever way."""
    merged = select(speakers.c.id, speakers.c.merged_into).where(speakers.c.merged_into.is_not(None))
    into = {entry.id: entry.merged_into for entry in connection.execute(merged)}
    for number in into:
        seen, at = {number}, into[number]
        while at in into and at not in seen:
            seen.add(at)
            at = into[at]
        if at == number:
            yield Finding("registry", row("speakers", number), "is merged into itself")


def _counted(kind: str) -> Any:
    return func.coalesce(func.sum(case((changes.c.kind == kind, 1), else_=0)), 0)


def _revisions_with_gaps() -> Select[Any]:
    return (
        select(articles.c.id)
        .outerjoin(revisions)
        .group_by(articles.c.id, articles.c.revision)
        .having(
            or_(
                func.count(revisions.c.id) != articles.c.revision,
                func.coalesce(func.max(revisions.c.number), 0) != articles.c.revision,
            )
        )
    )


def _extractions_with_gaps() -> Select[Any]:
    highest = func.coalesce(func.max(extractions.c.number), 0)
    return (
        select(revisions.c.id)
        .outerjoin(extractions)
        .group_by(revisions.c.id)
        .having(or_(func.count(extractions.c.id) != highest, func.count(extractions.c.id) == 0))
    )


def _not_one_current() -> Select[Any]:
    current = func.sum(case((extractions.c.current, 1), else_=0))
    return (
        select(revisions.c.id)
        .outerjoin(extractions)
        .group_by(revisions.c.id)
        .having(func.coalesce(current, 0) != 1)
    )


def _changes_of() -> Select[Any]:
    return select(quotations.c.id).outerjoin(changes).group_by(quotations.c.id, quotations.c.gone)


def _status_noted_last() -> Any:
    mine = claim_events.c.claim_id == claims.c.id
    last = select(claim_events.c.status).where(mine).order_by(claim_events.c.id.desc()).limit(1)
    return last.scalar_subquery()


def _conflicts_without_pair() -> Select[Any]:
    """Those that stand though no pair of theirs does, or that do not though one does."""
    standing = select(conflict_pairs.c.id).where(
        conflict_pairs.c.conflict_id == conflicts.c.id, conflict_pairs.c.stands
    )
    return select(conflicts.c.id).where(conflicts.c.stands != standing.exists())


def _pairs_of_nobody() -> Select[Any]:
    """Those that stand though on one side nobody says so, and that are not about to be settled."""
    first = (conflict_pairs.c.first, conflicts.c.first_speaker_id)
    second = (conflict_pairs.c.second, conflicts.c.second_speaker_id)
    missing = [
        ~select(quotations.c.id)
        .where(quotations.c.wording == wording, quotations.c.speaker_id == speaker)
        .where(STANDS)
        .exists()
        & ~_waits(wording)
        for wording, speaker in (first, second)
    ]
    return (
        select(conflict_pairs.c.id)
        .join(conflicts, conflicts.c.id == conflict_pairs.c.conflict_id)
        .where(conflict_pairs.c.stands, or_(*missing))
    )


def _sketches_of_nothing() -> Select[Any]:
    """Wordings that others are still led to though nobody says so."""
    said = select(quotations.c.id).where(quotations.c.wording == sketches.c.wording).exists()
    return select(sketches.c.wording).where(~said, ~_waits(sketches.c.wording)).distinct()


def _waits(wording: Any) -> Any:
    return select(unsettled.c.wording).where(unsettled.c.wording == wording).exists()


_placed = (
    select(quotations.c.id)
    .join(revisions, revisions.c.id == quotations.c.revision_id)
    .join(extractions, extractions.c.id == quotations.c.extraction_id)
    .join(articles, articles.c.id == quotations.c.article_id)
)

RULES = (
    Rule(
        "numbers",
        "articles",
        "its revisions are not numbered from 1 to the current one",
        _revisions_with_gaps(),
    ),
    Rule("numbers", "revisions", "its extractions are not numbered from 1 on", _extractions_with_gaps()),
    Rule("current", "revisions", "has not one current extraction", _not_one_current()),
    Rule(
        "provenance",
        "quotations",
        "its article, revision and extraction do not belong together",
        _placed.where(
            or_(
                revisions.c.article_id != quotations.c.article_id,
                extractions.c.revision_id != quotations.c.revision_id,
            )
        ),
        mendable=True,
    ),
    Rule(
        "current",
        "quotations",
        "is not of the current records of its article, and neither gone nor rejected",
        _placed.where(
            STANDS,
            or_(~extractions.c.current, revisions.c.number != articles.c.revision),
        ),
        mendable=True,
    ),
    Rule(
        "changes",
        "quotations",
        "it is told more than once that it came",
        _changes_of().having(_counted("new") > 1),
        mendable=True,
    ),
    Rule(
        "changes",
        "quotations",
        "it is not told as often that it went as it did",
        _changes_of().having(
            _counted("went") - _counted("returned") != case((quotations.c.gone, 1), else_=0)
        ),
        mendable=True,
    ),
    Rule(
        "changes",
        "changes",
        "its revision is of another article than its quotation",
        select(changes.c.id)
        .join(revisions, revisions.c.id == changes.c.revision_id)
        .join(quotations, quotations.c.id == changes.c.quotation_id)
        .where(revisions.c.article_id != quotations.c.article_id),
    ),
    Rule(
        "review",
        "quotations",
        "its review is none that there is",
        select(quotations.c.id).where(quotations.c.review.not_in(REVIEWS)),
    ),
    Rule(
        "claims",
        "claims",
        "its status is not the one that was noted last",
        select(claims.c.id).where(claims.c.status.is_distinct_from(_status_noted_last())),
    ),
    Rule(
        "conflict",
        "conflicts",
        "its status is none that there is",
        select(conflicts.c.id).where(conflicts.c.status.not_in(CONFLICTS)),
    ),
    Rule(
        "conflict",
        "conflicts",
        "does not stand or fall with its pairs",
        _conflicts_without_pair(),
        mendable=True,
    ),
    Rule(
        "conflict",
        "conflict_pairs",
        "stands though nobody says so",
        _pairs_of_nobody(),
        mendable=True,
    ),
    Rule("conflict", "sketches", "is of no quotation", _sketches_of_nothing(), mendable=True),
    Rule(
        "registry",
        "speakers",
        "has no name that it is found by",
        select(speakers.c.id).where(
            speakers.c.merged_into.is_(None),
            ~select(speaker_keys.c.id)
            .where(speaker_keys.c.speaker_id == speakers.c.id, speaker_keys.c.kind.in_(("name", "given")))
            .exists(),
        ),
    ),
    Rule(
        "registry",
        "roles",
        "is not of the day of its article",
        select(roles.c.id)
        .join(appearances, appearances.c.id == roles.c.appearance_id)
        .join(articles, articles.c.id == appearances.c.article_id)
        .where(roles.c.day.is_distinct_from(articles.c.day)),
        mendable=True,
    ),
    Rule(
        "registry",
        "roles",
        "is of another speaker than its appearance",
        select(roles.c.id)
        .join(appearances, appearances.c.id == roles.c.appearance_id)
        .where(roles.c.speaker_id != appearances.c.speaker_id),
        mendable=True,
    ),
    Rule(
        "registry",
        "quotations",
        "its speaker does not appear in its article",
        select(quotations.c.id)
        .outerjoin(
            appearances,
            and_(
                appearances.c.article_id == quotations.c.article_id,
                appearances.c.speaker_id == quotations.c.speaker_id,
            ),
        )
        .where(
            STANDS,
            quotations.c.speaker_id.is_not(None),
            appearances.c.id.is_(None),
        ),
        mendable=True,
    ),
)
