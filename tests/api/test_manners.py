"""What every address does alike, whichever view answers there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from tests.api.problem import read_problem

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "TRACE")
FILLED = {"slug": "bad-request", "filename": "docs.js"}
UUID = "0f8fad5b-d9cb-469f-a165-70867728950e"


def addresses(app: Flask) -> Iterator[tuple[str, set[str]]]:
    """Each address once, its variables filled in, with all methods that any rule there takes."""
    by_path: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        by_path.setdefault(_fill(rule), set()).update(rule.methods or ())
    yield from by_path.items()


def _fill(rule: Rule) -> str:
    chosen = re.sub(r"<any\((\w+)[^)]*\):\w+>", r"\1", rule.rule)
    numbered = re.sub(r"<int(?:\([^)]*\))?:\w+>", "1", chosen)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda name: FILLED.get(name[1], UUID), numbered)


def allowed(header: str) -> set[str]:
    return set(header.split(", "))


def test_options_tell_the_methods(app: Flask, client: FlaskClient) -> None:
    for path, methods in addresses(app):
        response = client.options(path)
        assert (response.status_code, response.data) == (200, b""), path
        assert allowed(response.headers["Allow"]) == methods, path


def test_other_methods_are_told_the_right_ones(app: Flask, client: FlaskClient) -> None:
    for path, methods in addresses(app):
        for method in METHODS:
            if method not in methods:
                response = client.open(path, method=method)
                assert allowed(response.headers["Allow"]) == methods, path
                if method == "HEAD":
                    assert (response.status_code, response.data) == (405, b"")
                else:
                    read_problem(response, 405, "method-not-allowed")


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_is_get_without_its_body(app: Flask, client: FlaskClient, coding: str) -> None:
    app.extensions["attribution"].warm_up()
    moment = {"X-Request-ID", "Date", "Last-Modified", "Expires"}
    for path, methods in addresses(app):
        if "GET" in methods:
            headers = {"Accept-Encoding": coding}
            with client.get(path, headers=headers) as get, client.head(path, headers=headers) as head:
                assert (head.status_code, head.data) == (get.status_code, b""), path
                # the first of two requests is counted in the answer to the second
                apart = moment | ({"Content-Length"} if path == "/metrics" else set())
                assert _without(head.headers.items(), apart) == _without(get.headers.items(), apart), path


def _without(headers: Iterator[tuple[str, str]], names: set[str]) -> dict[str, str]:
    return {name: value for name, value in headers if name not in names}


def test_options_of_no_address_are_none(client: FlaskClient) -> None:
    for path in ("/v1/nowhere", "*"):
        read_problem(client.options(path), 404, "not-found")
