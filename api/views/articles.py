"""`POST /v1/articles`: an article is read and kept."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time
from typing import Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields, validate

from api.access import needs
from api.bodies import read_object, read_timeout, refuse_options
from api.engine import Engine
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.schemas import LONGEST_OPTION, ExtractionRequestSchema, check_text
from api.store import current_store
from api.views.extractions import ARTICLE, ARTICLE_PROBLEMS, TEXT, TIMEOUT_PARAMETER
from attribution.store import Incoming, Ingested, ingest

blueprint = Blueprint("articles", __name__, url_prefix="/v1", description="Articles that the store keeps.")


class ArticleToKeepSchema(ExtractionRequestSchema):
    """An article to be kept, and where it appeared."""

    outlet = fields.String(
        allow_none=True,
        validate=[validate.Length(min=1, max=LONGEST_OPTION), check_text],
        metadata={
            "description": "Where it appeared; without it, the host of `url`.",
            "examples": ["Ostby Post"],
        },
    )


def _numbers(about: str) -> fields.List[int]:
    return fields.List(fields.Integer(), required=True, metadata={"description": about})


class IngestedSchema(Schema):
    """What became of an article and its quotations, by their numbers in the store."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    article = fields.Integer(required=True, metadata={"description": "Number of the article in the store."})
    key = fields.String(required=True, metadata={"description": "Its id, else its url, else its hash."})
    revision = fields.Integer(required=True, metadata={"description": "Which version of its text this is."})
    outcome = fields.String(
        required=True,
        validate=validate.OneOf(("added", "unchanged", "revised", "reread", "kept")),
        metadata={
            "description": "Not seen before; the same; its text changed; the same text with other records; "
            "or with other records that were put aside, as people corrected those before."
        },
    )
    new = _numbers("Quotations not seen before.")
    stayed = _numbers("Quotations of the same words as before.")
    changed = _numbers("Quotations in other words than before.")
    went = _numbers("Quotations that the article no longer has.")


REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        JSON: {"schema": ArticleToKeepSchema, "example": {**ARTICLE, "text": TEXT, "outlet": "Post"}}
    },
}


@blueprint.route("/articles", methods=["POST"])
@blueprint.doc(operationId="keepArticle", requestBody=REQUEST_BODY, parameters=[TIMEOUT_PARAMETER])
@needs(blueprint, "write")
@problems(blueprint, *ARTICLE_PROBLEMS, "no-store", "storage-unavailable")
@blueprint.response(200, IngestedSchema, description="The article was there; what became of it.")
@blueprint.alt_response(201, schema=IngestedSchema, description="The article was added.")
def keep_article() -> Response:
    """Extract the quotations of an article and keep both

    The same article is kept once: with another text it has a new revision, and the answer tells which
    quotations stayed, changed, came and went.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    store = current_store()
    engine: Engine = current_app.extensions["attribution"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    given = ArticleToKeepSchema().load(read_object(request))
    article = {name: value for name, value in given.items() if value is not None}
    outlet = article.pop("outlet", None)
    with engine.admit():
        extraction = engine.extract(until=until, wait=False, **article)
    kept = Incoming(extraction, article.get("text"), article.get("html"), outlet)
    return _answer(ingest(store, kept))


def _answer(told: Ingested) -> Response:
    response: Response = jsonify(IngestedSchema().dump(told))
    response.status_code = 201 if told.outcome == "added" else 200
    return response
