"""How much a sender may ask in a time, counted over all processes of the service.

The counting is that of the library `limits`: windows that begin with a first request and have an end, in
which so and so much may be asked. Around the end of one a sender may get twice that. The counts lie in Redis,
which several machines can share, or else in a file that the processes of one machine share.
"""

from __future__ import annotations

import logging
import math
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

from limits import RateLimitItem, parse_many
from limits.errors import StorageError
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from api.config import Config
from api.database import state_folder
from api.problems import Problem
from attribution.store.database import DatabaseError, make_file

log = logging.getLogger(__name__)

FILE = "rates.db"

_BUSY_SECONDS = 2
_REDIS_SECONDS = 0.5  # a request waits no longer to be counted
_SWEEP = 1_000  # counts between two times that old windows are thrown out

_SCHEMA = "CREATE TABLE IF NOT EXISTS windows (name TEXT PRIMARY KEY, count INTEGER, ends REAL) WITHOUT ROWID"
_COUNT = """
INSERT INTO windows VALUES (:name, :amount, :now + :seconds) ON CONFLICT (name) DO UPDATE SET
count = CASE WHEN ends > :now THEN count ELSE 0 END + :amount,
ends = CASE WHEN ends > :now THEN ends ELSE :now + :seconds END
RETURNING count
"""


@dataclass(frozen=True, slots=True)
class Allowance:
    """What one limit leaves: `remaining` until `reset` seconds from now."""

    limit: RateLimitItem
    remaining: int
    reset: int
    exceeded: bool = False

    @property
    def policy(self) -> str:
        """The limit, as an item of the header RateLimit-Policy."""
        return f'"{self._name}";q={self.limit.amount};w={self.limit.get_expiry()}'

    @property
    def left(self) -> str:
        """What is left, as an item of the header RateLimit."""
        return f'"{self._name}";r={self.remaining};t={self.reset}'

    @property
    def _name(self) -> str:
        multiples = "" if self.limit.multiples == 1 else self.limit.multiples
        return f"{multiples}{self.limit.GRANULARITY.name}"


_REMAINING = attrgetter("remaining")


