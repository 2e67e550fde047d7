"""Articles and their records into the store: once each, and what changed when an article did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any, Literal

from sqlalchemy import Connection, Row, Table, insert, select, update

from attribution.store import registry
from attribution.store.carrying import Carried, carry
from attribution.store.decisions import Decisions, decisions_of
from attribution.store.incoming import Incoming, host_of
from attribution.store.quotations import Quotations
from attribution.store.store import Store
from attribution.store.tables import appearances, articles, extractions, quotations, revisions, roles
from attribution.store.terms import as_column, terms_of
from attribution.store.texts import index_text, supersede_text

BATCH = 100  # articles in one transaction

Outcome = Literal["added", "unchanged", "revised", "reread", "kept"]


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of an article, and of each of its quotations, by number.

    `added`: not seen before; `unchanged`: the same text and records as before; `revised`: its text changed;
    `reread`: the same text, other records; `kept`: the same text, other records, which were put aside, as
    people had corrected the ones before.
    """

    article: int
    key: str
    revision: int
    outcome: Outcome
    new: tuple[int, ...] = ()
    stayed: tuple[int, ...] = ()
    changed: tuple[int, ...] = ()
    went: tuple[int, ...] = ()


def ingest(store: Store, incoming: Incoming) -> Ingested:
    """Keeps an article and its records, in one transaction."""
    return next(ingest_many(store, [incoming]))


def ingest_many(store: Store, given: Iterable[Incoming], *, batch: int = BATCH) -> Iterator[Ingested]:
    """Keeps articles in their order, `batch` at a time in one transaction, and tells what became of each.

    When it tells of one, that one is committed. What was given twice is there once.
    """
    rest = iter(given)
    while some := list(islice(rest, batch)):
        for incoming in some:
            incoming.prepare()
        with store.write() as connection:
            now = datetime.now(UTC)
            done = [_Ingest(connection, incoming, now).run() for incoming in some]
        yield from done


