"""`POST /v1/extractions/stream`: articles in as JSON lines, results out as they are ready."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any

from flask import Response, current_app, request, stream_with_context
from flask_smorest import Blueprint

from api.access import needs, spend
from api.bodies import parse_line, read_lines, read_timeout, refuse_options
from api.config import Config
from api.engine import Engine
from api.items import answer_item
from api.media import LINES
from api.negotiation import choose_media_type
from api.openapi import problems
from api.places import Places
from api.problems import Problem
from api.views.extractions import ARTICLE, TEXT, TIMEOUT_PARAMETER

blueprint = Blueprint(
    "stream", __name__, url_prefix="/v1", description="Any number of articles in one request."
)

EXAMPLE = json.dumps({**ARTICLE, "text": TEXT}, ensure_ascii=False) + "\n"
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {LINES[0]: {"schema": {"type": "string"}, "examples": {"lines": {"value": EXAMPLE}}}},
}


@blueprint.route("/extractions/stream", methods=["POST"])
@blueprint.doc(operationId="streamExtractions", requestBody=REQUEST_BODY, parameters=[TIMEOUT_PARAMETER])
@needs(blueprint, "read")
@problems(
    blueprint,
    "bad-request",
    "not-acceptable",
    "unsupported-media-type",
    "invalid-input",
    "internal-error",
    "busy",
)
@blueprint.response(
    200,
    {"type": "string"},
    content_type=LINES[0],
    description="A line of JSON for each line that came, in their order, each in the form of Item.",
)
def stream_extractions() -> Response:
    """Extract the quotations of a stream of articles

    A line of the body is an article, as for a single extraction; a line of the answer is what became of it
    and comes as soon as it is known. A line that is at fault costs the others nothing. `timeout` is for each
    article. When the body is cut short the last line says so.

    A line is worked on as soon as it has come with its line break, so a sender may wait for the answer before
    it sends the next. Who does not wait should read the answers meanwhile.
    """
    kind = choose_media_type(request.accept_mimetypes, LINES)
    refuse_options(request)
    engine: Engine = current_app.extensions["attribution"]
    config: Config = current_app.extensions["attribution_config"]
    places: Places = current_app.extensions["attribution_streams"]
    seconds = read_timeout(request, engine.deadline)
    lines = read_lines(request, config.body_limit)
    if engine.busy:
        raise engine.refusal()
    place = ExitStack()
    place.enter_context(places.take(engine.refusal))
    response = Response(stream_with_context(_results(engine, lines, seconds, place)), mimetype=kind)
    response.call_on_close(place.close)  # for an answer of which nothing was ever read
    response.headers["X-Accel-Buffering"] = "no"  # for nginx, which would hold lines back
    return response


def _results(
    engine: Engine, lines: Iterable[bytes | Problem], seconds: float, place: ExitStack
) -> Iterator[bytes]:
    with place:
        for index, line in enumerate(lines):
            until = time.monotonic() + seconds
            item = answer_item(engine, index, partial(_parsed, line, index > 0), until=until)
            yield json.dumps(item, ensure_ascii=False).encode() + b"\n"


def _parsed(line: bytes | Problem, counts: bool) -> Any:
    """The article of a line. It counts as a request, but for the first one, which came with its own."""
    if counts:
        spend(1)
    if isinstance(line, Problem):
        raise line
    return parse_line(line)
