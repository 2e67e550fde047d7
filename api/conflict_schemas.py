"""What can be asked of conflicts, and decided on them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from api.review_schemas import DecidingSchema
from api.schemas import AddressInteger
from api.search_schemas import PagingSchema, day, some
from attribution.store.conflicts import DIFFERENCES, KINDS, STATUSES, ConflictQuery
from attribution.store.query import LARGEST

_PAGING = ("limit", "cursor")


class ConflictQuerySchema(PagingSchema):
    """Which conflicts are asked for, and which page of them."""

    kind = some("The same words under two names, or one quotation in two wordings.", KINDS)
    difference = some("What differs.", DIFFERENCES)
    status = some("What people take it for; what is open without it.", STATUSES)
    speaker = AddressInteger(
        validate=validate.Range(1, LARGEST),
        metadata={"description": "The number of an entry of the registry, on either side."},
    )
    outlet = some("Where one of the quotations appeared.")
    since = day("The first day; of a conflict its last day counts.", "from")
    until = day("The last day.", "to")
    severity = AddressInteger(
        validate=validate.Range(1, 5), metadata={"description": "The least severity, from 1 to 5."}
    )

    @post_load
    def make_query(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The query as a value, beside the page. Raises InputError for what cannot be looked for."""
        page = {name: data.pop(name) for name in _PAGING if name in data}
        given: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in data.items()
        }
        return {"query": ConflictQuery(**given), **page}


class ConflictDecisionRequestSchema(DecidingSchema):
    """What a conflict is taken for."""

    status = fields.String(
        required=True,
        validate=validate.OneOf(STATUSES),
        metadata={
            "description": "`dismissed`: it is none; `resolved`: it is known which is right.",
            "examples": ["resolved"],
        },
    )


LISTS = frozenset(
    name for name, field in ConflictQuerySchema().fields.items() if isinstance(field, fields.List)
)
