"""Pages with the element on them, served on loopback, and what a browser paints of them."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

from playwright.sync_api import Page

from tests.tree import ROOT

PAGES = Path(__file__).parent / "embed"
ELEMENT = ROOT / "integrations" / "embed" / "attributed-quotations.js"
TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
}

PARTY = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1" fill="red"/></svg>'
)

# What the highlights whose names end so stand on, a list of texts for each of them
PAINTED = """() => {
  const painted = {};
  for (const [name, highlight] of CSS.highlights) {
    painted[name.replace("attributed-quotations-", "")] = [...highlight].map((range) => range.toString());
  }
  return painted;
}"""


class Site:
    """Pages by path, which tests add to; `asked` has the requests that came, with their bodies."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.files: dict[str, tuple[str, bytes]] = {}
        self.headers: dict[str, str] = {}
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []

    def put(self, path: str, content: str) -> str:
        """Serves text at a path, as its ending says, and returns its address."""
        self.files[path] = (TYPES[Path(path).suffix], content.encode())
        return self.url + path


@contextmanager
def site() -> Iterator[Site]:
    """A site on a free port of loopback, with the element at /attributed-quotations.js."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length)
            running.asked.append((self.command, self.path, dict(self.headers), body))
            kind, content = running.files.get(self.path, ("text/plain", b""))
            self.send_response(200 if self.path in running.files else 404)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            for name, value in running.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        do_POST = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing: a test tells what it saw."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        running = Site(f"http://127.0.0.1:{server.server_port}")
        running.put("/attributed-quotations.js", ELEMENT.read_text(encoding="utf-8"))
        running.put("/party.svg", PARTY)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield running
        server.shutdown()


def page_of(
    name: str,
    records: dict[str, Any] | None = None,
    mode: str = "",
    *,
    changes: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """A page of tests/system/embed with changes made to it, and records in it as a template writes them."""
    inline = json.dumps(records).replace("<", "\\u003c") if records else ""
    text = (PAGES / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    return text.replace("RECORDS", inline).replace("MODE", f'mode="{mode}"' if mode else "")


def ready(page: Page, count: int = 1, selector: str = "attributed-quotations") -> None:
    """Waits until an element has found as many quotations."""
    page.wait_for_function(
        "([selector, count]) => (document.querySelector(selector).located ?? []).length >= count",
        arg=[selector, count],
    )


def painted(page: Page) -> dict[str, list[str]]:
    """The words under each highlight, by a number for the element and the type."""
    found: dict[str, list[str]] = page.evaluate(PAINTED)
    return found
