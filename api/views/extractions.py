"""`POST /v1/extractions`: an article in, its quotations out."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from api.access import needs
from api.bodies import TIMEOUT, read_article, read_timeout
from api.conditions import ResultTags, check_conditions
from api.config import LEAST_SECONDS, MOST_SECONDS
from api.engine import Engine
from api.media import HTML, JSON, PLAIN
from api.negotiation import choose_media_type
from api.openapi import problems
from api.schemas import ExtractionRequestSchema, OptionsSchema
from attribution.schemas import ExtractionSchema, dump_extraction

blueprint = Blueprint(
    "extractions", __name__, url_prefix="/v1", description="Articles in, attributed quotations out."
)

TEXT = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby."
MARKUP = "<p>“The bridge opens at noon,” said Mara Lindqvist, the mayor of <b>Ostby</b>.</p>"
ARTICLE = {
    "id": "cms-20417",
    "title": "Mayor opens Ostby bridge",
    "published": "2024-05-17T09:30:00+02:00",
    "url": "https://news.example/ostby-bridge",
}

REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            "schema": ExtractionRequestSchema,
            "examples": {
                "text": {"summary": "Plain text", "value": {**ARTICLE, "text": TEXT}},
                "html": {
                    "summary": "HTML, positions for a browser",
                    "value": {"html": MARKUP, "unit": "utf16"},
                },
            },
        },
        PLAIN: {"schema": {"type": "string"}, "examples": {"text": {"value": TEXT}}},
        HTML: {"schema": {"type": "string"}, "examples": {"html": {"value": MARKUP}}},
    },
}

TIMEOUT_PARAMETER: dict[str, Any] = {
    "in": "query",
    "name": TIMEOUT,
    "schema": {"type": "number", "minimum": LEAST_SECONDS, "maximum": MOST_SECONDS},
    "description": "Seconds that the work may take, waiting included; at most ATTRIBUTION_DEADLINE.",
}

CONDITIONS: list[dict[str, Any]] = [
    {
        "in": "header",
        "name": "If-None-Match",
        "schema": {"type": "string"},
        "description": "ETags of results that the sender has; an article with one of them is not worked on.",
    },
    {
        "in": "header",
        "name": "If-Match",
        "schema": {"type": "string"},
        "description": "ETags of the only results that are of use to the sender.",
    },
]
ARTICLE_PROBLEMS = (  # of whatever works on one article
    "bad-request",
    "malformed-json",
    "undecodable-body",
    "not-acceptable",
    "body-too-large",
    "input-too-large",
    "unsupported-media-type",
    "invalid-input",
    "empty-input",
    "undecodable-input",
    "internal-error",
    "model-unavailable",
    "busy",
    "timeout",
)
ANSWER_HEADERS = {
    "ETag": {"schema": {"type": "string"}, "description": "Names the result, for If-None-Match."},
}


@blueprint.route("/extractions", methods=["POST"])
@blueprint.doc(
    operationId="createExtraction",
    requestBody=REQUEST_BODY,
    parameters=[{"in": "query", "schema": OptionsSchema}, TIMEOUT_PARAMETER, *CONDITIONS],
)
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS, "precondition-failed")
@blueprint.response(
    200, ExtractionSchema, description="All that was found in the article.", headers=ANSWER_HEADERS
)
def create_extraction() -> Response:
    """Extract the quotations of an article

    The article is a JSON object with `text` or `html` and options, or a bare plain text or HTML body with the
    options in the query string. An option may stand in one of the two places, not in both.

    The answer has an ETag. Send it as `If-None-Match` with the next version of the article: where the result
    would be the same, the answer is 412 at once.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    engine: Engine = current_app.extensions["attribution"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    article = read_article(request)
    tags: ResultTags = current_app.extensions["attribution_tags"]
    if engine.model is not None:
        check_conditions(request, tags.tag(article, engine.model))
    with engine.admit():
        extraction = engine.extract(until=until, wait=False, **article)
    response = jsonify(dump_extraction(extraction))
    response.set_etag(tags.tag(article, extraction.model))
    return response
