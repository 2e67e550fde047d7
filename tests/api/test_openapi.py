from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from api.jobs.courier import describe_event
from api.jobs.store import Job
from api.problems import PROBLEM_TYPES
from attribution import __version__


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    response = client.get("/v1/openapi.json")
    assert response.mimetype == "application/json"
    found: dict[str, Any] = response.get_json()
    return found


def operations(document: dict[str, Any]) -> list[dict[str, Any]]:
    paths = document["paths"].values()
    return [operation for path in paths for name, operation in path.items() if name != "parameters"]


def validator(document: dict[str, Any], name: str) -> Draft202012Validator:
    return Draft202012Validator({**document, "$ref": f"#/components/schemas/{name}"})


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    OpenAPIV31SpecValidator(document).validate()
    assert document["openapi"] == "3.1.0"
    assert document["info"]["version"] == __version__
    assert set(document["paths"]) == {
        "/v1/claims",
        "/v1/lock",
        "/v1/unlock",
        "/v1/compare",
        "/v1/articles",
        "/v1/quotations/{quotation}/claim",
        "/v1/quotations/{quotation}/claim/history",
        "/v1/quotations/{quotation}/claim/review",
        "/v1/quotations/{quotation}/review",
        "/v1/conflicts",
        "/v1/conflicts/{conflict}",
        "/v1/reviews/queue",
        "/v1/articles/{article}/extraction",
        "/v1/quotations/{quotation}/reviews",
        "/v1/extractions",
        "/v1/extractions/batch",
        "/v1/extractions/stream",
        "/v1/health/live",
        "/v1/health/ready",
        "/v1/jobs",
        "/v1/jobs/{job}",
        "/v1/jobs/{job}/errors",
        "/v1/jobs/{job}/results",
        "/v1/searches",
        "/v1/searches/{search}",
        "/v1/searches/{search}/feed",
        "/v1/searches/{search}/matches",
        "/v1/searches/{search}/token",
        "/v1/speakers/suggestions",
        "/v1/speakers/{speaker}",
        "/v1/speakers/{speaker}/appearances",
        "/v1/speakers/{speaker}/identify",
        "/v1/speakers/{speaker}/merge",
        "/v1/speakers/{speaker}/rename",
        "/v1/speakers/{speaker}/split",
        "/v1/speakers/{speaker}/undo",
        "/v1/quotations",
        "/v1/quotations/{number}",
        "/v1/articles/{number}",
        "/v1/speakers",
        "/v1/speakers/{speaker}/timeline",
        "/v1/verify",
    }


def test_what_a_webhook_is_told_is_documented(document: dict[str, Any]) -> None:
    callbacks = document["paths"]["/v1/jobs"]["post"]["callbacks"]["finished"]
    assert set(callbacks) == {"{$request.body#/webhook}", "{$request.query.webhook}"}
    for callback in callbacks.values():
        schema = callback["post"]["requestBody"]["content"]["application/json"]["schema"]
        assert schema == {"$ref": "#/components/schemas/JobEvent"}
    finished = Job("j1", "", 2, 1, 1, 0, created=1.0, finished=2.0, expires=3.0)
    validator(document, "JobEvent").validate(describe_event(finished))


def test_every_operation_is_described_and_documents_its_errors(document: dict[str, Any]) -> None:
    for operation in operations(document):
        assert operation["operationId"]
        assert operation["summary"]
        assert operation["description"]
        assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
        for status, response in operation["responses"].items():
            if status.startswith(("4", "5")):
                (media_type,) = response["content"]
                assert media_type == "application/problem+json"


def test_the_problem_shape_is_documented_with_examples(document: dict[str, Any]) -> None:
    check = validator(document, "Problem")
    shown = set()
    for operation in operations(document):
        for response in operation["responses"].values():
            for content in response.get("content", {}).values():
                for slug, example in content.get("examples", {}).items():
                    check.validate(example["value"])
                    shown.add(slug)
    assert shown == set(PROBLEM_TYPES) - {"not-found", "method-not-allowed", "slow-request", "article-lost"}


def test_headers_of_errors_are_documented(document: dict[str, Any]) -> None:
    responses = document["paths"]["/v1/extractions"]["post"]["responses"]
    for status, name in {
        "401": "WWW-Authenticate",
        "412": "ETag",
        "429": "Retry-After",
        "503": "Retry-After",
    }.items():
        assert set(responses[status]["headers"]) == {name}
    assert set(responses["200"]["headers"]) == {"ETag"}


def test_request_examples_are_taken(document: dict[str, Any], client: FlaskClient) -> None:
    content = document["paths"]["/v1/extractions"]["post"]["requestBody"]["content"]
    assert set(content) == {"application/json", "text/plain", "text/html"}
    for media_type, body in content.items():
        for example in body["examples"].values():
            value = example["value"]
            sent = {"json": value} if media_type == "application/json" else {"data": value}
            response = client.post("/v1/extractions", content_type=media_type, **sent)
            assert response.status_code == 200
            validator(document, "Extraction").validate(response.get_json())


@pytest.mark.parametrize(
    ("article", "sound"),
    [
        ({"text": "Hello."}, True),
        ({"text": "Hello.", "html": None, "url": None}, True),
        ({"html": "<p>Hello.</p>", "unit": "utf16", "published": "2024-05-17T09:30:00Z"}, True),
        ({}, False),
        ({"text": None}, False),
        ({"text": "Hello.", "html": "<p>Hello.</p>"}, False),
        ({"text": "Hello.", "published": "yesterday"}, False),
        ({"text": "Hello.", "author": "x"}, False),
        ({"text": 5}, False),
    ],
)
def test_the_document_and_the_service_agree(
    document: dict[str, Any], client: FlaskClient, article: dict[str, Any], sound: bool
) -> None:
    assert validator(document, "ExtractionRequest").is_valid(article) is sound
    assert client.post("/v1/extractions", json=article).status_code == (200 if sound else 422)


def test_nothing_is_documented_that_is_not_used(document: dict[str, Any]) -> None:
    text = str(document)
    for name in document["components"]["schemas"]:
        assert f"#/components/schemas/{name}'" in text
