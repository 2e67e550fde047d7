from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution import Extractor
from attribution.lock.schemas import load_comparison, load_key, load_locked, load_unlocked
from tests.api.problem import fields_of, read_problem

TEXT = "“We keep the ferry,” said Mara Lindqvist, the mayor.\n\n“Nobody asked us,” said Piet Oyelaran."


@pytest.fixture
def real(extractor: Extractor, tmp_path: Any) -> FlaskClient:
    return create_app({"state": str(tmp_path)}, extractor=extractor).test_client()


@pytest.mark.parametrize(
    "article", [{"text": TEXT}, {"html": f"<p>{TEXT}</p>", "unit": "utf16", "id": "a-1"}]
)
def test_locked_and_unlocked(real: FlaskClient, article: dict[str, str]) -> None:
    body = real.post("/v1/lock", json={"article": article}).get_json()
    locked = load_locked(body)
    assert [words.text for words in locked.key.tokens] == ["“We keep the ferry,”", "“Nobody asked us,”"]
    found = real.post("/v1/unlock", json=body).get_json()
    assert (found["text"], found["checked"], found["faults"]) == (
        article.get("html", TEXT),
        "speakers",
        [],
    )
    moved = {**body, "text": body["text"].replace("Piet Oyelaran", "Lindqvist")}
    found = real.post("/v1/unlock", json=moved).get_json()
    assert (found["text"], [fault["kind"] for fault in found["faults"]]) == (None, ["moved"])
    assert (found["faults"][0]["before"], found["faults"][0]["after"]) == ("Piet Oyelaran", "Mara Lindqvist")
    assert load_unlocked(found).faults[0].kind == "moved"
    found = real.post("/v1/unlock", json={**moved, "speakers": False}).get_json()
    assert (found["checked"], found["text"].count("“")) == ("tokens", 2)


def test_lost_tokens(client: FlaskClient) -> None:
    body = client.post("/v1/lock", json={"article": {"text": TEXT}}).get_json()
    gone = {"text": "A summary.", "key": body["key"]}
    found = client.post("/v1/unlock", json=gone).get_json()
    assert [(fault["kind"], fault["line"], fault["column"]) for fault in found["faults"]] == [("lost", 1, 1)]
    found = client.post("/v1/unlock", json={**gone, "allow_lost": True}).get_json()
    assert (found["text"], found["lost"]) == ("A summary.", [body["key"]["tokens"][0]["token"]])


def test_versions(real: FlaskClient) -> None:
    after = {"html": f"<p>{TEXT}</p>".replace("asked us", "told us").replace("keep", "<b>keep</b>")}
    found = real.post("/v1/compare", json={"before": {"text": TEXT}, "after": after}).get_json()
    assert [(q["words"], q["speaker"], q["at_fault"]) for q in found["quotations"]] == [
        ("kept", "same", False),
        ("altered", "same", True),
    ]
    place = load_comparison(found).quotations[0].after
    assert place is not None
    assert after["html"][place.start : place.end] == "“We <b>keep</b> the ferry,”"


def test_a_key_that_was_changed(client: FlaskClient) -> None:
    body = client.post("/v1/lock", json={"article": {"text": TEXT}}).get_json()
    body["key"]["tokens"][0]["text"] = "“We sell the ferry,”"
    load_key(body["key"])
    problem = read_problem(client.post("/v1/unlock", json=body), 422, "invalid-input")
    assert fields_of(problem) == ["key"]
    assert "changed" in problem["errors"][0]["message"]


ARTICLE = {"text": TEXT}


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("lock", {}, "article"),
        ("lock", {"article": {}}, "article.text"),
        ("lock", {"article": ARTICLE, "colour": "red"}, "colour"),
        ("lock", {"article": ARTICLE, "all_marks": 1}, "all_marks"),
        ("unlock", {"text": "x"}, "key"),
        ("unlock", {"text": "x", "key": {}}, "key.tokens"),
        ("compare", {"before": ARTICLE}, "after"),
        ("compare", {"before": ARTICLE, "after": ARTICLE, "all_marks": "yes"}, "all_marks"),
    ],
)
def test_what_cannot_be(client: FlaskClient, path: str, body: dict[str, Any], field: str) -> None:
    problem = read_problem(client.post(f"/v1/{path}", json=body), 422, "invalid-input")
    assert field in fields_of(problem)


@pytest.mark.parametrize("path", ["lock", "unlock", "compare"])
def test_other_bodies(client: FlaskClient, path: str) -> None:
    read_problem(client.post(f"/v1/{path}", json=[]), 400, "malformed-json")
    read_problem(client.post(f"/v1/{path}", data="Hello"), 415, "unsupported-media-type")
    read_problem(client.post(f"/v1/{path}?id=a", json={}), 422, "invalid-input")


def test_a_text_that_none_may_be(client: FlaskClient) -> None:
    body = client.post("/v1/lock", json={"article": ARTICLE}).get_json()
    read_problem(client.post("/v1/unlock", json={**body, "text": "a\0b"}), 422, "undecodable-input")
