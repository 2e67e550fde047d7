"""`POST /v1/verify`: a quotation and the original that it may be from in, a verdict out."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from api.access import needs
from api.bodies import read_object, read_timeout, refuse_options
from api.engine import Engine
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.schemas import LONGEST_OPTION, ExtractionRequestSchema, check_text
from api.views.extractions import ARTICLE_PROBLEMS, TEXT, TIMEOUT_PARAMETER
from attribution.text.plain import on_plain_text
from attribution.verify.schemas import VerificationSchema, dump_verification

if TYPE_CHECKING:
    from attribution.verify import Original

LONGEST = 20_000  # code points of a quotation

blueprint = Blueprint("verification", __name__, url_prefix="/v1", description="Did they really say it?")


class VerificationRequestSchema(Schema):
    """A quotation, and exactly one of the article and the transcript that it may be from."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    error_messages = {"unknown": "Unknown field.", "type": "Not a JSON object."}  # noqa: RUF012

    quotation = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=LONGEST), check_text],
        metadata={
            "description": "The words, with … and [ ] where they were edited.",
            "examples": ["The bridge opens at noon"],
        },
    )
    speaker = fields.String(
        allow_none=True,
        validate=[validate.Length(min=1, max=LONGEST_OPTION), check_text],
        metadata={"description": "Who is said to have said it.", "examples": ["Mara Lindqvist"]},
    )
    article = fields.Nested(
        ExtractionRequestSchema, allow_none=True, metadata={"description": "The article that it may be from."}
    )
    transcript = fields.String(
        allow_none=True,
        validate=check_text,
        metadata={"description": "The words of one speaker, in which nobody is looked for."},
    )

    @validates_schema(skip_on_field_errors=True)
    def check_one_original(self, data: Mapping[str, Any], **_: Any) -> None:
        """Refuses none and two."""
        given = [name for name in ("article", "transcript") if data.get(name) is not None]
        if not given:
            raise ValidationError("Give an article or a transcript.", "article")
        if len(given) == 2:
            raise ValidationError("Give either an article or a transcript, not both.", "transcript")


EXAMPLE = {"quotation": "The bridge opens", "speaker": "Lindqvist", "article": {"text": TEXT}}
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {JSON: {"schema": VerificationRequestSchema, "example": EXAMPLE}},
}


@blueprint.route("/verify", methods=["POST"])
@blueprint.doc(operationId="verifyQuotation", requestBody=REQUEST_BODY, parameters=[TIMEOUT_PARAMETER])
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS)
@blueprint.response(200, VerificationSchema, description="The verdict, and what it rests on.")
def verify_quotation() -> Response:
    """Verify a quotation against an article or a transcript

    The quotations of an article are extracted first, so that it is known who speaks. Positions in the answer
    are code points of the article's plain text, or of the transcript.
    """
    from attribution.verify import verify  # loads spaCy, so not before it is needed

    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    engine: Engine = current_app.extensions["attribution"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    given = VerificationRequestSchema().load(read_object(request))
    with engine.admit():
        original = _original(given, engine, until)
        found = verify(given["quotation"], [original], speaker=given.get("speaker"))
    return jsonify(dump_verification(found))


def _original(given: Mapping[str, Any], engine: Engine, until: float) -> Original:
    from attribution.verify import Original

    if given.get("transcript") is not None:
        return Original(given["transcript"])
    article = {name: value for name, value in given["article"].items() if value is not None}
    extraction = engine.extract(until=until, wait=False, **article)
    found, text = on_plain_text(extraction, text=article.get("text"), html=article.get("html"))
    return Original(text, found, article.get("id"))
