"""gunicorn's threaded worker, which knows when another process should take its place.

It goes in the middle of its work when an article does not end, and after its work when it has lived as long
as it may. Under gunicorn the first process starts another one for each that is gone.
"""

from __future__ import annotations

import logging
import math
import os
import socket
import threading
import time
from contextlib import suppress
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from api.engine import Engine
from api.hand import Hand
from api.lifetime import Lifetime
from api.places import Places
from api.refusals import refusal, send

log = logging.getLogger(__name__)

LOOK_SECONDS = 1
LAST_SECONDS = 5  # for the answers to all others, in a process where an article does not end

HUNG = "The work on this article does not end. The process that worked on it is being replaced."


class ReplaceableWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """A process of the service, as far as its end goes. Made in the first process, it runs in its own."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hand = Hand()
        self._engine: Engine | None = None
        self._shows_remote = False  # senders' addresses in the log
        self._streams: Places | None = None
        self._handled: dict[int, TConn] = {}  # by the thread that does so
        self._next_look = 0.0
        self._cut_at = math.inf

    def load_wsgi(self) -> None:
        """Loads the application, and has its engine say what it works on."""
        super().load_wsgi()
        extensions = getattr(self.wsgi, "extensions", {})
        if "attribution" in extensions:
            self._engine, config = extensions["attribution"], extensions["attribution_config"]
            self._engine.hand = self.hand
            self._lifetime = Lifetime(config)
            self._shows_remote = config.log_remote
            self._streams = extensions["attribution_streams"]

    def notify(self) -> None:
        """Called in each round of the loop, at the stop too: looks every second whether to go on."""
        super().notify()
        if self._engine is not None and time.monotonic() >= self._next_look:
            self._next_look = time.monotonic() + LOOK_SECONDS
            self._look(self._engine)

    def handle(self, conn: TConn) -> Any:
        """Answers a request in the thread that calls this."""
        self._handled[threading.get_ident()] = conn
        try:
            return super().handle(conn)
        finally:
            del self._handled[threading.get_ident()]

    def report_death(self) -> None:
        """In the first process, when this one is gone: tells what it had in hand."""
        if self.hand.holds:
            log.error(
                "a process died while it worked on an article",
                extra={"request_id": self.hand.holds, "pid": self.pid},
            )

    def _look(self, engine: Engine) -> None:
        if self._cut_at < math.inf:
            if self.nr_conns <= 1 or time.monotonic() > self._cut_at:
                os._exit(os.EX_SOFTWARE)  # a thread that hangs would be waited for
        elif engine.silent:
            self._give_up(engine)
        elif self.alive and (why := self._lifetime.why_over(self.nr)):
            self._retire(engine, why)

    def _give_up(self, engine: Engine) -> None:
        """Ends the process soon; all are answered first, the one that hangs too if it can be."""
        log.critical(
            "an article does not end: this process is replaced",
            extra={"request_id": self.hand.holds, "pid": os.getpid(), "where": self.hand.where()},
        )
        engine.give_up()
        self._answer_hung(engine)
        self.hand.drop()
        self.alive = False
        self._cut_at = time.monotonic() + LAST_SECONDS

    def _answer_hung(self, engine: Engine) -> None:
        conn, seen = self._handled.get(self.hand.thread), engine.served
        if conn is None or seen is None:
            return
        if not seen.sent:
            answer = refusal(504, HUNG, seen.request_id or "")
            send(conn.sock, answer)
            seen.status, seen.sent, seen.whole = 504, len(answer), True
        with suppress(OSError):  # the sender has gone before
            conn.sock.shutdown(socket.SHUT_RDWR)
        seen.end()

    def _retire(self, engine: Engine, why: str) -> None:
        """Ends the process after the work in hand. Streams may take any time, so they are let end before."""
        if self._streams is None or self._streams.close():
            log.info("this process is replaced: %s", why, extra={"pid": os.getpid()})
            self.cfg.set("graceful_timeout", math.ceil(engine.longest))
            self.alive = False
