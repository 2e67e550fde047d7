from __future__ import annotations

import pytest
from sqlalchemy import select, update

from attribution.errors import InputError
from attribution.store import follow as module
from attribution.store.follow import (
    Followed,
    UnknownSearch,
    find_matches,
    follow,
    followed,
    get_followed,
    matches_of,
    renew_token,
    unfollow,
)
from attribution.store.ingest import ingest
from attribution.store.query import Query
from attribution.store.store import Store
from attribution.store.tables import matches, quotations, searches
from tests.store.articles import COST, NEVER, OPEN, incoming


def followed_since(store: Store, **query: str) -> Followed:
    return follow(store, "Gates", Query(**query), author="Tove")[0]  # type: ignore[arg-type]


def texts(store: Store, search: Followed) -> list[str]:
    return [match.quotation.text for match in matches_of(store, search.id)]


def test_what_comes_in_since_is_matched_once(store: Store) -> None:
    ingest(store, incoming(OPEN, id="before"))
    search = followed_since(store, words="gates")
    assert find_matches(store) == 0
    ingest(store, incoming(OPEN, COST, id="since"))
    assert find_matches(store) == 1
    ingest(store, incoming(NEVER, id="later"))
    assert find_matches(store) == 0
    (match,) = matches_of(store, search.id)
    assert (match.quotation.article, match.quotation.speaker) == ("since", "Mara Lindqvist")


@pytest.mark.parametrize(
    "query",
    [{"speaker": "Lindqvist"}, {"about": "lock gates"}, {"role": "harbour master"}, {"words": "gates"}],
)
def test_whatever_a_query_asks_for_is_followed(store: Store, query: dict[str, str]) -> None:
    search = followed_since(store, **query)
    ingest(store, incoming(OPEN, COST, NEVER, id="a"))
    find_matches(store)
    assert len(texts(store, search)) == 1


def test_only_what_is_new_is_looked_at(store: Store) -> None:
    search = followed_since(store, words="gates")
    ingest(store, incoming(OPEN, id="a"))
    with store.write() as connection:
        newest = connection.scalar(select(quotations.c.id))
        connection.execute(update(searches).values(seen=newest))
    assert find_matches(store) == 0
    assert texts(store, search) == []


def test_matches_come_in_pages_the_newest_first(store: Store) -> None:
    search = followed_since(store, words="gates")
    for number in range(3):
        ingest(store, incoming(OPEN, id=f"a{number}"))
        assert find_matches(store, only=search.id) == 1
    some = matches_of(store, search.id, limit=2)
    rest = matches_of(store, search.id, before=some[-1].id)
    assert [match.quotation.article for match in (*some, *rest)] == ["a2", "a1", "a0"]


def test_a_token_lets_in_until_it_is_renewed(store: Store) -> None:
    search, token = follow(store, "Gates", Query(words="gates"), author="Tove")
    assert get_followed(store, search.id, token=token) == search
    renewed = renew_token(store, search.id)
    assert get_followed(store, search.id, token=renewed) == search
    for wrong in (token, "", "atf_ä\ud800"):
        with pytest.raises(UnknownSearch):
            get_followed(store, search.id, token=wrong)
    with store.read() as connection:
        assert renewed not in str(connection.execute(select(searches)).one())


def test_what_is_followed_no_longer_leaves_nothing(store: Store) -> None:
    search = followed_since(store, words="gates")
    ingest(store, incoming(OPEN, id="a"))
    find_matches(store)
    unfollow(store, search.id)
    assert followed(store) == []
    with store.read() as connection:
        assert connection.execute(select(matches)).all() == []
    for ask in (unfollow, get_followed, matches_of, renew_token):
        with pytest.raises(UnknownSearch):
            ask(store, search.id)
    with pytest.raises(UnknownSearch):
        get_followed(store, 2**40)


def test_what_cannot_be_followed_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (" ", "x" * 201, "a\0"):
        with pytest.raises(InputError):
            follow(store, name, Query(words="gates"), author="Tove")
    monkeypatch.setattr(module, "MOST_SEARCHES", 1)
    followed_since(store, words="gates")
    with pytest.raises(InputError):
        followed_since(store, words="gates")
