"""Claims of the store: what is to be checked next, how far that is, and drafts of ClaimReview."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import json
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from api.access import needs
from api.bodies import read_object, read_query, refuse_fields, refuse_options
from api.claim_schemas import LISTS, ClaimMarkSchema, ClaimQuerySchema, HistoryPageSchema
from api.media import JSON, JSON_LD
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.store import current_author, current_store
from api.versions import ETAG, IF_MATCH, expected_version, tagged, unless_outdated
from attribution.store.claim_drafts import claim_draft
from attribution.store.claim_queue import ClaimPage, claim_queue
from attribution.store.claim_schemas import (
    ClaimHistorySchema,
    ClaimPageSchema,
    KeptClaimSchema,
    dump_claim,
)
from attribution.store.claiming import claim_history, claim_of, mark_claim

blueprint = Blueprint("claim-queue", __name__, url_prefix="/v1", description="How far checks are.")

READING = ("no-store", "not-acceptable", "invalid-input", "bad-request", "storage-unavailable")
WRITING = (
    *READING, "malformed-json", "undecodable-body", "unsupported-media-type", "body-too-large",
    "precondition-failed", "precondition-required", "quotation-not-found",
)  # fmt: skip
BODY = {
    "required": True,
    "content": {
        JSON: {
            "schema": ClaimMarkSchema,
            "example": {"status": "checked", "verdict": "True", "url": "https://checks.example/rents"},
        }
    },
}


@blueprint.before_request
def check_query() -> None:
    """A query string that cannot be read, or says a thing twice, is refused before anything is looked at."""
    read_query(request, lists=LISTS)


@blueprint.route("/claims", methods=["GET"])
@blueprint.doc(operationId="listClaims")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor")
@blueprint.arguments(ClaimQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, ClaimPageSchema, description="A page of claims.")
def list_claims(given: dict[str, Any]) -> tuple[ClaimPage, dict[str, str]]:
    """List what is to be checked, the most worth it first

    What quotations say in the same words is one claim, by the one of them that comes first. Where there are
    more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    found = claim_queue(current_store(), **given)
    return found, link_next("cursor", found.next)


@blueprint.route("/quotations/<int:quotation>/claim", methods=["GET"])
@blueprint.doc(operationId="getClaim")
@needs(blueprint, "read")
@problems(blueprint, *READING, "quotation-not-found")
@blueprint.response(200, KeptClaimSchema, description="The claim.", headers=ETAG)
def get_claim(quotation: int) -> Response:
    """Show how far the check of what a quotation says is

    With its rating, and in how many articles it stands in the same words.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_fields(request.args.keys(), "unknown")
    found = claim_of(current_store(), quotation)
    return tagged(dump_claim(found), found.version)


@blueprint.route("/quotations/<int:quotation>/claim", methods=["PUT"])
@blueprint.doc(operationId="markClaim", parameters=[IF_MATCH], requestBody=BODY)
@needs(blueprint, "write")
@problems(blueprint, *WRITING)
@blueprint.response(200, KeptClaimSchema, description="The claim as it is now.", headers=ETAG)
def mark(quotation: int) -> Response:
    """Say how far the check of what a quotation says is

    It holds for all quotations that say it in the same words. The header If-Match names the version of the
    claim that was seen.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    store = current_store()
    given = ClaimMarkSchema().load(read_object(request))
    author, expected = current_author(given.pop("author", None)), expected_version()
    told = unless_outdated(lambda: mark_claim(store, quotation, **given, author=author, expected=expected))
    return tagged(dump_claim(told), told.version)


@blueprint.route("/quotations/<int:quotation>/claim/history", methods=["GET"])
@blueprint.doc(operationId="getClaimHistory", parameters=[{"in": "query", "schema": HistoryPageSchema}])
@needs(blueprint, "read")
@problems(blueprint, *READING, "quotation-not-found")
@blueprint.response(200, ClaimHistorySchema, description="A page; the header Link leads to the next.")
def get_history(quotation: int) -> Response:
    """List what became of a claim

    Who set which status when, with what, in order.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    asked = HistoryPageSchema().load(request.args.to_dict())
    found = claim_history(current_store(), quotation, **asked)
    answer = jsonify(ClaimHistorySchema().dump({"events": found}))
    answer.headers.extend(link_next("after", found[-1].id if len(found) == asked["limit"] else None))
    return answer


@blueprint.route("/quotations/<int:quotation>/claim/review", methods=["GET"])
@blueprint.doc(operationId="getClaimReview")
@needs(blueprint, "read")
@problems(blueprint, *READING, "quotation-not-found")
@blueprint.response(200, {"type": "object"}, description="A ClaimReview.", content_type=JSON_LD)
def get_review(quotation: int) -> Response:
    """Show schema.org's ClaimReview of what a quotation says

    A draft, until the claim is checked: then it has the verdict and its page.
    """
    kind = choose_media_type(request.accept_mimetypes, [JSON_LD, JSON])
    refuse_fields(request.args.keys(), "unknown")
    body = json.dumps(claim_draft(current_store(), quotation), ensure_ascii=False)
    return Response(body, mimetype=kind)
