"""From the body of a request to the items of a job. A bad article becomes the answer to its own item.

The body goes to a file first: its digest must be known before anything is written, and a slow sender must
not hold a transaction open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from functools import cached_property
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import Request
from marshmallow import ValidationError

from api.bodies import (
    MOST_BLANK,
    check_article,
    decode,
    given_id,
    next_line,
    parse_object,
    read_query,
    refuse_fields,
)
from api.config import Config
from api.jobs.addresses import AddressError, Hosts, Target, read_url
from api.jobs.answers import describe
from api.jobs.store import Upload
from api.media import FORM, JSON, LINES
from api.problems import PROBLEM_TYPES, FieldError, Problem
from api.request_id import request_id
from attribution.errors import InputError

FILE = "file"  # the form's one file
WEBHOOK = "webhook"
END = (b"", 0)

_PIECE = 65_536
_IN_MEMORY = 1_000_000  # bytes


class Body:
    """What was sent for a job: its digest, and its articles. Close it when it was read.

    `place` is held while a body arrives that is longer than any other may be: those are handed over before
    they are there, so that a slow sender of one has a thread for as long as it likes.
    """

    def __init__(self, request: Request, config: Config, place: AbstractContextManager[None]) -> None:
        self._config = config
        self._place = place
        self._kind = request.mimetype
        self._outside = read_query(request).get(WEBHOOK)  # the webhook, where the articles do not name it
        self._file: IO[bytes] = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # see close
        request.max_content_length = config.body_limit if self._kind == JSON else config.job_bytes
        try:
            self.digest = self._receive(request)
        except BaseException:
            self.close()
            raise

    def _receive(self, request: Request) -> str:
        digest = hashlib.sha256(b"list" if self._kind == JSON else b"lines")
        with ExitStack() as held:
            came, placed = 0, self._is_long(request)
            if placed:
                held.enter_context(self._place)
            for piece in _pieces(request):
                came += len(piece)
                if came > self._config.body_limit and not placed:
                    placed = True
                    held.enter_context(self._place)
                digest.update(piece)
                self._file.write(piece)
        if self._kind == FORM and WEBHOOK in request.form:
            self._name_webhook(request.form.getlist(WEBHOOK))
        if self._outside is not None:
            digest.update(b"\n" + self._outside.encode())
        self._file.seek(0)
        return digest.hexdigest()

    def _is_long(self, request: Request) -> bool:
        """True when that is known beforehand, or would not be known before all is read, as of a form."""
        length, most = request.content_length, request.max_content_length
        if length is None or most is None:
            return self._kind == FORM
        return self._config.body_limit < length <= most  # what is longer still is refused unread

    @property
    def webhook(self) -> Any:
        """What was named as webhook, whatever it is: in the object, the form or the query string."""
        inside = self._object.get(WEBHOOK) if self._kind == JSON else None
        if inside is not None and self._outside is not None:
            refuse_fields([WEBHOOK], "given twice, in the body and in the query string")
        return inside if inside is not None else self._outside

    def uploads(self) -> Iterator[Upload]:
        """The items in order. Raises Problem where there are none or too many, or the whole is no JSON."""
        count = 0
        for upload in self._list() if self._kind == JSON else self._lines():
            count += 1
            if count > self._config.job_items:
                detail = f"A job may have {self._config.job_items} articles."
                raise Problem("too-many-items", detail)
            yield upload
        if not count:
            refuse_fields(["articles"], "to hold at least one article")

    def close(self) -> None:
        """Removes the file."""
        self._file.close()

    def _name_webhook(self, given: list[str]) -> None:
        if self._outside is not None or len(given) > 1:
            refuse_fields([WEBHOOK], "given twice")
        self._outside = given[0]

    @cached_property
    def _object(self) -> dict[str, Any]:
        return parse_object(decode(self._file.read()))

    def _list(self) -> Iterable[Upload]:
        given = self._object
        refuse_fields(given.keys() - {"articles", WEBHOOK}, "unknown")
        if not isinstance(given.get("articles"), list):
            refuse_fields(["articles"], "to be a list of articles")
        return map(read_upload, given["articles"])

    def _lines(self) -> Iterator[Upload]:
        longest, blank = self._config.body_limit, 0
        while (read := next_line(self._file, longest)) != END:
            line, length = read
            if length > longest:
                yield _refused(Problem("body-too-large", f"The line is over {longest} bytes."))
            elif line.strip():
                yield read_line(line)
            elif (blank := blank + 1) > MOST_BLANK:
                raise Problem("bad-request", f"The body has more than {MOST_BLANK} blank lines.")


def read_webhook(given: Any, hosts: Hosts) -> Target | None:
    """The webhook that a sender names, None for none. Raises Problem for one that may not be called."""
    if given is None:
        return None
    try:
        target = read_url(given if isinstance(given, str) else "")
    except AddressError as error:
        refuse_fields([WEBHOOK], str(error))
        raise
    if not hosts:
        raise _refuse_webhook("This service sends no webhooks.")
    if not hosts.allow(target):
        raise _refuse_webhook(f"This service may not call {target.origin}.")
    return target


def _refuse_webhook(message: str) -> Problem:
    entry: FieldError = {"field": WEBHOOK, "message": message}
    return Problem("webhook-refused", message, errors=[entry])


def read_line(line: bytes) -> Upload:
    """The item in a line of JSON."""
    try:
        return read_upload(parse_object(decode(line)))
    except Problem as problem:
        return _refused(problem)


def read_upload(given: Any) -> Upload:
    """The item in a JSON value."""
    if not isinstance(given, dict):
        return _refused(Problem("malformed-json", "An article must be a JSON object."))
    known = given_id(given)
    try:
        return Upload(check_article(given), id=known)
    except (ValidationError, InputError, Problem) as error:
        return _refused(error, known)


def _refused(error: Exception, name: str | None = None) -> Upload:
    return Upload(None, describe(error, request_id()), id=name)


def _pieces(request: Request) -> Iterator[bytes]:
    """The bytes of the lines, or of the one file of a form."""
    if request.mimetype == FORM:
        sent = request.files.getlist(FILE)
        others = {*request.files, *request.form} - {FILE, WEBHOOK} | {WEBHOOK} & {*request.files}
        refuse_fields(others, "unknown")
        if len(sent) != 1:
            refuse_fields([FILE], "to be one file")
        yield from iter(lambda: sent[0].stream.read(_PIECE), b"")
        return
    if request.mimetype not in (JSON, *LINES):
        detail = f"Jobs are {JSON}, {LINES[0]} or {FORM}."
        raise Problem("unsupported-media-type", detail)
    announced, limit, came = request.content_length, request.max_content_length, 0
    while piece := request.stream.read(_PIECE):
        came += len(piece)
        if limit is not None and came > limit:
            raise Problem("body-too-large", PROBLEM_TYPES["body-too-large"].meaning)
        yield piece
    if announced is not None and came < announced:
        raise Problem("bad-request", f"The body was cut short: {came} of {announced} bytes came.")
