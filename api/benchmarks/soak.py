"""`python -m api.benchmarks.soak`: whether the service stays what it was over 20,000 requests of all kinds.

Good articles, long ones, HTML, errors, senders that break off: after a tenth of them and one to every
process, the warm-up, and from then on every thousand it is noted what each process of the service holds.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any

from api.benchmarks.articles import articles
from api.benchmarks.service import HOST, Service, holds, open_files, serving, state_of

REACH_SECONDS = 60  # in which every process must have answered once
SETTLE_SECONDS = 10  # that the connections of the last answers may take to be closed
LISTENING = 1  # the socket that an idle process holds
GROWTH = 0.05  # what the memory of a process may grow by after the warm-up
WORDS = (20, 60, 120, 600)
JSON, PLAIN, HTML = "application/json", "text/plain", "text/html"


def main(argv: Sequence[str] | None = None) -> int:
    """Sends, notes and prints; returns 1 when something grew or an answer was a server error."""
    args = _arguments(argv)
    with serving("--workers", str(args.workers)) as service:
        found = soak(service, args.requests, args.clients, args.seed)
    print(json.dumps(found) if args.json else "\n".join(_lines(found)))
    return 0 if args.no_floor or good(found) else 1


def soak(service: Service, requests: int, clients: int, seed: int = 1) -> dict[str, Any]:
    """How the requests were answered, and what each process held after the warm-up and at the end."""
    sender = Mixture(service, seed)
    answers: Counter[str] = Counter()
    warm_up, states = max(1, requests // 10), []
    with ThreadPoolExecutor(clients) as pool:
        answers.update(pool.map(sender.send, range(warm_up)))
        reach_all(service)
        states.append(_states(service))
        for first in range(warm_up, requests, 1_000):
            answers.update(pool.map(sender.send, range(first, min(first + 1_000, requests))))
            states.append(_states(service))
    return {"requests": requests, "answers": dict(sorted(answers.items())), "states": states}


def reach_all(service: Service) -> None:
    """Has every process answer an article: at its first one it opens what it keeps, as its files of metrics.

    Raises RuntimeError when a process gets none.
    """
    missing, end = set(service.workers()), time.monotonic() + REACH_SECONDS
    while missing and time.monotonic() < end:
        with closing(HTTPConnection(HOST, service.port, timeout=60)) as connection:
            connection.request("POST", "/v1/extractions", b"Hello.", {"Content-Type": PLAIN})
            response = connection.getresponse()
            missing -= {process for process in missing if holds(process, connection.sock)}
            response.read()
    if missing:
        raise RuntimeError(f"processes {sorted(missing)} answer nothing")


class Mixture:
    """Requests of all kinds; the same numbers are the same requests."""

    def __init__(self, service: Service, seed: int) -> None:
        self._service = service
        self._seed = seed
        self._texts = {words: articles(50, words) for words in WORDS}
        self._kinds: list[tuple[int, Callable[[str], int]]] = [
            (60, lambda text: self._post(JSON, json.dumps({"text": text}).encode())),
            (10, lambda text: self._post(PLAIN, text.encode())),
            (10, lambda text: self._post(HTML, f"<p>{text}</p>".encode())),
            (3, lambda text: self._post(JSON, b'{"text": ' + text.encode()[:40])),
            (3, lambda text: self._post(JSON, json.dumps({"text": text, "autor": text}).encode())),
            (2, lambda text: self._post(PLAIN, b"\xff" + text.encode())),
            (2, lambda _: self._service.ask("GET", "/v1/nowhere")[0]),
            (4, lambda _: self._service.ask("GET", "/v1/health/ready")[0]),
            (2, lambda _: self._service.ask("GET", "/v1/openapi.json")[0]),
            (4, self._break_off),
        ]

    def send(self, number: int) -> str:
        """Sends the request of that number; returns what came of it."""
        chance = random.Random(self._seed * 1_000_003 + number)
        text = chance.choice(self._texts[chance.choice(WORDS)])
        kinds = [kind for _, kind in self._kinds]
        [kind] = chance.choices(kinds, [weight for weight, _ in self._kinds])
        try:
            return str(kind(text))
        except OSError as error:
            return type(error).__name__

    def _post(self, media_type: str, body: bytes) -> int:
        return self._service.ask("POST", "/v1/extractions", body, {"Content-Type": media_type})[0]

    def _break_off(self, text: str) -> int:
        """A sender that goes away in the middle; there is no status, so 0."""
        head = f"POST /v1/extractions HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: text/plain\r\n"
        with socket.create_connection((HOST, self._service.port), timeout=20) as client:
            client.sendall(f"{head}Content-Length: 100000\r\n\r\n{text}".encode())
        return 0


def good(found: Mapping[str, Any]) -> bool:
    """True when no process grew by more than it may, none was replaced, and no answer was a server error."""
    first, last = found["states"][0], found["states"][-1]
    failed = [
        status for status in found["answers"] if status not in ("0", "429", "503") and status[0] not in "24"
    ]
    return (
        not failed
        and first.keys() == last.keys()
        and all(grown(first[name], last[name]) < GROWTH for name in first)
        and all(last[name][kind] <= first[name][kind] for name in first for kind in ("files", "sockets"))
    )


def grown(first: Mapping[str, Any], last: Mapping[str, Any]) -> float:
    """By which share of what it had in memory a process grew."""
    return float(last["resident_mb"] / first["resident_mb"]) - 1


def _states(service: Service) -> dict[str, dict[str, Any]]:
    """What each process holds when the connections of the last answers are closed, or should be."""
    end = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < end and not all(
        open_files(process)["sockets"] <= LISTENING for process in service.workers()
    ):
        time.sleep(0.1)
    return {str(process): state_of(process) for process in service.workers()}


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    answers = ", ".join(f"{status}: {number}" for status, number in found["answers"].items())
    yield f"{found['requests']} requests, answered {answers}"
    yield f"{'process':>8}{'memory after warm-up':>24}{'at the end':>14}{'growth':>9}   files and sockets"
    first, last = found["states"][0], found["states"][-1]
    for name in first.keys() & last.keys():
        before, after = first[name], last[name]
        held = f"{before['files']} + {before['sockets']}, then {after['files']} + {after['sockets']}"
        memory = f"{before['resident_mb']:21.1f} MB{after['resident_mb']:11.1f} MB{grown(before, after):9.1%}"
        yield f"{name:>8}{memory}   {held}"
    if first.keys() != last.keys():
        yield "processes were replaced"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m api.benchmarks.soak", description=__doc__)
    add = parser.add_argument
    add("--requests", type=int, default=20_000, metavar="N", help="(default: 20000)")
    add("--clients", type=int, default=8, metavar="N", help="that send at once (default: 8)")
    add("--workers", type=int, default=len(os.sched_getaffinity(0)), metavar="N", help="(default: cores)")
    add("--seed", type=int, default=1, metavar="N", help="of the mixture (default: 1)")
    add("--json", action="store_true", help="print one JSON object instead of a table")
    add("--no-floor", action="store_true", help="end with 0 whatever was measured")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
