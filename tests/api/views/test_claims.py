from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import ValidationError

from api import create_app
from attribution import Extractor
from attribution.claims.schemas import load_claims
from tests.api.problem import read_problem

PATH = "/v1/claims"
TEXT = (
    "“I am so proud of this town,” said Mara Lindqvist, the mayor of Ostby. “Rents have gone up by 12 per"
    " cent since 2019.”"
)


@pytest.fixture
def real(extractor: Extractor, tmp_path: Any) -> FlaskClient:
    return create_app({"state": str(tmp_path)}, extractor=extractor).test_client()


@pytest.mark.parametrize(
    "article", [{"text": TEXT}, {"html": f"<p>{TEXT}</p>", "unit": "utf16", "id": "a-1"}]
)
def test_an_article(real: FlaskClient, article: dict[str, str]) -> None:
    body = real.post(PATH, json=article).get_json()
    found = load_claims(body)
    best = found.claims[0]
    assert found.extraction.article.id == article.get("id")
    assert (best.rating.checkable, best.rating.kind) == (True, "change")
    assert best.speaker is not None
    assert best.speaker.name == "Mara Lindqvist"
    shown = {reason.code: reason for reason in best.rating.reasons}
    words = shown["percentage"]
    assert best.quotation.text[words.start : words.end] == words.words == "12 per cent"
    assert shown["office"].start is None


def test_a_bare_text_with_options_in_the_query(client: FlaskClient) -> None:
    response = client.post(f"{PATH}?id=a-2", data="Thank you.", content_type="text/plain")
    body = response.get_json()
    assert body["extraction"]["article"]["id"] == "a-2"
    assert [(claim["quotation"], claim["rating"]["kind"]) for claim in body["claims"]] == [("q1", "courtesy")]


def test_what_cannot_be(client: FlaskClient) -> None:
    read_problem(client.post(PATH, json={}), 422, "invalid-input")
    read_problem(client.post(PATH, json={"text": "Hello.", "colour": "red"}), 422, "invalid-input")
    read_problem(client.post(PATH, data=b"<a/>", content_type="text/xml"), 415, "unsupported-media-type")


def test_a_claim_names_a_quotation_that_is_there(client: FlaskClient) -> None:
    body = client.post(PATH, json={"text": "Hello."}).get_json()
    body["claims"][0]["quotation"] = "q2"
    with pytest.raises(ValidationError, match="No quotation of the extraction"):
        load_claims(body)
