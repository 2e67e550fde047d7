"""Which articles may have the words of a quotation: by the codes of `store/texts.py`, a few dozen lookups.

Codes that thousands of texts have tell little and are passed over; the rest count the more the rarer they
are. Articles that have all of them are looked for besides, so that words are found which are common
everywhere and stand together in one place alone. A misspelt word costs the codes that it is in, no more.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Integer, and_, bindparam, or_, select, text

from attribution.store.frequent import Told, common_keys
from attribution.store.naming import folded_name, read_person
from attribution.store.shares import (
    MOST_FOUND,
    ROUNDS,
    Numbers,
    best_of,
    numbers_of,
    rarest,
    shares_of,
    weight_of,
)
from attribution.store.tables import articles, quotations, revisions, speakers
from attribution.store.terms import term_of
from attribution.store.texts import as_column, code_of
from attribution.verify.given import Given
from attribution.verify.paraphrases import carries

MOST_WORDS, MOST_PAIRS = 16, 24  # of a quotation that are looked up
SURE, MOST_SURE = 0.999, 24  # of what can speak for an article; how many may have all of it
MOST_ABOUT = 24  # articles that are about the same, besides
ENOUGH = 0.5  # of the best score, from which on a speaker who is asked for goes first

_CODES = Told("ix_texts_codes", "string_to_array")
_LOOK_UP = {
    "sqlite": """SELECT (SELECT group_concat(rowid) FROM (
            SELECT rowid FROM text_codes WHERE text_codes MATCH code.value LIMIT :most))
        FROM json_each(:codes) AS code ORDER BY code.key""",
    "postgresql": """SELECT array_to_string(ARRAY(
            SELECT id FROM texts WHERE string_to_array(codes, ' ') @> ARRAY[code] LIMIT :most), ',')
        FROM json_array_elements_text(CAST(:codes AS json)) WITH ORDINALITY AS given (code, place)
        ORDER BY place""",
}
_ALL = {
    "sqlite": "SELECT rowid AS id FROM text_codes WHERE text_codes MATCH :codes",
    # not the codes themselves: of those that are common it is known, and each text would be looked at
    "postgresql": """SELECT id FROM texts
        WHERE string_to_array(codes, ' ') @> (SELECT string_to_array(:codes, ' '))""",
}


@dataclass(frozen=True, slots=True)
class Within:
    """Which articles are asked: of an outlet, of days of publication, both included."""

    outlet: str | None = None
    since: str | None = None
    until: str | None = None

    def conditions(self) -> Iterator[Any]:
        """For a query that joins `articles`."""
        if self.outlet is not None:
            yield articles.c.outlet == self.outlet
        if self.since is not None:
            yield articles.c.day >= self.since
        if self.until is not None:
            yield articles.c.day <= self.until


@dataclass(frozen=True, slots=True)
class Candidate:
    """A revision that may have the words, with its article, and its share of what can speak for one.

    `about` is the share of what its single words alone can, in whatever order they are.
    """

    row: Any
    share: float
    about: float
    by_speaker: bool  # somebody of the name that is asked for is quoted there


class Postings:
    """The texts that have each code, looked up once for one quotation."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._known: dict[str, tuple[Numbers, int]] = {}  # and how many were asked for

    def rarest(self, *kinds: Sequence[str]) -> list[list[Numbers]]:
        """Of each kind of code the texts of those that are not common."""
        common = common_keys(self.connection, _CODES, [code for codes in kinds for code in codes])
        return [rarest(self._look_up, codes, common) for codes in kinds]

    def weights_of(self, stems: Iterable[str]) -> dict[str, float]:
        """How much stems tell, by how many texts of the store have each."""
        codes = {key: code_of(key) for key in stems}
        common = common_keys(self.connection, _CODES, codes.values())
        rare = [code for code in codes.values() if code not in common]
        counts = dict.fromkeys(common, ROUNDS[-1])
        counts |= zip(rare, map(len, self._look_up(rare, ROUNDS[-1])), strict=True)
        return {key: weight_of(counts[code]) for key, code in codes.items()}

    def _look_up(self, codes: Sequence[str], most: int) -> list[Numbers]:
        """The texts of each code, so many at most."""
        new = [code for code in dict.fromkeys(codes) if not self._knows(code, most)]
        if new:
            given = {"codes": json.dumps(new), "most": most}
            found = self.connection.execute(text(_LOOK_UP[self.connection.dialect.name]), given).scalars()
            self._known |= {
                code: (numbers_of(written), most) for code, written in zip(new, found, strict=True)
            }
        return [self._known[code][0][:most] for code in codes]

    def _knows(self, code: str, most: int) -> bool:
        numbers, asked = self._known.get(code, ((), 0))
        return most <= asked or len(numbers) < asked


