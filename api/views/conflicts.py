"""Conflicts: the same words under two names, one quotation in two wordings; listed, shown, decided on."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields

from api.access import needs
from api.bodies import read_object, read_query, refuse_options
from api.conflict_schemas import LISTS, ConflictDecisionRequestSchema, ConflictQuerySchema
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.store import current_author, current_store
from api.versions import ETAG, IF_MATCH, expected_version, tagged, unless_outdated
from attribution.store.conflict_schemas import ConflictSchema, dump_conflict
from attribution.store.conflicts import decide, get_conflict, list_conflicts
from attribution.store.history import Signature

READING = ("no-store", "not-acceptable", "invalid-input", "bad-request", "storage-unavailable")
WRITING = (
    *READING, "malformed-json", "undecodable-body", "unsupported-media-type", "body-too-large",
    "precondition-failed", "precondition-required",
)  # fmt: skip

blueprint = Blueprint(
    "conflicts", __name__, url_prefix="/v1/conflicts", description="Quotations that conflict with each other."
)


class ConflictsSchema(Schema):
    """A page of conflicts."""

    conflicts = fields.List(fields.Nested(ConflictSchema), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The `cursor` of the next page; null at the end."},
    )


@blueprint.before_request
def check_query() -> None:
    """A query string that cannot be read, or says a thing twice, is refused before anything is looked at."""
    read_query(request, lists=LISTS)


@blueprint.route("", methods=["GET"])
@blueprint.doc(operationId="listConflicts")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor")
@blueprint.arguments(ConflictQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, ConflictsSchema, description="A page of conflicts.")
def list_all(given: dict[str, Any]) -> Response:
    """List quotations that conflict

    The same words under two names, and one quotation in two wordings; the gravest first, then the last found.
    Where there are more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    found = list_conflicts(current_store(), **given)
    answer = jsonify({"conflicts": [dump_conflict(one) for one in found.items], "next": found.next})
    answer.headers.extend(link_next("cursor", found.next))
    return answer


@blueprint.route("/<int:conflict>", methods=["GET"])
@blueprint.doc(operationId="getConflict")
@needs(blueprint, "read")
@problems(blueprint, *READING, "conflict-not-found")
@blueprint.response(200, ConflictSchema, description="The conflict.", headers=ETAG)
def get_one(conflict: int) -> Response:
    """Show a conflict

    With both wordings, the quotations that have them, where these differ, and what was decided.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    found = get_conflict(current_store(), conflict)
    return tagged(dump_conflict(found), found.version)


@blueprint.route("/<int:conflict>", methods=["PUT"])
@blueprint.doc(
    operationId="decideConflict",
    parameters=[IF_MATCH],
    requestBody={
        "required": True,
        "content": {
            JSON: {
                "schema": ConflictDecisionRequestSchema,
                "example": {"status": "resolved", "reason": "The minutes have nine million."},
            }
        },
    },
)
@needs(blueprint, "write")
@problems(blueprint, *WRITING, "conflict-not-found")
@blueprint.response(200, ConflictSchema, description="The conflict as it is now.", headers=ETAG)
def decide_one(conflict: int) -> Response:
    """Dismiss or resolve a conflict, or open it again

    The header If-Match names the version that was decided on, as the list gives it.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    current_store()  # where there is none, nothing else is worth saying
    given = ConflictDecisionRequestSchema().load(read_object(request))
    expected = expected_version()
    by = Signature(current_author(given.get("author")), given.get("reason"))
    found = unless_outdated(
        lambda: decide(current_store(), conflict, given["status"], by=by, expected=expected)
    )
    return tagged(dump_conflict(found), found.version)
