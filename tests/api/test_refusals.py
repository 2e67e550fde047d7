from __future__ import annotations

import json

from api.refusals import refusal


def test_a_refusal_is_a_whole_response_with_a_problem() -> None:
    head, _, body = refusal(504, "It took too long.", "cms-20417").partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 504 Gateway Timeout"
    assert {
        "Content-Type: application/problem+json",
        "Connection: close",
        f"Content-Length: {len(body)}",
    } <= set(lines)
    problem = json.loads(body)
    assert (problem["type"], problem["request_id"]) == ("/problems/timeout", "cms-20417")


def test_who_is_refused_for_now_is_told_when_to_come_again() -> None:
    assert b"\r\nRetry-After: 5\r\n\r\n" in refusal(503, "Too much at once.")
