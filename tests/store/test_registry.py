from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, event, select, update

from attribution.records import Speaker
from attribution.store import registry
from attribution.store.ingest import ingest
from attribution.store.registry import Place
from attribution.store.store import Store
from attribution.store.tables import appearances, quotations, roles, speakers
from tests import samples
from tests.store.articles import NEVER, OPEN, incoming
from tests.store.people import NOW, articles_of, enter, speaker_of

MOST_STATEMENTS = 3

ELSEWHERE = "“The gates stay shut,” said harbour master Mara Lindqvist."
NAMESAKE = "“My new single is out,” said singer Mara Lindqvist."
ALONE = "“Hello,” said Mara Lindqvist."


def entries(store: Store) -> list[int | None]:
    with store.read() as connection:
        return list(connection.execute(select(quotations.c.speaker_id).order_by(quotations.c.id)).scalars())


def keep(store: Store, *sentences: str) -> list[int | None]:
    for number, sentence in enumerate(sentences):
        ingest(store, incoming(sentence, id=f"a{number}"))
    return entries(store)


def test_name_and_role_make_one_person(store: Store) -> None:
    first, second = keep(store, OPEN, ELSEWHERE)
    assert first == second


def test_namesakes_stay_apart(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    assert first != second


def test_a_name_alone_is_nobody_in_particular(store: Store) -> None:
    first, second, third, fourth = keep(store, OPEN, NAMESAKE, ALONE, ALONE.replace("Hello", "Yes"))
    assert third == fourth
    assert third not in (first, second)
    with store.read() as connection:
        assert connection.scalar(select(speakers.c.bare).where(speakers.c.id == third))


def test_the_same_article_anew_makes_no_new_entries(store: Store) -> None:
    (first,) = keep(store, OPEN)
    ingest(store, incoming(OPEN, NEVER, id="a0"))
    assert entries(store)[0] == first
    with store.read() as connection:
        assert len(connection.execute(select(roles)).all()) == 1


def test_what_was_decided_by_hand_stays(store: Store) -> None:
    first, second = keep(store, OPEN, NAMESAKE)
    with store.write() as connection:
        theirs = update(appearances).where(appearances.c.speaker_id == second)
        connection.execute(theirs.values(speaker_id=first, by_hand=True))
    ingest(store, incoming(NAMESAKE, NEVER, id="a1"))
    assert entries(store)[1] == first


def entered(store: Store, *given: Speaker) -> list[int]:
    with store.write() as connection:
        return enter(connection, *given)


def test_an_id_of_the_newsroom_is_enough(store: Store) -> None:
    known = speaker_of({"name": "Mara Lindqvist", "ids": {"desk": "17"}})
    namesake = speaker_of({"name": "Mara Lindqvist", "ids": {"desk": "18"}})
    first, second, third = entered(store, known, namesake, known)
    assert first == third != second


def test_an_entry_takes_over_the_id_that_an_article_brings(store: Store) -> None:
    mayor = speaker_of({"name": "Mara Lindqvist", "role": "mayor", "of": "Ostby"})
    listed = speaker_of({"name": "Mara Lindqvist", "role": "mayor", "ids": {"desk": "17"}})
    other = speaker_of({"name": "Mally Sand", "ids": {"desk": "17"}})
    assert len(set(entered(store, mayor, listed, other))) == 1
    with store.read() as connection:
        assert connection.scalar(select(speakers.c.ids)) == {"desk": "17"}


def test_two_short_forms_of_different_names_never_meet(store: Store) -> None:
    names = ("Christine Bale", "Chris Bale", "Christopher Bale")
    she, short, he = entered(store, *(speaker_of({"name": name, "role": "senator"}) for name in names))
    assert she == short != he


def test_of_two_that_are_as_likely_it_is_neither(store: Store) -> None:
    one = {"name": "Emil Sund", "roles": [["singer", ""], ["mayor", "Ostby"]]}
    other = {"name": "Emil Sund", "roles": [["singer", ""], ["mayor", "Marlow"]]}
    singer = {"name": "Emil Sund", "role": "singer"}
    first, second, third = entered(store, *map(speaker_of, (one, other, singer)))
    assert len({first, second, third}) == 3
    with store.read() as connection:
        last = appearances.c.speaker_id == third
        assert connection.scalar(select(appearances.c.evidence).where(last)) == ["two-candidates"]


def test_two_speakers_of_an_article_are_two_entries(store: Store) -> None:
    twins = [speaker_of({"name": "Ann Lee", "role": "mayor"}, local=local) for local in ("s1", "s2")]
    with store.write() as connection:
        (article,) = articles_of(connection, 1)
        found = registry.enter(connection, Place(article, None, NOW), samples.extraction(speakers=(*twins,)))
    assert len(set(found.values())) == 2


def test_bare_namesakes_of_an_article_share_the_bare_entry(store: Store) -> None:
    twins = [speaker_of({"name": "Ann Lee"}, local=local) for local in ("s1", "s2")]
    with store.write() as connection:
        (article,) = articles_of(connection, 1)
        found = registry.enter(connection, Place(article, None, NOW), samples.extraction(speakers=(*twins,)))
    assert len(set(found.values())) == 1


def test_an_entry_that_nothing_is_left_of_is_removed(store: Store) -> None:
    keep(store, OPEN)
    ingest(store, incoming(NEVER, id="a0"))
    with store.read() as connection:
        assert connection.execute(select(speakers.c.label)).scalars().all() == ["Tove Sand"]


def test_an_article_is_looked_up_by_the_same_statements_whoever_is_in_it(store: Store) -> None:
    few = [speaker_of({"name": "Ann Lee", "role": "mayor", "of": "Ostby"})]
    many = [
        speaker_of({"name": f"Ann Lee{letter}", "role": "mayor", "of": "Ostby"}, local=f"s{letter}")
        for letter in "abcdefghijkl"
    ]
    counts = []
    with store.write() as connection:
        for speakers_of_one in (few, many, few, many):
            (article,) = articles_of(connection, 1)
            made = samples.extraction(speakers=tuple(speakers_of_one))
            with counted(connection) as statements:
                registry.enter(connection, Place(article, None, NOW), made)
            counts.append(len(statements))
    assert counts[0] == counts[1]
    assert counts[2] == counts[3] <= MOST_STATEMENTS


@contextmanager
def counted(connection: Connection) -> Iterator[list[str]]:
    """The statements that look something up meanwhile."""
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        found.extend([statement] if statement.startswith(("SELECT", "WITH")) else [])

    event.listen(connection, "before_cursor_execute", note)
    yield found
    event.remove(connection, "before_cursor_execute", note)
