"""What the clients ask of a service that has a store."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api import create_app
from attribution.client import NotFound, Refused
from attribution.store import Store
from tests.api.conftest import FakeExtractor
from tests.client.conftest import Wire
from tests.store.finding import fill

TEXT = "“We open at noon,” said Mara Lindqvist, the mayor of Ostby."


# what is done with a store, in this order: operation and how it is called
OF_THE_STORE: dict[str, Callable[[Any], Any]] = {
    "keepArticle": lambda store: store.keep({"text": TEXT, "id": "a9"}, outlet="Post"),
    "listWaiting": lambda store: store.waiting(limit=2),
    "reviewQuotation": lambda store: store.review(1, "accept", version="*", author="Ada"),
    "listReviews": lambda store: store.reviews(1),
    "getExtraction": lambda store: store.extraction(1),
    "putExtraction": lambda store: store.save(1, store.extraction(1)["extraction"], version="*"),
    "listClaims": lambda store: store.claims(limit=2),
    "getClaim": lambda store: store.claim(1),
    "markClaim": lambda store: store.mark(1, "in-check", version="*", note="asked the port"),
    "getClaimHistory": lambda store: store.claim_history(1),
    "getClaimReview": lambda store: store.claim_review(1),
    "listConflicts": lambda store: store.conflicts(),
    "getConflict": lambda store: store.conflict(1),
    "decideConflict": lambda store: store.decide(1, "dismissed", version="*"),
    "getSpeaker": lambda store: store.speaker(1),
    "listAppearances": lambda store: store.appearances(1),
    "suggestSpeakers": lambda store: store.suggestions(speaker=1),
    "renameSpeaker": lambda store: store.rename(1, "Mara Lind", author="Ada", reason="telephone"),
    "identifySpeaker": lambda store: store.identify(1, {"wikidata": "Q990101"}),
    "mergeSpeaker": lambda store: store.merge(2, 1),
    "undoSpeaker": lambda store: store.undo(2),
    "splitSpeaker": lambda store: store.split(1, [store.appearances(1)["appearances"][0]["id"]]),
    "followSearch": lambda store: store.follow("Gates", {"words": "gate"}),
    "listSearches": lambda store: store.searches(),
    "listSearchMatches": lambda store: store.matches(1),
    "renewSearchToken": lambda store: store.renew_token(1),
    "unfollowSearch": lambda store: store.unfollow(1),
    "eraseArticle": lambda store: store.erase_article(3, author="Ada"),
    "eraseSpeaker": lambda store: store.erase_speaker(1, author="Ada"),
}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    place = str(tmp_path / "store.db")
    fill(Store(place))
    return create_app({"state": str(tmp_path), "store": place}, extractor=FakeExtractor())


def test_a_page_of_what_is_found(client: Any) -> None:
    page = client.search(words="gate", type=["direct", "mixed"], since="2026-03-01", gone=False)
    assert {found["id"] for found in page["quotations"]} == {1, 5}
    assert (page["total"], page["next"]) == (2, None)


def test_all_pages_one_after_the_other(client: Any) -> None:
    assert [found["id"] for found in client.quotations(limit=2, order="oldest")] == [3, 1, 2, 5, 4]


def test_one_by_one(client: Any) -> None:
    details = client.quotation(1)
    assert details["record"]["text"] == "“We open the lock gates at noon,”"
    [listed] = client.articles(words="harbour", since="2026-01-01")["articles"]
    assert listed["id"] == details["quotation"]["article_id"]
    article = client.article(details["quotation"]["article_id"])
    assert article["extraction"]["quotations"][0] == details["record"]


def test_speakers_and_what_they_said_over_time(client: Any) -> None:
    [first, _] = client.speakers(name="Lindqvist")["speakers"]
    told = client.timeline(first["id"], about="gate", until="2026-02-01")
    assert told["months"] == [{"month": "2026-01", "count": 1}]


def test_what_is_not_there(client: Any) -> None:
    with pytest.raises(NotFound) as caught:
        client.quotation(99)
    assert caught.value.code == "quotation-not-found"


def test_every_operation_of_the_store_has_a_method(client: Any, wire: Wire) -> None:
    operations = {
        (method.upper(), re.compile(re.sub(r"{\w+}", r"\\d+", path))): operation["operationId"]
        for path, found in client.openapi()["paths"].items()
        for method, operation in found.items()
        if method in ("get", "post", "put", "delete")
    }
    for name, call in OF_THE_STORE.items():
        with suppress(NotFound):  # nothing conflicts there
            call(client.store)
        asked = wire.passed[-1]
        found = {
            of
            for (method, path), of in operations.items()
            if method == asked.method and path.fullmatch(asked.url.path)
        }
        assert name in found


def test_a_decision_names_the_version_that_was_seen(client: Any) -> None:
    seen = client.quotation(1)["version"]
    told = client.store.review(
        1, "correct", version=seen, changes={"speaker": {"name": "Ann Roy"}}, author="Ada", reason="heard"
    )
    assert (told["review"], told["version"] == client.quotation(1)["version"]) == ("corrected", True)
    with pytest.raises(Refused) as caught:
        client.store.review(1, "accept", version=seen)
    assert caught.value.code == "precondition-failed"
    [event] = client.store.reviews(1)["reviews"]
    assert (event["author"], event["reason"]) == ("Ada", "heard")
    records = client.store.extraction(1)
    saved = client.store.save(1, records["extraction"], version=records["version"], accept_others=True)
    assert saved["accepted"] == [2]


def test_what_tells_nothing(client: Any) -> None:
    number = client.store.follow("Gates", {"words": "gate"}, author="Ada")["id"]
    assert client.store.unfollow(number) == {}
    assert client.store.searches() == {"searches": []}
