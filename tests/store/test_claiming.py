from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from attribution.errors import InputError
from attribution.store.checking import check
from attribution.store.claim_drafts import claim_draft
from attribution.store.claiming import claim_history, claim_of, mark_claim
from attribution.store.current import NotKept, Outdated
from attribution.store.erasing import erase_article
from attribution.store.ingest import ingest
from attribution.store.reviewing import review
from attribution.store.store import Store
from attribution.store.tables import claim_events, claims
from tests.store.articles import LOWER, NEVER, RENTS, incoming

PAGE = "https://checks.example/rents"


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Store]:
    """The same words in two articles of two outlets."""
    store = Store(tmp_path / "store.db")
    fill(store)
    yield store
    store.close()


def fill(store: Store) -> None:
    ingest(store, incoming(RENTS, NEVER, outlet="Post", published="2026-03-01"))
    again = RENTS.replace("“Rents", '"rents').replace(",”", ",”")
    ingest(store, incoming(again.replace('"', "“"), id="a2", outlet="Ostby Daily"))


def mark(store: Store, number: int = 1, status: Any = "in-check", **more: Any) -> Any:
    return mark_claim(store, number, status, author="Edith", **more)


def checked(store: Store, number: int = 1) -> Any:
    return mark(store, number, "checked", verdict="Mostly true", url=PAGE)


def test_the_same_words_are_one_claim(store: Store) -> None:
    fill(store)
    mark(store, 3, note="asked the office")
    first = claim_of(store, 1)
    assert (first.status, first.note, first.author) == ("in-check", "asked the office", "Edith")
    assert (first.articles, first.outlets, first.speakers) == (2, 2, 1)
    assert first.version == claim_of(store, 3).version
    assert claim_of(store, 2).status == "new"


def test_history_tells_who_did_what(store: Store) -> None:
    fill(store)
    mark(store)
    checked(store)
    mark(store, status="new", note="the page is gone")
    found = claim_history(store, 3)
    assert [(one.status_before, one.status, one.verdict, one.note) for one in found] == [
        ("new", "in-check", None, None),
        ("in-check", "checked", "Mostly true", None),
        ("checked", "new", None, "the page is gone"),
    ]
    assert claim_history(store, 3, after=found[0].id, limit=1) == found[1:2]
    assert claim_history(store, 2) == []


def test_nobody_writes_over_what_somebody_else_said(kept: Store) -> None:
    seen = claim_of(kept, 1).version
    now = mark(kept, 3, expected=seen).version
    with pytest.raises(Outdated) as refused:
        mark(kept, status="dismissed", expected=seen)
    assert refused.value.version == now != seen
    assert mark(kept, status="dismissed", expected=now).status == "dismissed"


def test_a_correction_of_other_things_leaves_it(kept: Store) -> None:
    checked(kept)
    review(kept, 1, "correct", author="Ada", changes={"speaker": {"name": "Ann Roy"}})
    assert claim_of(kept, 1).verdict == "Mostly true"


def test_other_words_are_another_claim(kept: Store) -> None:
    checked(kept)
    ingest(kept, incoming(LOWER, NEVER))
    assert (claim_of(kept, 1).status, claim_of(kept, 3).status) == ("new", "checked")
    ingest(kept, incoming(RENTS, NEVER))
    assert claim_of(kept, 1).status == "checked"


def test_it_goes_with_the_last_who_says_it(kept: Store) -> None:
    checked(kept)
    erase_article(kept, 1, author="Edith")
    assert claim_of(kept, 3).status == "checked"
    erase_article(kept, 2, author="Edith")
    with kept.read() as connection:
        for table in (claims, claim_events):
            assert connection.scalar(select(func.count()).select_from(table)) == 0
    assert list(check(kept)) == []


def test_a_status_that_nobody_noted_is_found(kept: Store) -> None:
    checked(kept)
    assert list(check(kept)) == []
    with kept.write() as connection:
        connection.execute(update(claims).values(status="dismissed"))
    assert [(finding.code, finding.where) for finding in check(kept)] == [("claims", "claims 1")]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"status": "true"}, "status"),
        ({"status": "checked", "url": PAGE}, "verdict"),
        ({"status": "checked", "verdict": "True"}, "url"),
        ({"status": "checked", "verdict": "True", "url": "javascript:alert(1)"}, "url"),
        ({"status": "checked", "verdict": " \n", "url": PAGE}, "verdict"),
        ({"status": "new", "verdict": "True"}, "verdict"),
        ({"note": "a\0b"}, "note"),
        ({"note": "a" * 2001}, "note"),
    ],
)
def test_what_cannot_be_is_refused(kept: Store, given: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as refused:
        mark(kept, **given)
    assert refused.value.field == field
    assert claim_of(kept, 1).status == "new"


@pytest.mark.parametrize("number", [0, -1, 4, 2**40])
def test_what_is_not_there_has_none(kept: Store, number: int) -> None:
    for verb in (claim_of, claim_history, mark, claim_draft):
        with pytest.raises(NotKept):
            verb(kept, number)


def test_a_draft_has_its_verdict_when_it_is_checked(kept: Store) -> None:
    draft = claim_draft(kept, 1)
    assert draft["claimReviewed"] == "“Rents have gone up by 12 per cent since 2019,”"
    assert not {"reviewRating", "url"} & set(draft)
    checked(kept, 3)
    found = claim_draft(kept, 1)
    assert (found["reviewRating"]["alternateName"], found["url"]) == ("Mostly true", PAGE)
    assert found["itemReviewed"]["author"]["name"] == "Mara Lindqvist"
    review(kept, 1, "reject", author="Ada")
    assert claim_draft(kept, 1)["url"] == PAGE