class Rates:
    """Counts what senders ask in `storage`."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._limiter = FixedWindowRateLimiter(storage)

    def spend(self, sender: str, rate: str, cost: int = 1, *, before: int = 0) -> list[Allowance]:
        """Counts what `sender` asks; what is left of each limit in `rate`, the least first.

        Raises Problem when it is too much, and counts nothing then; `before` is what was counted of the same
        request already, and is taken back as well. Where the counts cannot be had, the request passes, and
        the log says so: a limit is there to protect the service, not to stop it.
        """
        try:
            counted = [self._count(limit, sender, cost) for limit in parse_many(rate)]
        except StorageError as error:
            log.warning("requests are not counted: %s", error)
            return []
        allowances = sorted(counted, key=_REMAINING)
        over = [allowance for allowance in allowances if allowance.exceeded]
        if over:
            left = self.give_back(sender, rate, cost + before) or allowances
            raise _too_much(over, cost + before, describe(left))
        return allowances

    def give_back(self, sender: str, rate: str, cost: int) -> list[Allowance]:
        """Takes back what was counted for nothing; what is left then, as from `spend`."""
        try:
            for limit in parse_many(rate):
                self._storage.incr(limit.key_for(sender), limit.get_expiry(), amount=-cost)
            return sorted(map(partial(self._look, sender=sender), parse_many(rate)), key=_REMAINING)
        except StorageError as error:
            log.warning("requests are not counted: %s", error)
            return []

    def _count(self, limit: RateLimitItem, sender: str, cost: int) -> Allowance:
        fits = self._limiter.hit(limit, sender, cost=cost)
        return self._look(limit, sender, exceeded=not fits)

    def _look(self, limit: RateLimitItem, sender: str, exceeded: bool = False) -> Allowance:
        ends, remaining = self._limiter.get_window_stats(limit, sender)
        return Allowance(limit, remaining, max(1, math.ceil(ends - time.time())), exceeded)


def describe(allowances: Iterable[Allowance]) -> dict[str, str]:
    """The headers that tell a sender what is left (draft-ietf-httpapi-ratelimit-headers-10)."""
    found = list(allowances)
    return {
        "RateLimit-Policy": ", ".join(allowance.policy for allowance in found),
        "RateLimit": ", ".join(allowance.left for allowance in found),
    }


def _too_much(over: Sequence[Allowance], cost: int, headers: Mapping[str, str]) -> Problem:
    """The problem of who asks for `cost` at once, beyond these limits."""
    narrowest = min((allowance.limit for allowance in over), key=attrgetter("amount"))
    if cost > narrowest.amount:
        detail = f"{cost} at once are more than {narrowest} ever lets in; send fewer."
        return Problem("rate-limited", detail, headers=headers)
    wait = max(allowance.reset for allowance in over)
    detail = f"No more than {over[0].limit}; ask again in {wait} seconds."
    return Problem("rate-limited", detail, headers={"Retry-After": str(wait), **headers})


def make_storage(config: Config) -> Storage:
    """Where the settings have the counts lie. Nothing is opened before the first count."""
    if not config.redis:
        return SharedCounts(state_folder(config) / FILE)
    from limits.storage import RedisStorage

    url = config.redis.replace("unix://", "redis+unix://")
    return RedisStorage(
        url,
        key_prefix="attribution-rates",
        wrap_exceptions=True,
        socket_timeout=_REDIS_SECONDS,
        socket_connect_timeout=_REDIS_SECONDS,
    )


class SharedCounts(Storage):
    """Counts in a SQLite file, which all processes of a machine count in. It may be lost without harm."""

    STORAGE_SCHEME = ["attribution-file"]  # noqa: RUF012  # as the library has it

    def __init__(self, path: Path) -> None:
        super().__init__(wrap_exceptions=True)
        self._path = path
        self._local = threading.local()
        self._until_sweep = _SWEEP

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """What goes wrong here."""
        return (sqlite3.Error, OSError, DatabaseError)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Counts, in one step, and begins a new window where the last has ended."""
        now = time.time()
        given = {"name": key, "amount": amount, "now": now, "seconds": expiry}
        ((count,),) = self._run(_COUNT, given)
        self._until_sweep -= 1
        if self._until_sweep <= 0:
            self._until_sweep = _SWEEP
            self._run("DELETE FROM windows WHERE ends <= ?", (now,))
        return int(count)

    def get(self, key: str) -> int:
        """The count of the window at hand."""
        found = self._run("SELECT count FROM windows WHERE name = ? AND ends > ?", (key, time.time()))
        return int(found[0][0]) if found else 0

    def get_expiry(self, key: str) -> float:
        """When the window at hand ends, in seconds since 1970; now where there is none."""
        now = time.time()
        found = self._run("SELECT ends FROM windows WHERE name = ? AND ends > ?", (key, now))
        return float(found[0][0]) if found else now

    def check(self) -> bool:
        """True when the file can be read."""
        return self._run("SELECT 1", ()) == [(1,)]

    def reset(self) -> int:
        """Forgets all counts; how many there were."""
        return len(self._run("DELETE FROM windows RETURNING name", ()))

    def clear(self, key: str) -> None:
        """Forgets one count."""
        self._run("DELETE FROM windows WHERE name = ?", (key,))

    def _run(self, statement: str, given: dict[str, object] | tuple[object, ...]) -> list[tuple[Any, ...]]:
        return self._connect().execute(statement, given).fetchall()

    def _connect(self) -> sqlite3.Connection:
        """The connection of this thread of this process: none may cross a fork."""
        owner, connection = getattr(self._local, "connection", (0, None))
        if connection is None or owner != os.getpid():
            make_file(self._path)
            connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS, isolation_level=None)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # a crash of the machine may lose counts
            connection.execute(_SCHEMA)
            self._local.connection = (os.getpid(), connection)
        return connection
