from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from tests.api.conftest import FakeExtractor

PATH = "/v1/extractions"
DESK, CMS, STRANGER = "https://desk.example", "http://cms.example:8080", "https://elsewhere.example"


@pytest.fixture
def client(fake: FakeExtractor) -> FlaskClient:
    return create_app({"cors": f"{DESK}, {CMS}"}, extractor=fake).test_client()


def preflight(
    client: FlaskClient, origin: str, method: str = "POST", headers: str = "content-type"
) -> TestResponse:
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": headers,
    }
    return client.options(PATH, headers=asked)


def allowed(response: TestResponse) -> dict[str, str]:
    prefix = "access-control-"
    return {
        name.lower().removeprefix(prefix): value
        for name, value in response.headers
        if name.lower().startswith(prefix)
    }


class TestCors:
    @pytest.mark.parametrize("origin", [DESK, CMS])
    def test_pages_of_these_origins_may_ask(self, client: FlaskClient, origin: str) -> None:
        response = preflight(client, origin, headers="authorization, content-type, if-none-match")
        rules = allowed(response)
        assert (response.status_code, response.data) == (200, b"")
        assert rules["allow-origin"] == origin
        assert "POST" in rules["allow-methods"]
        for name in ("authorization", "content-type", "if-none-match"):
            assert name in rules["allow-headers"].lower()
        assert int(rules["max-age"]) > 0
        answer = client.post(PATH, json={"text": "Hello."}, headers={"Origin": origin})
        assert allowed(answer)["allow-origin"] == origin
        assert "ETag" in allowed(answer)["expose-headers"]
        assert "Origin" in answer.headers["Vary"]

    def test_errors_can_be_read_too(self, client: FlaskClient) -> None:
        for path in (PATH, "/v1/nowhere"):
            answer = client.post(path, json={}, headers={"Origin": DESK})
            assert answer.status_code >= 400
            assert allowed(answer)["allow-origin"] == DESK

    @pytest.mark.parametrize(
        "origin",
        [
            STRANGER,
            "https://desk.example.evil.example",
            "https://desk_example",
            "null",
            "http://desk.example",
        ],
    )
    def test_others_may_not(self, client: FlaskClient, origin: str) -> None:
        assert allowed(preflight(client, origin)) == {}
        answer = client.post(PATH, json={"text": "Hello."}, headers={"Origin": origin})
        assert allowed(answer) == {}
        assert "Origin" in answer.headers["Vary"]

    def test_nobody_is_given_credentials(self, client: FlaskClient) -> None:
        for response in (preflight(client, DESK), client.post(PATH, json={}, headers={"Origin": DESK})):
            assert "allow-credentials" not in allowed(response)

    def test_pages_are_nobody_elses(self, client: FlaskClient) -> None:
        assert allowed(client.get("/docs", headers={"Origin": DESK})) == {}

    def test_without_the_setting_there_is_none(self, fake: FakeExtractor) -> None:
        client = create_app({}, extractor=fake).test_client()
        assert allowed(preflight(client, DESK)) == {}
        assert "Origin" not in client.post(PATH, json={"text": "Hello."}).headers.get("Vary", "")

    def test_a_preflight_needs_no_key(self, fake: FakeExtractor, tmp_path: Any) -> None:
        settings = {"cors": DESK, "access": "keys", "state": str(tmp_path)}
        client = create_app(settings, extractor=fake).test_client()
        assert allowed(preflight(client, DESK))["allow-origin"] == DESK
        answer = client.post(PATH, json={"text": "Hello."}, headers={"Origin": DESK})
        assert (answer.status_code, allowed(answer)["allow-origin"]) == (401, DESK)


@pytest.mark.parametrize(
    "path", ["/v1/health/live", "/v1/openapi.json", "/docs", "/nowhere", "/static/docs.js"]
)
def test_every_answer_is_guarded(client: FlaskClient, path: str) -> None:
    with client.get(path) as response:
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "no-referrer"
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
        assert "Strict-Transport-Security" not in response.headers


def test_tls_alone_is_said_where_it_is_so(fake: FakeExtractor) -> None:
    client = create_app({"tls": True}, extractor=fake).test_client()
    assert client.get("/v1/health/live").headers["Strict-Transport-Security"] == "max-age=31536000"
