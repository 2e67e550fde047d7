"""A server in the place of the attribution service, which answers what a test tells it to."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from api.benchmarks.service import HOST

JSON = "application/json"
Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Impostor:
    """What it answers, and what it was asked."""

    url: str = ""
    answer: Callable[[dict[str, Any]], Answer] = lambda _: (500, {}, b"")
    asked: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)

    def say(self, status: int, body: object, kind: str = JSON, **headers: str) -> None:
        """Answers every question alike."""
        self.answer = lambda _: (status, {"Content-Type": kind, **headers}, json.dumps(body).encode())

    def find(self, *quotations: dict[str, Any], speakers: list[dict[str, Any]], **changes: Any) -> None:
        """Answers every question with a record of these quotations; changes are fields of the record."""

        def answer(article: dict[str, Any]) -> Answer:
            made = {
                **record(article["html"]),
                "quotations": list(quotations),
                "speakers": speakers,
                **changes,
            }
            return 200, {"Content-Type": JSON}, json.dumps(made).encode()

        self.answer = answer


def record(html: str) -> dict[str, Any]:
    """A record without quotations, of these words."""
    sha256 = hashlib.sha256(html.encode()).hexdigest()
    return {
        "schema": "1",
        "article": {"sha256": sha256, "length": len(html)},
        "unit": "utf16",
        "quotations": [],
        "speakers": [],
        "warnings": [],
        "model": {"name": "impostor", "version": "1"},
    }


def quotation(text: str, speaker: str | None = "s1", **fields: Any) -> dict[str, Any]:
    """A direct quotation with what the plugin goes by."""
    made = {
        "id": "q1",
        "type": "direct",
        "text": text,
        "spans": [{"start": 0, "end": len(text), "text": text, "field": "body"}],
        "source": None,
        "speaker": speaker,
        "role": None,
        "statement": True,
        "confidence": {"content": 0.9, "source": 0.8, "speaker": 0.7, "role": None},
    }
    return {**made, **fields}


def person(name: str) -> dict[str, Any]:
    """A speaker."""
    return {"id": "s1", "name": name, "label": name, "kind": "person"}


@contextmanager
def impersonate() -> Iterator[Impostor]:
    """An impostor that listens on loopback."""
    impostor = Impostor()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            impostor.asked.append((self.path, dict(self.headers), body))
            status, headers, content = impostor.answer(body)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer((HOST, 0), Handler) as server:
        impostor.url = f"http://{HOST}:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield impostor
        server.shutdown()
