from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

import api
from api import create_app
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem

STATIC = Path(api.__file__).parent / "static"


def test_the_page_loads_from_here_alone(client: FlaskClient) -> None:
    response = client.get("/docs")
    page = response.get_data(as_text=True)
    assert response.mimetype == "text/html"
    assert "://" not in page
    assert not re.search(r"""(src|href|data-openapi)=["']//""", page)
    loaded = re.findall(r"""(?:src|href|data-openapi)=["']([^"']+)""", page)
    assert len(loaded) >= 5
    for address in loaded:
        with client.get(address) as loaded_file:
            assert loaded_file.status_code == 200, address


def test_the_page_may_load_from_here_alone(client: FlaskClient) -> None:
    policy = client.get("/docs").headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'self'"
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


def test_the_page_has_no_script_of_its_own(client: FlaskClient) -> None:
    page = client.get("/docs").get_data(as_text=True)
    assert re.findall(r"<script(?![^>]*src=)[^>]*>", page) == []
    assert not re.search(r"\son\w+=|style=", page)


def test_what_is_vendored_has_version_and_licence() -> None:
    (folder,) = [entry for entry in (STATIC / "vendor").iterdir() if entry.is_dir()]
    name, _, version = folder.name.rpartition("-")
    assert f"{name} {version}" in (STATIC / "vendor" / "NOTICE").read_text(encoding="utf-8")
    assert "Apache License" in (folder / "LICENSE").read_text(encoding="utf-8")


def test_the_page_can_be_switched_off(fake: FakeExtractor) -> None:
    client = create_app({"docs": False}, extractor=fake).test_client()
    read_problem(client.get("/docs"), 404, "not-found")
    read_problem(client.get("/static/docs.js"), 404, "not-found")
    assert client.get("/v1/openapi.json").status_code == 200
