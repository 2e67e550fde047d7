"""The name of a request in answers and logs: the sender's X-Request-ID where it is sane, else a new one."""

from __future__ import annotations

import re
import uuid

from flask import Flask, Response, g, request

from api.redaction import redact

HEADER = "X-Request-ID"

_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")


def request_id() -> str:
    """The id of the request at hand; the same on every call."""
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        sane = _SANE.fullmatch(given) and redact(given) == given
        g.request_id = given if sane else uuid.uuid4().hex
    return str(g.request_id)


def register_request_id(app: Flask) -> None:
    """Has every answer of `app` carry the id."""

    @app.after_request
    def add_request_id(response: Response) -> Response:
        response.headers[HEADER] = request_id()
        return response
