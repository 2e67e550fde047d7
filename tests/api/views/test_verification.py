from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution import Extractor
from tests.api.problem import fields_of, read_problem

PATH = "/v1/verify"
TEXT = "“I do not think we should sell the ferry,” said Mara Lindqvist, the mayor of Ostby."
QUOTATION = {"quotation": "we should sell the ferry", "speaker": "Lindqvist"}


@pytest.fixture
def real(extractor: Extractor, tmp_path: Any) -> FlaskClient:
    return create_app({"state": str(tmp_path)}, extractor=extractor).test_client()


@pytest.mark.parametrize(
    "article", [{"text": TEXT}, {"html": f"<p>{TEXT}</p>", "unit": "utf16", "id": "a-1"}]
)
def test_an_article(real: FlaskClient, article: dict[str, str]) -> None:
    found = real.post(PATH, json={**QUOTATION, "article": article}).get_json()
    evidence = found["evidence"]
    assert (found["verdict"], evidence["speaker"], evidence["speaker_agrees"]) == (
        "partial",
        "Mara Lindqvist",
        True,
    )
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["text"] == "we should sell the ferry"
    assert [cut["text"] for cut in evidence["cuts"]] == ["I do not think"]
    assert evidence["original"] == article.get("id")


def test_a_transcript(client: FlaskClient) -> None:
    response = client.post(
        PATH, json={"quotation": "we will sell the ferry", "transcript": "We should sell the ferry."}
    )
    found = response.get_json()
    assert found["verdict"] == "altered"
    assert found["evidence"]["changes"] == [{"kind": "changed", "given": "will", "found": "should"}]
    assert client.post(PATH, json={"quotation": "Not a word", "transcript": "Hello."}).get_json() == {
        "verdict": "not-found",
        "evidence": None,
        "others": [],
    }


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"transcript": "Hello."}, "quotation"),
        ({"quotation": "Hello.", "transcript": "Hello.", "outlet": "Post"}, "outlet"),
        ({"quotation": "Hello.", "article": {"text": "Hello."}, "from": "2026-03-01"}, "from"),
        ({"quotation": "Hello.", "to": "2026-02-30"}, "to"),
        ({"quotation": "Hello.", "from": "20260201"}, "from"),
        ({"quotation": " ", "transcript": "Hello."}, "quotation"),
        ({"quotation": "Hel\0lo", "transcript": "Hello."}, "quotation"),
        ({"quotation": "…", "transcript": "Hello."}, "quotation"),
        ({"quotation": "Hello", "transcript": "Hello.", "article": {"text": "Hello."}}, "transcript"),
        ({"quotation": "Hello", "transcript": "Hello.", "colour": "red"}, "colour"),
        ({"quotation": "Hello", "transcript": "Hello.", "speaker": ""}, "speaker"),
    ],
)
def test_what_cannot_be(client: FlaskClient, body: dict[str, Any], field: str) -> None:
    problem = read_problem(client.post(PATH, json=body), 422, "invalid-input")
    assert field in fields_of(problem)


def test_an_article_at_fault(client: FlaskClient) -> None:
    read_problem(client.post(PATH, json={"quotation": "Hello", "article": {}}), 422, "invalid-input")
    read_problem(client.post(PATH, json=[]), 400, "malformed-json")
    read_problem(client.post(PATH, data="Hello"), 415, "unsupported-media-type")


class TestStore:
    @pytest.fixture
    def keeping(self, extractor: Extractor, tmp_path: Any, store_file: Any) -> FlaskClient:
        settings = {"state": str(tmp_path), "store": str(store_file)}
        client = create_app(settings, extractor=extractor).test_client()
        article = {"text": TEXT, "id": "ferry", "outlet": "Post", "published": "2026-03-01"}
        assert client.post("/v1/articles", json=article).status_code == 201
        return client

    def test_without_an_original_the_store_is_asked(self, keeping: FlaskClient) -> None:
        found = keeping.post(PATH, json=QUOTATION).get_json()
        evidence = found["evidence"]
        assert (found["verdict"], found["compared"], found["complete"]) == ("partial", 1, True)
        assert (evidence["original"], evidence["quotation_id"], evidence["speaker_id"]) == ("ferry", 1, 1)
        assert (evidence["article"]["outlet"], evidence["article"]["stood_until"]) == ("Post", None)
        assert TEXT[evidence["start"] : evidence["end"]] == "we should sell the ferry"

    @pytest.mark.parametrize(
        ("narrowing", "verdict"),
        [({"outlet": "Herald"}, "not-found"), ({"from": "2026-03-01", "to": "2026-03-01"}, "partial")],
    )
    def test_a_part_of_it(self, keeping: FlaskClient, narrowing: dict[str, str], verdict: str) -> None:
        assert keeping.post(PATH, json=QUOTATION | narrowing).get_json()["verdict"] == verdict

    def test_what_an_original_is_given_for_is_answered_as_ever(self, keeping: FlaskClient) -> None:
        found = keeping.post(PATH, json={"quotation": "Hello", "transcript": "Hello."}).get_json()
        assert "compared" not in found
        assert "article" not in found["evidence"]

    def test_where_nothing_is_kept(self, client: FlaskClient) -> None:
        read_problem(client.post(PATH, json=QUOTATION), 404, "no-store")
