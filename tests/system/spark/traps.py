"""Articles over which a worker comes to grief. Each Python worker of the cluster imports this as it starts.

A title tells what happens. "Wait" holds up the first process that meets the article, and leaves its process
id in a file beside this one; "Deadly" ends every process that meets it.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from attribution import Extractor

HELD = Path(__file__).with_name("held.pid")
SECONDS = float(os.environ["TRAP_SECONDS"])  # how long a process waits

_extract_many = Extractor.extract_many


def spring(article: Mapping[str, Any]) -> None:
    if article.get("title") == "Deadly":
        os.kill(os.getpid(), signal.SIGKILL)
    if article.get("title") == "Wait":
        with suppress(FileExistsError), HELD.open("x") as stream:
            stream.write(str(os.getpid()))
            stream.flush()
            time.sleep(SECONDS)


def extract_many(self: Extractor, articles: Iterable[Mapping[str, Any]], **options: Any) -> Iterator[Any]:
    given = list(articles)
    for article in given:
        spring(article)
    return _extract_many(self, given, **options)


Extractor.extract_many = extract_many  # type: ignore[method-assign, assignment]
