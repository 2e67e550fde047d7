"""gunicorn's threaded worker, patient where it costs nothing: a request takes a thread when it is there.

gunicorn's own reads a request inside a thread, so that as many slow senders as there are threads stop the
service. Here the loop that accepts connections collects what arrives and hands over what is complete, and it
is the loop that waits for the other side to close. What takes too long is answered with 408. A connection is
left to another process, or let go of, where that one has less to do.
"""

from __future__ import annotations

import selectors
import socket
import struct
import time
import uuid
from concurrent.futures import Future
from functools import cache, partial
from typing import Any

from gunicorn.http import errors
from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn

from api.arrival import Arrival
from api.loads import Loads
from api.metrics import Metrics
from api.problems import PROBLEM_TYPES
from api.refusals import refusal, send
from api.replacement import ReplaceableWorker

STALLED_SECONDS = 10  # how long a thread waits for a sender or a reader that stands still
DRAIN_SECONDS = 0.05  # how long the rest of a body may take that nobody wanted to read
LINGER_SECONDS = 2  # how long the other side may take to close
YIELD_SECONDS = 0.002  # how long a connection is left to a process with less to do
YIELDS = 20  # in a row
FULL = 1_000  # what a process that lets nobody in says that it has in hand, more than it has
HELD_BYTES = 256 * 1024 * 1024  # of all requests that are on their way to one process
CHUNK = 65_536

_REFUSED = {
    errors.LimitRequestLine: (414, "The request line is longer than the service reads."),
    errors.ExpectationFailed: (417, "The one expectation that is met is 100-continue."),
    errors.LimitRequestHeaders: (431, "The head has more fields, or longer ones, than the service reads."),
    errors.UnsupportedTransferCoding: (501, "The one transfer coding that is read is chunked."),
}
_NO_HTTP = (400, "The request is no HTTP that is understood here.")


