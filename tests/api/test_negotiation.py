from __future__ import annotations

import pytest
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from api.negotiation import choose_media_type
from api.problems import Problem

JSON, LINES = "application/json", "application/x-ndjson"


def choose(header: str) -> str:
    return choose_media_type(parse_accept_header(header, MIMEAccept), [JSON, LINES])


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        ("application/x-ndjson", LINES),
        ("application/json;q=0.5, application/x-ndjson", LINES),
        ("application/json, application/x-ndjson", JSON),
        ("application/*;q=0.1, application/x-ndjson;q=0.2", LINES),
        ("application/json;q=0, */*;q=0.1", LINES),
        ("text/html, */*;q=0.1", JSON),
        ("APPLICATION/X-NDJSON", LINES),
    ],
)
def test_the_best_is_chosen(header: str, chosen: str) -> None:
    assert choose(header) == chosen


@pytest.mark.parametrize(
    "header", ["text/html", "application/json;q=0", "*/*;q=0", "application/jsonx, text/*"]
)
def test_what_leaves_out_all_is_refused(header: str) -> None:
    with pytest.raises(Problem, match="leaves out all") as caught:
        choose(header)
    assert caught.value.kind.status == 406
