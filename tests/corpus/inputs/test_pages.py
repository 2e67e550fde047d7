from __future__ import annotations

import gzip
import zlib

import pyarrow
import pytest

from attribution.corpus.inputs.pages import decoded, media_type, page_text
from attribution.errors import InputError, InputTooLarge

BODY = b"<p>The gates open at noon.</p>" * 50


def bare(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def arrow(data: bytes, codec: str) -> bytes:
    sink = pyarrow.BufferOutputStream()
    with pyarrow.CompressedOutputStream(sink, codec) as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (BODY, None),
        (BODY, "identity"),
        (gzip.compress(BODY, mtime=0), "gzip"),
        (gzip.compress(BODY, mtime=0), "X-GZIP"),
        (gzip.compress(BODY, mtime=0) + b"\r\n", "gzip"),
        (BODY, "gzip"),
        (zlib.compress(BODY), "deflate"),
        (bare(BODY), "deflate"),
        (arrow(BODY, "brotli"), "br"),
        (arrow(BODY, "zstd"), "zstd"),
        (gzip.compress(arrow(BODY, "brotli"), mtime=0), "br, gzip"),
    ],
)
def test_codings_are_undone(body: bytes, codings: str | None) -> None:
    assert decoded(body, codings, limit=len(BODY)) == BODY
    with pytest.raises(InputTooLarge):
        decoded(body, codings, limit=len(BODY) - 1)


@pytest.mark.parametrize(
    ("body", "codings", "message"),
    [
        (gzip.compress(BODY, mtime=0)[:-9], "gzip", "broken gzip data: it is cut off"),
        (gzip.compress(BODY, mtime=0)[:10] + b"\x07" * 99, "gzip", "broken gzip data: Error -3"),
        (arrow(BODY, "zstd")[:-3], "zstd", "broken zstd data"),
        (b"<p>", "br", "broken br data"),
        (BODY, "sdch", "unknown content coding 'sdch'"),
    ],
)
def test_what_cannot_be_undone_is_an_error(body: bytes, codings: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        decoded(body, codings, limit=10_000)


@pytest.mark.parametrize(
    ("body", "header", "text"),
    [
        (b"\xef\xbb\xbfcaf\xc3\xa9", "text/html; charset=iso-8859-1", "café"),
        (b"caf\xe9 \x93No\x94", "text/html; charset=ISO-8859-1", "café “No”"),
        (b'<meta charset="windows-1251">\xcd\xe5\xf2', None, '<meta charset="windows-1251">Нет'),
        (
            b'<meta charset="windows-1251">\xc3\xa9',
            "text/html;charset=utf-8",
            '<meta charset="windows-1251">é',
        ),
        ("<!-- <meta charset=gbk> -->é".encode(), "text/html", "<!-- <meta charset=gbk> -->é"),
        ('<meta charset="utf-16">é'.encode(), None, '<meta charset="utf-16">é'),
        (b'<meta charset="base64">caf\xe9', None, '<meta charset="base64">café'),
        (b'<meta charset="martian">caf\xe9', None, '<meta charset="martian">café'),
        (b"caf\xc3\xa9", None, "café"),
        (b"caf\xe9 \x93No\x94", None, "café “No”"),
        (b"caf\xe9", "text/html; charset=utf-8", "caf\ufffd"),
        (b"", None, ""),
    ],
)
def test_pages_are_decoded_as_browsers_do(body: bytes, header: str | None, text: str) -> None:
    assert page_text(body, header) == text


@pytest.mark.parametrize("header", [None, "", ";", "html", "TEXT/plain ;x"])
def test_a_type_without_sense_is_none_of_html(header: str | None) -> None:
    assert media_type(header) in ("", "text/plain")
