"""What stands in a job's results for an article that failed: the problem that a request would have got."""

from __future__ import annotations

import json
from typing import Any

from flask import Flask

from api.errors import answer
from api.request_id import HEADER

_app = Flask("api.jobs")  # a request is what has an id


def describe(error: Exception, name: str) -> dict[str, Any]:
    """The problem for `error`; what only the keeper may see is logged under `name`, its `request_id`."""
    with _app.test_request_context(headers={HEADER: name}):
        return answer(error).body


def dump_line(number: int, name: str | None, state: str, found: str) -> str:
    """What became of an article as a line of results; `found` is JSON already."""
    key = "extraction" if state == "done" else "problem"
    head = json.dumps({"number": number, "id": name, "state": state}, ensure_ascii=False)
    return f'{head[:-1]}, "{key}": {found}}}\n'
