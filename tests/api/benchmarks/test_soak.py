"""A soak of seconds: all kinds of requests, no server error, nothing left open."""

from __future__ import annotations

import json
from typing import Any

import pytest

from api.benchmarks.soak import good, main

STATE = {"own_mb": 60.0, "resident_mb": 300.0, "files": 12, "sockets": 1}


def test_a_soak_of_a_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    main(["--requests", "100", "--workers", "2", "--json", "--no-floor"])
    found = json.loads(capsys.readouterr().out)
    assert sum(found["answers"].values()) == 100
    assert {"200", "400", "404", "422"} <= set(found["answers"]) <= {"0", "200", "400", "404", "422", "503"}
    first, last = found["states"][0], found["states"][-1]
    assert first.keys() == last.keys()
    for name in first:
        assert (last[name]["files"], last[name]["sockets"]) == (first[name]["files"], first[name]["sockets"])


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, True),
        ({"resident_mb": 314.0}, True),
        ({"resident_mb": 316.0}, False),
        ({"sockets": 2}, False),
        ({"files": 13}, False),
    ],
)
def test_what_may_grow(changes: dict[str, Any], kept: bool) -> None:
    states = [{"7": STATE}, {"7": {**STATE, **changes}}]
    assert good({"answers": {"200": 5, "422": 1, "429": 1}, "states": states}) is kept


@pytest.mark.parametrize("answer", ["500", "502", "ConnectionResetError"])
def test_no_server_error_is_good(answer: str) -> None:
    assert not good({"answers": {answer: 1}, "states": [{"7": STATE}] * 2})


def test_a_process_that_was_replaced_is_not_good() -> None:
    assert not good({"answers": {"200": 1}, "states": [{"7": STATE}, {"8": STATE}]})
