"""`POST /v1/extractions/batch`: a list of articles in, an extraction or a problem for each out."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time
from functools import partial
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from api.access import needs, spend
from api.bodies import read_list, read_timeout, refuse_options
from api.config import Config
from api.engine import Engine
from api.items import answer_item
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.presence import is_gone
from api.problems import Problem
from api.schemas import BatchSchema, ExtractionRequestSchema
from api.views.extractions import ARTICLE, TEXT, TIMEOUT_PARAMETER

blueprint = Blueprint("batch", __name__, url_prefix="/v1", description="Many articles in one request.")

REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            # an item that is no article is an error of its own, not of the list
            "schema": {"type": "array", "items": {"anyOf": [ExtractionRequestSchema, {}]}},
            "example": [{**ARTICLE, "text": TEXT}, {"text": "“No,” she said."}],
        }
    },
}
GATEWAY_TIMEOUT = 504


@blueprint.route("/extractions/batch", methods=["POST"])
@blueprint.doc(operationId="createExtractions", requestBody=REQUEST_BODY, parameters=[TIMEOUT_PARAMETER])
@needs(blueprint, "read")
@problems(
    blueprint,
    "bad-request",
    "malformed-json",
    "undecodable-body",
    "not-acceptable",
    "body-too-large",
    "too-many-items",
    "unsupported-media-type",
    "invalid-input",
    "rate-limited",
    "internal-error",
    "busy",
    "timeout",
)
@blueprint.response(200, BatchSchema, description="What became of each article, in the order of the list.")
def create_extractions() -> Response:
    """Extract the quotations of many articles

    The body is a JSON list of articles, each as for a single extraction. Every article has its own status:
    one that is at fault costs the others nothing. When the time is over the answer is 504, and its `items`
    has what was done until then.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    engine: Engine = current_app.extensions["attribution"]
    config: Config = current_app.extensions["attribution_config"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    with engine.admit():
        given = read_list(request, config.batch)
        spend(max(0, len(given) - 1), at_once=True)
        items = []
        for index in range(len(given)):
            _check_presence(index, len(given))
            read = partial(given.__getitem__, index)
            items.append(answer_item(engine, index, read, until=until, wait=index > 0))
    late = sum(item["status"] == GATEWAY_TIMEOUT for item in items)
    if late:
        detail = f"{late} of {len(items)} articles were not done in time; items has the others."
        raise Problem("timeout", detail, extensions={"items": items})
    return jsonify({"items": items})


def _check_presence(done: int, total: int) -> None:
    """Raises Problem when nobody waits for the rest."""
    if is_gone(request.environ):
        detail = f"The sender closed its side of the connection when {done} of {total} articles were done."
        raise Problem("bad-request", detail)
