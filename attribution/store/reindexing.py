"""By which version of the terms the words of a store are indexed, and how they are indexed anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, delete, insert, select, update

from attribution.records import Role, Span, Speaker
from attribution.store import terms
from attribution.store.claim_rows import carry_claims, prune_claims
from attribution.store.findings import Finding
from attribution.store.keys import name_key
from attribution.store.offices import fold_affiliation, fold_role, write_office
from attribution.store.proving import (
    Kept,
    each_article,
    expected_rows,
    read_record,
    read_text,
    write_indexed,
)
from attribution.store.registry import speaker_row
from attribution.store.store import TERMS, Store, terms_version
from attribution.store.tables import articles, facts, quotations, roles, speaker_keys, speakers
from attribution.store.terms import as_column, terms_of

ARTICLES, ROWS = 100, 1000  # in one transaction


def check_terms(connection: Connection) -> Iterator[Finding]:
    """Whether the words are indexed by the terms of this program."""
    found = terms_version(connection)
    if found != str(terms.VERSION):
        message = f"are indexed by terms {found or 'of no version'}, not {terms.VERSION}: reindex the store"
        yield Finding("terms", "words of the store", message)


def reindex(store: Store) -> Iterator[int]:
    """Indexes all words by the terms of this program; yields how many articles are done, now and then.

    Others may read and write meanwhile. What stops it costs nothing but that it has to be begun again. An
    article whose text or records are damaged is left as it is, which the check tells.
    """
    for table, rows, values_of in _ENTRIES:
        _reindex_table(store, table, rows, values_of)
    yield from each_article(store, _reindex_article, ARTICLES)
    with store.write() as connection:
        prune_claims(connection)
        connection.execute(delete(facts).where(facts.c.name == TERMS))
        connection.execute(insert(facts).values(name=TERMS, value=str(terms.VERSION)))


def indexed_again(connection: Connection, table: Table, numbers: Collection[int]) -> None:
    """Indexes some rows anew whose words were changed."""
    for of, rows, values_of in (*_ENTRIES, (articles, select(articles), _article)):
        if of is table:
            found = connection.execute(rows.where(table.c.id.in_(numbers))).all()
            _rewrite(connection, table, [(row, values_of(row)) for row in found])


def _article(row: Row[Any]) -> dict[str, Any]:
    return {"terms": row.title and as_column(terms_of(row.title))}


def _reindex_article(connection: Connection, kept: Kept) -> None:
    _rewrite(connection, articles, [(kept.row, _article(kept.row))])
    write_indexed(connection, kept)
    mine = defaultdict(list)
    for row in kept.quotations:
        mine[row.extraction_id].append(row)
    for revision, extraction in kept.readings():
        if extraction.id not in mine:
            continue
        try:
            record, content = read_record(extraction), read_text(revision)
        except ValueError:
            continue
        expected = expected_rows(kept.row, revision, record, content)
        rows = [row for row in mine[extraction.id] if row.local in expected]
        _rewrite(connection, quotations, [(row, _indexed(expected[row.local])) for row in rows])
        carry_claims(connection, ((row.fingerprint, expected[row.local]["fingerprint"]) for row in rows))


def _indexed(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in ("terms", "beside", "fingerprint", "marked", "wording")}


def _reindex_table(
    store: Store, table: Table, given: Select[Any], values_of: Callable[[Row[Any]], Mapping[str, Any]]
) -> None:
    last = 0
    while True:
        with store.write() as connection:
            query = given.where(table.c.id > last).order_by(table.c.id).limit(ROWS)
            rows = connection.execute(query).all()
            _rewrite(connection, table, [(row, values_of(row)) for row in rows])
        if not rows:
            return
        last = rows[-1].id


def _rewrite(connection: Connection, table: Table, given: list[tuple[Row[Any], Mapping[str, Any]]]) -> None:
    """Writes the rows whose values are others by now."""
    changed = [
        {"_id": row.id, **values}
        for row, values in given
        if any(getattr(row, name) != value for name, value in values.items())
    ]
    if changed:
        connection.execute(update(table).where(table.c.id == bindparam("_id")), changed)


def _role(row: Row[Any]) -> dict[str, Any]:
    affiliation = Span(0, 0, row.affiliation) if row.affiliation else None
    role = Role(0, 0, row.text, title=row.title, affiliation=affiliation, former=row.former)
    return {
        "folded": fold_role(role),
        "folded_affiliation": fold_affiliation(role),
        "office": write_office(role),
    }


def _speaker(row: Row[Any]) -> dict[str, Any]:
    speaker = Speaker("", row.name, row.label, row.kind, named=row.name is not None)
    fresh = speaker_row(speaker, row.added, bare=row.bare)
    return {"folded": fresh["folded"], "surname": fresh["surname"]}


def _key(row: Row[Any]) -> dict[str, Any]:
    """Ids have no terms. Offices that the newsroom knows of are written anew when its list is read again."""
    return {"key": row.key if row.kind in ("id", "office") else name_key(row.of, row.text).key}


_KEYS = select(speaker_keys, speakers.c.kind.label("of")).join(
    speakers, speakers.c.id == speaker_keys.c.speaker_id
)
_ENTRIES = (  # what is indexed of the registry, and the values that are
    (roles, select(roles), _role),
    (speakers, select(speakers), _speaker),
    (speaker_keys, _KEYS, _key),
)
