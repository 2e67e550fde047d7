"""A bar on standard error while long work goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Protocol, TypeVar

T = TypeVar("T")

DELAY = 1.0  # seconds; shorter work shows no bar


def shown(items: Iterable[T], *, consumed: Callable[[], int], total: int | None, wanted: bool) -> Iterator[T]:
    """The items, with a bar that shows how many of `total` bytes are consumed (None = nobody knows).

    Nothing is shown when it is not wanted, or when standard error is no terminal.
    """
    if not wanted or not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console  # takes a tenth of a second
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    counter = TextColumn("{task.fields[done]} articles")
    bar = Progress(counter, BarColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True)
    task = bar.add_task("", total=total, done=0)
    started = time.monotonic()
    try:
        for done, item in enumerate(items, 1):
            if not bar.live.is_started and time.monotonic() - started > DELAY:
                bar.start()
            bar.update(task, completed=consumed(), done=done)
            yield item
    finally:
        bar.stop()


LINES = 60.0  # seconds between two lines where there is no terminal


class Step(Protocol):
    """How far a long run is: rows done and failed, bytes consumed of a total."""

    @property
    def rows(self) -> int: ...  # noqa: D102
    @property
    def failed(self) -> int: ...  # noqa: D102
    @property
    def consumed(self) -> int: ...  # noqa: D102
    @property
    def total(self) -> int: ...  # noqa: D102


S = TypeVar("S", bound=Step)


def told(steps: Iterable[S], *, wanted: bool) -> Iterator[S]:
    """The steps of a run over an archive, with articles a second and the time that is left.

    On standard error: as a bar on a terminal, else as a line a minute, which a log keeps.
    """
    if not wanted or sys.stderr is None:
        yield from steps
    elif sys.stderr.isatty():
        yield from _as_bar(steps)
    else:
        yield from _as_lines(steps)


def _as_bar(steps: Iterable[S]) -> Iterator[S]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn

    text = TextColumn("{task.description}")
    bar = Progress(BarColumn(), TaskProgressColumn(), text, console=Console(stderr=True), transient=True)
    task = bar.add_task("loading", total=None)
    pace = Pace()
    with bar:
        for step in steps:
            bar.update(task, description=pace.tell(step), completed=step.consumed, total=step.total)
            yield step


def _as_lines(steps: Iterable[S]) -> Iterator[S]:
    pace = Pace()
    last = time.monotonic()
    for step in steps:
        if time.monotonic() - last > LINES:
            last = time.monotonic()
            share = step.consumed / step.total if step.total else 0.0
            print(f"attribution: {share:.1%}: {pace.tell(step)}", file=sys.stderr, flush=True)
        yield step


class Pace:
    """How fast a run is since its first step: what was there before it does not count."""

    def __init__(self) -> None:
        self._first: tuple[float, int, int] | None = None

    def tell(self, step: Step) -> str:
        """Articles, those that failed, articles a second, and the time left by the bytes."""
        now = time.monotonic()
        failed = f", {step.failed:,} failed" if step.failed else ""
        said = f"{step.rows:,} articles{failed}"
        if self._first is None:
            self._first = (now, step.rows, step.consumed)
            return said
        began, rows, consumed = self._first
        seconds = now - began
        if step.rows == rows or step.consumed == consumed or not seconds:
            return said
        left = seconds * (step.total - step.consumed) / (step.consumed - consumed)
        return f"{said}, {(step.rows - rows) / seconds:,.1f} a second, {timedelta(seconds=round(left))} left"
