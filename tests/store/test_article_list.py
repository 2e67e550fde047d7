from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from attribution.errors import InputError
from attribution.store import Store
from attribution.store.article_list import ArticleQuery, find_articles
from attribution.store.cursors import CursorError
from attribution.store.tables import quotations
from tests.store.finding import fill
from tests.store.test_injection import HOSTILE


def keys(store: Store, **given: Any) -> list[str]:
    return [item.key for item in find_articles(store, ArticleQuery(**given)).items]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, ["a4", "a1", "a2", "a3"]),
        ({"words": "harbor OR leaking"}, ["a4", "a1"]),
        ({"words": "harbour -opens"}, []),
        ({"words": "-leaks"}, ["a1", "a2", "a3"]),
        ({"outlet": ("Post",)}, ["a1", "a3"]),
        ({"since": "2026-02-01", "until": "2026-03-01"}, ["a4", "a1"]),
        ({"key": "a2"}, ["a2"]),
        ({"url": "https://post.example/1"}, []),
    ],
    ids=str,
)
def test_what_fits_everything_is_listed(store: Store, given: dict[str, Any], found: list[str]) -> None:
    fill(store)
    assert keys(store, **given) == found


def test_articles_of_a_speaker_and_what_stands_in_them(store: Store) -> None:
    fill(store)
    with store.write() as connection:
        tove = connection.scalar(select(quotations.c.speaker_id).where(quotations.c.id == 4))
        connection.execute(update(quotations).where(quotations.c.id == 1).values(gone=True))
    assert keys(store, speaker=tove) == ["a3"]
    [first] = find_articles(store, ArticleQuery(key="a1")).items
    assert (first.quotations, first.revision, first.title) == (1, 1, "The harbour opens")


def test_pages_follow_each_other(store: Store) -> None:
    fill(store)
    seen, cursor = [], None
    for _ in range(4):
        page = find_articles(store, ArticleQuery(), limit=1, cursor=cursor)
        seen += [item.key for item in page.items]
        cursor = page.next
    assert (seen, cursor) == (["a4", "a1", "a2", "a3"], None)
    with pytest.raises(CursorError):
        find_articles(
            store, ArticleQuery(words="gate"), cursor=find_articles(store, ArticleQuery(), limit=1).next
        )


def test_what_is_typed_is_words_or_a_value(store: Store) -> None:
    fill(store)
    for text in HOSTILE.values():
        for field in ("words", "key", "url", "since", "until"):
            try:
                found = keys(store, **{field: text})
            except InputError:
                continue
            assert found == [] or "-" in text, (field, text)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"speaker": 2**31}, "speaker"), ({"until": "spring"}, "to"), ({"outlet": ("\0",)}, "outlet")],
)
def test_what_cannot_be_looked_for(given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        ArticleQuery(**given)
    assert caught.value.field == field
