from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.corpus.inputs.files import packed, told, values, written

PAGE = "<html><body><p>“The gates open at noon,” said Mara Lindqvist.</p></body></html>"
DAY = "2026-05-05T06:00:00Z"


def record(
    body: bytes = PAGE.encode(),
    *,
    uri: str = "https://post.example/1",
    kind: str = "response",
    status: str = "200 OK",
    http: tuple[tuple[str, str], ...] = (("Content-Type", "text/html"),),
    **headers: str,
) -> bytes:
    """A record as crawlers write it, not packed; the header fields of WARC with _ for -."""
    about = {
        "WARC-Type": kind,
        "WARC-Target-URI": uri,
        "WARC-Date": DAY,
        "WARC-Record-ID": "<urn:uuid:1>",
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    if kind in ("response", "request"):
        body = "\r\n".join([f"HTTP/1.1 {status}", *map(": ".join, http), "", ""]).encode() + body
    about["Content-Length"] = str(len(body))
    start = "\r\n".join(["WARC/1.0", *map(": ".join, about.items()), "", ""])
    return start.encode() + body + b"\r\n\r\n"


def row(html: str = PAGE, **changes: Any) -> dict[str, Any]:
    return {"html": html, "url": "https://post.example/1", "id": "urn:uuid:1", "crawled": DAY, **changes}


OTHERS = [
    record(status="404 Not Found"),
    record(status="301 Moved", http=(("Location", "/2"),)),
    record(http=(("Content-Type", "image/png"),)),
    record(http=()),
    record(kind="request", status="GET / HTTP/1.1"),
    record(b"software: x\r\n", kind="warcinfo"),
    record(b"a: b\r\n", kind="metadata"),
    record(b"ns", uri="dns:post.example", kind="resource", Content_Type="text/dns"),
]


@pytest.mark.parametrize("suffix", ["", ".gz", ".zst", ".bz2"])
def test_pages_are_rows_and_the_rest_is_counted(suffix: str, tmp_path: Path) -> None:
    records = [record(), *OTHERS, record(uri="https://post.example/2")]
    data = b"".join(packed(one, suffix) if suffix else one for one in records)
    given = written(tmp_path, f"a.warc{suffix}", data)
    with given.rows() as rows:
        found = [(row.number, told(row.values)) for row in rows]
        assert rows.skipped == len(OTHERS)
        assert rows.consumed == given.size
    assert found == [(1, row()), (2, row(url="https://post.example/2"))]


def test_a_resource_of_html_is_a_page(tmp_path: Path) -> None:
    data = record(kind="resource", Content_Type="text/html; charset=utf-8")
    assert values(written(tmp_path, "a.warc", data)) == [row()]


@pytest.mark.parametrize(
    ("body", "http"),
    [
        (gzip.compress(PAGE.encode(), mtime=0), {"Content-Encoding": "gzip"}),
        (b"%x\r\n%b\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode()), {"Transfer-Encoding": "Chunked"}),
        (PAGE.encode(), {"Transfer-Encoding": "chunked"}),
        (PAGE.encode("cp1252"), {"Content-Type": "text/html; charset=latin-1"}),
        (PAGE.encode("cp1252"), {}),
        (PAGE.encode(), {"content-type": "application/xhtml+xml"}),
    ],
)
def test_bodies_are_unpacked_and_decoded(body: bytes, http: dict[str, str], tmp_path: Path) -> None:
    headers = (*http.items(), ("Content-Type", "text/html"))
    assert values(written(tmp_path, "a.warc", record(body, http=headers))) == [row()]


def test_blanks_in_addresses_are_mended_without_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = values(written(tmp_path, "a.warc", record(uri="https://post.example/a b")))
    assert found == [row(url="https://post.example/a%20b")]
    assert capsys.readouterr().err == ""


def test_the_type_may_be_the_crawlers_finding(tmp_path: Path) -> None:
    data = record(http=(), WARC_Identified_Payload_Type="text/html")
    assert values(written(tmp_path, "a.warc", data)) == [row()]


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        (record(b"a\r\nPAGE", http=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"))),
         "broken chunks: the page is cut off, or not what its header says"),
        (record(http=(("Content-Type", "text/html"), ("Content-Encoding", "sdch"))),
         "unknown content coding 'sdch'"),
        (record(b"<p>" * 4000), "page longer than the limit of 9000 bytes"),
        (record(b"<p>" * 400_000), "page longer than the limit of 9000 bytes"),
        (record().replace(b"Content-Length: ", b"Content-Length: x"),
         "broken WARC record: no Content-Length"),
        (record().replace(b"WARC/1.0", b"WARC/9.0"),
         "broken WARC record: Invalid WARC record, first line: WARC/9.0"),
        (b"WARC/1.0\r\n" + b"x" * 400_000 + b"\r\n\r\n",
         "broken WARC record: headers longer than 262144 bytes"),
        (b"lost and found\r\n", "16 bytes that belong to no WARC record"),
    ],
)  # fmt: skip
def test_a_bad_record_stops_nothing_else(bad: bytes, message: str, tmp_path: Path) -> None:
    [first, (_, told), last] = values(written(tmp_path, "a.warc", record() + bad + record()), limit=9000)
    assert first == last == row()
    assert told == message


def test_a_file_that_is_cut_off_says_so(tmp_path: Path) -> None:
    whole = written(tmp_path, "a.warc", record() + record()[:-40])
    assert values(whole) == [
        row(),
        ("invalid-input", "broken WARC record: it is cut off, 36 bytes are missing"),
    ]
    packed_file = written(tmp_path, "a.warc.gz", gzip.compress(record()) + gzip.compress(record())[:-40])
    [*_, (_, message)] = values(packed_file)
    assert message.endswith("Truncated compressed stream")


def test_what_is_no_warc_is_one_error(tmp_path: Path) -> None:
    given = written(tmp_path, "a.warc", b"<html>\n" * 9)
    assert values(given) == [("invalid-input", "63 bytes that belong to no WARC record")]
