"""`POST /v1/claims`: an article in, its statements out in the order in which they are worth checking."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint

from api.access import needs
from api.bodies import read_article, read_timeout
from api.engine import Engine
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.schemas import OptionsSchema
from api.views.extractions import ARTICLE_PROBLEMS, REQUEST_BODY, TIMEOUT_PARAMETER
from attribution.claims import rank
from attribution.claims.schemas import ClaimsSchema, dump_claims

blueprint = Blueprint("claims", __name__, url_prefix="/v1", description="What is worth checking?")


@blueprint.route("/claims", methods=["POST"])
@blueprint.doc(
    operationId="rateClaims",
    requestBody=REQUEST_BODY,
    parameters=[{"in": "query", "schema": OptionsSchema}, TIMEOUT_PARAMETER],
)
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS)
@blueprint.response(200, ClaimsSchema, description="What was found, and what of it is worth checking.")
def rate_claims() -> Response:
    """Rate what is said in an article by how much it is worth checking

    The article is given as for an extraction. Positions in the reasons are code points of the quotation's
    `text`, whatever `unit` says of the positions in the article.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    engine: Engine = current_app.extensions["attribution"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    article = read_article(request)
    with engine.admit():
        extraction = engine.extract(until=until, wait=False, **article)
    return jsonify(dump_claims(rank(extraction)))
