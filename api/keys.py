"""API keys: made here, kept as hashes, told apart by a public id.

A key reads `atr_<id>_<secret>`. The secret is 256 bits from the system's source of chance, so one round of
SHA-256 is all that it takes to keep it: nobody can try enough secrets, as they could with passwords, for
which slow hashes are made. The id may stand in logs; the rest is seen once, when the key is made.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import string
import threading
import time
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import BigInteger, Column, RowMapping, String, Table, insert, select, update

from api.database import Database, metadata
from api.redaction import ID_LENGTH, KEY, SECRET_LENGTH

Scope = Literal["read", "write", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)  # each includes those before it

FRESH_SECONDS = 5  # how long a key that was revoked elsewhere may still work
NOTED_SECONDS = 3_600  # how exact the time of the last use is

_LETTERS = string.ascii_letters + string.digits
_REMEMBERED = 1_000  # keys

table = Table(
    "api_keys",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("scope", String(10), nullable=False),
    Column("rate", String(200), nullable=False),
    Column("created", BigInteger, nullable=False),
    Column("expires", BigInteger),
    Column("last_used", BigInteger),
    Column("revoked", BigInteger),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A key without its secret. Times are in seconds since 1970; `rate` is "" for that of the service."""

    id: str
    name: str
    digest: str
    scope: Scope
    rate: str
    created: int
    expires: int | None = None
    last_used: int | None = None
    revoked: int | None = None

    @property
    def state(self) -> str:
        """`active`, `expired` or `revoked`."""
        if self.revoked is not None:
            return "revoked"
        return "expired" if self.expires is not None and self.expires <= time.time() else "active"


class Keys:
    """The keys in a database. Threads may share one."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._known: dict[str, tuple[float, Key]] = {}

    def create(self, name: str, scope: Scope, *, days: int | None = None, rate: str = "") -> tuple[Key, str]:
        """A new key, and the text that its owner sends. The text cannot be had again."""
        now = int(time.time())
        secret = "".join(secrets.choice(_LETTERS) for _ in range(SECRET_LENGTH))
        id = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(ID_LENGTH))
        expires = None if days is None else now + days * 86_400
        values: dict[str, Any] = {"id": id, "name": name, "digest": _digest(secret), "scope": scope}
        values |= {"rate": rate, "created": now, "expires": expires}
        with self._database.write() as connection:
            connection.execute(insert(table).values(values))
        return Key(**values), f"atr_{id}_{secret}"

    def list(self) -> list[Key]:
        """All keys that ever were, the oldest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(table).order_by(table.c.created, table.c.id)).mappings()
            return [_read(row) for row in rows]

    def revoke(self, id: str) -> bool:
        """Ends a key, here at once and in other processes within FRESH_SECONDS; False where there is none."""
        with self._database.write() as connection:
            found = connection.scalar(select(table.c.id).where(table.c.id == id))
            active = (table.c.id == id) & table.c.revoked.is_(None)
            connection.execute(update(table).where(active).values(revoked=int(time.time())))
        with self._lock:
            self._known.pop(id, None)
        return found is not None

    def find(self, sent: str) -> Key | None:
        """The key that was sent; None when it is unknown, has another secret, has expired or was revoked."""
        parts = KEY.fullmatch(sent)
        if parts is None:
            return None
        key = self.get(parts[1])
        return key if key is not None and hmac.compare_digest(key.digest, _digest(parts[2])) else None

    def get(self, id: str) -> Key | None:
        """The key with that id; None when there is none that works."""
        key = self._remembered(id) or self._look_up(id)
        return key if key is not None and key.state == "active" else None

    def _remembered(self, id: str) -> Key | None:
        with self._lock:
            until, key = self._known.get(id, (0.0, None))
            return key if time.monotonic() < until else None

    def _look_up(self, id: str) -> Key | None:
        with self._database.read() as connection:
            row = connection.execute(select(table).where(table.c.id == id)).mappings().first()
        if row is None:
            return None
        key = _read(row)
        self._note_use(key)
        with self._lock:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[id] = (time.monotonic() + FRESH_SECONDS, key)
        return key

    def _note_use(self, key: Key) -> None:
        now = int(time.time())
        if key.state == "active" and (key.last_used or 0) + NOTED_SECONDS <= now:
            with self._database.write() as connection:
                connection.execute(update(table).where(table.c.id == key.id).values(last_used=now))


def includes(granted: Scope, needed: Scope) -> bool:
    """True when `granted` reaches as far as `needed`."""
    return SCOPES.index(needed) <= SCOPES.index(granted)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(row: RowMapping) -> Key:
    return Key(**row)
