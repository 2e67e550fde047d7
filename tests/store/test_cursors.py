from __future__ import annotations

import base64
from typing import Any

import pytest

from attribution.store.cursors import CursorError, read_cursor, write_cursor

ASKED = {"query": {"words": "gate"}, "order": "newest"}
KINDS = ((str, type(None)), (int,))
GOOD = write_cursor(ASKED, ["2026-03-01", 7])


@pytest.mark.parametrize("keys", [["2026-03-01", 7], [None, 1]])
def test_a_cursor_comes_back(keys: list[Any]) -> None:
    assert read_cursor(write_cursor(ASKED, keys), ASKED, KINDS) == keys


def test_every_damage_is_noticed() -> None:
    for place in range(len(GOOD)):
        for letter in "A-_é\0":
            damaged = GOOD[:place] + letter + GOOD[place + 1 :]
            if damaged != GOOD:
                with pytest.raises(CursorError):
                    read_cursor(damaged, ASKED, KINDS)


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "A", "=", "====", "%", " ", GOOD[:-1], GOOD + "A", "A" * 5000),
        base64.urlsafe_b64encode(b"123456" + b"[" * 700).decode(),
        write_cursor(ASKED, [7, 7]),
        write_cursor(ASKED, ["2026-03-01", 2**64]),
        write_cursor(ASKED, ["2026-03-01"]),
        write_cursor(ASKED, ["2026-03-01", float("nan")]),
        write_cursor(ASKED, ["2026-03-01", True]),
        write_cursor({**ASKED, "order": "oldest"}, ["2026-03-01", 7]),
    ],
    ids=range(16),
)
def test_what_is_no_cursor_of_this_search_is_refused(cursor: str) -> None:
    with pytest.raises(CursorError) as caught:
        read_cursor(cursor, ASKED, KINDS)
    assert (caught.value.code, caught.value.field) == ("bad-cursor", "cursor")
