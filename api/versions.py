"""Changes that name the version they were made on: nobody writes over what somebody else did meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request
from werkzeug.http import quote_etag

from api.problems import PROBLEM_TYPES, Problem
from attribution.store import Outdated

TAG = r'^((W/)?"[0-9a-f-]{3,40}"|\*)$'
IF_MATCH = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": TAG},
    "description": "The version that was decided on, in quotation marks, or the ETag that it came with; "
    "`*` for whichever there is.",
}
ETAG = {"ETag": {"schema": {"type": "string"}, "description": "The version."}}


def expected_version() -> str | None:
    """The version that the request names; None for any. Raises Problem where it names none, or several.

    A weak tag names one too, though RFC 9110 lets If-Match compare strong ones alone: the tag of an answer
    became weak as the answer was compressed, and a version is of what is kept, not of an answer's bytes.
    """
    tags = request.if_match
    if tags.star_tag:
        return None
    named = tags.as_set(include_weak=True)
    if len(named) != 1:
        raise Problem("precondition-required", PROBLEM_TYPES["precondition-required"].meaning)
    return str(next(iter(named)))


def unless_outdated(decide: Callable[[], Any]) -> Any:
    """What `decide` gives. Raises Problem where something else was decided on than there is by now."""
    try:
        return decide()
    except Outdated as error:
        detail = "It has changed since it was read; nothing was done. Read it again."
        raise Problem("precondition-failed", detail, headers={"ETag": quote_etag(error.version)}) from None


def tagged(body: dict[str, Any], version: str) -> Response:
    """An answer with its version."""
    answer = jsonify(body)
    answer.set_etag(version)
    return answer