class PatientWorker(ReplaceableWorker):
    """A process of the service. What waits in it belongs to the main thread alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._arrivals: dict[TConn, Arrival] = {}
        self._closing: dict[TConn, float] = {}  # until when
        self._longest_body = HELD_BYTES
        self._loads: Loads = getattr(self.app, "loads", None) or Loads()  # alone under another server
        self._yielded = 0
        self.place = 0  # set before the fork
        self._stopped = 0.0  # when it was first seen that the process is to stop
        self._metrics: Metrics | None = None

    def load_wsgi(self) -> None:
        """Loads the application, whose setting tells how long a body may be."""
        super().load_wsgi()
        self._metrics = getattr(self.wsgi, "extensions", {}).get("attribution_metrics")
        self._longest_body = getattr(self.wsgi, "config", {}).get("MAX_CONTENT_LENGTH") or HELD_BYTES

    def notify(self) -> None:
        """In each round of the loop: tells gunicorn that it runs, and the others what there is to do."""
        super().notify()
        if not self.alive:
            self._loads.leave(self.place)
            return
        connections = self.nr_conns - len(self._closing)
        full = FULL if self._engine is not None and self._engine.busy else 0
        self._loads.tell(self.place, connections - len(self.keepalived_conns) + full, connections)

    def accept(self, listener: socket.socket) -> None:
        """Takes a connection, unless a process with less to do takes it within a moment."""
        if self._yielded < YIELDS and not self._loads.is_least(self.place):
            self._yielded += 1
            time.sleep(YIELD_SECONDS)
            return
        self._yielded = 0
        super().accept(listener)

    def set_accept_enabled(self, enabled: bool) -> None:
        """Opens and shuts the door; at the end for good, or who comes would wait for nobody."""
        super().set_accept_enabled(enabled)
        if not enabled and not self.alive:
            for listener in self.sockets:
                listener.close()

    def handle_request(self, req: Any, conn: TConn) -> bool:
        """Answers a request; the connection is kept unless another process has much less to do by then."""
        usual = req.should_close
        much = cache(lambda: self._loads.is_much(self.place))  # asked when the header is sent, and once more
        req.should_close = lambda: usual() or much()
        return bool(super().handle_request(req, conn))

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """True when the connection is kept: not where a refused body would have to be waited for."""
        return bool(keepalive and conn.parser.finish_body(deadline=time.monotonic() + DRAIN_SECONDS))

    def enqueue_req(self, conn: TConn) -> None:
        """Has a connection, new or kept alive, wait for a request outside of the threads."""
        if conn.parser is None:
            _limit_stalling(conn.sock)
        begun = conn.parser.unreader.take_buffered() if conn.parser else b""
        if len(self._arrivals) >= self.worker_connections // 2:
            self._refuse(next(iter(self._arrivals)))
        conn.sock.setblocking(False)
        self._arrivals[conn] = Arrival(self._longest_body, time.monotonic())
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._receive, conn))
        if begun:
            self._add(conn, begun)

    def murder_pending(self) -> None:
        """Called about every second: refuses what took too long, and at a stop whatever sent nothing yet."""
        super().murder_pending()
        now = time.monotonic()
        for conn, arrival in list(self._arrivals.items()):
            if now > arrival.deadline or (not arrival.data and self._is_past_stop(now)):
                self._refuse(conn)
        for conn in [conn for conn, until in self._closing.items() if now > until]:
            self._drop(conn)

    def _is_past_stop(self, now: float) -> bool:
        """True when the process stops and connections had a moment for a request that was on its way."""
        if not self.alive and not self._stopped:
            self._stopped = now
        return bool(self._stopped) and now > self._stopped + STOP_KEEPALIVE_LINGER

    def finish_request(self, conn: TConn, fs: Future[Any]) -> None:
        """Ends a request. A connection that is not kept is closed without waiting for the other side."""
        if fs.cancelled() or fs.exception() or fs.result():
            super().finish_request(conn, fs)
        else:
            self._close(conn)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:
        """Answers what is no HTTP with a problem; the rest is gunicorn's to answer and to log."""
        ours = isinstance(exc, errors.InvalidResponseHeader | errors.InvalidResponseHeaderName)
        if ours or not isinstance(exc, errors.ParseException):
            super().handle_error(req, client, addr, exc)
            return
        status, detail = next((said for kind, said in _REFUSED.items() if isinstance(exc, kind)), _NO_HTTP)
        name = uuid.uuid4().hex
        told: dict[str, Any] = {"request_id": name, "status": status}
        if addr and self._shows_remote:
            told["remote"] = addr[0]
        # the kind alone: where a length was too short the message has words of the article
        self.log.warning("no HTTP: %s", type(exc).__name__, extra=told)
        self._answer(client, status, detail, name)

    def _receive(self, conn: TConn, client: socket.socket) -> None:
        """Takes what came of a request; what an end in the middle means is for the application to say."""
        data = _recv(client)
        if data:
            self._add(conn, data)
        elif data is not None and self._arrivals[conn].data:
            self._hand_over(conn)
        elif data is not None:
            self._drop(conn)

    def _add(self, conn: TConn, data: bytes) -> None:
        arrival = self._arrivals[conn]
        answer = arrival.add(data, time.monotonic())
        if answer:
            send(conn.sock, answer)
        if arrival.complete:
            self._hand_over(conn)
        elif arrival.endless:
            self._refuse(conn, 431, "The head of the request is too long.")
        elif sum(len(other.data) for other in self._arrivals.values()) > HELD_BYTES:
            self._refuse(conn, 503, "Too much is arriving at once. Ask again in a few seconds.")

    def _hand_over(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        arrival = self._arrivals.pop(conn)
        conn.data_ready = True
        conn.init()
        conn.parser.unreader.unread(bytes(arrival.data))
        super().enqueue_req(conn)

    def _refuse(self, conn: TConn, status: int = 408, detail: str = "") -> None:
        self.poller.unregister(conn.sock)
        if self._arrivals.pop(conn).data:
            self._answer(conn.sock, status, detail or PROBLEM_TYPES["slow-request"].meaning)
        self._close(conn)

    def _answer(self, client: socket.socket, status: int, detail: str, name: str = "") -> None:
        """Tells a sender what is wrong that the application never hears of."""
        if self._metrics is not None:
            self._metrics.count_refused(status)
        send(client, refusal(status, detail, name))

    def _close(self, conn: TConn) -> None:
        """Ends our side; the other's is heard out for a moment, or it might never see the answer."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
        except OSError:
            self._end(conn)
            return
        self._closing[conn] = time.monotonic() + LINGER_SECONDS
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._hear_out, conn))

    def _hear_out(self, conn: TConn, client: socket.socket) -> None:
        if _recv(client) == b"":
            self._drop(conn)

    def _drop(self, conn: TConn) -> None:
        self.poller.unregister(conn.sock)
        self._arrivals.pop(conn, None)
        self._closing.pop(conn, None)
        self._end(conn)

    def _end(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()


def _recv(client: socket.socket) -> bytes | None:
    """What there is to read; nothing at the end, None when there is nothing now."""
    try:
        return client.recv(CHUNK)
    except BlockingIOError:
        return None
    except OSError:
        return b""


def _limit_stalling(client: socket.socket) -> None:
    """Ends reads and writes that stand still. Not by a timeout of Python's: gunicorn resets that."""
    seconds = struct.pack("ll", STALLED_SECONDS, 0)
    for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
        client.setsockopt(socket.SOL_SOCKET, option, seconds)
