"""A line of a JSON lines file: the object in it, or an InputError that says what is wrong with it."""

from __future__ import annotations

import json
from typing import Any

from attribution.errors import InputError, UndecodableInput


def read_object(line: bytes) -> dict[str, Any]:
    """The JSON object in a line of UTF-8.

    Raises UndecodableInput for bytes that are not UTF-8, InputError for broken JSON and for other values.

    >>> read_object(b'{"id": 7}')
    {'id': 7}
    """
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise undecodable(error) from None
    except json.JSONDecodeError as error:
        what = error.msg.removesuffix(" at")
        raise InputError(f"broken JSON: {what} at column {error.colno}", position=error.pos) from None
    except RecursionError:
        raise InputError("broken JSON: nested too deeply") from None
    except ValueError:  # Python reads no number of more than some thousand digits
        raise InputError("broken JSON: a number is too long") from None
    if not isinstance(data, dict):
        raise InputError(f"a JSON object is wanted, not {json_type(data)}")
    return data


def json_type(value: Any) -> str:
    """What a message calls a value that JSON can hold."""
    names = {bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}
    return "null" if value is None else names.get(type(value), "an object")


def undecodable(error: UnicodeDecodeError, field: str | None = None) -> UndecodableInput:
    """The error of this project for bytes that are not UTF-8; `position` counts bytes."""
    byte = error.object[error.start]
    return UndecodableInput(
        f"not UTF-8: byte 0x{byte:02x} at {error.start}", field=field, position=error.start
    )
