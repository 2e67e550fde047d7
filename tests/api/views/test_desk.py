from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import create_app
from api.database import Database
from api.keys import Keys
from api.sessions import COOKIE, HEADER
from api.views.desk import DETAILS, FILES, PAGES, modules_of
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem

ARTICLE = {"text": "“The ferry 🚢 is late,” said Ines Okafor.\n\nNobody else spoke."}
OURS = {HEADER: "1"}


@pytest.fixture
def page(client: FlaskClient) -> str:
    return client.get("/").get_data(as_text=True)


@pytest.fixture
def keeping(fake: FakeExtractor, tmp_path: Path) -> FlaskClient:
    """Of a service with a store."""
    settings = {"state": str(tmp_path), "store": str(tmp_path / "store.db")}
    return create_app(settings, extractor=fake).test_client()


ADDRESSES = ["/", *(f"/desk/{name}" for name in PAGES if name != "read")]


class TestPage:
    @pytest.mark.parametrize("path", ADDRESSES)
    def test_it_loads_from_here_alone(self, keeping: FlaskClient, path: str) -> None:
        page = keeping.get(path).get_data(as_text=True)
        assert "://" not in page
        loaded = re.findall(r"""(?:src|href)="(?!#)([^"]+)""", page)
        assert len(loaded) > 10
        for address in loaded:
            with keeping.get(address) as response:
                assert response.status_code == 200, address

    def test_every_module_is_loaded_at_once_by_the_page_that_needs_it(self) -> None:
        entries = ["desk.js", *(f"memory/{name}.js" for name in (*PAGES, *DETAILS) if name != "read")]
        loaded = {name for entry in entries for name in modules_of(entry)}
        there = {path.relative_to(FILES).as_posix() for path in FILES.rglob("*.js")}
        assert there - loaded == {"types.js"}
        page = modules_of("desk.js")
        assert "state.js" in page
        assert not any("memory/" in name for name in page)

    @pytest.mark.parametrize("path", ADDRESSES)
    def test_nothing_of_it_is_inline(self, keeping: FlaskClient, path: str) -> None:
        answer = keeping.get(path)
        page = answer.get_data(as_text=True)
        assert re.findall(r"<script(?![^>]*src=)[^>]*>|<style", page) == []
        assert not re.search(r"\s(on\w+|style)=", page)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "require-trusted-types-for 'script'" in policy
        assert not re.search(r"unsafe|http|\*|data:", policy)

    @pytest.mark.parametrize("path", sorted(FILES.rglob("*.js")), ids=lambda path: path.name)
    def test_modules_are_small_and_make_no_markup_of_text(self, path: Path) -> None:
        source = path.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 350
        assert source.startswith("/**")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", source
        )
        assert not re.search(r"https?://(?!\S+\.example|www\.w3\.org/2000/svg\")", source)

    def test_it_can_be_switched_off(self, fake: FakeExtractor, tmp_path: Path) -> None:
        client = create_app(
            {"desk": False, "access": "keys", "state": str(tmp_path)}, extractor=fake
        ).test_client()
        for path in ("/", "/desk/files/desk.js", "/desk/session"):
            read_problem(client.get(path), 404, "not-found")

    def test_pages_of_the_store_are_there_with_a_store(
        self, client: FlaskClient, keeping: FlaskClient, page: str
    ) -> None:
        assert "<nav" not in page
        assert "data-store" not in page
        read_problem(client.get("/desk/verify"), 404, "no-store")
        read_problem(keeping.get("/desk/nothing"), 404, "not-found")
        shown = keeping.get("/desk/verify").get_data(as_text=True)
        assert re.findall(r"<nav.+?</nav>", shown, re.DOTALL)
        assert re.findall(r'href="([^"]+)" aria-current="page"', shown) == ["/desk/verify"]
        assert 'data-store="yes"' in shown

    def test_it_needs_no_docs(self, fake: FakeExtractor) -> None:
        client = create_app({"docs": False}, extractor=fake).test_client()
        with client.get("/") as answer, client.get("/desk/files/desk.js") as module:
            assert (answer.status_code, module.status_code) == (200, 200)


class TestReadings:
    def test_of_plain_text(self, client: FlaskClient) -> None:
        found = client.post("/desk/readings", json=ARTICLE).get_json()
        text = ARTICLE["text"].encode("utf-16-le")
        slices = [text[2 * p["start"] : 2 * p["end"]].decode("utf-16-le") for p in found["paragraphs"]]
        assert slices == ARTICLE["text"].split("\n\n")
        [mark] = found["marked"]
        assert text[2 * mark["start"] : 2 * mark["end"]].decode("utf-16-le") == "“The ferry 🚢 is late,”"

    def test_what_cannot_be_read_is_a_problem_as_of_an_extraction(self, client: FlaskClient) -> None:
        read_problem(client.post("/desk/readings", json={"text": " "}), 422, "empty-input")
        read_problem(client.post("/desk/readings", json={"text": "x" * 100_001}), 413, "input-too-large")
        read_problem(client.post("/desk/readings", json={"txt": "x"}), 422, "invalid-input")
        read_problem(client.get("/desk/readings"), 405, "method-not-allowed")