def find_candidates(
    postings: Postings, given: Given, *, speaker: str | None = None, within: Within | None = None
) -> list[Candidate]:
    """The likeliest first, MOST_FOUND at most; those first who quote somebody of the speaker's name."""
    within = within or Within()
    terms, pairs = _codes(given)
    connection = postings.connection
    about, beside = postings.rarest(terms, pairs)
    shares, shares_about = shares_of([*about, *beside]), shares_of(about)
    sure = sum(share >= SURE for share in shares.values())
    if not 0 < sure <= MOST_SURE or within != Within():
        shares |= dict.fromkeys(_having_all(connection, [*terms, *pairs], within), 1.0)
    likely = [*best_of(shares, MOST_FOUND), *best_of(shares_about, MOST_ABOUT)]
    rows = _rows(connection, likely, within)
    quoting = _quoting(connection, speaker, rows) if speaker else set()
    least = ENOUGH * max(shares.values(), default=0.0)
    found = [
        Candidate(
            row, shares.get(row.revision_id, 0.0), shares_about.get(row.revision_id, 0.0), row.id in quoting
        )
        for row in rows
    ]
    return sorted(
        found,
        key=lambda one: (not (one.by_speaker and one.share >= least), -one.share, -one.row.revision_id),
    )


def candidates_of(connection: Connection, numbers: Sequence[int], within: Within) -> list[Candidate]:
    """Revisions of which nothing else is known, in their order."""
    rows = {row.revision_id: row for row in _rows(connection, numbers, within)}
    return [Candidate(rows[number], 0.0, 0.0, by_speaker=False) for number in numbers if number in rows]


def _codes(given: Given) -> tuple[list[str], list[str]]:
    """The codes that are looked up: of long words, which are rare, and of pairs from all over."""
    terms = [term_of(word.key) for word in given.words]
    longest = sorted(dict.fromkeys(terms), key=lambda term: (-len(term), term))[:MOST_WORDS]
    pairs = [pair for pair, gap in zip(pairwise(given.words), given.gaps, strict=False) if gap == "none"]
    rare = [pair for pair in pairs if any(carries(word.key) for word in pair)] or pairs
    beside = [code_of(*(term_of(word.key) for word in pair)) for pair in rare[:: _step(len(rare))]]
    return [code_of(term) for term in longest], list(dict.fromkeys(beside))


def _step(pairs: int) -> int:
    return max(1, math.ceil(pairs / MOST_PAIRS))


def _having_all(connection: Connection, codes: Sequence[str], within: Within) -> Sequence[int]:
    """Texts that have every code, the newest first."""
    kind = connection.dialect.name
    having = text(_ALL[kind]).bindparams(codes=as_column(codes)).columns(revisions.c.id).subquery("having")
    query = (
        select(having.c.id)
        .join(revisions, revisions.c.id == having.c.id)
        .join(articles, articles.c.id == revisions.c.article_id)
        .where(*within.conditions())
        .order_by(having.c.id.desc())
        .limit(MOST_FOUND)
    )
    return connection.execute(query).scalars().all()


def _rows(connection: Connection, numbers: Sequence[int], within: Within) -> Sequence[Any]:
    query = (
        select(
            revisions.c.id.label("revision_id"), revisions.c.number, articles.c.id, articles.c.key,
            articles.c.title, articles.c.url, articles.c.outlet, articles.c.day, articles.c.revision,
        )
        .join(articles, articles.c.id == revisions.c.article_id)
        .where(revisions.c.id.in_(_written(numbers)), *within.conditions())
    )  # fmt: skip
    return connection.execute(query).all()


def _written(numbers: Sequence[int]) -> Any:
    """Numbers as they stand in a statement: hundreds of parameters take longer than the search by them."""
    return bindparam(None, numbers, Integer, expanding=True, literal_execute=True)


def _quoting(connection: Connection, speaker: str, rows: Sequence[Any]) -> set[int]:
    """The articles that quote somebody of this name."""
    named = or_(
        speakers.c.folded == folded_name(speaker), speakers.c.surname == read_person(speaker).parts[-1]
    )
    query = (
        select(quotations.c.article_id)
        .join(speakers, speakers.c.id == quotations.c.speaker_id)
        .where(and_(quotations.c.article_id.in_(_written([row.id for row in rows])), named))
        .distinct()
    )
    return set(connection.execute(query).scalars())
