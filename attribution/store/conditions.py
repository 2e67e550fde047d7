"""A query as conditions on the table of quotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect, Select, and_, func, not_, or_, select
from sqlalchemy.sql.elements import ColumnElement

from attribution.claims.rating import LEAST
from attribution.lang.claims import FACTS
from attribution.store.beside import AFFILIATION, NAME, ROLE, with_prefix
from attribution.store.fulltext import BESIDE, NAMES, WORDS, Groups, all_of, has, prefixed
from attribution.store.query import Query
from attribution.store.tables import claims, quotations, speakers
from attribution.store.words import Phrase, Words

Condition = ColumnElement[bool]

UNCHECKED = "new"  # of a claim that nobody has begun to check: the table of claims need not have it

_FEW = 500
_IS = quotations.c
_ENTRY = func.coalesce(speakers.c.merged_into, speakers.c.id)


def conditions_of(connection: Connection, query: Query) -> list[Condition]:
    """What holds of the quotations that are looked for, but for `words`."""
    dialect = connection.dialect
    return [
        *_standing(query),
        *_by_value(query),
        *_by_speaker(connection, query),
        *_beside(dialect, query),
        *_about(dialect, query.read.get("about")),
    ]


def without(dialect: Dialect, words: Words) -> list[Condition]:
    """That the quotation has no word that is excluded."""
    return [not_(has(dialect, WORDS, [words.without]))] if words.without else []


def _standing(query: Query) -> Iterator[Condition]:
    if not query.gone:
        yield _IS.gone.is_(False)
    yield _IS.review.in_(query.review) if query.review else _IS.review != "rejected"


def _by_value(query: Query) -> Iterator[Condition]:
    for column, values in (
        (_IS.type, query.type),
        (_IS.act, query.act),
        (_IS.outlet, query.outlet),
        (_IS.worth_kind, query.kind),
    ):
        if values:
            yield column.in_(values)
    for flag, wanted in ((_IS.statement, query.statement), (_IS.negated, query.negated)):
        if wanted is not None:
            yield flag.is_(wanted)
    if query.article is not None:
        yield _IS.article_id == query.article
    for least, value in (
        (_IS.day, query.since),
        (_IS.confidence, query.confidence),
        (_IS.worth, query.worth),
    ):
        if value is not None:
            yield least >= value
    if query.until is not None:
        yield _IS.day <= query.until
    if query.claim:
        yield _claim_is(query.claim)
    if query.checkable is not None:
        fact = and_(_IS.worth >= LEAST, _IS.worth_kind.in_(FACTS))
        yield fact if query.checkable else not_(fact)


def _claim_is(states: tuple[str, ...]) -> Condition:
    begun = _IS.fingerprint.in_(select(claims.c.fingerprint).where(claims.c.status.in_(states)))
    if UNCHECKED not in states:
        return begun
    others = select(claims.c.fingerprint).where(claims.c.status.not_in(states))
    return _IS.fingerprint.not_in(others)


def _by_speaker(connection: Connection, query: Query) -> Iterator[Condition]:
    if isinstance(query.speaker, int):
        entry = select(_ENTRY).where(speakers.c.id == query.speaker)
        yield _IS.speaker_id == entry.scalar_subquery()
    elif query.names:
        here = has(connection.dialect, BESIDE, all_of(with_prefix(NAME, query.names)))
        yield or_(_IS.speaker_id.in_(_entries(connection, query.names)), here)


def _entries(connection: Connection, names: Iterable[str]) -> Select[Any] | Sequence[int]:
    """The entries of the registry by these names: their numbers, by which rows are found quicker, if few."""
    named = select(_ENTRY).where(has(connection.dialect, NAMES, all_of(names)))
    numbers = connection.execute(named.limit(_FEW)).scalars().all()
    return numbers if len(numbers) < _FEW else named


def _beside(dialect: Dialect, query: Query) -> Iterator[Condition]:
    """Words of role and affiliation."""
    groups: list[tuple[Phrase, ...]] = []
    for name, prefix in (("role", ROLE), ("affiliation", AFFILIATION)):
        if name in query.read:
            words = prefixed(query.read[name], prefix)
            groups.extend(words.groups)
            if words.without:
                yield not_(has(dialect, BESIDE, [words.without]))
    if groups:
        yield has(dialect, BESIDE, groups)


def _about(dialect: Dialect, words: Words | None) -> Iterator[Condition]:
    """Each of the words in the quotation or beside it."""
    if words is None:
        return

    def either(groups: Groups) -> Condition:
        return or_(has(dialect, WORDS, groups), has(dialect, BESIDE, groups))

    for group in words.groups:
        yield either([group])
    if words.without:
        yield not_(either([words.without]))
