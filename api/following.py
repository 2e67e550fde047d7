"""Tells the webhooks of searches that are followed of new matches."""

from __future__ import annotations

import logging
import time
from collections.abc import Collection
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from api.config import Config
from api.jobs.addresses import AddressError, read_url
from api.jobs.courier import Courier
from api.jobs.schedule import next_attempt
from api.jobs.sending import Reply
from attribution.store import Store
from attribution.store.announcing import Announcement, claim_announcement, settle_announcement
from attribution.store.follow import find_matches
from attribution.store.follow_schemas import dump_match

log = logging.getLogger(__name__)

TYPE = "search.matched"


class SearchCourier(Courier[Announcement]):
    """Looks for new matches and delivers them. Nothing runs where webhooks are off or there is no store."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self._kept = Store(config.store) if config.store else None

    def start(self) -> None:
        """Begins to deliver, in threads of this process."""
        if self._kept is not None:
            super().start()

    def claim(self, busy: Collection[str]) -> Announcement | None:
        """The next attempt, after a look at what came into the store."""
        if self._kept is None or not self._kept.begun():
            return None
        find_matches(self._kept)
        return claim_announcement(self._kept, busy, origin_of=_origin)

    def origin(self, attempt: Announcement) -> str:
        """Whom it goes to."""
        return _origin(attempt.url)

    def attempt(self, attempt: Announcement) -> Reply | None:
        """Makes one attempt and notes what came of it; None where nothing is left to tell of."""
        assert self._kept is not None
        if not attempt.matches:  # the quotations were erased since
            settle_announcement(self._kept, attempt, "delivered", next_attempt=None)
            return None
        name = event_id(attempt)
        reply = self.send(attempt.url, name, describe_event(attempt))
        again = None
        if reply.outcome != "delivered" and reply.status != HTTPStatus.GONE:
            again = next_attempt(time.time(), attempt.begun, attempt.number, reply.retry_after)
        settle_announcement(self._kept, attempt, reply.outcome, next_attempt=again)
        _tell(attempt, reply, again)
        return reply


def event_id(attempt: Announcement) -> str:
    """Names the event, the same on every attempt."""
    made = int(attempt.search.added.timestamp())
    return f"msg_search-{made}-{attempt.search.id}-{attempt.last}"


def describe_event(attempt: Announcement) -> dict[str, Any]:
    """The event that tells of new matches."""
    search = attempt.search  # without its webhook, whose address may be a secret
    return {
        "id": event_id(attempt),
        "type": TYPE,
        "created": datetime.fromtimestamp(attempt.begun, UTC).isoformat(),
        "search": {"id": search.id, "name": search.name, "query": search.query.to_json()},
        "matches": [dump_match(match) for match in attempt.matches],
    }


def _origin(url: str) -> str:
    try:
        return read_url(url).origin
    except AddressError:
        return ""  # an older version took it


def _tell(attempt: Announcement, reply: Reply, again: float | None) -> None:
    known = {"search": attempt.search.id, "receiver": _origin(attempt.url), "attempt": attempt.number}
    what = {**known, "outcome": reply.outcome, "status": reply.status}
    if reply.outcome == "delivered":
        log.info("new matches are delivered", extra=what)
    elif again is None:
        log.warning("new matches are given up", extra=what)
    else:
        log.info("new matches were not delivered", extra={**what, "next_seconds": round(again - time.time())})
