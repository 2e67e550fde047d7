"""`POST /v1/lock`, `/v1/unlock` and `/v1/compare`: quotations kept through the hands of machines."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from api.access import needs
from api.bodies import read_object, read_timeout, refuse_options
from api.engine import Engine
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.problems import Problem
from api.schemas import ExtractionRequestSchema, StrictSchema
from api.views.extractions import ARTICLE_PROBLEMS, TEXT, TIMEOUT_PARAMETER
from attribution.deadlines import deadline
from attribution.lock.records import KeyRefused, UnlockRefused
from attribution.lock.schemas import (
    ComparisonSchema,
    KeySchema,
    LockedSchema,
    UnlockingSchema,
    dump_comparison,
    dump_unlocked,
)
from attribution.schemas import Flag

if TYPE_CHECKING:
    from attribution.lock import Version
    from attribution.records import Extraction

EDITED = "“The bridge closes at noon,” said Mara Lindqvist, the mayor of Ostby."

blueprint = Blueprint(
    "locking", __name__, url_prefix="/v1", description="Quotations kept while machines edit the article."
)


def _flag(about: str, *, default: bool = False) -> Flag:
    return Flag(load_default=default, metadata={"description": about})


def _article(about: str) -> fields.Nested:
    return fields.Nested(ExtractionRequestSchema, required=True, metadata={"description": about})


class LockRequestSchema(StrictSchema):
    """An article whose quotations are locked."""

    article = _article("The article. Its headline is not locked.")
    all_marks = _flag("Whether titles, nicknames and scare quotes are locked, too.")


class UnlockRequestSchema(StrictSchema):
    """A locked article that was edited, and its key."""

    text = fields.String(
        required=True, metadata={"description": "The edited article, plain text or HTML as it was locked."}
    )
    key = fields.Nested(KeySchema, required=True, metadata={"description": "The key, as it was given."})
    allow_lost = _flag("Whether tokens may be gone, as they are in a summary.")
    speakers = _flag("Whether it is looked at who says each quotation now.", default=True)


class CompareRequestSchema(StrictSchema):
    """Two versions of an article."""

    before = _article("The earlier version.")
    after = _article("The later version.")
    all_marks = _flag("Whether titles, nicknames and scare quotes are compared, too.")


def _body(schema: type[Schema], example: Mapping[str, Any] | None = None) -> dict[str, Any]:
    content: dict[str, Any] = {"schema": schema}
    if example is not None:
        content["example"] = example
    return {"required": True, "content": {JSON: content}}


@blueprint.route("/lock", methods=["POST"])
@blueprint.doc(
    operationId="lockQuotations",
    requestBody=_body(LockRequestSchema, {"article": {"text": TEXT}}),
    parameters=[TIMEOUT_PARAMETER],
)
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS)
@blueprint.response(200, LockedSchema, description="The article with tokens, and the key to them.")
def lock_quotations() -> Response:
    """Replace the quotations of an article by tokens

    The article can then be rewritten, summarised or translated by any tool; `/v1/unlock` puts the words
    back. Nothing is kept here: the key has the words, and without it they are lost.
    """
    from attribution.lock import lock  # loads spaCy, so not before it is needed

    engine, until, given = _read(LockRequestSchema())
    with engine.admit(), deadline(until):
        version = _version(engine, given["article"], until)
        locked = lock(
            version.article, version.extraction, html=version.html, all_marks=given["all_marks"]
        )  # fmt: skip
    return jsonify(LockedSchema().dump(locked))


@blueprint.route("/unlock", methods=["POST"])
@blueprint.doc(
    operationId="unlockQuotations", requestBody=_body(UnlockRequestSchema), parameters=[TIMEOUT_PARAMETER]
)
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS)
@blueprint.response(200, UnlockingSchema, description="The article, or all that is wrong with it.")
def unlock_quotations() -> Response:
    """Put quotations back in the place of their tokens

    Where a token was lost, doubled or damaged, or somebody else says it now, `text` is null and `faults` has
    all that is wrong, each with its place.
    """
    from attribution.lock import unlock

    engine, until, given = _read(UnlockRequestSchema())
    reader = _Reader(engine, until) if given["speakers"] else None
    try:
        with engine.admit(), deadline(until):
            outcome = unlock(
                given["text"], given["key"], extractor=reader, allow_lost=given["allow_lost"]
            )  # fmt: skip
    except UnlockRefused as refused:
        return jsonify(dump_unlocked(refused, "speakers" if reader else "tokens"))
    except KeyRefused as error:
        raise Problem(
            "invalid-input", "At fault: key.", errors=[{"field": "key", "message": str(error)}]
        ) from None
    return jsonify(dump_unlocked(outcome, outcome.checked))


@blueprint.route("/compare", methods=["POST"])
@blueprint.doc(
    operationId="compareVersions",
    requestBody=_body(CompareRequestSchema, {"before": {"text": TEXT}, "after": {"text": EDITED}}),
    parameters=[TIMEOUT_PARAMETER],
)
@needs(blueprint, "read")
@problems(blueprint, *ARTICLE_PROBLEMS)
@blueprint.response(200, ComparisonSchema, description="What became of each quotation.")
def compare_versions() -> Response:
    """Compare the quotations of two versions of an article

    Each quotation's words in marks are kept, shortened, cut, altered, dropped or invented, and said by the
    same speaker or another. Positions are code points of the versions as given.
    """
    from attribution.lock import compare

    engine, until, given = _read(CompareRequestSchema())
    with engine.admit(), deadline(until):
        before, after = (_version(engine, given[name], until) for name in ("before", "after"))
        found = compare(before, after, all_marks=given["all_marks"])
    return jsonify(dump_comparison(found))


def _read(schema: Schema) -> tuple[Engine, float, dict[str, Any]]:
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    engine: Engine = current_app.extensions["attribution"]
    until = time.monotonic() + read_timeout(request, engine.deadline)
    given: dict[str, Any] = schema.load(read_object(request))
    return engine, until, given


def _version(engine: Engine, given: Mapping[str, Any], until: float) -> Version:
    from attribution.lock import Version

    article = {name: value for name, value in given.items() if value is not None}
    extraction = engine.extract(until=until, wait=False, **{**article, "unit": "codepoint"})
    html = article.get("html")
    return Version(article["text"] if html is None else html, extraction, html is not None)


class _Reader:
    """The engine as `unlock` sees it."""

    def __init__(self, engine: Engine, until: float) -> None:
        self._engine = engine
        self._until = until

    def extract(self, text: str | None = None, *, html: str | None = None) -> Extraction:
        """The quotations of an article."""
        article = {"text": text} if html is None else {"html": html}
        return self._engine.extract(until=self._until, wait=False, **article)
