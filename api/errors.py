"""One shape for every error of the service: `application/problem+json` (RFC 9457) with a stable type.

An HTTP error that is none of `PROBLEM_TYPES` has the type `about:blank`, which says no more than its status.
Nothing that was not written for the sender gets into an answer: the log has it, under the request id.
"""

from __future__ import annotations

import http
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from flask import Flask, Response
from marshmallow import ValidationError
from sqlalchemy.exc import InterfaceError, OperationalError, SQLAlchemyError, TimeoutError
from werkzeug.exceptions import HTTPException

from api import observation
from api.problems import PROBLEM_TYPES, FieldError, Problem
from api.request_id import request_id
from attribution.errors import DeadlineExceeded, InputError, ModelError, QuotationError
from attribution.store.database import DatabaseError, is_broken, without_values

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
LISTED_ERRORS = 20  # a body with ten thousand unknown keys need not be answered with all of them
MODEL_UNAVAILABLE = "The model that the service needs is not available; the log says why."
SHOWN = 300  # characters of a message, which may carry what a sender gave

_BY_STATUS = {
    400: "bad-request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not-found",
    405: "method-not-allowed",
    406: "not-acceptable",
    412: "precondition-failed",
    413: "body-too-large",
    415: "unsupported-media-type",
    422: "invalid-input",
    429: "rate-limited",
    500: "internal-error",
}


class Answer(NamedTuple):
    """What an error is answered with."""

    body: dict[str, Any]
    status: int
    headers: Mapping[str, str]


def register_error_handlers(app: Flask) -> None:
    """Has `app` answer every error, its own and unexpected ones, as a problem."""
    for kind in _ANSWERS:
        app.register_error_handler(kind, respond)


def answer(error: Exception) -> Answer:
    """What is said of `error`, as a whole answer or as that for one item of many. Logs what is our fault."""
    kind = next(kind for kind in _ANSWERS if isinstance(error, kind))
    found = _ANSWERS[kind](error)
    request = observation.current()
    if request is not None:
        request.metrics.count_problem(found.body["type"])
    return found


def respond(error: Exception) -> Response:
    """The answer that tells of `error`."""
    body, status, headers = answer(error)
    return Response(json.dumps(body, ensure_ascii=False), status, headers, content_type=MEDIA_TYPE)


def _answer_problem(problem: Problem) -> Answer:
    kind = problem.kind
    body = _body(kind.uri, kind.status, kind.title, problem.detail, problem.errors)
    return Answer({**body, **problem.extensions}, kind.status, problem.headers)


def _answer_validation_error(error: ValidationError) -> Answer:
    messages = error.messages_dict
    if list(messages) == ["query"] and isinstance(messages["query"], dict):
        messages = messages["query"]  # webargs says where the fields stood
    found = sorted(_flatten(messages), key=lambda entry: entry["field"])
    names = ", ".join(dict.fromkeys(entry["field"] for entry in found[:LISTED_ERRORS]))
    more = f" (the first {LISTED_ERRORS} of {len(found)})" if len(found) > LISTED_ERRORS else ""
    return _answer_problem(Problem("invalid-input", f"At fault: {names}{more}.", errors=found))


def _answer_quotation_error(error: QuotationError) -> Answer:
    if isinstance(error, ModelError):
        log.error("request %s: %s", request_id(), error)
        return _answer_problem(Problem("model-unavailable", MODEL_UNAVAILABLE))
    if isinstance(error, DatabaseError):
        return _answer_database_error(error)
    if isinstance(error, DeadlineExceeded):
        return _answer_problem(Problem("timeout", PROBLEM_TYPES["timeout"].meaning))
    if not isinstance(error, InputError) or error.code not in PROBLEM_TYPES:
        return _answer_unexpected(error)
    entry: FieldError = {"field": error.field or "text", "message": str(error)}
    if error.position is not None:
        entry["position"] = error.position
    return _answer_problem(Problem(error.code, str(error), errors=[entry] if error.field else []))


def _answer_database_error(error: SQLAlchemyError | DatabaseError) -> Answer:
    away = isinstance(error, DatabaseError | OperationalError | InterfaceError | TimeoutError)
    if not away and not is_broken(error):
        return _answer_unexpected(error)
    log.error("request %s: the database cannot be used: %s", request_id(), without_values(error))
    meaning = PROBLEM_TYPES["storage-unavailable"].meaning
    return _answer_problem(Problem("storage-unavailable", meaning, headers={"Retry-After": "5"}))


def _answer_http_exception(error: HTTPException) -> Answer:
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name.lower() != "content-type"}
    inner = getattr(error, "exc", None)  # what webargs found in a query string
    if isinstance(inner, ValidationError):
        return _answer_validation_error(inner)
    detail = type(error).description or ""  # of the class: an instance may carry inner words
    if status in _BY_STATUS:
        kind = PROBLEM_TYPES[_BY_STATUS[status]]
        return Answer(_body(kind.uri, status, kind.title, kind.meaning), status, headers)
    body = _body("about:blank", status, _phrase(status), detail or _phrase(status))
    return Answer(body, status, headers)


def _answer_unexpected(error: Exception) -> Answer:
    log.error("request %s: unexpected error", request_id(), exc_info=error)
    detail = "The service failed on this request; its log has the reason under the request id."
    return _answer_problem(Problem("internal-error", detail))


_ANSWERS: Mapping[type[Exception], Callable[[Any], Answer]] = {
    Problem: _answer_problem,
    ValidationError: _answer_validation_error,
    QuotationError: _answer_quotation_error,
    SQLAlchemyError: _answer_database_error,
    HTTPException: _answer_http_exception,
    Exception: _answer_unexpected,  # the last one, as it fits all
}


def _body(
    uri: str, status: int, title: str, detail: str, errors: Sequence[FieldError] = ()
) -> dict[str, Any]:
    body: dict[str, Any] = {
        "type": uri,
        "title": title,
        "status": status,
        "detail": _shown(detail),
        "request_id": request_id(),
    }
    if errors:
        body["errors"] = [_shown_error(error) for error in errors[:LISTED_ERRORS]]
    return body


def _flatten(messages: Mapping[Any, Any], path: str = "") -> list[FieldError]:
    """Marshmallow's nested messages as a flat list; nested fields are joined by dots."""
    found: list[FieldError] = []
    for name, inner in messages.items():
        field = f"{path}.{name}" if path else str(name)
        if isinstance(inner, Mapping):
            found.extend(_flatten(inner, field))
        else:
            found.extend({"field": field, "message": str(message)} for message in inner)
    return found


def _shown_error(error: FieldError) -> FieldError:
    shown = error.copy()
    shown["field"], shown["message"] = _shown(error["field"]), _shown(error["message"])
    return shown


def _shown(text: str) -> str:
    """`text` cut to what an answer may carry, with what UTF-8 cannot hold escaped."""
    cut = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return cut.encode("utf-8", "backslashreplace").decode("utf-8")


def _phrase(status: int) -> str:
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Error"
