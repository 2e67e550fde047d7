"""From the columns of a row to the fields of an article."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from attribution.corpus.schema import FIELDS
from attribution.errors import InputError, UndecodableInput
from attribution.jsonlines import json_type

BODIES = ("text", "html")
KEPT = ("outlet",)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns are read: `names` says where a field comes from under another name, `keep` what is kept.

    Both as for `article_of`.
    """

    names: Mapping[str, str]
    keep: Sequence[str] = KEPT

    @property
    def wanted(self) -> frozenset[str]:
        """The columns that may hold something of an article."""
        return frozenset(self.names.get(field, field) for field in (*FIELDS, *self.keep))

    def fault(self, there: Collection[str]) -> InputError | None:
        """What a table with the columns `there` lacks: one that `names` asks for, or any text."""
        for field, name in self.names.items():
            if name not in there:
                return InputError(f"no column {name!r} for {field}; there {_list(there)}", field=field)
        bodies = [self.names.get(field, field) for field in BODIES]
        if not any(name in there for name in bodies):
            return InputError(f"no column {' or '.join(bodies)}; there {_list(there)}", field="text")
        return None


def article_of(
    values: Mapping[str, Any], *, columns: Mapping[str, str], keep: Sequence[str] = KEPT
) -> dict[str, str]:
    """The fields of the article in a row, as `extract` takes them, and the columns that are kept, as text.

    `columns` maps fields to the columns they come from, where these have other names. What is null, NaN or
    empty is left out, but for an empty text. Where both text and html are there, the one that `columns`
    names counts. Raises InputError for neither or both of them and for a value that no text can be made of,
    such as a list or an infinite number, UndecodableInput for a lone surrogate.

    >>> article_of({"body": "“No,” she said.", "id": 7, "words": 3}, columns={"text": "body"})
    {'text': '“No,” she said.', 'id': '7'}
    """
    given: dict[str, str] = {}
    for field in (*FIELDS, *(name for name in keep if name not in FIELDS)):
        name = columns.get(field, field)
        value = _text(field, name, values.get(name))
        if value or (value == "" and field in BODIES):
            given[field] = value
    return _with_one_body(given, columns)


def about_article(
    values: Mapping[str, Any], *, columns: Mapping[str, str], keep: Sequence[str] = KEPT
) -> dict[str, str]:
    """What of a row without an article can be read all the same, but for text and html; as `article_of`.

    >>> about_article({"text": None, "id": 7, "outlet": ["Quay News"]}, columns={})
    {'id': '7'}
    """
    found: dict[str, str] = {}
    for field in (*FIELDS, *keep):
        name = columns.get(field, field)
        with suppress(InputError):
            if field not in BODIES and (value := _text(field, name, values.get(name))):
                found[field] = value
    return found


def _with_one_body(given: dict[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    bodies = [field for field in BODIES if field in given]
    chosen = [field for field in bodies if field in columns]
    if len(bodies) == 2 and len(chosen) == 1:
        bodies = chosen
    if len(bodies) != 1:
        names = " or ".join(columns.get(field, field) for field in BODIES)
        both = ", not both" if bodies else ""
        raise InputError(f"an article needs {names}{both}", field="text")
    return {field: value for field, value in given.items() if field not in BODIES or field in bodies}


def _text(field: str, name: str, value: Any) -> str | None:
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, float) and math.isinf(value):  # as which JSON's 1e999 is read, too
        raise InputError(f"column {name} must be text, not an infinite number", field=field)
    text = _converted(field, value)
    if text is None:
        what = f"column {name} must be text, not {_type(value)}"
        raise InputError(what, field=field)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        what = f"column {name} has a lone surrogate at position {error.start}"
        raise UndecodableInput(what, field=field, position=error.start) from None
    return text


def _converted(field: str, value: Any) -> str | None:
    """The value as text, None where the field takes none of its type."""
    if isinstance(value, str):
        return value
    if isinstance(value, date) and (field == "published" or field not in FIELDS):
        return value.isoformat()
    if field != "id" and field in FIELDS:
        return None
    if isinstance(value, bool):
        return None if field == "id" else str(value).lower()
    if isinstance(value, float) and value.is_integer():  # what pandas makes of whole numbers with gaps
        return str(int(value))
    return str(value) if isinstance(value, int | float | Decimal) else None


def _type(value: Any) -> str:
    if isinstance(value, str | bool | int | float | list | dict):
        return json_type(value)
    return "a date" if isinstance(value, date) else f"of type {type(value).__name__}"


def _list(there: Collection[str]) -> str:
    shown = ", ".join(repr(name) for name in list(there)[:20])
    return f"are {shown}{', …' if len(there) > 20 else ''}" if there else "is none"
