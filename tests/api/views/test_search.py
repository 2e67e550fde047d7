from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution.store import Store
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem
from tests.store.finding import fill

QUOTATIONS = "/v1/quotations"


@pytest.fixture
def filled(fake: FakeExtractor, tmp_path: Path, store_file: Path) -> FlaskClient:
    fill(Store(store_file))
    return create_app({"state": str(tmp_path), "store": str(store_file)}, extractor=fake).test_client()


def numbers(client: FlaskClient, asked: str) -> list[int]:
    answer = client.get(f"{QUOTATIONS}?{asked}")
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return [item["id"] for item in answer.get_json()["quotations"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", [5, 2, 1, 3, 4]),
        ("order=oldest&limit=2", [3, 1]),
        ("words=gate&speaker=Lindqvist&from=2026-03-01", [1, 5]),
        (f"words={quote('“lock gates”')}", [1]),
        ("about=bridge", [1]),
        ("speaker=1&type=direct&type=mixed&order=oldest", [3, 1]),
        ("outlet=Post&outlet=Ostby+Daily&to=2026-02-28", [3]),
        ("statement=false", [4]),
        ("negated=true&act=deny", [2]),
        ("role=harbour&affiliation=port&confidence=0.5&gone=true&review=new&claim=new", [1]),
        ("article=3", [4]),
        ("worth=0.99", []),
        ("kind=promise", []),
    ],
)
def test_what_fits_is_found(filled: FlaskClient, asked: str, found: list[int]) -> None:
    assert sorted(numbers(filled, asked)) == sorted(found)


def test_pages_lead_to_each_other(filled: FlaskClient) -> None:
    seen, address = [], f"{QUOTATIONS}?limit=2&type=direct&type=mixed"
    while address:
        answer = filled.get(address)
        page = answer.get_json()
        seen += [item["id"] for item in page["quotations"]]
        assert (page["total"], page["capped"]) == (5, False)
        link = answer.headers.get("Link")
        assert (link is None) == (page["next"] is None)
        address = QUOTATIONS + link.split(">")[0][1:] if link else ""
    assert seen == [5, 2, 1, 3, 4]


def test_facets_are_told_on_request(filled: FlaskClient) -> None:
    page = filled.get(f"{QUOTATIONS}?words=gate&facets=role&facets=type").get_json()
    assert [facet["name"] for facet in page["facets"]] == ["role", "type"]
    assert page["facets"][0]["counts"][0] == {"value": "harbour master", "count": 2}
    assert "facets" not in filled.get(QUOTATIONS).get_json()


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        ("colour=red", ["colour"]),
        ("since=2026-01-01", ["since"]),
        ("words=a&words=b", ["words"]),
        ("words=%22gate", ["words"]),
        ("words=%00", ["words"]),
        ("words=!!!", ["words"]),
        ("speaker=99999999999", ["speaker"]),
        ("speaker=%25", ["speaker"]),
        ("type=loud", ["type.0"]),
        ("article=0", ["article"]),
        ("article=2147483648", ["article"]),
        *((f"article={number}", ["article"]) for number in ("%2B1", "%201", "1_0", "%EF%BC%91", "1.0")),
        ("limit=%D9%A3", ["limit"]),
        ("confidence=0_1", ["confidence"]),
        ("confidence=1e-1", ["confidence"]),
        ("from=2026-02-30", ["from"]),
        ("from=2026-03-02&to=2026-03-01", ["to"]),
        ("confidence=2", ["confidence"]),
        ("confidence=nan", ["confidence"]),
        ("gone=maybe", ["gone"]),
        ("order=best", ["order"]),
        ("limit=101", ["limit"]),
        ("facets=colour", ["facets.0"]),
    ],
)
def test_what_is_wrong_is_named(filled: FlaskClient, asked: str, fields: list[str]) -> None:
    assert fields_of(read_problem(filled.get(f"{QUOTATIONS}?{asked}"), 422, "invalid-input")) == fields


@pytest.mark.parametrize("cursor", ["x", "A" * 40, "%C3%A9", "eyJhIjoxfQ", "..%2F", "1 OR 1=1"])
def test_a_damaged_cursor_is_a_bad_request(filled: FlaskClient, cursor: str) -> None:
    read_problem(filled.get(f"{QUOTATIONS}?cursor={cursor}"), 400, "bad-cursor")