@dataclass
class _Ingest:
    """One article on its way into the tables."""

    connection: Connection
    given: Incoming
    now: datetime
    new: list[int] = field(default_factory=list)
    stayed: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    went: list[int] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)  # of the article, with each of its quotations

    def run(self) -> Ingested:
        """Writes what has to be written."""
        found = self._find()
        if found is None:
            article = self._add_article()
            self.shown = {"outlet": self.given.appeared_in, "day": self.given.day}
            self._enter(article, self._add_revision(article, 1))
            return self._told(article, 1, "added")
        self._update_article(found)
        if found.sha256 != self.given.extraction.article.sha256:
            number = found.revision + 1
            revision = self._add_revision(found.id, number)
            self._enter_again(found.id, revision, 1)
            supersede_text(self.connection, found.revision_id, revision)
            self._set_revision(found.id, number)
            return self._told(found.id, number, "revised")
        return self._told(found.id, found.revision, self._reread(found))

    def _told(self, article: int, revision: int, outcome: Outcome) -> Ingested:
        lists = (tuple(numbers) for numbers in (self.new, self.stayed, self.changed, self.went))
        return Ingested(article, self.given.key, revision, outcome, *lists)

    def _find(self) -> Row[Any] | None:
        """The article and its current revision."""
        query = (
            select(articles, revisions.c.id.label("revision_id"), revisions.c.sha256)
            .join(revisions, revisions.c.article_id == articles.c.id)
            .where(articles.c.key == self.given.key, revisions.c.number == articles.c.revision)
        )
        return self.connection.execute(query).one_or_none()

    def _about(self) -> dict[str, Any]:
        about = self.given.extraction.article
        return {
            "url": about.url,
            "outlet": self.given.appeared_in,
            "title": about.title,
            "terms": about.title and as_column(terms_of(about.title)),
            "published": about.published,
            "day": self.given.day,
            "language": about.language,
        }

    def _add_article(self) -> int:
        values = {
            **self._about(),
            "key": self.given.key,
            "revision": 1,
            "added": self.now,
            "changed": self.now,
        }
        return self._insert(articles, values | self._about())

    def _update_article(self, found: Row[Any]) -> None:
        """Takes over what is known of the article by now; what is not given anew stays."""
        news = {name: value for name, value in self._about().items() if value is not None}
        if not self.given.outlet and found.outlet and found.outlet != host_of(found.url):
            news.pop("outlet", None)  # somebody gave it, and nobody another
        self.shown = {name: news.get(name, getattr(found, name)) for name in ("outlet", "day")}
        if any(getattr(found, name) != value for name, value in news.items()):
            self.connection.execute(update(articles).where(articles.c.id == found.id).values(news))
        if any(getattr(found, name) != value for name, value in self.shown.items()):
            self._show_anew(found.id)

    def _show_anew(self, article: int) -> None:
        """Outlet and day, with the rows that have them from the article."""
        mine = quotations.c.article_id == article
        self.connection.execute(update(quotations).where(mine).values(self.shown))
        seen = select(appearances.c.id).where(appearances.c.article_id == article)
        held = update(roles).where(roles.c.appearance_id.in_(seen))
        self.connection.execute(held.values(day=self.shown["day"]))

    def _set_revision(self, article: int, number: int) -> None:
        values = {"revision": number, "changed": self.now}
        self.connection.execute(update(articles).where(articles.c.id == article).values(values))

    def _add_revision(self, article: int, number: int) -> int:
        about = self.given.extraction.article
        values = {
            "article_id": article,
            "number": number,
            "sha256": about.sha256,
            "format": "text" if self.given.text is not None else "html",
            "content": self.given.packed,
            "title": about.title,
            "published": about.published,
            "taken": self.now,
        }
        revision = self._insert(revisions, values)
        index_text(self.connection, revision, self.given.indexed)
        return revision

    def _reread(self, found: Row[Any]) -> Outcome:
        """Records of a text that is there: the same, others, or others where people had a hand in these."""
        here = extractions.c.revision_id == found.revision_id
        rows = self.connection.execute(select(extractions).where(here).order_by(extractions.c.number)).all()
        if any(row.record == self.given.record for row in rows):
            return "unchanged"
        if any(row.current and row.author is not None for row in rows):
            self._add_extraction(found.revision_id, len(rows) + 1, current=False)
            return "kept"
        self._enter_again(found.id, found.revision_id, len(rows) + 1)
        return "reread"

    def _add_extraction(self, revision: int, number: int, *, current: bool) -> int:
        values = self._extraction_values(revision, number, self.given, current=current)
        return self._insert(extractions, values)

    def _extraction_values(
        self, revision: int, number: int, given: Incoming, *, current: bool
    ) -> dict[str, Any]:
        return {
            "revision_id": revision,
            "number": number,
            "current": current,
            "record": given.record,
            "model": given.extraction.model.name,
            "model_version": given.extraction.model.version,
            "made": self.now,
        }

    def _enter(self, article: int, revision: int) -> None:
        """Keeps the records of an article that is new, and makes the rows of its quotations."""
        extraction = self._add_extraction(revision, 1, current=True)
        told = Quotations(self.connection, article, revision, extraction)
        told.add(self._rows(article, self.given))
        self.new = told.new

    def _enter_again(self, article: int, revision: int, number: int) -> None:
        """Keeps the records as the current ones, with what people decided, and brings the rows to them."""
        decisions = decisions_of(self.connection, article)
        carried = carry(decisions, self.given) if decisions else Carried(self.given.placed)
        as_it_came = carried.extraction == self.given.placed
        here = extractions.c.revision_id == revision
        self.connection.execute(update(extractions).where(here).values(current=False))
        extraction = came = self._add_extraction(revision, number, current=as_it_came)
        given = self.given
        if decisions and not as_it_came:
            given = replace(self.given, extraction=carried.extraction)
            extraction = self._add_carried(revision, number + 1, given, decisions)
        told = Quotations(self.connection, article, revision, extraction)
        told.replace(*carried.onto(self._rows(article, given)))
        self._leave_out(carried, told, came)
        self.new, self.stayed, self.changed, self.went = told.new, told.stayed, told.changed, told.went

    def _rows(self, article: int, given: Incoming) -> list[dict[str, Any]]:
        """The rows of quotations, with the entries of their speakers in the registry."""
        place = registry.Place(article, self.shown["day"], self.now)
        entries = registry.enter(self.connection, place, given.placed)
        return [row | self.shown for row in with_entries(given, entries)]

    def _add_carried(self, revision: int, number: int, given: Incoming, decisions: Decisions) -> int:
        """The records with what people decided on the text before, signed by who decided last."""
        values = {
            **self._extraction_values(revision, number, given, current=True),
            "author": decisions.author,
            "reason": f"decided on revision {decisions.current.revision_number}",
        }
        return self._insert(extractions, values)

    def _leave_out(self, carried: Carried, told: Quotations, came: int) -> None:
        """Has the rows of what was rejected lead to where it stands now."""
        by_name = {row["local"]: row for row in self.given.quotations}
        for number, name in carried.rejected.items():
            told.leave_out(number, by_name[name] | self.shown, came)

    def _insert(self, table: Table, values: Mapping[str, Any]) -> int:
        made = self.connection.execute(insert(table).returning(table.c.id), values)
        return int(made.scalar_one())


def with_entries(given: Incoming, entries: Mapping[str, int]) -> list[dict[str, Any]]:
    """The rows of quotations, with the entries of their speakers in the registry."""
    found = []
    for quotation, values in zip(given.placed.quotations, given.quotations, strict=True):
        entry = entries.get(quotation.speaker) if quotation.speaker else None
        found.append({**values, "speaker_id": entry})
    return found
