"""What can be asked and said of the claims of a store."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from api.review_schemas import HistoryPageSchema
from api.schemas import StrictSchema, check_text
from api.search_schemas import LISTS as QUOTATION_LISTS
from api.search_schemas import QuotationQuerySchema, some
from attribution.store.claim_queue import ORDERS
from attribution.store.claiming import STATUSES
from attribution.store.history import LONGEST_REASON

__all__ = ["LISTS", "ClaimMarkSchema", "ClaimQuerySchema", "HistoryPageSchema"]

LISTS = QUOTATION_LISTS | {"status"}


def _said(about: str) -> fields.String:
    checks: list[Any] = [validate.Length(min=1, max=LONGEST_REASON), check_text]
    return fields.String(validate=checks, allow_none=True, metadata={"description": about})


class ClaimQuerySchema(QuotationQuerySchema):
    """Which claims are asked for, and which page of them."""

    class Meta(QuotationQuerySchema.Meta):
        """What a claim always is, and what is asked for by another name."""

        exclude = ("statement", "claim", "facets")

    status = some("How far the check is.", STATUSES)
    order = fields.String(
        load_default="worth",
        validate=validate.OneOf(ORDERS),
        metadata={"description": "The most worth checking first, or by the day of publication."},
    )

    @post_load
    def make_query(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The query as a value, beside the page. Raises InputError for what cannot be looked for."""
        states = data.pop("status", None)
        made: dict[str, Any] = super().make_query(data | ({"claim": states} if states else {}))
        return made


class ClaimMarkSchema(StrictSchema):
    """How far the check of a claim is; `verdict` and `url` are for what is checked alone."""

    status = fields.String(
        required=True,
        validate=validate.OneOf(STATUSES),
        metadata={"description": "How far the check is.", "examples": ["in-check"]},
    )
    verdict = _said("What the check came to, in words.")
    url = _said("The address of the page that tells it.")
    note = _said("Why, or anything else.")
    author = _said("Who says so; not where a key does.")
