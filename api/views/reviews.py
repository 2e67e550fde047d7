"""Reviews: what people decide on quotations, one by one or an article at once."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from api.access import needs
from api.bodies import read_object, read_query, refuse_options
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.review_schemas import (
    CorrectedRequestSchema,
    HistoryPageSchema,
    QueueQuerySchema,
    ReviewRequestSchema,
    UnitSchema,
)
from api.search_schemas import LISTS
from api.store import current_author, current_store
from api.versions import ETAG, IF_MATCH, expected_version, tagged, unless_outdated
from attribution.store import review, save_corrected
from attribution.store.current import current_of, standing_of
from attribution.store.review_schemas import (
    CurrentSchema,
    HistorySchema,
    QueueSchema,
    ReviewedSchema,
    SavedSchema,
    dump_current,
)
from attribution.store.waiting import Queue, queue, reviews_of
from attribution.text.plain import in_utf16

blueprint = Blueprint("reviews", __name__, url_prefix="/v1", description="What people decide on quotations.")

READING = ("no-store", "not-acceptable", "invalid-input", "bad-request", "storage-unavailable")
WRITING = (
    *READING, "malformed-json", "undecodable-body", "unsupported-media-type", "body-too-large",
    "precondition-failed", "precondition-required",
)  # fmt: skip


@blueprint.before_request
def check_query() -> None:
    """A query string that cannot be read, or says a thing twice, is refused before anything is looked at."""
    read_query(request, lists=LISTS)


@blueprint.route("/reviews/queue", methods=["GET"])
@blueprint.doc(operationId="listWaiting")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor")
@blueprint.arguments(QueueQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, QueueSchema, description="A page of quotations.")
def list_waiting(given: dict[str, Any]) -> tuple[Queue, dict[str, str]]:
    """List what is to be reviewed next

    First what was decided on and has changed since, then the least sure. Where there are more, `next` and the
    header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    found = queue(current_store(), **given)
    return found, link_next("cursor", found.next)


@blueprint.route("/quotations/<int:quotation>/reviews", methods=["GET"])
@blueprint.doc(operationId="listReviews", parameters=[{"in": "query", "schema": HistoryPageSchema}])
@needs(blueprint, "read")
@problems(blueprint, *READING, "quotation-not-found")
@blueprint.response(200, HistorySchema, description="A page; the header Link leads to the next.")
def list_reviews(quotation: int) -> Response:
    """List what was decided on a quotation

    Who decided what, when and why, in order.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    asked = HistoryPageSchema().load(request.args.to_dict())
    found = reviews_of(current_store(), quotation, **asked)
    answer = jsonify(HistorySchema().dump({"reviews": found}))
    answer.headers.extend(link_next("after", found[-1].id if len(found) == asked["limit"] else None))
    return answer


def _body(schema: type[Any], example: dict[str, Any] | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": schema}
    return {"required": True, "content": {JSON: content | ({"example": example} if example else {})}}


@blueprint.route("/quotations/<int:quotation>/review", methods=["POST"])
@blueprint.doc(
    operationId="reviewQuotation",
    parameters=[IF_MATCH],
    requestBody=_body(ReviewRequestSchema, {"action": "accept", "reason": "Heard on the recording."}),
)
@needs(blueprint, "write")
@problems(blueprint, *WRITING, "quotation-not-found", "review-refused")
@blueprint.response(200, ReviewedSchema, description="The quotation as it is now.", headers=ETAG)
def review_quotation(quotation: int) -> Response:
    """Accept, correct, reject or reopen a quotation

    The header If-Match names the version that was decided on, as the queue gives it. A correction makes
    further records of the article; what was there before is kept.
    """
    given = _read(ReviewRequestSchema())
    expected = expected_version()
    told = unless_outdated(
        lambda: review(
            current_store(),
            quotation,
            given["action"],
            author=current_author(given.get("author")),
            reason=given.get("reason"),
            changes=given.get("changes"),
            expected=expected,
        )
    )
    return tagged(ReviewedSchema().dump(told), told.version)


@blueprint.route("/articles/<int:article>/extraction", methods=["GET"])
@blueprint.doc(operationId="getExtraction", parameters=[{"in": "query", "schema": UnitSchema}])
@needs(blueprint, "read")
@problems(blueprint, *READING, "article-not-found")
@blueprint.response(200, CurrentSchema, description="The article and its records.", headers=ETAG)
def get_extraction(article: int) -> Response:
    """Get an article of the store, with its records as they are now

    As people corrected them, without what was rejected.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    asked = UnitSchema().load(request.args.to_dict())
    with current_store().read() as connection:
        current = current_of(connection, article)
        standing = standing_of(connection, current)
    extraction = current.extraction
    if asked["unit"] == "utf16":
        extraction = in_utf16(extraction, body=current.content, title=extraction.article.title)
    return tagged(dump_current(current, extraction, standing), current.version)


@blueprint.route("/articles/<int:article>/extraction", methods=["PUT"])
@blueprint.doc(operationId="putExtraction", parameters=[IF_MATCH], requestBody=_body(CorrectedRequestSchema))
@needs(blueprint, "write")
@problems(blueprint, *WRITING, "article-not-found")
@blueprint.response(200, SavedSchema, description="What became of the quotations.", headers=ETAG)
def put_extraction(article: int) -> Response:
    """Keep corrected records of an article

    As the desk downloads them, in either unit. A quotation that they leave out is rejected. The header
    If-Match names the version that was corrected.
    """
    given = _read(CorrectedRequestSchema())
    expected = expected_version()
    told = unless_outdated(
        lambda: save_corrected(
            current_store(),
            article,
            given["extraction"],
            author=current_author(given.get("author")),
            reason=given.get("reason"),
            expected=expected,
            accept_others=given.get("accept_others", False),
        )
    )
    return tagged(SavedSchema().dump(told), told.version)


def _read(schema: Any) -> dict[str, Any]:
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    current_store()  # where there is none, nothing else is worth saying
    loaded: dict[str, Any] = schema.load(read_object(request))
    return loaded
