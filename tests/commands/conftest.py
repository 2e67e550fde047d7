"""A command line whose engine needs no model."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from attribution import cli
from attribution.commands import engine
from tests.samples import FakeEngine


@dataclass
class Result:
    status: int
    out: str
    err: str


Command = Callable[..., Result]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    made = FakeEngine()
    monkeypatch.setattr(engine, "load_engine", lambda args: made)
    return made


@pytest.fixture
def command(fake: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: Any, tmp_path: Path) -> Command:
    """Runs `attribution` in an empty directory, with `stdin` as bytes."""
    monkeypatch.chdir(tmp_path)

    def call(*argv: str | Path, stdin: bytes = b"") -> Result:
        stream = io.TextIOWrapper(io.BufferedReader(io.BytesIO(stdin)))  # type: ignore[type-var]
        monkeypatch.setattr("sys.stdin", stream)
        status = cli.main([str(arg) for arg in argv])
        out, err = capsys.readouterr()
        return Result(status, out, err)

    return call


def write(name: str, data: str | bytes | Sequence[str]) -> Path:
    """Writes a file: text, bytes or lines."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not isinstance(data, str | bytes):
        data = "".join(f"{line}\n" for line in data)
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path
