from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_smorest import Blueprint
from openapi_spec_validator import OpenAPIV31SpecValidator

from api import create_app
from api.access import OPEN, caller, needs, warn_without_keys
from api.config import Config
from api.database import Database
from api.engine import Engine
from api.keys import Keys
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem

PATH = "/v1/extractions"
ARTICLE = {"text": "“The ferry is late,” said Ines Okafor."}
OPEN_ADDRESSES = ("/docs", "/static/docs.js", "/v1/openapi.json", "/v1/health/live", "/problems/forbidden")


@pytest.fixture
def keys(tmp_path: Path) -> Iterator[Keys]:
    """As the command line has them, beside the service."""
    database = Database(folder=tmp_path)
    yield Keys(database)
    database.close()


@pytest.fixture
def app(fake: FakeExtractor, tmp_path: Path) -> Flask:
    return create_app({"access": "keys", "state": str(tmp_path)}, extractor=fake)


def bearer(text: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {text}"}


def add_view(app: Flask, scope: Any) -> None:
    """An end point at /v1/ledger that asks for `scope`; for none if that is None."""
    blueprint = Blueprint("ledger", __name__, url_prefix="/v1")

    def show() -> dict[str, Any]:
        return {"key": caller().key}

    blueprint.route("/ledger", methods=["GET"])(needs(blueprint, scope)(show) if scope else show)
    app.register_blueprint(blueprint)


class TestKeys:
    def test_a_key_lets_in(self, client: FlaskClient, keys: Keys) -> None:
        _, text = keys.create("desk", "read")
        for scheme in ("Bearer", "bearer", "BEARER"):
            headers = {"Authorization": f"{scheme} {text}"}
            assert client.post(PATH, json=ARTICLE, headers=headers).status_code == 200

    def test_without_one_nobody_gets_in(self, client: FlaskClient, fake: FakeExtractor) -> None:
        response = client.post(PATH, json=ARTICLE)
        read_problem(response, 401, "unauthenticated")
        assert response.headers["WWW-Authenticate"] == 'Bearer realm="attribution"'
        assert fake.asked == []

    @pytest.mark.parametrize(
        "header",
        [
            "Bearer",
            "Bearer ",
            "Bearer x",
            "Basic eDp5",
            "atr_a_b",
            f"Bearer atr_00000000_{'a' * 43}",
            "Bearer é",
        ],
    )
    def test_nor_with_what_is_none(self, client: FlaskClient, header: str) -> None:
        response = client.post(PATH, json=ARTICLE, headers={"Authorization": header})
        read_problem(response, 401, "unauthenticated")
        assert response.headers["WWW-Authenticate"].startswith("Bearer ")

    def test_nor_with_a_key_that_has_ended(self, client: FlaskClient, keys: Keys) -> None:
        key, text = keys.create("desk", "read")
        keys.revoke(key.id)
        response = client.post(PATH, json=ARTICLE, headers=bearer(text))
        read_problem(response, 401, "unauthenticated")
        assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]

    def test_nor_with_one_in_the_address(self, client: FlaskClient, keys: Keys) -> None:
        _, text = keys.create("desk", "admin")
        for name in ("key", "api_key", "access_token", "token"):
            read_problem(client.post(f"{PATH}?{name}={text}", json=ARTICLE), 401, "unauthenticated")

    @pytest.mark.parametrize("path", OPEN_ADDRESSES)
    def test_pages_and_health_are_open(self, client: FlaskClient, path: str) -> None:
        with client.get(path) as response:
            assert response.status_code == 200

    def test_nothing_is_told_of_addresses_and_methods_but_that_they_are_none(
        self, client: FlaskClient
    ) -> None:
        read_problem(client.get("/v1/nowhere"), 404, "not-found")
        read_problem(client.get(PATH), 405, "method-not-allowed")
        assert client.options(PATH).status_code == 200

    def test_keys_that_cannot_be_had_are_a_problem_of_the_service(
        self, fake: FakeExtractor, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> None:
        for database in (
            "sqlite:////dev/null/x.db",
            "postgresql://user:hush@127.0.0.1:9/none?connect_timeout=1",
        ):
            client = create_app({"access": "keys", "database": database}, extractor=fake).test_client()
            response = client.post(PATH, json=ARTICLE, headers=bearer(f"atr_00000000_{'a' * 43}"))
            read_problem(response, 503, "storage-unavailable")
            assert int(response.headers["Retry-After"]) > 0
        assert "cannot be used" in caplog.text
        assert "hush" not in caplog.text


class TestScopes:
    @pytest.mark.parametrize(
        ("needed", "given", "status"),
        [
            ("read", "read", 200),
            ("read", "admin", 200),
            ("write", "read", 403),
            ("write", "write", 200),
            ("admin", "write", 403),
            ("admin", "admin", 200),
            (None, "write", 403),
            (None, "admin", 200),
        ],
    )
    def test_a_key_reaches_as_far_as_its_scope(
        self, app: Flask, keys: Keys, needed: Any, given: Any, status: int
    ) -> None:
        add_view(app, needed)
        key, text = keys.create("desk", given)
        for method in ("GET", "HEAD"):
            response = app.test_client().open("/v1/ledger", method=method, headers=bearer(text))
            assert response.status_code == status
        if status == 403:
            assert f'scope="{needed or "admin"}"' in response.headers["WWW-Authenticate"]
        else:
            answer = app.test_client().get("/v1/ledger", headers=bearer(text))
            assert answer.get_json() == {"key": key.id}

    def test_every_end_point_names_its_scope(self, app: Flask) -> None:
        views = {
            rule.endpoint: app.view_functions[rule.endpoint]
            for rule in app.url_map.iter_rules()
            if rule.endpoint.split(".")[0] not in OPEN | {"static"}
        }
        assert "extractions.create_extraction" in views
        assert {name for name, view in views.items() if not hasattr(view, "scope")} == set()


class TestDocument:
    def test_keys_are_documented_where_they_are_asked_for(self, client: FlaskClient) -> None:
        document = client.get("/v1/openapi.json").get_json()
        OpenAPIV31SpecValidator(document).validate()
        assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
        assert document["paths"][PATH]["post"]["security"] == [{"key": ["read"]}]
        assert "security" not in document["paths"]["/v1/health/live"]["get"]

    def test_and_nowhere_else(self, fake: FakeExtractor) -> None:
        document = create_app({}, extractor=fake).test_client().get("/v1/openapi.json").get_json()
        assert "securitySchemes" not in document["components"]
        assert "security" not in document["paths"][PATH]["post"]


class TestWithoutKeys:
    @pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1", ""])
    def test_this_machine_is_answered(self, fake: FakeExtractor, address: str) -> None:
        client = create_app({}, extractor=fake).test_client()
        assert client.post(PATH, json=ARTICLE, environ_base={"REMOTE_ADDR": address}).status_code == 200

    @pytest.mark.parametrize("address", ["192.0.2.7", "10.0.0.2", "2001:db8::1", "nonsense"])
    def test_others_are_not_unless_all_are(self, fake: FakeExtractor, address: str) -> None:
        client = create_app({}, extractor=fake).test_client()
        base = {"REMOTE_ADDR": address}
        read_problem(client.post(PATH, json=ARTICLE, environ_base=base), 403, "forbidden")
        assert client.get("/v1/health/live", environ_base=base).status_code == 200
        client = create_app({"access": "open"}, extractor=fake).test_client()
        assert client.post(PATH, json=ARTICLE, environ_base=base).status_code == 200


class TestRates:
    def make(self, fake: FakeExtractor, tmp_path: Path, **more: Any) -> FlaskClient:
        settings = {"access": "open", "rate": "2/minute;5/hour", "state": str(tmp_path), **more}
        return create_app(settings, extractor=fake).test_client()

    def test_who_asks_too_much_waits(self, fake: FakeExtractor, tmp_path: Path) -> None:
        client = self.make(fake, tmp_path)
        first = client.post(PATH, json=ARTICLE)
        assert first.headers["RateLimit-Policy"] == '"minute";q=2;w=60, "hour";q=5;w=3600'
        assert first.headers["RateLimit"].startswith('"minute";r=1;t=')
        assert client.post(PATH, json=ARTICLE).status_code == 200
        third = client.post(PATH, json=ARTICLE)
        read_problem(third, 429, "rate-limited")
        assert 0 < int(third.headers["Retry-After"]) <= 60
        assert third.headers["RateLimit"].startswith('"minute";r=0;t=')
        assert len(fake.asked) == 2

    def test_each_address_has_its_own(self, fake: FakeExtractor, tmp_path: Path) -> None:
        client = self.make(fake, tmp_path)
        statuses = {}
        for address in ("192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2", "2001:db8:1::1"):
            base = {"REMOTE_ADDR": address}
            statuses[address] = [
                client.post(PATH, json=ARTICLE, environ_base=base).status_code for _ in range(2)
            ]
        assert statuses["192.0.2.2"] == statuses["2001:db8:1::1"] == [200, 200]
        assert statuses["2001:db8::2"] == [429, 429]  # of the same network as the one before

    def test_addresses_come_from_the_proxies_that_are_trusted(
        self, fake: FakeExtractor, tmp_path: Path
    ) -> None:
        trusting, wary = self.make(fake, tmp_path / "a", proxies=1), self.make(fake, tmp_path / "b")
        for client, statuses in ((trusting, [200, 200, 200]), (wary, [200, 200, 429])):
            got = []
            for number in range(3):
                headers = {"X-Forwarded-For": f"198.51.100.1, 192.0.2.{number}"}
                got.append(client.post(PATH, json=ARTICLE, headers=headers).status_code)
            assert got == statuses

    @pytest.mark.parametrize("path", [PATH, f"{PATH}/batch"])
    def test_what_is_refused_for_want_of_room_costs_nothing(
        self, fake: FakeExtractor, tmp_path: Path, path: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = self.make(fake, tmp_path, rate="3/minute")
        body = [ARTICLE, ARTICLE] if path.endswith("batch") else ARTICLE
        with monkeypatch.context() as patch:
            patch.setattr(Engine, "busy", True)
            for _ in range(5):
                response = client.post(path, json=body)
                read_problem(response, 503, "busy")
                assert response.headers["RateLimit"].startswith('"minute";r=3;t=')
        response = client.post(path, json=body)
        assert (response.status_code, len(fake.asked)) == (200, len(body) if isinstance(body, list) else 1)
        left = 3 - len(fake.asked)
        assert response.headers["RateLimit"].startswith(f'"minute";r={left};t=')

    def test_a_list_that_is_too_much_costs_nothing(self, fake: FakeExtractor, tmp_path: Path) -> None:
        client = self.make(fake, tmp_path, rate="3/minute")
        for number in (4, 4, 4, 4, 3):
            response = client.post(f"{PATH}/batch", json=[ARTICLE] * number)
            left = 3 if number == 4 else 0
            assert response.headers["RateLimit"].startswith(f'"minute";r={left};t=')
            assert response.status_code == (429 if left else 200)
        read_problem(client.post(f"{PATH}/batch", json=[ARTICLE]), 429, "rate-limited")

    def test_lines_of_a_stream_come_again_however_many_there_were(
        self, fake: FakeExtractor, tmp_path: Path
    ) -> None:
        client = self.make(fake, tmp_path, rate="3/minute")
        lines = "".join(json.dumps(ARTICLE) + "\n" for _ in range(6))
        response = client.post(f"{PATH}/stream", data=lines, content_type="application/x-ndjson")
        items = [json.loads(line) for line in response.data.splitlines()]
        assert [item["status"] for item in items] == [200] * 3 + [429] * 3
        assert all("ask again in" in item["problem"]["detail"] for item in items[3:])

    def test_health_and_pages_do_not_count(self, fake: FakeExtractor, tmp_path: Path) -> None:
        client = self.make(fake, tmp_path)
        for _ in range(4):
            assert client.get("/v1/health/live").status_code == client.get("/docs").status_code == 200

    def test_a_key_has_its_own_rate_and_else_that_of_the_service(
        self, fake: FakeExtractor, tmp_path: Path, keys: Keys
    ) -> None:
        client = self.make(fake, tmp_path, access="keys")
        texts = [keys.create("desk", "read")[1], keys.create("kiosk", "read", rate="1/hour")[1]]
        statuses = [
            [client.post(PATH, json=ARTICLE, headers=bearer(text)).status_code for _ in range(3)]
            for text in texts
        ]
        assert statuses == [[200, 200, 429], [200, 429, 429]]


def test_who_asks_for_keys_and_has_none_is_warned(
    tmp_path: Path, keys: Keys, caplog: pytest.LogCaptureFixture
) -> None:
    config = Config(access="keys", state=str(tmp_path))
    warn_without_keys(config)
    assert "attribution keys create" in caplog.text
    keys.revoke(keys.create("gone", "read")[0].id)
    caplog.clear()
    warn_without_keys(config)
    assert "no key works" in caplog.text
    keys.create("desk", "read")
    caplog.clear()
    warn_without_keys(config)
    warn_without_keys(Config(state="/dev/null/none"))
    assert caplog.text == ""
    warn_without_keys(Config(access="keys", state="/dev/null/none"))
    assert "cannot be read" in caplog.text


def test_defaults_let_in_this_machine_without_counting(client: FlaskClient) -> None:
    assert (Config().access, Config().rate) == ("local", "")


def test_no_counts_are_kept_where_there_is_no_rate(fake: FakeExtractor, tmp_path: Path) -> None:
    client = create_app({"state": str(tmp_path / "state")}, extractor=fake).test_client()
    response = client.post(PATH, json=ARTICLE)
    assert "RateLimit" not in response.headers
    assert not (tmp_path / "state").exists()
