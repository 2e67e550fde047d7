"""A bar on standard error while long work goes on."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

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
