"""The records of an article as they stand now, and which version of them somebody has seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from attribution.errors import InputError, QuotationError
from attribution.records import Extraction
from attribution.schemas import load_extraction
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.tables import STANDS, articles, extractions, quotations, revisions

LARGEST = 2**31 - 1  # number of a row


class NotKept(InputError):
    """There is no article or quotation of this number in the store."""

    code = "not-found"


class NoArticle(NotKept):
    """There is no article of this number."""

    code = "article-not-found"


class NoQuotation(NotKept):
    """There is no quotation of this number."""

    code = "quotation-not-found"


class Outdated(QuotationError):
    """Somebody else has changed it meanwhile; nothing was done. `version` is the one that it has now."""

    code = "outdated"

    def __init__(self, message: str, *, version: str) -> None:
        super().__init__(message)
        self.version = version


@dataclass(frozen=True, slots=True)
class Current:
    """An article's current revision and its current records, places in code points."""

    article: int
    key: str
    outlet: str | None
    day: str | None
    revision: int
    revision_number: int
    extraction_id: int
    number: int
    author: str | None
    extraction: Extraction
    text: str | None
    html: str | None

    @property
    def version(self) -> str:
        """Changes with every change of text or records: `2-3` is the third set of records of revision 2."""
        return f"{self.revision_number}-{self.number}"

    @property
    def content(self) -> str:
        """The input as given."""
        return self.text if self.text is not None else self.html or ""

    def expect(self, version: str | None) -> None:
        """Raises Outdated where this is not the version that was seen; None takes any."""
        if version is not None and version != self.version:
            raise Outdated("the article has changed since it was read", version=self.version)


def current_of(connection: Connection, article: int) -> Current:
    """The current records of an article. Raises NotKept."""
    row = find_current(connection, article)
    if row is None:
        raise NoArticle(f"there is no article {article} in the store")
    return read_current(row)


def find_current(connection: Connection, article: int) -> Any:
    """The row of an article with its current revision and records, still packed; None where there is none."""
    query = (
        select(
            articles.c.id.label("article"), articles.c.key, articles.c.outlet, articles.c.day,
            revisions.c.id.label("revision"), revisions.c.number.label("revision_number"),
            revisions.c.format, revisions.c.content, extractions.c.id.label("extraction_id"),
            extractions.c.number, extractions.c.author, extractions.c.record,
        )
        .join(revisions, revisions.c.article_id == articles.c.id)
        .join(extractions, extractions.c.revision_id == revisions.c.id)
        .where(articles.c.id == article, revisions.c.number == articles.c.revision, extractions.c.current)
    )  # fmt: skip
    return connection.execute(query).one_or_none() if 0 < article <= LARGEST else None


def read_current(row: Any) -> Current:
    """What `find_current` found, unpacked."""
    content = unpack_text(row.content)
    return Current(
        article=row.article,
        key=row.key,
        outlet=row.outlet,
        day=row.day,
        revision=row.revision,
        revision_number=row.revision_number,
        extraction_id=row.extraction_id,
        number=row.number,
        author=row.author,
        extraction=load_extraction(unpack_record(row.record)),
        text=content if row.format == "text" else None,
        html=content if row.format == "html" else None,
    )


def standing_of(connection: Connection, current: Current) -> list[dict[str, Any]]:
    """How far the review of each quotation of the current records is, by its id there."""
    mine = quotations.c.extraction_id == current.extraction_id
    query = select(quotations.c.local, quotations.c.id.label("quotation"), quotations.c.review)
    rows = connection.execute(query.where(mine, STANDS).order_by(quotations.c.start))
    return [row._asdict() for row in rows]
