"""Bodies of crawled pages: unpacked as their headers say, and decoded as browsers do."""

from __future__ import annotations

import zlib
from email.message import Message

import pyarrow
from w3lib.encoding import html_body_declared_encoding, html_to_unicode, http_content_type_encoding

from attribution.corpus.inputs.rows import reason
from attribution.errors import InputError, InputTooLarge

HTML_TYPES = frozenset(("text/html", "application/xhtml+xml"))
_GZIP = b"\x1f\x8b"
_ZLIB_CODINGS = frozenset(("gzip", "x-gzip", "deflate"))
_ARROW_CODINGS = {"br": "brotli", "zstd": "zstd"}


def media_type(header: str | None) -> str:
    """The type in a Content-Type header, lower case, without its parameters; empty for none.

    >>> media_type('Text/HTML; charset="utf-8"')
    'text/html'
    """
    if not header:
        return ""
    message = Message()
    message["Content-Type"] = header
    return message.get_content_type()


def decoded(body: bytes, codings: str | None, *, limit: int) -> bytes:
    """The body without its content codings, such as "gzip" or "br".

    Raises InputTooLarge for more than `limit` bytes, InputError for broken ones and unknown codings.
    """
    names = [name.strip().lower() for name in (codings or "").split(",")]
    for name in reversed(names):
        if name not in ("", "identity"):
            body = _undone(body, name, limit)
    if len(body) > limit:
        raise InputTooLarge(f"page longer than the limit of {limit} bytes", field="html")
    return body


def page_text(body: bytes, content_type: str | None) -> str:
    """The markup of a page: by its byte order mark, else the header, else its meta tag, else UTF-8.

    What is not UTF-8 either is Windows-1252; bytes that the encoding does not have become U+FFFD.
    """
    if http_content_type_encoding(content_type) is None:
        declared = html_body_declared_encoding(body)
        if declared and declared.startswith(("utf-16", "utf-32")):  # it could not be read if it were so
            content_type = "text/html; charset=utf-8"
    try:
        return html_to_unicode(content_type, body, auto_detect_fun=_guess)[1]
    except LookupError:  # Python knows names that are no encodings of text
        return body.decode(_guess(body), "replace")


def _guess(body: bytes) -> str:
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _undone(body: bytes, coding: str, limit: int) -> bytes:
    if coding in _ZLIB_CODINGS:
        # crawlers have been known to store the body unpacked, and the header as it came
        packed = coding == "deflate" or body.startswith(_GZIP)
        return _inflated(body, limit) if packed else body
    if coding not in _ARROW_CODINGS:
        raise InputError(f"unknown content coding {coding[:40]!r}", field="html")
    try:
        packed_stream = pyarrow.BufferReader(body)
        return bytes(pyarrow.CompressedInputStream(packed_stream, _ARROW_CODINGS[coding]).read(limit + 1))
    except OSError as error:
        raise InputError(f"broken {coding} data: {reason(error)}", field="html") from None


def _inflated(body: bytes, limit: int) -> bytes:
    # "deflate" should be zlib's format, and is often bare
    bare = not body.startswith(_GZIP) and (body[:1] != b"\x78")
    stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS + 32)
    try:
        data = stream.decompress(body, limit + 1)
    except zlib.error as error:
        raise InputError(f"broken gzip data: {error}", field="html") from None
    if not stream.eof and len(data) <= limit:
        raise InputError("broken gzip data: it is cut off", field="html")
    return data
