"""Where a wording stands: the quotations that have the same words in marks."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, text

MOST = 40  # quotations of one wording, the last ones kept

_ROW = """q.id, q.wording, q.article_id, q.speaker_id, q.day, coalesce(q.marked, q.text) AS words,
    NOT q.gone AND q.review <> 'rejected' AND q.speaker_id IS NOT NULL AS stands"""
_PLACES = {
    "sqlite": f"""SELECT {_ROW} FROM json_each(:wordings) AS given CROSS JOIN quotations AS q
        WHERE q.id IN (SELECT id FROM quotations WHERE wording = given.value ORDER BY id DESC LIMIT :most)""",
    "postgresql": f"""SELECT {_ROW} FROM unnest(CAST(:wordings AS bigint[])) AS given (wording)
        CROSS JOIN LATERAL (SELECT * FROM quotations WHERE wording = given.wording
        ORDER BY id DESC LIMIT :most) AS q""",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A quotation that stands, by an entry of the registry; `words` are those in marks."""

    quotation: int
    article: int
    speaker: int
    day: str | None
    words: str


def places_of(connection: Connection, wordings: Collection[int]) -> dict[int, list[Place]]:
    """Where each of these wordings stands, the last one kept first; without those that stand nowhere."""
    kind, given = connection.dialect.name, sorted(wordings)
    values = {"wordings": json.dumps(given) if kind == "sqlite" else given, "most": MOST}
    found: dict[int, list[Place]] = {}
    rows = connection.execute(text(_PLACES[kind]), values).all() if given else ()
    for row in sorted(rows, key=lambda row: -row.id):
        if row.stands:
            place = Place(row.id, row.article_id, row.speaker_id, row.day, row.words)
            found.setdefault(row.wording, []).append(place)
    return found
