"""From the bytes of a request to the article in it, refusing what cannot be read."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import IO, Any, NoReturn
from urllib.parse import parse_qsl

from flask import Request
from werkzeug.exceptions import HTTPException

from api.config import LEAST_SECONDS, ConfigError, read_seconds
from api.media import HTML, JSON, LINES, PLAIN
from api.problems import PROBLEM_TYPES, FieldError, Problem
from api.schemas import LONGEST_OPTION, ExtractionRequestSchema

TIMEOUT = "timeout"  # the one parameter that says nothing of the article

_MOST_PARAMETERS = 50
MOST_BLANK = 100_000  # lines in a row: a gzip of a few kilobytes may hold millions, which no rate counts
_READ_AHEAD, _PIECE = 16_384, 65_536  # bytes


def read_article(request: Request) -> dict[str, Any]:
    """The article that `request` carries, checked, as keywords of `attribution.Extractor.extract`.

    A JSON body is an object with the article and its options; a bare text or HTML body is the article.
    Options may also stand in the query string. Raises Problem, ValidationError or UndecodableInput.
    """
    kind = _media_type(request, (JSON, PLAIN, HTML))
    options = read_query(request)
    options.pop(TIMEOUT, None)
    text = decode(_read(request))
    if kind == JSON:
        given = parse_object(text)
    else:
        given = {"text" if kind == PLAIN else "html": text}
    refuse_fields(options.keys() & given.keys(), "given twice, in the body and in the query string")
    refuse_fields(options.keys() & {"text", "html"}, "belongs in the body, not in the query string")
    return check_article({**options, **given})


def check_article(given: Any) -> dict[str, Any]:
    """`given` as keywords of `attribution.Extractor.extract`.

    Raises Problem, ValidationError or UndecodableInput.
    """
    if not isinstance(given, dict):
        raise Problem("invalid-input", "An article is a JSON object.")
    article = ExtractionRequestSchema().load(given)
    return {name: value for name, value in article.items() if value is not None}


def given_id(given: Any) -> str | None:
    """The id of an unchecked article, if it has a sound one: so that a sender knows what was refused."""
    name = given.get("id") if isinstance(given, dict) else None
    return name if isinstance(name, str) and name.isprintable() and len(name) <= LONGEST_OPTION else None


def next_line(source: IO[bytes], longest: int) -> tuple[bytes, int]:
    """The next line and its length in bytes; of one that is over `longest`, its beginning alone.

    Length 0 is the end.
    """
    line = rest = source.readline(longest + 1)
    length = len(line)
    while length > longest and rest and not rest.endswith(b"\n"):
        rest = source.readline(_PIECE)
        length += len(rest)
    return line, length


def read_list(request: Request, most: int) -> list[Any]:
    """The items of a JSON list, none of them checked. Raises Problem for no list and for more than `most`."""
    _media_type(request, (JSON,))
    items = _parse(decode(_read(request)))
    if not isinstance(items, list):
        raise Problem("malformed-json", "The body must be a JSON list of articles.")
    if len(items) > most:
        raise Problem("too-many-items", f"The list has {len(items)} articles; {most} are taken at once.")
    return items


def read_object(request: Request) -> dict[str, Any]:
    """The JSON object that is the body. Raises Problem where it is none."""
    _media_type(request, (JSON,))
    return parse_object(decode(_read(request)))


def read_lines(request: Request, longest: int) -> Iterator[bytes | Problem]:
    """The lines of a body of JSON lines, without blank ones, each as soon as it came; memory holds one.

    A line of more than `longest` bytes gives a Problem in its place. A body that cannot be read on gives a
    Problem and ends. Raises Problem at once for another media type.
    """
    _media_type(request, LINES)
    request.max_content_length = sys.maxsize  # of the whole, which has no limit
    return _lines(request.stream, longest, request.content_length)


def read_timeout(request: Request, most: float) -> float:
    """The seconds that the query string gives for the work, or `most`. Raises Problem for what is none."""
    given = read_query(request).get(TIMEOUT)
    if given is None:
        return most
    try:
        seconds = read_seconds(TIMEOUT, given)
    except ConfigError:
        message = f"Not a number of seconds, {LEAST_SECONDS} at least."
        entry: FieldError = {"field": TIMEOUT, "message": message}
        raise Problem("invalid-input", f"At fault: {TIMEOUT}.", errors=[entry]) from None
    return min(seconds, most)


def refuse_options(request: Request) -> None:
    """Raises Problem for options in the query string, where each article of several has its own."""
    refuse_fields(
        read_query(request).keys() - {TIMEOUT}, "not taken in the query string: articles have their own"
    )


def read_query(request: Request, *, lists: Collection[str] = ()) -> dict[str, str]:
    """The parameters of the query string. Raises Problem where it is no text, or names one twice.

    Those of `lists` may come several times; of these the last is returned.
    """
    try:
        query = request.query_string.decode("utf-8")
        pairs = parse_qsl(query, keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except UnicodeDecodeError:
        raise Problem("bad-request", "The query string is not percent-encoded UTF-8.") from None
    except ValueError:
        detail = f"The query string has more than {_MOST_PARAMETERS} parameters."
        raise Problem("bad-request", detail) from None
    names = [name for name, _ in pairs]
    twice = {name for name in names if names.count(name) > 1} - set(lists)
    refuse_fields(twice, "given twice in the query string")
    return dict(pairs)


def _lines(stream: IO[bytes], longest: int, announced: int | None) -> Iterator[bytes | Problem]:
    source = io.BufferedReader(stream, _READ_AHEAD) if isinstance(stream, io.RawIOBase) else stream
    came = blank = 0
    while True:
        try:
            line, length = next_line(source, longest)
        except Problem as problem:
            yield problem
            return
        except Exception:  # of whatever type the server has for a body that ends early
            yield Problem("bad-request", "The body was cut short, or its chunks are broken.")
            return
        came, blank = came + length, 0 if line.strip() else blank + 1
        if blank > MOST_BLANK:
            yield Problem("bad-request", f"More than {MOST_BLANK} blank lines in a row.")
            return
        if length > longest:
            yield Problem("input-too-large", f"The line is longer than {longest} bytes.")
        elif not blank:
            yield line
        elif not line:
            break
    if announced is not None and came < announced:
        yield Problem("bad-request", f"The body was cut short: {came} of {announced} bytes came.")


def _media_type(request: Request, taken: Sequence[str]) -> str:
    kind, parameters = request.mimetype, request.mimetype_params
    if kind not in taken:
        named = f"not {kind}" if kind else "and the header Content-Type must say which"
        raise Problem("unsupported-media-type", f"Bodies are {_or(taken)}, {named}.")
    charset = parameters.get("charset", "utf-8").strip().lower()
    if charset not in ("utf-8", "utf8"):
        raise Problem("unsupported-media-type", f"Bodies are in UTF-8, not {charset}.")
    return kind


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
    """The JSON object that `text` is. Raises Problem where it is none."""
    value = _parse(text)
    if not isinstance(value, dict):
        raise Problem("malformed-json", "The body must be a JSON object.")
    return value


def parse_line(line: bytes) -> Any:
    """The JSON value of a line. Raises Problem for bytes that are not UTF-8 and for text that is no JSON."""
    return _parse(decode(line))


def _parse(text: str) -> Any:
    try:
        return json.loads(text.removeprefix("\ufeff"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}" if text.strip() else "it is empty"
        raise Problem("malformed-json", f"The body is not JSON: {where}.") from None
    except RecursionError:
        raise Problem("malformed-json", "The JSON is nested too deeply.") from None
    except ValueError:
        raise Problem("malformed-json", "The JSON holds a number with too many digits.") from None


def _or(names: Sequence[str]) -> str:
    return " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _refuse_constant(name: str) -> NoReturn:
    raise Problem("malformed-json", f"JSON has no {name}.")


def refuse_fields(names: Iterable[str], why: str) -> None:
    """Raises Problem if there are any names."""
    errors: list[FieldError] = [{"field": name, "message": f"The field is {why}."} for name in sorted(names)]
    if errors:
        at_fault = ", ".join(error["field"] for error in errors)
        raise Problem("invalid-input", f"At fault: {at_fault}.", errors=errors)
