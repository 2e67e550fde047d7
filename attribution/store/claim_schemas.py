"""The JSON form of claims of a store."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from attribution.claims.schemas import RatingSchema
from attribution.schemas import RecordSchema
from attribution.store.claim_queue import ClaimPage
from attribution.store.claiming import STATUSES, ClaimEvent, KeptClaim
from attribution.store.found_schemas import FoundSchema, Tuple, flag, one_of, whole, words

VERSION = "What a change names in If-Match, so that it is not made on something else."


class SaidSchema(RecordSchema):
    """What is said with a status."""

    status = one_of("How far the check is.", STATUSES)
    verdict = words("What the check came to; null for what is not checked.", null=True)
    url = words("The address of the page that tells it.", null=True)
    note = words("Why, or anything else.", null=True)


class KeptClaimSchema(SaidSchema):
    """What a quotation says, as a claim, and how far its check is."""

    record = KeptClaim

    quotation = fields.Nested(FoundSchema, required=True)
    rating = fields.Nested(RatingSchema, required=True, allow_none=True)
    articles = whole("In how many articles it stands in the same words.")
    outlets = whole("In how many outlets.")
    speakers = whole("How many say it, by the names that the articles have.")
    author = words("Who set the status last; null where nobody has.", null=True)
    at = fields.AwareDateTime(required=True, allow_none=True, metadata={"description": "When."})
    version = words(VERSION)


class ClaimPageSchema(RecordSchema):
    """Some of the claims of a store."""

    record = ClaimPage

    items = Tuple(fields.Nested(KeptClaimSchema), required=True, data_key="claims")
    next = words("The `cursor` of the next page; null at the end.", null=True)
    total = whole("How many there are in all, among the first 10,000 quotations that fit.")
    capped = flag("Whether there are more than `total`.")


class ClaimEventSchema(SaidSchema):
    """A change of a claim."""

    record = ClaimEvent

    id = whole("Its number.")
    status_before = one_of("How far the check was.", STATUSES)
    author = words("Who changed it.")
    at = fields.AwareDateTime(required=True, metadata={"description": "When."})


class ClaimHistorySchema(Schema):
    """What became of a claim, in order."""

    events = Tuple(fields.Nested(ClaimEventSchema), required=True)


def dump_claim(claim: KeptClaim) -> dict[str, Any]:
    """The JSON form of a claim."""
    return dict(KeptClaimSchema().dump(claim))


def dump_claims(page: ClaimPage) -> dict[str, Any]:
    """The JSON form of a page of claims."""
    return dict(ClaimPageSchema().dump(page))
