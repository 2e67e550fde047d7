from __future__ import annotations

import logging

import pytest
from flask.testing import FlaskClient

import api
from api import create_app
from api.config import Config, ConfigError
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem


def test_settings_come_as_a_mapping_or_as_a_config(fake: FakeExtractor) -> None:
    for config in ({"limit": 1000, "max_body": 99}, Config(limit=1000, max_body=99)):
        assert create_app(config, extractor=fake).config["MAX_CONTENT_LENGTH"] == 99


def test_settings_that_cannot_be_are_refused(fake: FakeExtractor) -> None:
    with pytest.raises(ConfigError, match="unknown setting 'colour'"):
        create_app({"colour": "red"}, extractor=fake)


def test_the_log_level_is_set(fake: FakeExtractor) -> None:
    create_app({"log_level": "ERROR"}, extractor=fake)
    assert logging.getLogger("api").level == logging.ERROR
    create_app({}, extractor=fake)


def test_two_applications_live_side_by_side() -> None:
    first, second = FakeExtractor(), FakeExtractor()
    for fake in (first, second):
        create_app({}, extractor=fake).test_client().post("/v1/extractions", json={"text": "Hello."})
    assert len(first.asked) == len(second.asked) == 1


def test_every_answer_forbids_sniffing(client: FlaskClient) -> None:
    for path in ("/v1/health/live", "/v1/openapi.json", "/docs", "/nowhere"):
        assert client.get(path).headers["X-Content-Type-Options"] == "nosniff"


def test_options_tell_the_methods(client: FlaskClient) -> None:
    for path, methods in {"/v1/extractions": {"POST"}, "/v1/health/live": {"GET", "HEAD"}}.items():
        response = client.options(path)
        assert (response.status_code, response.data) == (200, b"")
        assert set(response.headers["Allow"].split(", ")) == methods | {"OPTIONS"}


def test_head_is_get_without_body(client: FlaskClient) -> None:
    for path in ("/v1/health/live", "/v1/openapi.json", "/docs"):
        get, head = client.get(path), client.head(path)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers["Content-Length"] == get.headers["Content-Length"]
        assert head.headers["Content-Type"] == get.headers["Content-Type"]


def test_the_package_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        api.nothing


def test_slashes_too_many_are_another_address(client: FlaskClient) -> None:
    read_problem(client.get("/v1//health/live"), 404, "not-found")
