"""A store as lines of JSON, the same out of either database and into either.

The first line tells the format and the version of the schema. Each table has a line with its columns and
their kinds, a line a row, and a line with their number and hash; the last line ends the whole. What is not as
it should be is refused with the number of its line, and so is an end that is missing.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table, select

from attribution.store.columns import Moment, metadata
from attribution.store.database import DatabaseError
from attribution.store.numbers import last_number
from attribution.store.store import version_of
from attribution.version import __version__

FORMAT = "attribution-store"
VERSION = 1  # of this form
PAGE = 200  # rows read at once


class ArchiveError(DatabaseError):
    """A backup that is not whole, or is none; the message says where."""

    code = "unusable-backup"


@dataclass
class Part:
    """A table of an archive: its columns with their kinds, and its rows, to be read in their order.

    `last` is the highest number that was ever given in it, known when all rows are read.
    """

    name: str
    kinds: Mapping[str, str]
    rows: Iterator[list[Any]]
    last: int | None = None


@dataclass
class Archive:
    """Lines that are read as an archive; `schema` is known at once. Raises ArchiveError at any place."""

    lines: Iterable[str]
    schema: str = ""
    counts: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lines = enumerate(self.lines, 1)
        self._at = 0
        head = self._next(dict)
        if head.get("format") != FORMAT or head.get("version") != VERSION:
            raise ArchiveError(f"line 1: no {FORMAT} of version {VERSION}")
        self.schema = str(head.get("schema"))

    def parts(self) -> Iterator[Part]:
        """The tables. Each is read to its end before the next one comes."""
        total = hashlib.sha256()
        while "table" in (found := self._next(dict)):
            hashed = hashlib.sha256()
            part = Part(found["table"], found["columns"], iter(()))
            part.rows = self._rows(part, hashed)
            yield part
            for _ in part.rows:
                pass
            total.update(hashed.digest())
        if found.get("end") != FORMAT or found.get("sha256") != total.hexdigest():
            raise self._wrong("not the end of these tables")
        if next(self._lines, None) is not None:
            raise self._wrong("something stands behind the end")

    def _rows(self, part: Part, hashed: Any) -> Iterator[list[Any]]:
        count = 0
        while isinstance(found := self._next(), list):
            if len(found) != len(part.kinds):
                raise self._wrong(f"{len(found)} values for {len(part.kinds)} columns")
            hashed.update(_line(found).encode())
            count += 1
            yield [_read(value, kind) for value, kind in zip(found, part.kinds.values(), strict=True)]
        given = (found.get("end"), found.get("rows"), found.get("sha256")) if isinstance(found, dict) else ()
        if given != (part.name, count, hashed.hexdigest()):
            raise self._wrong(f"not the end of the rows of {part.name}")
        self.counts[part.name], part.last = count, found["last"]

    def _next(self, kind: type[Any] = object) -> Any:
        try:
            self._at, line = next(self._lines)
            found = json.loads(line)
        except StopIteration:
            raise self._wrong("it ends here, before it is whole", after=1) from None
        except ValueError:
            raise self._wrong("no JSON") from None
        if not isinstance(found, kind):
            raise self._wrong("not what belongs here")
        return found

    def _wrong(self, message: str, *, after: int = 0) -> ArchiveError:
        return ArchiveError(f"line {self._at + after}: {message}")


def lines_of(connection: Connection) -> Iterator[str]:
    """The store as lines, without their ends; one state of it, where the connection sees one."""
    yield _line({"format": FORMAT, "version": VERSION, "schema": version_of(connection), "by": __version__})
    total = hashlib.sha256()
    for table in metadata.sorted_tables:
        yield _line({"table": table.name, "columns": {c.name: _kind(c) for c in table.columns}})
        count, hashed = 0, hashlib.sha256()
        for line in _lines_of_rows(connection, table):
            hashed.update(line.encode())
            count += 1
            yield line
        last = last_number(connection, table)
        yield _line({"end": table.name, "rows": count, "sha256": hashed.hexdigest(), "last": last})
        total.update(hashed.digest())
    yield _line({"end": FORMAT, "sha256": total.hexdigest()})


def _lines_of_rows(connection: Connection, table: Table) -> Iterator[str]:
    kinds = [_kind(column) for column in table.columns]
    query = select(table).order_by(*(table.c[name] for name in ("id",) if name in table.c))
    for row in connection.execute(query, execution_options={"yield_per": PAGE}):
        yield _line([_written(value, kind) for value, kind in zip(row, kinds, strict=True)])


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _kind(column: Column[Any]) -> str:
    for kind, name in ((JSON, "json"), (LargeBinary, "bytes"), (Moment, "moment")):
        if isinstance(column.type, kind):
            return name
    return "plain"


def _written(value: Any, kind: str) -> Any:
    if value is None or kind in ("plain", "json"):
        return value
    return base64.b64encode(value).decode() if kind == "bytes" else value.isoformat()


def _read(value: Any, kind: str) -> Any:
    if value is None or kind in ("plain", "json"):
        return value
    return base64.b64decode(value) if kind == "bytes" else datetime.fromisoformat(value)
