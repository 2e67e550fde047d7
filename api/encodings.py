"""gzip on the way in and on the way out.

What comes in is inflated as it is read, never as a whole: the limit on the size of a body holds for what
comes out of the gzip, so a small body that would be a huge one is refused at the limit. What goes out is
compressed where the sender takes gzip and the answer is worth it; a streamed answer is flushed piece by
piece, so that nothing that is ready waits for more. There is no secret in an answer next to words that
somebody else chose, so lengths give nothing away (BREACH).

flask-compress was considered: it holds streamed pieces back, and takes `gzip;q=0` for a wish.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING

from flask import Request, Response
from werkzeug.wsgi import ClosingIterator, get_input_stream

from api.media import LINES
from api.problems import Problem

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

LEAST = 1_024  # bytes; below that an answer fits a packet anyway
LEVEL = 5

_TEXTS = frozenset({"application/json", "application/problem+json", "image/svg+xml", *LINES})
_WITH_NO_BODY_OF_THEIR_OWN = (204, 206, 304)
_GZIP = zlib.MAX_WBITS | 16  # zlib's way to say that there is a gzip header
_PIECE = 16_384
_SLACK = 65_536  # bytes that the gzip may be longer than what is in it


def inflate_body(request: Request) -> None:
    """Has `request` read as if its body had come without gzip. Raises Problem for any other coding."""
    given = request.headers.get("Content-Encoding", "").lower().split(",")
    codings = [coding.strip() for coding in given if coding.strip() not in ("", "identity")]
    if not codings:
        return
    if codings not in (["gzip"], ["x-gzip"]):
        detail = f"Bodies may be compressed with gzip, once; not with {', then '.join(codings)}."
        raise Problem("unsupported-media-type", detail, headers={"Accept-Encoding": "gzip, identity"})
    environ = request.environ
    inflated = _Inflated(get_input_stream(environ))
    environ["wsgi.input"], environ["wsgi.input_terminated"] = inflated, True
    for name in ("CONTENT_LENGTH", "HTTP_CONTENT_ENCODING"):
        environ.pop(name, None)


def compress_answer(request: Request, response: Response) -> Response:
    """`response`, compressed where that suits it and the sender. A strong ETag becomes a weak one by it."""
    if not _is_text(response) or response.status_code in _WITH_NO_BODY_OF_THEIR_OWN:
        return response
    response.vary.add("Accept-Encoding")
    if not _takes_gzip(request) or "Content-Encoding" in response.headers or _is_short(response):
        return response
    if response.is_streamed:
        _compress_stream(response)
    else:
        response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
    response.headers["Content-Encoding"] = "gzip"
    tag, weak = response.get_etag()
    if tag is not None and not weak:
        response.set_etag(tag, weak=True)
    return response


class _Inflated(io.RawIOBase):
    """What is in a gzip of one or more members, inflated only as far as it is asked for."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._inflate = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._taken = self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        while not (data := self._next(len(view))):
            if not self._fill():
                return 0
        self._given += len(data)
        view[: len(data)] = data
        return len(data)

    def _next(self, size: int) -> bytes:
        if self._inflate.eof and self._waiting:
            self._inflate = zlib.decompressobj(_GZIP)
        try:
            data = self._inflate.decompress(self._waiting, size)
        except zlib.error:
            raise Problem("undecodable-body", "The body is not gzip, as Content-Encoding says.") from None
        self._waiting = self._inflate.unused_data if self._inflate.eof else self._inflate.unconsumed_tail
        return data

    def _fill(self) -> bool:
        """False at the end of the gzip; asks the source only when nothing of it is left."""
        if self._waiting:
            return True
        self._waiting = self._source.read(_PIECE)
        self._taken += len(self._waiting)
        if self._taken > self._given + _SLACK:
            raise Problem("undecodable-body", "The body is gzip with next to nothing in it.")
        if not self._waiting and not self._inflate.eof:
            raise Problem("bad-request", "The body was cut short: its gzip has no end.")
        return bool(self._waiting)


def _compress_stream(response: Response) -> None:
    pieces = _compress_pieces(response.iter_encoded(), at_once=not response.direct_passthrough)
    close = getattr(response.response, "close", None)
    response.response = ClosingIterator(pieces, close)
    response.direct_passthrough = False
    response.headers.pop("Content-Length", None)


def _compress_pieces(pieces: Iterable[bytes], *, at_once: bool) -> Iterator[bytes]:
    compress = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP)
    for piece in pieces:
        data = compress.compress(piece) + (compress.flush(zlib.Z_SYNC_FLUSH) if at_once else b"")
        if data:
            yield data
    yield compress.flush()


def _is_text(response: Response) -> bool:
    kind = response.mimetype or ""
    return kind.startswith("text/") or kind in _TEXTS


def _is_short(response: Response) -> bool:
    length = response.content_length
    if length is None and not response.is_streamed:
        length = response.calculate_content_length()
    return length is not None and length < LEAST


def _takes_gzip(request: Request) -> bool:
    accepted = request.accept_encodings
    return accepted.quality("gzip") > 0 and accepted.quality("gzip") >= accepted.quality("identity")
