"""The bar: there when work is long and somebody looks, and never in the way."""

from __future__ import annotations

import io

import pytest

from attribution.commands import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def run(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, *, delay: float, wanted: bool = True) -> str:
    monkeypatch.setattr("sys.stderr", stderr)
    monkeypatch.setattr(progress, "DELAY", delay)
    monkeypatch.setenv("TERM", "xterm")
    items = progress.shown(iter("abc"), consumed=lambda: 5, total=10, wanted=wanted)
    assert list(items) == ["a", "b", "c"]
    return stderr.getvalue()


def test_long_work_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "3 articles" in run(monkeypatch, Terminal(), delay=0)


def test_short_work_quiet_work_and_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, Terminal(), delay=60) == ""
    assert run(monkeypatch, Terminal(), delay=0, wanted=False) == ""
    assert run(monkeypatch, io.StringIO(), delay=0) == ""


def test_the_bar_ends_with_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setattr(progress, "DELAY", 0)
    shown = progress.shown(iter("abc"), consumed=lambda: 0, total=None, wanted=True)
    next(shown)
    shown.close()  # type: ignore[attr-defined]
    again = progress.shown(iter("a"), consumed=lambda: 0, total=None, wanted=True)
    assert list(again) == ["a"]  # a second bar would be refused while the first one lives
