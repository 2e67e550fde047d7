"""`DELETE /v1/articles/{number}` and `/v1/speakers/{speaker}`: out of the store, with nothing left."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import logging
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, fields, validate

from api.access import needs
from api.bodies import read_query
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.problems import Problem
from api.schemas import LONGEST_OPTION, check_text
from api.store import current_author, current_store
from attribution.store import DatabaseError, Store
from attribution.store.compacting import compact
from attribution.store.current import NotKept
from attribution.store.erasing import LONGEST, Erased, erase_article, erase_speaker

log = logging.getLogger(__name__)

blueprint = Blueprint("erasing", __name__, url_prefix="/v1", description="What a person may ask for.")

PROBLEMS = ("no-store", "bad-request", "invalid-input", "not-acceptable", "storage-unavailable")


class ErasureQuerySchema(Schema):
    """Who decides, where the service has no keys, and why."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    author = fields.String(
        validate=[validate.Length(min=1, max=LONGEST_OPTION), check_text],
        metadata={"description": "Who decides; not where a key says so.", "examples": ["Tove Sand"]},
    )
    reason = fields.String(
        validate=[validate.Length(min=1, max=LONGEST), check_text],
        metadata={"description": "Why; names of the person are blacked out in it."},
    )


class ErasedSchema(Schema):
    """How much was erased."""

    counts = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Articles that were changed, quotations and speakers that went, …"},
    )
    namesakes = fields.List(
        fields.Integer(),
        required=True,
        metadata={"description": "Other entries of the same name, which stay, and so do their articles."},
    )
    compacted = fields.Boolean(
        required=True,
        metadata={
            "description": "Whether the files of the database were written anew, so that they hold nothing "
            "of it either. Else `attribution store compact` has to do it."
        },
    )


@blueprint.before_request
def check_query() -> None:
    """A query string that cannot be read, or says a thing twice, is refused before anything is looked at."""
    read_query(request)


@blueprint.route("/articles/<int:number>", methods=["DELETE"])
@blueprint.doc(operationId="eraseArticle")
@needs(blueprint, "admin")
@problems(blueprint, *PROBLEMS, "article-not-found")
@blueprint.arguments(ErasureQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, ErasedSchema, description="It is gone.")
def delete_article(given: dict[str, Any], number: int) -> Response:
    """Erase an article

    With all its revisions, records and quotations, what was decided on them, and speakers of whom nothing is
    left. Backups that were made before are not touched.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    store, author = current_store(), current_author(given.get("author"))
    try:
        return _answer(store, erase_article(store, number, author=author, reason=given.get("reason")))
    except NotKept as error:
        raise Problem("article-not-found", f"{error}.") from None


@blueprint.route("/speakers/<int:speaker>", methods=["DELETE"])
@blueprint.doc(operationId="eraseSpeaker")
@needs(blueprint, "admin")
@problems(blueprint, *PROBLEMS, "speaker-not-found")
@blueprint.arguments(ErasureQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, ErasedSchema, description="It is gone.")
def delete_speaker(given: dict[str, Any], speaker: int) -> Response:
    """Erase a speaker

    The entry, those merged into it, and all its quotations; in texts and records of all articles its name
    and words are blacked out, so that the quotations of others stay in their places. Backups that were made
    before are not touched.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    store, author = current_store(), current_author(given.get("author"))
    try:
        return _answer(store, erase_speaker(store, speaker, author=author, reason=given.get("reason")))
    except NotKept as error:
        raise Problem("speaker-not-found", f"{error}.") from None


def _answer(store: Store, erased: Erased) -> Response:
    told = {"counts": erased.counts, "namesakes": erased.namesakes, "compacted": _compact(store)}
    return jsonify(ErasedSchema().dump(told))


def _compact(store: Store) -> bool:
    try:
        return not compact(store)
    except DatabaseError as error:
        log.warning("%s: `attribution store compact` does it later", error)
        return False
