from __future__ import annotations

from typing import Any

import pytest

from attribution.errors import InputError, UndecodableInput
from attribution.jsonlines import json_type, read_object


def test_an_object() -> None:
    assert read_object(b' {"text": "A", "n": [1, null]}\r\n') == {"text": "A", "n": [1, None]}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"text": "A"', r"^broken JSON: Expecting ',' delimiter at column 13$"),
        (b'"A"', r"^a JSON object is wanted, not text$"),
        (b"[" * 200_000, r"^broken JSON: nested too deeply$"),
        (b'{"n": ' + b"1" * 5000 + b"}", r"^broken JSON: a number is too long$"),
    ],
)
def test_anything_else_is_refused(line: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_object(line)


def test_bytes_that_are_not_utf8_are_told_with_their_place() -> None:
    with pytest.raises(UndecodableInput, match=r"^not UTF-8: byte 0xff at 3$") as caught:
        read_object(b'{"a\xff": 1}')
    assert caught.value.position == 3


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "true or false"),
        (1, "a number"),
        (1.5, "a number"),
        ([], "a list"),
        ({}, "an object"),
    ],
)
def test_names_of_types(value: Any, name: str) -> None:
    assert json_type(value) == name
