"""`POST /v1/verify`: a quotation in, and maybe the original that it may be from; a verdict out."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from marshmallow import ValidationError, fields, validate, validates_schema

from api.access import needs
from api.bodies import read_object, read_timeout, refuse_options
from api.engine import Engine
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.schemas import LONGEST_OPTION, ExtractionRequestSchema, StrictSchema, check_text
from api.store import current_store
from api.views.extractions import ARTICLE_PROBLEMS, TEXT, TIMEOUT_PARAMETER
from attribution.store.incoming import day_of
from attribution.text.plain import on_plain_text
from attribution.verify.schemas import VerificationSchema, dump_verification

if TYPE_CHECKING:
    from attribution.verify import Original

LONGEST = 20_000  # code points of a quotation

blueprint = Blueprint("verification", __name__, url_prefix="/v1", description="Did they really say it?")


ORIGINALS = ("article", "transcript")
NARROWING = {"outlet": "outlet", "since": "from", "until": "to"}


def _check_day(value: str) -> None:
    if day_of(value) != value:
        raise ValidationError("Not a day, YYYY-MM-DD.")


_DAY: dict[str, Any] = {"allow_none": True, "validate": [check_text, _check_day]}


def _day(which: str) -> dict[str, Any]:
    about = f"Of the store: only articles published {which}, YYYY-MM-DD."
    return {"description": about, "format": "date", "examples": ["2026-03-01"]}


class VerificationRequestSchema(StrictSchema):
    """A quotation, and the article or the transcript that it may be from; without, the store is asked."""

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

    outlet = fields.String(
        allow_none=True,
        validate=[validate.Length(min=1, max=LONGEST_OPTION), check_text],
        metadata={"description": "Of the store: only articles of this outlet.", "examples": ["Ostby Post"]},
    )
    since = fields.String(data_key="from", **_DAY, metadata=_day("from this day on"))
    until = fields.String(data_key="to", **_DAY, metadata=_day("up to this day"))

    @validates_schema(skip_on_field_errors=True)
    def check_one_original(self, data: Mapping[str, Any], **_: Any) -> None:
        """Refuses two, and what narrows the store where it is not asked."""
        given = [name for name in ORIGINALS if data.get(name) is not None]
        if len(given) == 2:
            raise ValidationError("Give either an article or a transcript, not both.", "transcript")
        for name, shown in NARROWING.items():
            if given and data.get(name) is not None:
                raise ValidationError("Only the store is narrowed; leave article and transcript out.", shown)


EXAMPLE = {"quotation": "The bridge opens", "speaker": "Lindqvist", "article": {"text": TEXT}}
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {JSON: {"schema": VerificationRequestSchema, "example": EXAMPLE}},
}


@blueprint.route("/verify", methods=["POST"])
@blueprint.doc(operationId="verifyQuotation", requestBody=REQUEST_BODY, parameters=[TIMEOUT_PARAMETER])
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS, "no-store", "storage-unavailable")
@blueprint.response(200, VerificationSchema, description="The verdict, and what it rests on.")
def verify_quotation() -> Response:
    """Verify a quotation against an article or a transcript, or against all that is kept

    Without both the store is asked, and each piece of evidence names its article there.
    The quotations of an article that is given are extracted first, so that it is known who speaks. Positions
    in the answer are code points of the article's plain text, or of the transcript.
    """
    from attribution.store import verify_in_store  # loads spaCy, so not before it is needed
    from attribution.verify import verify

    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    engine: Engine = current_app.extensions["attribution"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    given = VerificationRequestSchema().load(read_object(request))
    asked = {name: given.get(name) for name in ("speaker", *NARROWING)}
    if all(given.get(name) is None for name in ORIGINALS):
        store = current_store()
        with engine.admit():
            return jsonify(dump_verification(verify_in_store(store, given["quotation"], **asked)))
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
