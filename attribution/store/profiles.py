"""An entry of the registry as it is shown: names, roles over time, outlets, whom it is seen with, history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, func, or_, select

from attribution.errors import InputError
from attribution.store.history import Event, entry_row, events_of
from attribution.store.naming import key_of_body, keys_of_person
from attribution.store.query import LARGEST
from attribution.store.store import Store
from attribution.store.tables import appearances, articles, quotations, roles, speaker_keys, speakers

MOST_ROLES, MOST_OUTLETS, MOST_OTHERS, MOST_NAMED = 100, 20, 10, 200
RECENT = 500  # appearances that are looked at for whom an entry is seen with
COUNTED = 10_000  # quotations are not counted beyond
PAGE = 50  # appearances
_OTHER_NAMES = ("name", "given", "alias")


@dataclass(frozen=True, slots=True)
class Held:
    """A role or affiliation of an entry: first and last day it was seen, None without, and how many times."""

    text: str
    title: str | None
    affiliation: str | None
    former: bool
    first: str | None
    last: str | None
    times: int


@dataclass(frozen=True, slots=True)
class Counted:
    """An outlet or another entry, and in how many articles."""

    label: str
    count: int
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Appearance:
    """An entry in an article: as what, and why it is this entry."""

    id: int
    article: int
    title: str | None
    outlet: str | None
    day: str | None
    name: str
    roles: tuple[str, ...]
    evidence: tuple[str, ...]
    by_hand: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """All that is shown of an entry. `quotations` counts to COUNTED; `merged_into` tells where it went."""

    id: int
    label: str
    kind: str
    bare: bool
    ids: dict[str, str]
    merged_into: int | None
    names: tuple[str, ...]
    articles: int
    quotations: int
    first: str | None
    last: str | None
    roles: tuple[Held, ...]
    affiliations: tuple[Held, ...]
    outlets: tuple[Counted, ...]
    others: tuple[Counted, ...]
    history: tuple[Event, ...]


def profile(store: Store, entry: int) -> Profile:
    """What is shown of an entry. Raises UnknownSpeaker."""
    with store.read() as connection:
        row = entry_row(connection, entry, merged=True)
        seen = connection.execute(_seen(entry)).one()
        return Profile(
            row.id,
            row.label,
            row.kind,
            row.bare,
            dict(row.ids),
            row.merged_into,
            names=_names(connection, row),
            articles=seen.articles,
            quotations=_quotations(connection, entry),
            first=seen.first,
            last=seen.last,
            roles=_roles(connection, entry),
            affiliations=_affiliations(connection, entry),
            outlets=_outlets(connection, entry),
            others=_others(connection, entry),
            history=tuple(events_of(connection, entry)),
        )


def entries_named(store: Store, name: str) -> list[Counted]:
    """Entries that have a name, surname or abbreviation, and in how many articles; the most seen first."""
    keys = {*keys_of_person(name), key_of_body(name)}
    bearing = select(speaker_keys.c.speaker_id).where(speaker_keys.c.key.in_(sorted(keys)))
    number = func.count(appearances.c.article_id.distinct()).label("times")
    query = (
        select(speakers.c.id, speakers.c.label, number)
        .outerjoin(appearances)
        .where(or_(speakers.c.surname.in_(sorted(keys)), speakers.c.id.in_(bearing)))
        .where(speakers.c.merged_into.is_(None))
        .group_by(speakers.c.id, speakers.c.label)
        .order_by(number.desc(), speakers.c.id)
        .limit(MOST_NAMED)
    )
    with store.read() as connection:
        return [Counted(row.label, row.times, row.id) for row in connection.execute(query)]


def appearances_of(store: Store, entry: int, *, after: int = 0, limit: int = PAGE) -> list[Appearance]:
    """Where an entry appeared, in the order of numbers, from behind number `after`. Raises UnknownSpeaker."""
    if not 0 <= after <= LARGEST or not 0 < limit <= PAGE:
        raise InputError(f"at most {PAGE}, from behind a number", field="after")
    query = (
        select(appearances, articles.c.title, articles.c.outlet, articles.c.day)
        .join(articles)
        .where(appearances.c.speaker_id == entry, appearances.c.id > after)
        .order_by(appearances.c.id)
        .limit(limit)
    )
    with store.read() as connection:
        entry_row(connection, entry, merged=True)
        rows = connection.execute(query).all()
        told = _told_roles(connection, [row.id for row in rows])
    return [_appearance(row, told.get(row.id, [])) for row in rows]


def _appearance(row: Row[Any], told: Sequence[str]) -> Appearance:
    return Appearance(
        row.id,
        row.article_id,
        row.title,
        row.outlet,
        row.day,
        row.name or row.label,
        tuple(told),
        tuple(row.evidence),
        row.by_hand,
    )


def _told_roles(connection: Connection, given: Sequence[int]) -> dict[int, list[str]]:
    query = select(roles.c.appearance_id, roles.c.text).where(roles.c.appearance_id.in_(given))
    found: dict[int, list[str]] = {}
    for row in connection.execute(query.order_by(roles.c.id)):
        found.setdefault(row.appearance_id, []).append(row.text)
    return found


def _seen(entry: int) -> Any:
    days = (func.min(articles.c.day).label("first"), func.max(articles.c.day).label("last"))
    number = func.count(appearances.c.article_id.distinct()).label("articles")
    return select(number, *days).join(articles).where(appearances.c.speaker_id == entry)


def _quotations(connection: Connection, entry: int) -> int:
    said = (quotations.c.speaker_id == entry, ~quotations.c.gone)
    some = select(quotations.c.id).where(*said).limit(COUNTED).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _names(connection: Connection, row: Row[Any]) -> tuple[str, ...]:
    mine = (speaker_keys.c.speaker_id == row.id, speaker_keys.c.kind.in_(_OTHER_NAMES))
    texts = connection.execute(select(speaker_keys.c.text).where(*mine).order_by(speaker_keys.c.id)).scalars()
    return tuple(dict.fromkeys((row.label, *texts)))


def _held(group: ColumnElement[Any], *where: ColumnElement[bool]) -> Any:
    """Roles that are one by `group`, each as one of them is written, the latest first."""
    last = func.max(roles.c.day)
    texts = [func.max(column).label(column.name) for column in (roles.c.text, roles.c.title)]
    return (
        select(*texts, func.max(roles.c.affiliation).label("affiliation"))
        .add_columns(func.min(roles.c.day).label("first"), last.label("last"), func.count().label("times"))
        .where(*where)
        .group_by(roles.c.former, group)
        .add_columns(roles.c.former)
        .order_by(last.is_(None), last.desc(), func.count().desc(), group)
        .limit(MOST_ROLES)
    )


def _roles(connection: Connection, entry: int) -> tuple[Held, ...]:
    rows = connection.execute(_held(roles.c.office, roles.c.speaker_id == entry))
    return tuple(
        Held(row.text, row.title, row.affiliation, row.former, row.first, row.last, row.times) for row in rows
    )


def _affiliations(connection: Connection, entry: int) -> tuple[Held, ...]:
    tied = roles.c.folded_affiliation
    rows = connection.execute(_held(tied, roles.c.speaker_id == entry, tied.is_not(None)))
    return tuple(
        Held(row.affiliation, None, row.affiliation, row.former, row.first, row.last, row.times)
        for row in rows
    )


def _outlets(connection: Connection, entry: int) -> tuple[Counted, ...]:
    number = func.count(appearances.c.article_id.distinct())
    query = (
        select(articles.c.outlet, number.label("times"))
        .join(appearances)
        .where(appearances.c.speaker_id == entry, articles.c.outlet.is_not(None))
        .group_by(articles.c.outlet)
        .order_by(number.desc(), articles.c.outlet)
        .limit(MOST_OUTLETS)
    )
    return tuple(Counted(row.outlet, row.times) for row in connection.execute(query))


def _others(connection: Connection, entry: int) -> tuple[Counted, ...]:
    """Whom the latest articles with the entry have besides."""
    mine = appearances.c.speaker_id == entry
    recent = select(appearances.c.article_id).where(mine).order_by(appearances.c.id.desc()).limit(RECENT)
    number = func.count(appearances.c.article_id.distinct())
    query = (
        select(speakers.c.id, speakers.c.label, number.label("times"))
        .join(appearances)
        .where(appearances.c.article_id.in_(recent.scalar_subquery()), speakers.c.id != entry)
        .group_by(speakers.c.id, speakers.c.label)
        .order_by(number.desc(), speakers.c.id)
        .limit(MOST_OTHERS)
    )
    return tuple(Counted(row.label, row.times, row.id) for row in connection.execute(query))
