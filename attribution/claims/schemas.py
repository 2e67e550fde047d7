"""The JSON form of rated claims."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from attribution.claims.records import Claim, Claims, Kind, Rating, Reason
from attribution.records import Extraction
from attribution.schemas import ExtractionSchema


def _about(text: str, **more: Any) -> dict[str, Any]:
    return {"required": True, "metadata": {"description": text}, **more}


class ReasonSchema(Schema):
    """Something that tells for or against checking, and the words that show it."""

    code = fields.String(**_about("What it is."))
    words = fields.String(**_about("The words that show it."))
    start = fields.Integer(
        **_about(
            "Where they begin, in code points of the quotation's `text`; null where they stand elsewhere.",
            allow_none=True,
            validate=validate.Range(0),
        )
    )
    end = fields.Integer(**_about("Where they end.", allow_none=True, validate=validate.Range(0)))
    weight = fields.Float(**_about("How much it counts: for checking above 0, against it below."))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Reason:
        """The reason."""
        return Reason(**data)


class RatingSchema(Schema):
    """How much a quotation is worth checking, by its best sentence."""

    score = fields.Float(**_about("How much, up to 1; it orders.", validate=validate.Range(0, 1)))
    checkable = fields.Boolean(**_about("Whether there is a fact to check now."))
    kind = fields.String(**_about("What the sentence is.", validate=validate.OneOf(get_args(Kind))))
    start = fields.Integer(
        **_about(
            "Where the sentence begins, in code points of the quotation's `text`.", validate=validate.Range(0)
        )
    )
    end = fields.Integer(**_about("Where it ends.", validate=validate.Range(0)))
    reasons = fields.List(fields.Nested(ReasonSchema), **_about("The reasons, those for checking first."))

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Rating:
        """The rating."""
        return Rating(**{**data, "reasons": tuple(data["reasons"])})


class ClaimSchema(Schema):
    """A rated quotation of the extraction."""

    quotation = fields.String(**_about("Identifier of the quotation."), attribute="quotation.id")
    speaker = fields.String(
        **_about("Identifier of its speaker.", allow_none=True), attribute="quotation.speaker"
    )
    rating = fields.Nested(RatingSchema, **_about("How much it is worth checking, and why."))


class ClaimsSchema(Schema):
    """All that was found in an article, and which of it is worth checking."""

    extraction = fields.Nested(ExtractionSchema, **_about("All that was found in the article."))
    claims = fields.List(
        fields.Nested(ClaimSchema), **_about("Its statements, the most worth checking first.")
    )

    @post_load
    def make(self, data: dict[str, Any], **_: Any) -> Claims:
        """The claims, each with the quotation that it names. Raises ValidationError for one that is none."""
        extraction: Extraction = data["extraction"]
        quotations = {quotation.id: quotation for quotation in extraction.quotations}
        claims = []
        for number, one in enumerate(data["claims"]):
            quotation = quotations.get(one["quotation"]["id"])
            if quotation is None:
                raise ValidationError({number: {"quotation": ["No quotation of the extraction."]}}, "claims")
            claims.append(Claim(quotation, extraction.speaker_of(quotation), one["rating"]))
        return Claims(extraction, tuple(claims))


def dump_claims(claims: Claims) -> dict[str, Any]:
    """The JSON form of the claims of an article."""
    dumped: dict[str, Any] = ClaimsSchema().dump(claims)
    return dumped


def load_claims(data: Any) -> Claims:
    """The claims in their JSON form, which may say more. Raises marshmallow's ValidationError."""
    found: Claims = ClaimsSchema().load(data, unknown=EXCLUDE)
    return found