class TestSessions:
    @pytest.fixture
    def keys(self, tmp_path: Path) -> Iterator[Keys]:
        database = Database(folder=tmp_path)
        yield Keys(database)
        database.close()

    @pytest.fixture
    def app(self, fake: FakeExtractor, tmp_path: Path) -> Flask:
        return create_app({"access": "keys", "state": str(tmp_path)}, extractor=fake)

    @pytest.fixture
    def signed(self, client: FlaskClient, keys: Keys) -> Any:
        """The key and its text, in whose session the client is."""
        key, text = keys.create("sports desk", "read")
        response = client.post("/desk/session", json={"key": f" {text} "}, headers=OURS)
        assert (response.status_code, response.get_json()) == (
            200, {"key": {"name": "sports desk", "scope": "read"}},
        )  # fmt: skip
        return key, text, response

    def test_a_key_opens_one(self, client: FlaskClient, signed: Any) -> None:
        assert client.get("/desk/session", headers=OURS).get_json()["key"]["name"] == "sports desk"
        for path in ("/desk/readings", "/v1/extractions"):
            assert client.post(path, json=ARTICLE, headers=OURS).status_code == 200

    def test_its_cookie_is_of_no_use_to_scripts_and_other_sites(self, signed: Any) -> None:
        _, text, response = signed
        cookie = response.headers["Set-Cookie"]
        assert cookie.startswith(f"{COOKIE}=")
        assert {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
        assert text[4:12] not in cookie
        assert response.headers["Cache-Control"] == "no-store"

    def test_over_tls_it_stays_there(self, fake: FakeExtractor, tmp_path: Path, keys: Keys) -> None:
        settings = {"access": "keys", "state": str(tmp_path), "tls": True}
        client = create_app(settings, extractor=fake).test_client()
        response = client.post("/desk/session", json={"key": keys.create("desk", "read")[1]}, headers=OURS)
        assert "Secure" in response.headers["Set-Cookie"].split("; ")

    @pytest.mark.usefixtures("signed")
    @pytest.mark.parametrize(
        "headers", [{}, {**OURS, "Sec-Fetch-Site": "cross-site"}, {**OURS, "Sec-Fetch-Site": "same-site"}]
    )
    def test_other_pages_cannot_use_it(self, client: FlaskClient, headers: dict[str, str]) -> None:
        read_problem(client.post("/v1/extractions", json=ARTICLE, headers=headers), 401, "unauthenticated")
        read_problem(client.delete("/desk/session", headers=headers), 403, "forbidden")
        read_problem(client.post("/desk/session", json={"key": "x"}, headers=headers), 403, "forbidden")
        assert client.get("/desk/session", headers=headers).get_json() == {"key": None}

    def test_the_header_is_none_that_other_origins_may_send(
        self, fake: FakeExtractor, tmp_path: Path
    ) -> None:
        origin = "https://cms.example"
        client = create_app({"cors": origin, "state": str(tmp_path)}, extractor=fake).test_client()
        asked = {
            "Origin": origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": HEADER,
        }
        allowed = client.options("/v1/extractions", headers=asked).headers
        assert HEADER.lower() not in allowed.get("Access-Control-Allow-Headers", "").lower()
        assert "Access-Control-Allow-Credentials" not in allowed

    def test_it_ends_when_it_is_signed_out(self, client: FlaskClient, signed: Any) -> None:
        token = client.get_cookie(COOKIE)
        assert token is not None
        response = client.delete("/desk/session", headers=OURS)
        assert response.status_code == 204
        assert client.get_cookie(COOKIE) is None
        client.set_cookie(COOKIE, token.value)
        read_problem(client.post("/v1/extractions", json=ARTICLE, headers=OURS), 401, "unauthenticated")

    def test_it_ends_with_its_key(self, client: FlaskClient, signed: Any, app: Flask) -> None:
        sessions = app.extensions["attribution_sessions"]
        sessions._keys.revoke(signed[0].id)
        read_problem(client.post("/v1/extractions", json=ARTICLE, headers=OURS), 401, "unauthenticated")
        assert client.get("/desk/session", headers=OURS).get_json() == {"key": None}

    @pytest.mark.usefixtures("signed")
    def test_it_ends_in_time(self, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("api.sessions.time.time", lambda: 9e9)
        read_problem(client.post("/v1/extractions", json=ARTICLE, headers=OURS), 401, "unauthenticated")

    @pytest.mark.parametrize("key", ["", "x", f"atr_00000000_{'a' * 43}", None, 7, ["x"]])
    def test_no_key_opens_none(self, client: FlaskClient, key: Any) -> None:
        response = client.post("/desk/session", json={"key": key}, headers=OURS)
        read_problem(response, 401, "unauthenticated")
        assert "Set-Cookie" not in response.headers

    def test_what_is_no_key_is_not_read_far(self, client: FlaskClient) -> None:
        read_problem(
            client.post("/desk/session", json={"key": "x" * 2_000}, headers=OURS), 413, "body-too-large"
        )
        read_problem(client.post("/desk/session", data=b"\xff{", headers=OURS), 400, "malformed-json")

    def test_a_key_that_is_sent_goes_before_it(self, client: FlaskClient, signed: Any) -> None:
        headers = {**OURS, "Authorization": "Bearer x"}
        read_problem(client.post("/v1/extractions", json=ARTICLE, headers=headers), 401, "unauthenticated")

    def test_no_key_gets_into_the_log(
        self, client: FlaskClient, keys: Keys, caplog: pytest.LogCaptureFixture
    ) -> None:
        _, text = keys.create("desk", "read")
        client.post("/desk/session", json={"key": text}, headers=OURS)
        client.post("/desk/session", json={"key": text + "x"}, headers=OURS)
        assert text.rpartition("_")[2] not in caplog.text

    def test_without_keys_there_is_nothing_to_sign_in_to(self, fake: FakeExtractor) -> None:
        client = create_app({}, extractor=fake).test_client()
        read_problem(client.get("/desk/session", headers=OURS), 404, "not-found")
