"""A small kill series, and what it counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.benchmarks.kills import count, good, main


def line(number: int, state: str = "done") -> dict[str, Any]:
    answer = (
        {"extraction": {"schema": "1"}} if state == "done" else {"problem": {"type": "/problems/empty-input"}}
    )
    return {"number": number, "id": f"a{number}", "state": state, **answer}


WHOLE = [line(0, "failed"), line(1), line(2)]


def test_everything_is_there() -> None:
    assert count(WHOLE, 3) == {
        "results": 2, "errors": {"/problems/empty-input": 1}, "missing": 0, "repeated": 0, "mixed_up": 0,
    }  # fmt: skip
    assert good(count(WHOLE, 3), 3)


@pytest.mark.parametrize(
    "lines",
    [
        WHOLE[:-1],
        [*WHOLE, line(2)],
        [*WHOLE[:-1], line(1)],
        [line(0), line(1), line(2)],
        [WHOLE[0], line(1), {**line(2), "id": "a1"}],
        [WHOLE[0], line(1), {**line(2), "extraction": None}],
    ],
    ids=["one lost", "one too many", "one twice", "no error", "mixed up", "no result"],
)
def test_something_is_wrong(lines: list[dict[str, Any]]) -> None:
    assert not good(count(lines, 3), 3)


@pytest.mark.system  # half a minute of many processes
def test_a_series_of_half_a_minute(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("api.jobs")
    options = ["--articles", "40", "--victims", "worker-process", "--redis", "--json"]
    status = main(options)
    [found] = json.loads(capfd.readouterr().out.splitlines()[-1])
    assert (status, found["good"], found["results"]) == (0, True, 39)
