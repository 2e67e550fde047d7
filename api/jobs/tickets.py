"""The queue of tickets: huey over a SQLite file in the state folder, or over a Redis.

A ticket names a stretch of a job's items. It is JSON, not huey's usual pickle: who can write to the queue can
hand out work, and no more than that.
"""

# mypy: disable-error-code="import-untyped, misc"
from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.registry import Message
from huey.serializer import Serializer

from api.config import Config, ConfigError
from api.database import state_folder
from api.jobs.claims import Gap
from attribution.store.database import DatabaseError, make_folder

FILE = "queue.db"
NAME = "attribution.jobs"

_LONGEST = 16  # items in a ticket; a short job has shorter ones, so that all processes have some
_SHARES = 32
_TIMEOUTS = {"socket_connect_timeout": 2, "socket_timeout": 5}  # seconds; huey waits one for a ticket


class Tickets:
    """Writes tickets, and has `work` called with each one that a consumer of `queue` takes.

    A process opens the queue on first use; after a fork a child opens it anew.
    """

    def __init__(self, config: Config, work: Callable[[str, int, int], None] | None = None) -> None:
        self._config = config
        self._work = work or _refuse
        self._huey: Huey | None = None
        self._process = 0

    @property
    def queue(self) -> Huey:
        """huey's view of the queue."""
        if self._huey is None or self._process != os.getpid():
            self._huey = _open(self._config)
            self._ticket = self._register(self._huey)
            self._process = os.getpid()
        return self._huey

    def write(self, gaps: Iterable[Gap]) -> int:
        """Writes the tickets for these stretches; returns how many."""
        written = 0
        self.queue  # noqa: B018  # opens it
        for gap in gaps:
            step = min(_LONGEST, max(1, (gap.last - gap.first + 1) // _SHARES))
            for first in range(gap.first, gap.last + 1, step):
                self._ticket(gap.job, first, min(first + step - 1, gap.last))
                written += 1
        return written

    def count(self) -> int:
        """How many tickets nobody has taken yet."""
        return int(self.queue.pending_count())

    def _register(self, huey: Huey) -> Callable[[str, int, int], Any]:
        def ticket(job: str, first: int, last: int) -> None:
            self._work(job, first, last)

        wrapped: Callable[[str, int, int], Any] = huey.task(name="ticket")(ticket)
        return wrapped


class JsonSerializer(Serializer):
    """Messages of the queue as JSON."""

    def _serialize(self, data: Any) -> bytes:
        return json.dumps(data).encode()

    def _deserialize(self, data: bytes) -> Any:
        return Message(*json.loads(data))


def _open(config: Config) -> Huey:
    shared: dict[str, Any] = {"results": False, "serializer": JsonSerializer()}
    if not config.redis:
        folder = state_folder(config)
        make_folder(folder)
        try:
            return SqliteHuey(NAME, filename=str(folder / FILE), timeout=30, **shared)
        except sqlite3.Error as error:
            raise DatabaseError(
                f"the queue {folder / FILE} cannot be used: {error}; it may be removed, a new one is made"
            ) from None
    try:
        from redis import ConnectionPool

        pool = ConnectionPool.from_url(config.redis, **_TIMEOUTS)
        return RedisHuey(NAME, connection_pool=pool, **shared)
    except (ImportError, ConfigurationError):
        raise ConfigError("a Redis needs the package redis: pip install '.[redis]'") from None
    except ValueError:
        raise ConfigError("ATTRIBUTION_REDIS must be an address such as redis://localhost:6379/0") from None


def _refuse(job: str, first: int, last: int) -> None:
    raise RuntimeError("a process of the service writes tickets, and works on none")
