"""WARC files of crawlers: the pages in them, each with its address."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

from warcio.bufferedreaders import ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException

from attribution.corpus.inputs.pages import HTML_TYPES, decoded, media_type, page_text
from attribution.corpus.inputs.rows import Opened, Row, reason
from attribution.errors import InputError, InputTooLarge

# It warns of every blank in an address, which it mends; old crawls are full of them.
logging.getLogger("warcio.recordloader").setLevel(logging.ERROR)

_HEADERS = 1 << 18  # bytes of a record's headers, those of HTTP among them
_PIECE = 1 << 16
_BEGIN = b"WARC/"
_WEB = ("http:", "https:")
_CHUNK = re.compile(rb"[0-9A-Fa-f]+[ \t]*(?:;[^\r\n]*)?\r\n")


class _Stream:
    """The unpacked file as warcio reads it; holds headers to a limit."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._left = _HEADERS

    def begin(self) -> tuple[bytes, int]:
        """The first line of the next record, empty at the end, and how many bytes before it are of none."""
        self._left, lost = _HEADERS, 0
        while line := self._stream.readline(_PIECE):
            if line.startswith(_BEGIN):
                return line, lost
            lost += len(line) if line.strip() else 0
        return b"", lost

    def read(self, length: int) -> bytes:
        return self._stream.read(min(length, _PIECE))

    def readline(self, length: int | None = None) -> bytes:
        line = self._stream.readline(min(_PIECE, length or _PIECE))
        self._left -= len(line)
        if self._left < 0:
            raise ArchiveLoadFailed(f"headers longer than {_HEADERS} bytes")
        return line


def read_warc(file: Opened) -> Iterator[Row]:
    """A row for each page that was delivered: `html`, `url`, `id`, and `crawled`, the time of its capture.

    Pages are responses of status 200, and resources, with a type of HTML. What else there is, requests,
    images, redirections, counts as `skipped`.
    """
    number = 0
    for values in _pages(_Stream(file.stream), file.limit):
        if values is None:
            file.skipped += 1
        else:
            number += 1
            yield Row(number, values)


def _pages(stream: _Stream, limit: int) -> Iterator[dict[str, str] | InputError | None]:
    """What each record holds: a page, something else (None), or what is wrong with it."""
    loader = ArcWarcRecordLoader(verify_http=False, arc2warc=False)
    broken = False  # what lies between a broken record and the next one is known to be lost
    while True:
        line, lost = stream.begin()
        if lost and not broken:
            yield InputError(f"{lost} bytes that belong to no WARC record")
        if not line:
            return
        values = _record(loader, stream, line, limit)
        broken = isinstance(values, InputError)
        yield values


def _record(loader: Any, stream: _Stream, line: bytes, limit: int) -> dict[str, str] | InputError | None:
    """Reads one record to its end, whatever it holds."""
    try:
        record = loader.parse_record_stream(stream, line, "warc", no_record_parse=True)
        if not (record.rec_headers.get_header("Content-Length") or "").strip().isdecimal():
            return InputError("broken WARC record: no Content-Length")
        try:
            values = _page(loader, record, limit)
        except InputError as error:
            values = error
        return _drained(record) or values
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        return InputError(f"broken WARC record: {reason(error)}")


def _drained(record: Any) -> InputError | None:
    while record.raw_stream.read(_PIECE):
        pass
    if left := record.raw_stream.limit:
        return InputError(f"broken WARC record: it is cut off, {left} bytes are missing")
    return None


def _page(loader: Any, record: Any, limit: int) -> dict[str, str] | InputError | None:
    headers = record.rec_headers
    uri = headers.get_header("WARC-Target-URI")
    kind, http = record.content_type, None
    if record.rec_type == "response" and (uri or "").startswith(_WEB):
        http = loader.http_parser.parse(record.raw_stream)
        if http.get_statuscode() != "200":
            return None
        kind = http.get_header("Content-Type") or headers.get_header("WARC-Identified-Payload-Type")
    elif record.rec_type != "resource":
        return None
    if media_type(kind) not in HTML_TYPES:
        return None
    named = {
        "url": uri,
        "id": _bare(headers.get_header("WARC-Record-ID")),
        "crawled": headers.get_header("WARC-Date"),
    }
    html = page_text(_body(record, http, limit), kind)
    return {"html": html, **{name: value for name, value in named.items() if value}}


def _body(record: Any, http: Any, limit: int) -> bytes:
    if record.raw_stream.limit > limit + _HEADERS:
        raise InputTooLarge(f"page longer than the limit of {limit} bytes", field="html")
    body, codings = _read(record.raw_stream), None
    if http is not None:
        codings = http.get_header("Content-Encoding")
        if "chunked" in (http.get_header("Transfer-Encoding") or "").lower():
            body = _unchunked(body)
    return decoded(body, codings, limit=limit)


def _unchunked(body: bytes) -> bytes:
    """The body without its chunks; crawlers have been known to store it so, and the header as it came."""
    if not _CHUNK.match(body):
        return body
    try:
        return _read(ChunkedDataReader(io.BytesIO(body), raise_exceptions=True))
    except ChunkedDataException:
        raise InputError("broken chunks: the page is cut off, or not what its header says") from None


def _read(stream: Any) -> bytes:
    return b"".join(iter(lambda: stream.read(_PIECE), b""))


def _bare(identifier: str | None) -> str | None:
    return identifier.strip().removeprefix("<").removesuffix(">") if identifier else None
