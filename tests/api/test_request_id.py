from __future__ import annotations

import pytest
from flask.testing import FlaskClient


def test_a_sane_id_comes_back(client: FlaskClient) -> None:
    response = client.get("/v1/health/live", headers={"X-Request-ID": "cms_42.a-b"})
    assert response.headers["X-Request-ID"] == "cms_42.a-b"


@pytest.mark.parametrize("given", ["", "two words", "a" * 65, "<b>", "née", "a;b"])
def test_any_other_is_replaced(client: FlaskClient, given: str) -> None:
    found = client.get("/v1/health/live", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert found != given
    assert len(found) == 32


def test_each_request_has_its_own(client: FlaskClient) -> None:
    found = {client.get("/v1/health/live").headers["X-Request-ID"] for _ in range(5)}
    assert len(found) == 5
