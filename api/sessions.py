"""Sessions of the desk: a cookie that stands for a key, so that no script of a page ever has the key.

The cookie holds 256 random bits, of which the database has the SHA-256; it says nothing of the key. No script
can read it, and a browser sends it with requests of its own site alone (SameSite). Besides, a request
counts only with a header that pages of other origins cannot set without being asked, and they are refused.
A session ends when it is signed out, after HOURS, and with its key.
"""

from __future__ import annotations

import hashlib
import secrets
import time

from flask import Request
from sqlalchemy import BigInteger, Column, String, Table, delete, insert, select

from api.database import Database, metadata
from api.keys import Key, Keys
from api.redaction import ID_LENGTH

COOKIE = "attribution_desk"
HEADER = "X-Attribution-Desk"
HOURS = 12

_BYTES = 32
_LONGEST = 100  # characters of a cookie that is looked at

table = Table(
    "desk_sessions",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("key", String(ID_LENGTH), nullable=False),
    Column("expires", BigInteger, nullable=False),
)


class Sessions:
    """The sessions in a database. Threads may share one."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def begin(self, sent: str) -> tuple[Key, str] | None:
        """A new session for the key that was sent: the key, and what the cookie holds. None for none."""
        key = self._keys.find(sent)
        if key is None:
            return None
        token, now = secrets.token_urlsafe(_BYTES), int(time.time())
        values = {"digest": _digest(token), "key": key.id, "expires": now + HOURS * 3_600}
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.expires <= now))
            connection.execute(insert(table).values(values))
        return key, token

    def find(self, token: str) -> Key | None:
        """The key of a session; None when the session is unknown or over, or its key works no more."""
        if not token or len(token) > _LONGEST:
            return None
        known = (table.c.digest == _digest(token)) & (table.c.expires > int(time.time()))
        with self._database.read() as connection:
            id = connection.scalar(select(table.c.key).where(known))
        return None if id is None else self._keys.get(id)

    def end(self, token: str) -> None:
        """Ends a session, if there is one."""
        with self._database.write() as connection:
            connection.execute(delete(table).where(table.c.digest == _digest(token)))


def key_of_session(request: Request, sessions: Sessions) -> Key | None:
    """The key in whose session a request comes; None without one, and where a key was sent."""
    if "Authorization" in request.headers or not is_of_desk(request):
        return None
    return sessions.find(request.cookies.get(COOKIE, ""))


def is_of_desk(request: Request) -> bool:
    """True when a page of this origin sent the request, as far as its browser can tell."""
    return HEADER in request.headers and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
