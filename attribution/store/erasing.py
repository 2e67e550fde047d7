"""What a person may ask for: an article, a speaker or a quotation leaves the store, and nothing stays of it.

A whole article goes with all that was made of it. A speaker goes from the registry with all quotations, and
out of the articles: words and names are blacked out there, in texts and records, so that the quotations of
others stay and stand where they stood. What was decided is told without words: how much went, when, by whom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from sqlalchemy import Connection, Row, Table, delete, insert, or_, select

from attribution.errors import InputError
from attribution.records import Quotation
from attribution.store import registry
from attribution.store.blacking import Names, black_each
from attribution.store.claim_rows import prune_claims
from attribution.store.clearing import Clearing
from attribution.store.current import LARGEST, NotKept
from attribution.store.proving import articles_after
from attribution.store.redacting import Wanted
from attribution.store.rewriting import holding, rewrite
from attribution.store.said import Said
from attribution.store.settling import settle
from attribution.store.store import Store
from attribution.store.tables import (
    appearances,
    articles,
    changes,
    erasures,
    quotations,
    speaker_keys,
    speakers,
)

What = Literal["article", "speaker", "quotation"]
LONGEST = 2_000  # code points of an author or a reason


@dataclass(frozen=True, slots=True)
class Erased:
    """How much went, by kind. `namesakes` are entries of the same name, which stay with their articles."""

    counts: dict[str, int]
    namesakes: tuple[int, ...] = ()


def erase_article(store: Store, number: int, *, author: str, reason: str | None = None) -> Erased:
    """Erases an article with its revisions, records and quotations; speakers of whom nothing is left, too.

    Raises NotKept where there is no such article.
    """
    _check(author, reason)
    with store.write() as connection:
        _find(connection, articles, number)
        mine = appearances.c.article_id == number
        entries = set(connection.execute(select(appearances.c.speaker_id).where(mine)).scalars())
        said = quotations.c.article_id == number
        counts = Counter(
            articles=1, quotations=len(connection.execute(select(quotations.c.id).where(said)).all())
        )
        connection.execute(delete(articles).where(articles.c.id == number))
        counts["speakers"] = registry.prune(connection, entries)
        prune_claims(connection)
        return _note(connection, "article", counts, author, reason)


def erase_quotation(store: Store, number: int, *, author: str, reason: str | None = None) -> Erased:
    """Erases a quotation, and blacks out its words in all revisions of its article. Raises NotKept."""
    _check(author, reason)
    with store.write() as connection:
        row = _find(connection, quotations, number)
        said = Said(_words_of(connection, quotations.c.id == number))
        [kept] = articles_after(connection, row.article_id - 1, 1)
        counts = rewrite(connection, kept, Wanted(Names(()), quotation=_meant(connection, row)))
        counts["quotations"] += connection.execute(
            delete(quotations).where(quotations.c.id == number)
        ).rowcount
        prune_claims(connection)
        counts += Clearing(connection, Names(()), said, set(), set(), set()).run()
        reason = reason and black_each(reason, [said])
        return _note(connection, "quotation", counts, author, reason)


def erase_speaker(
    store: Store, numbers: int | Sequence[int], *, author: str, reason: str | None = None
) -> Erased:
    """Erases entries of the registry, as one person, with those merged into them.

    The names are blacked out in other articles as well, but not in those of namesakes, who are other entries
    of the same name. Raises NotKept where one of the entries is not there.
    """
    _check(author, reason)
    given = [numbers] if isinstance(numbers, int) else list(numbers)
    with store.read() as connection:
        person = _Person(connection, given)
        last, there = holding(connection, person.everywhere, 0)
    with store.write() as connection:
        person = _Person(connection, given)
        _, later = holding(connection, person.everywhere, last)
        counts = person.erase(connection, there | later)
        reason = reason and black_each(reason, [person.names, person.said])
        return _note(connection, "speaker", counts, author, reason, person.namesakes)


def number_of_article(store: Store, key: str) -> int:
    """The number of the article that is known by `key`, or has that number. Raises NotKept."""
    with store.read() as connection:
        found = connection.scalar(select(articles.c.id).where(articles.c.key == key))
        if found is None and key.isascii() and key.isdigit() and len(key) < 11:
            found = _find(connection, articles, int(key)).id
    if found is None:
        raise NotKept("there is no such article in the store")
    return int(found)


class _Person:
    """All entries that are one person, their names, and where they speak."""

    def __init__(self, connection: Connection, given: Collection[int]) -> None:
        self.entries = set(given)
        for number in given:
            _find(connection, speakers, number)
        while more := self._relatives(connection) - self.entries:
            self.entries |= more
        seen = appearances.c.speaker_id.in_(self.entries)
        said = quotations.c.speaker_id.in_(self.entries)
        self.articles = {*_values(connection, appearances.c.article_id, seen)}
        self.articles |= {*_values(connection, quotations.c.article_id, said)}
        mine = speakers.c.id.in_(self.entries)
        held = or_(speaker_keys.c.speaker_id.in_(self.entries), speaker_keys.c.home_id.in_(self.entries))
        names = speaker_keys.c.kind.in_(("name", "given", "alias"))
        self.names = Names(
            {
                *_values(connection, speakers.c.name, mine),
                *_values(connection, appearances.c.name, seen),
                *_values(connection, speaker_keys.c.text, held, names),
            }
        )
        self.said = Said(_words_of(connection, said))
        self.everywhere = self.names.of_several_words()
        self._find_namesakes(connection, set(_values(connection, speaker_keys.c.key, held, names)))

    def erase(self, connection: Connection, there: Collection[int]) -> Counter[str]:
        """Takes the person out of the articles where it speaks, of those `there`, and of all other rows."""
        counts: Counter[str] = Counter()
        gone = delete(quotations).where(quotations.c.speaker_id.in_(self.entries))
        counts["quotations"] += connection.execute(gone).rowcount
        merged = delete(speakers).where(speakers.c.id.in_(self.entries))
        counts["speakers"] += connection.execute(merged).rowcount
        wanted = Wanted(self.names, speaker=lambda speaker: self.names.means(speaker.name or speaker.label))
        for number in sorted(self.articles | (set(there) - self.foreign)):
            [kept] = articles_after(connection, number - 1, 1)
            counts += rewrite(
                connection, kept, wanted if number in self.articles else Wanted(self.everywhere)
            )
        prune_claims(connection)
        theirs = self.foreign, set(self.namesakes)
        counts += Clearing(connection, self.everywhere, self.said, self.entries, *theirs).run()
        return counts

    def _relatives(self, connection: Connection) -> set[int]:
        """What these entries were merged into, and what was merged into them."""
        into = speakers.c.id.in_(self.entries), speakers.c.merged_into.is_not(None)
        from_ = (speakers.c.merged_into.in_(self.entries),)
        return {
            *_values(connection, speakers.c.merged_into, *into),
            *_values(connection, speakers.c.id, *from_),
        }

    def _find_namesakes(self, connection: Connection, keys: set[str]) -> None:
        shared = (speaker_keys.c.key.in_(keys), speaker_keys.c.kind.in_(("name", "given")))
        found = {*_values(connection, speaker_keys.c.speaker_id, *shared)} - self.entries
        self.namesakes = tuple(sorted(found))
        theirs = _values(connection, appearances.c.article_id, appearances.c.speaker_id.in_(found))
        self.foreign = {*theirs} - self.articles


def _meant(connection: Connection, row: Row[Any]) -> Callable[[Quotation, str | None], bool]:
    """Whether a quotation of some records is this one: the words that it had, of nobody else."""
    texts = _words_of(connection, quotations.c.id == row.id)
    here = select(quotations.c.speaker_id, quotations.c.speaker).where(
        quotations.c.article_id == row.article_id
    )
    speakers = connection.execute(here).all()
    mine = {one.speaker for one in speakers if one.speaker_id and one.speaker_id == row.speaker_id}
    others = {one.speaker for one in speakers} - mine - {row.speaker}
    return lambda quotation, speaker: quotation.text in texts and speaker not in others


def _words_of(connection: Connection, which: Any) -> set[str]:
    """What some quotations say, and said before their articles changed."""
    mine = changes.c.quotation_id.in_(select(quotations.c.id).where(which))
    return {
        *_values(connection, quotations.c.text, which),
        *_values(connection, changes.c.before, mine),
        *_values(connection, changes.c.after, mine),
    }


def _values(connection: Connection, column: Any, *where: Any) -> list[Any]:
    query = select(column).where(*where, column.is_not(None)).distinct()
    return list(connection.execute(query).scalars())


def _find(connection: Connection, table: Table, number: int) -> Any:
    row = None
    if 0 < number <= LARGEST:
        row = connection.execute(select(table).where(table.c.id == number)).one_or_none()
    if row is None:
        raise NotKept(f"there is no {table.name.removesuffix('s')} {number} in the store")
    return row


def _note(
    connection: Connection,
    what: What,
    counts: Counter[str],
    author: str,
    reason: str | None,
    namesakes: tuple[int, ...] = (),
) -> Erased:
    """Keeps that something went, and how much."""
    told = {name: count for name, count in sorted(counts.items()) if count}
    values = {"what": what, "author": author, "reason": reason, "counts": told, "at": datetime.now(UTC)}
    connection.execute(insert(erasures).values(values))
    settle(connection, None)  # so that not even a hash of a word stays
    return Erased(told, namesakes)


def _check(author: str, reason: str | None) -> None:
    for name, value in (("author", author), ("reason", reason)):
        if value is not None and (not value.strip() or len(value) > LONGEST or "\0" in value):
            raise InputError(f"{name} must be words, {LONGEST} characters at most", field=name)
