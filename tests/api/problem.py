"""What every error of the service looks like."""

from __future__ import annotations

from typing import Any

from werkzeug.test import TestResponse

from api.problems import PROBLEM_TYPES

KEYS = {"type", "title", "status", "detail", "request_id"}


def read_problem(response: TestResponse, status: int, slug: str | None) -> dict[str, Any]:
    """The problem in `response`, after its shape was checked; no slug stands for about:blank."""
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.get_json(force=True)
    assert KEYS <= set(problem) <= KEYS | {"errors"}
    assert problem["status"] == status
    assert problem["type"] == (PROBLEM_TYPES[slug].uri if slug else "about:blank")
    assert problem["title"]
    assert problem["detail"]
    assert problem["request_id"] == response.headers["X-Request-ID"]
    for error in problem.get("errors", []):
        assert {"field", "message"} <= set(error) <= {"field", "message", "position"}
    return problem


def fields_of(problem: dict[str, Any]) -> list[str]:
    return [error["field"] for error in problem["errors"]]
