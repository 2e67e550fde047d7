"""The bar: there when work is long and somebody looks, and never in the way."""

from __future__ import annotations

import io

import pytest

from attribution.commands import progress
from attribution.corpus.runner import Progress


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


class Clock:
    """Time that goes on by ten seconds whenever somebody looks."""

    now = 0.0

    def monotonic(self) -> float:
        self.now += 10.0
        return self.now


STEPS = [
    Progress(rows, rows // 300, consumed, 1000) for rows, consumed in ((100, 100), (200, 200), (600, 600))
]


def tell(monkeypatch: pytest.MonkeyPatch, stderr: io.StringIO, *, wanted: bool = True) -> str:
    monkeypatch.setattr("sys.stderr", stderr)
    monkeypatch.setattr(progress, "time", Clock())
    monkeypatch.setattr(progress, "LINES", 5.0)
    monkeypatch.setenv("TERM", "xterm")
    assert list(progress.told(iter(STEPS), wanted=wanted)) == STEPS
    return stderr.getvalue()


def test_a_run_tells_lines_where_there_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = tell(monkeypatch, io.StringIO()).splitlines()
    assert lines[0] == "attribution: 10.0%: 100 articles"
    assert lines[1] == "attribution: 20.0%: 200 articles, 3.3 a second, 0:04:00 left"
    assert lines[2] == "attribution: 60.0%: 600 articles, 2 failed, 8.3 a second, 0:00:48 left"


def test_a_run_has_a_bar_at_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "600 articles, 2 failed" in tell(monkeypatch, Terminal())


def test_a_run_that_nobody_wants_to_hear_of(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tell(monkeypatch, Terminal(), wanted=False) == ""
    assert tell(monkeypatch, io.StringIO(), wanted=False) == ""
