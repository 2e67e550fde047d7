"""From the bytes of a request to the article in it, refusing what cannot be read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import HTTPException

from api.problems import PROBLEM_TYPES, FieldError, Problem
from api.schemas import ExtractionRequestSchema

JSON, PLAIN, HTML = "application/json", "text/plain", "text/html"

_MOST_PARAMETERS = 50


def read_article(request: Request) -> dict[str, Any]:
    """The article that `request` carries, checked, as keywords of `attribution.Extractor.extract`.

    A JSON body is an object with the article and its options; a bare text or HTML body is the article.
    Options may also stand in the query string. Raises Problem, ValidationError or UndecodableInput.
    """
    kind = _media_type(request)
    options = _query(request)
    text = decode(_read(request))
    if kind == JSON:
        given = parse_object(text)
    else:
        given = {"text" if kind == PLAIN else "html": text}
    refuse_fields(options.keys() & given.keys(), "given twice, in the body and in the query string")
    refuse_fields(options.keys() & {"text", "html"}, "belongs in the body, not in the query string")
    return check_article({**options, **given})


def check_article(given: dict[str, Any]) -> dict[str, Any]:
    """An article with its options, checked, as keywords of the extractor. Raises what `read_article` does."""
    article = ExtractionRequestSchema().load(given)
    return {name: value for name, value in article.items() if value is not None}


def _media_type(request: Request) -> str:
    kind, parameters = request.mimetype, request.mimetype_params
    if kind not in (JSON, PLAIN, HTML):
        named = f"not {kind}" if kind else "and the header Content-Type must say which"
        raise Problem("unsupported-media-type", f"Bodies are {JSON}, {PLAIN} or {HTML}, {named}.")
    charset = parameters.get("charset", "utf-8").strip().lower()
    if charset not in ("utf-8", "utf8"):
        raise Problem("unsupported-media-type", f"Bodies are in UTF-8, not {charset}.")
    return kind


def _query(request: Request) -> dict[str, str]:
    try:
        query = request.query_string.decode("utf-8")
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Problem("bad-request", "The query string is not percent-encoded UTF-8.") from None
    except ValueError:
        detail = f"The query string has more than {_MOST_PARAMETERS} parameters."
        raise Problem("bad-request", detail) from None
    names = [name for name, _ in pairs]
    refuse_fields({name for name in names if names.count(name) > 1}, "given twice in the query string")
    return dict(pairs)


def _read(request: Request) -> bytes:
    """The whole body. Werkzeug gives what there is of a body that is cut short, or too long and in chunks."""
    announced, limit = request.content_length, request.max_content_length
    try:
        data = request.get_data(cache=False)
    except (HTTPException, Problem):
        raise
    except Exception as error:  # of whatever type the server has for chunks that are none
        raise Problem("bad-request", "The body cannot be read: its chunks are broken.") from error
    if announced is not None and len(data) < announced:
        raise Problem("bad-request", f"The body was cut short: {len(data)} of {announced} bytes came.")
    if announced is None and limit is not None and len(data) >= limit:
        raise Problem("body-too-large", PROBLEM_TYPES["body-too-large"].meaning)
    return data


def decode(data: bytes) -> str:
    """The text in a body. Raises Problem where it is no UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"The body is not UTF-8: byte {data[error.start]:#04x} at position {error.start}."
        raise Problem("undecodable-body", detail) from None


def parse_object(text: str) -> dict[str, Any]:
    """The JSON object in `text`. Raises Problem for anything else."""
    try:
        value = json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if text.strip() else "it is empty"
        raise Problem("malformed-json", f"The body is not JSON: {where}.") from None
    except RecursionError:
        raise Problem("malformed-json", "The JSON is nested too deeply.") from None
    except ValueError:
        raise Problem("malformed-json", "The JSON holds a number with too many digits.") from None
    if not isinstance(value, dict):
        raise Problem("malformed-json", "The body must be a JSON object.")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise Problem("malformed-json", f"JSON has no {name}.")


def refuse_fields(names: Iterable[str], why: str) -> None:
    """Raises Problem if there are any names."""
    errors: list[FieldError] = [{"field": name, "message": f"The field is {why}."} for name in sorted(names)]
    if errors:
        at_fault = ", ".join(error["field"] for error in errors)
        raise Problem("invalid-input", f"At fault: {at_fault}.", errors=errors)
