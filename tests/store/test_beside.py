from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from attribution.records import Context, Role, Span, Speaker
from attribution.store.beside import beside_of, name_keys
from attribution.store.ingest import ingest
from attribution.store.store import Store
from attribution.store.tables import articles, quotations
from tests import samples
from tests.store.articles import OPEN, incoming

SPEAKER = Speaker("s1", "Dr. Mara J. Lindqvist", "Dr. Mara J. Lindqvist", "person", True)


def test_context_topics_and_names_each_have_their_terms() -> None:
    role = Role(0, 9, "harbour master", affiliation=Span(0, 1, "Port of Ostby"))
    said = samples.quotation(context=Context("The gates", "of noon"), topics=("swimming",), role=role)
    assert beside_of(said, SPEAKER).split() == [
        *("the", "gate", "_", "of", "noon", "_", "swim"),
        *("s:mara", "s:lindqvist", "r:harbor", "r:master", "a:port", "a:of", "a:ostbi"),
    ]


def test_nothing_beside_it_is_no_term() -> None:
    assert beside_of(samples.quotation(), None) == ""
    assert beside_of(samples.quotation(), replace(SPEAKER, name=None, label="a spokesman")) == "s:spokesman"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("O’Neil", ("o'neil",)),
        ("Ann Smith-Lee Jr.", ("ann", "smith-lee", "jr")),
        ("AC/DC (band)", ("acdc", "band")),
        ("* \\ %", ()),
    ],
)
def test_names_become_terms_that_both_indexes_take_whole(name: str, keys: tuple[str, ...]) -> None:
    assert name_keys(name) == keys


def test_what_is_kept_has_them(store: Store) -> None:
    ingest(store, incoming(OPEN, title="The harbour opens"))
    with store.read() as connection:
        assert connection.scalar(select(quotations.c.beside)) == "s:mara s:lindqvist r:harbor r:master"
        assert connection.scalar(select(articles.c.terms)) == "the harbor open"
