"""When a request that comes in pieces is complete."""

from __future__ import annotations

import pytest

from api.arrival import BODY_SECONDS, CONTINUE, HEAD_SECONDS, LONGEST_HEAD, Arrival

LONGEST_BODY = 1_000
START = b"POST /v1/extractions HTTP/1.1\r\nHost: news.example\r\n"

COMPLETE = {
    "no body": START + b"\r\n",
    "a body of the length announced": START + b"Content-Length: 5\r\n\r\nHello",
    "a length in other letters": START + b"content-length:5\r\n\r\nHello",
    "chunks": START + b"Transfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n3;x=y\r\n yo\r\n0\r\n\r\n",
    "chunks that hold what looks like an end": START
    + b"Transfer-Encoding: chunked\r\n\r\n5\r\n0\r\n\r\n\r\n0\r\n\r\n",
    "chunks and a trailer": START + b"Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n",
}
AT_ONCE = {
    "a body that is too long": b"Content-Length: 1001\r\n\r\n",
    "chunks that are none": b"Transfer-Encoding: chunked\r\n\r\nhello\r\n",
    "chunks that are too long": b"Transfer-Encoding: chunked\r\n\r\n7d0\r\n" + b"a" * 1_001,
    "two lengths that differ": b"Content-Length: 2\r\nContent-Length: 3\r\n\r\nabcde",
}


@pytest.mark.parametrize("request_", COMPLETE.values(), ids=COMPLETE)
@pytest.mark.parametrize("step", [1, 7, 1_000])
def test_it_is_complete_with_its_last_byte(request_: bytes, step: int) -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    pieces = [request_[:-1][at : at + step] for at in range(0, len(request_) - 1, step)]
    for piece in pieces:
        assert arrival.add(piece, 0) == b""
        assert not arrival.complete
    arrival.add(request_[-1:], 0)
    assert arrival.complete
    assert bytes(arrival.data) == request_


@pytest.mark.parametrize("rest", AT_ONCE.values(), ids=AT_ONCE)
def test_what_will_be_refused_is_not_waited_for(rest: bytes) -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    arrival.add(START + rest, 0)
    assert arrival.complete


@pytest.mark.parametrize("path", [b"/v1/extractions/stream", b"/press/v1/extractions/stream?timeout=2"])
def test_a_stream_is_handed_over_with_its_head_and_told_to_come(path: bytes) -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    head = b"POST " + path + b" HTTP/1.1\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
    assert arrival.add(head, 0) == CONTINUE
    assert arrival.complete


def test_lines_of_a_job_are_collected_like_any_body() -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    head = b"POST /v1/jobs HTTP/1.1\r\nContent-Type: application/x-ndjson\r\nContent-Length: 3\r\n\r\n"
    arrival.add(head, 0)
    assert not arrival.complete
    arrival.add(b"{}\n", 0)
    assert arrival.complete


@pytest.mark.parametrize("sent", [b"a" * (LONGEST_HEAD + 1), START * 2_000])
def test_a_head_without_end(sent: bytes) -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    arrival.add(sent, 0)
    assert arrival.endless
    assert not arrival.complete


def test_a_chunk_size_without_end_is_left_to_the_parser() -> None:
    arrival = Arrival(10 * LONGEST_HEAD, 0)
    arrival.add(START + b"Transfer-Encoding: chunked\r\n\r\n1;" + b"a" * LONGEST_HEAD, 0)
    assert arrival.complete


def test_the_body_has_its_own_time() -> None:
    arrival = Arrival(LONGEST_BODY, 100)
    assert arrival.deadline == 100 + HEAD_SECONDS
    arrival.add(START, 105)
    assert arrival.deadline == 100 + HEAD_SECONDS
    arrival.add(b"Content-Length: 5\r\n\r\n", 109)
    arrival.add(b"Hell", 130)
    assert arrival.deadline == 109 + BODY_SECONDS


def test_a_sender_that_asks_first_is_told_to_go_on_once() -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    assert arrival.add(START + b"Expect: 100-Continue\r\nContent-Length: 5\r\n\r\n", 0) == CONTINUE
    assert not arrival.complete
    assert arrival.add(b"Hello", 0) == b""
    assert arrival.complete
    assert bytes(arrival.data) == START + b"Content-Length: 5\r\n\r\nHello"


def test_a_sender_that_asks_for_too_much_is_not_told_to_go_on() -> None:
    arrival = Arrival(LONGEST_BODY, 0)
    assert arrival.add(START + b"Expect: 100-continue\r\nContent-Length: 5000\r\n\r\n", 0) == b""
    assert arrival.complete