def test_a_query_string_that_is_no_text(filled: FlaskClient) -> None:
    read_problem(filled.get(f"{QUOTATIONS}?words=%ff"), 400, "bad-request")


def test_what_has_not_changed_is_not_sent_again(filled: FlaskClient) -> None:
    first = filled.get(QUOTATIONS)
    again = filled.get(QUOTATIONS, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_without_a_store_there_is_nothing_to_find(client: FlaskClient) -> None:
    read_problem(client.get(QUOTATIONS), 404, "no-store")


def test_a_quotation_with_all_that_is_known(filled: FlaskClient) -> None:
    told = filled.get(f"{QUOTATIONS}/1").get_json()
    assert (told["quotation"]["id"], told["record"]["id"], told["speaker"]["name"]) == (
        1,
        "q1",
        "Mara Lindqvist",
    )
    assert told["provenance"]["revision"] == 1
    assert len(told["provenance"]["sha256"]) == 64


def test_articles_are_listed_and_shown(filled: FlaskClient) -> None:
    page = filled.get("/v1/articles?words=harbour&outlet=Post").get_json()
    [article] = page["articles"]
    assert (article["key"], article["quotations"], page["next"]) == ("a1", 2, None)
    told = filled.get(f"/v1/articles/{article['id']}").get_json()
    assert told["article"] == article
    start, end = (told["extraction"]["quotations"][0]["spans"][0][name] for name in ("start", "end"))
    assert told["text"][start:end] == told["extraction"]["quotations"][0]["text"]
    assert (told["html"], told["version"]) == (None, "1-1")


def test_an_article_that_has_not_changed_is_not_sent_again(filled: FlaskClient) -> None:
    first = filled.get("/v1/articles/1")
    again = filled.get("/v1/articles/1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_speakers_are_listed(filled: FlaskClient) -> None:
    answer = filled.get("/v1/speakers?name=Lindqvist&kind=person&limit=1")
    page = answer.get_json()
    assert page["speakers"][0]["roles"] == ["harbour master"]
    assert f"cursor={page['next']}" in answer.headers["Link"]
    rest = filled.get(f"/v1/speakers?name=Lindqvist&kind=person&cursor={page['next']}").get_json()
    assert [entry["roles"] for entry in rest["speakers"]] == [["engineer"]]


def test_what_somebody_said_over_time(filled: FlaskClient) -> None:
    answer = filled.get("/v1/speakers/1/timeline?about=gate&limit=1")
    told = answer.get_json()
    assert told["months"] == [{"month": "2026-01", "count": 1}, {"month": "2026-03", "count": 1}]
    assert (told["first"]["id"], told["last"]["id"], told["total"]) == (3, 1, 2)
    assert [item["id"] for item in told["quotations"]] == [1]
    rest = filled.get("/v1/speakers/1/timeline" + answer.headers["Link"].split(">")[0][1:]).get_json()
    assert ([item["id"] for item in rest["quotations"]], rest["next"]) == ([3], None)


@pytest.mark.parametrize("number", ["0", "99", "2147483648", "9" * 40])
@pytest.mark.parametrize(
    ("path", "slug"),
    [
        ("quotations/{}", "quotation-not-found"),
        ("articles/{}", "article-not-found"),
        ("speakers/{}/timeline", "speaker-not-found"),
    ],
)
def test_numbers_that_there_are_not(filled: FlaskClient, path: str, slug: str, number: str) -> None:
    read_problem(filled.get(f"/v1/{path.format(number)}"), 404, slug)


@pytest.mark.parametrize(
    "path", ["quotations/1", "articles/1", "articles", "speakers", "speakers/1/timeline"]
)
def test_unknown_parameters_are_errors(filled: FlaskClient, path: str) -> None:
    assert fields_of(read_problem(filled.get(f"/v1/{path}?colour=red"), 422, "invalid-input")) == ["colour"]


@pytest.mark.parametrize("path", ["articles", "speakers", "speakers/1/timeline"])
def test_damaged_cursors_of_other_lists(filled: FlaskClient, path: str) -> None:
    read_problem(filled.get(f"/v1/{path}?cursor=abc"), 400, "bad-cursor")
