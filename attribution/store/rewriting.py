"""An article in the tables without what was to go: its revisions, records and rows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, select, update

from attribution.records import Extraction
from attribution.schemas import dump_extraction
from attribution.store.blacking import BAR, Names, black_each
from attribution.store.claim_rows import carry_claims
from attribution.store.mending import mend_article
from attribution.store.packing import pack_record, pack_text, unpack_text
from attribution.store.proving import Kept, articles_after, expected_rows, read_record, read_text
from attribution.store.redacting import Redacted, Wanted, redact
from attribution.store.said import Said
from attribution.store.tables import articles, changes, extractions, quotations, reviews, revisions
from attribution.store.terms import as_column, terms_of

PAGE = 200  # revisions read at once


def holding(connection: Connection, names: Names, after: int) -> tuple[int, set[int]]:
    """The articles in which a name stands, of revisions with numbers behind `after`; and the last number."""
    found = {row.id for row in connection.execute(select(articles)) if _is_about(row, names)}
    query = select(revisions.c.id, revisions.c.article_id, revisions.c.content, revisions.c.title)
    rows = query.where(revisions.c.id > after).order_by(revisions.c.id)
    for row in connection.execute(rows, execution_options={"yield_per": PAGE}):
        after = row.id
        if row.article_id not in found and names.holds(f"{row.title or ''}\n{unpack_text(row.content)}"):
            found.add(row.article_id)
    return after, found


def _is_about(row: Row[Any], names: Names) -> bool:
    """Whether a name stands in what is known of an article beside its text."""
    shown = f"{row.title or ''}\n{row.outlet or ''}"
    return names.holds(shown) or any(names.in_address(text) for text in (row.key, row.url or ""))


def rewrite(connection: Connection, kept: Kept, wanted: Wanted) -> Counter[str]:
    """Takes what is wanted to go out of an article; tells how much went.

    Raises ValueError where a text or its records are damaged, so that nobody knows what stands there.
    """
    counts = Counter(articles=1)
    read = {row.id: read_record(row) for row in kept.extractions}
    wanted = replace(wanted, said=Said(text for one in read.values() for text in wanted.sayings(one)))
    here = any(wanted.speaker(speaker) for one in read.values() for speaker in one.speakers)
    made = {}
    for revision in kept.revisions:
        mine = [row for row in kept.extractions if row.revision_id == revision.id]
        records = [read[row.id] for row in mine]
        html, text = revision.format == "html", read_text(revision)
        found = redact(records, revision.title, text, html=html, wanted=wanted, here=here)
        made[revision] = found
        if found.text != text or found.title != revision.title or any(found.went):
            counts["revisions"] += 1
            _write(connection, revision, mine, found)
            counts["quotations"] += _delete_rows(connection, mine, found)
    _black_history(connection, kept.row.id, [one.names for one in made.values()], wanted.said)
    _rename(connection, kept, wanted, made)
    _bring_rows(connection, kept.row.id)
    return counts


def _write(connection: Connection, revision: Row[Any], mine: Sequence[Row[Any]], made: Redacted) -> None:
    values = {
        "content": pack_text(made.text),
        "format": "text",
        "title": made.title,
        "sha256": made.records[0].article.sha256 if made.records else revision.sha256,
        "redacted": datetime.now(UTC),
    }
    connection.execute(update(revisions).where(revisions.c.id == revision.id).values(values))
    for row, record in zip(mine, made.records, strict=True):
        packed = pack_record(dump_extraction(record))
        connection.execute(update(extractions).where(extractions.c.id == row.id).values(record=packed))


def _delete_rows(connection: Connection, mine: Sequence[Row[Any]], made: Redacted) -> int:
    """The rows of what went: of the current quotations, and of those that are gone."""
    count = 0
    for row, went in zip(mine, made.went, strict=True):
        here = (quotations.c.extraction_id == row.id, quotations.c.local.in_(went))
        count += connection.execute(delete(quotations).where(*here)).rowcount if went else 0
    return count


def _black_history(connection: Connection, number: int, names: Sequence[Names], said: Said) -> None:
    """Takes names and sayings out of what is told of the quotations of an article that stay."""
    for table in (changes, reviews):
        query = select(table, quotations.c.text.label("now")).join(
            quotations, quotations.c.id == table.c.quotation_id
        )
        for row in connection.execute(query.where(quotations.c.article_id == number)).all():
            theirs = Said(()) if said.holds(row.now) else said  # who says the same keeps the words
            before, after = (black_each(value, [*names, theirs]) for value in (row.before, row.after))
            if (before, after) != (row.before, row.after):
                change = update(table).where(table.c.id == row.id)
                connection.execute(change.values(before=before, after=after))


def _rename(connection: Connection, kept: Kept, wanted: Wanted, made: Mapping[Row[Any], Redacted]) -> None:
    """Headline, outlet, address and id of the article without a name."""
    names = wanted.names.of_several_words()
    title = kept.row.title and _headline(kept.row.title, wanted, made)
    values = {"title": title, "terms": title and as_column(terms_of(title))}
    values["outlet"] = kept.row.outlet and names.black(kept.row.outlet)
    if kept.row.url and names.in_address(kept.row.url):
        values["url"] = None
    if names.in_address(kept.row.key):
        values["key"] = f"erased-{kept.row.id}"
    connection.execute(update(articles).where(articles.c.id == kept.row.id).values(values))
    mine = [row.id for row in kept.revisions]
    for row in connection.execute(select(extractions).where(extractions.c.revision_id.in_(mine))).all():
        record = _renamed(read_record(row), kept.row, values)
        packed = pack_record(dump_extraction(record))
        if packed != row.record:
            connection.execute(update(extractions).where(extractions.c.id == row.id).values(record=packed))


def _headline(title: str, wanted: Wanted, made: Mapping[Row[Any], Redacted]) -> str:
    """The headline as the revisions have it that it is of: what one of them blacks out is gone."""
    same = [found for revision, found in made.items() if revision.title == title]
    black = black_each(
        title, [wanted.names] if same else [*(one.names for one in made.values()), wanted.said]
    )
    for found in same:
        black = "".join(BAR if BAR in two else two[0] for two in zip(black, found.title or "", strict=True))
    return str(black)


def _renamed(record: Extraction, row: Row[Any], values: dict[str, Any]) -> Extraction:
    about = record.article
    if "url" in values:
        about = replace(about, url=None)
    if "key" in values and about.id == row.key:
        about = replace(about, id=values["key"])
    return replace(record, article=about)


def _bring_rows(connection: Connection, number: int) -> None:
    """All rows of quotations, those that are gone too, to the records that they were last in."""
    [kept] = articles_after(connection, number - 1, 1)
    by_record = defaultdict(list)
    for row in kept.quotations:
        by_record[row.extraction_id].append(row)
    for revision, extraction in kept.readings():
        rows = by_record.get(extraction.id, ())
        expected = (
            expected_rows(kept.row, revision, read_record(extraction), read_text(revision)) if rows else {}
        )
        there = [row for row in rows if row.local in expected]
        for row in there:
            change = update(quotations).where(quotations.c.id == row.id)
            connection.execute(change.values(expected[row.local]))
        carry_claims(connection, ((row.fingerprint, expected[row.local]["fingerprint"]) for row in there))
    mend_article(connection, articles_after(connection, number - 1, 1)[0])
