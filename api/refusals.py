"""Whole HTTP responses with a problem, written past the application, for requests that it cannot answer."""

from __future__ import annotations

import json
import socket
import uuid
from http import HTTPStatus

from api.problems import PROBLEM_TYPES

_KINDS = {400: "bad-request", 408: "slow-request", 504: "timeout"}


def refusal(status: int, detail: str, name: str = "") -> bytes:
    """The response, with its problem under the request id `name` or a new one."""
    name, phrase = name or uuid.uuid4().hex, HTTPStatus(status).phrase
    kind = PROBLEM_TYPES[_KINDS[status]] if status in _KINDS else None
    problem = {
        "type": kind.uri if kind else "about:blank",
        "title": kind.title if kind else phrase,
        "status": status,
        "detail": detail,
        "request_id": name,
    }
    body = json.dumps(problem).encode()
    head = (
        f"HTTP/1.1 {status} {phrase}\r\nContent-Type: application/problem+json\r\n"
        f"Content-Length: {len(body)}\r\nX-Request-ID: {name}\r\nConnection: close\r\n"
    )
    return head.encode() + (b"Retry-After: 5\r\n\r\n" if status == 503 else b"\r\n") + body


def send(client: socket.socket, data: bytes) -> None:
    """Sends a few bytes without waiting; a sender that is gone or does not read gets none."""
    try:
        client.setblocking(False)
        client.send(data)
    except OSError:
        pass  # nobody is there to be told
