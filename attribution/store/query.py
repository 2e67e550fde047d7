"""What is looked for in a store, as a value that can be kept."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from typing import Any, get_args

from attribution.errors import InputError
from attribution.lang.claims import Kind
from attribution.records import Act, QuotationType
from attribution.store.beside import name_keys
from attribution.store.words import LONGEST, Words, read_words

REVIEWS = ("new", "accepted", "corrected", "rejected", "again")
CLAIMS = ("new", "in-check", "checked", "dismissed")
LARGEST = 2**31 - 1  # of a number of an article or a speaker
MOST_VALUES = 50  # of one field

_CHOICES: Mapping[str, Collection[str] | None] = {
    "type": get_args(QuotationType),
    "act": get_args(Act),
    "review": REVIEWS,
    "claim": CLAIMS,
    "kind": get_args(Kind),
    "outlet": None,  # any
}
_WORDS = ("words", "about", "role", "affiliation")
_JSON_NAMES = {"since": "from", "until": "to"}


@dataclass(frozen=True)
class Query:
    """Which quotations are looked for: those that fit everything that is given.

    `words` are in the quotation, `about` in it, in the words around it or in its topics; both are read by
    `store/words.py`, as are `role` and `affiliation`. `speaker` is the number of an entry of the registry, or
    words of a name. Of `type`, `act`, `outlet`, `review`, `claim` (how far its check is) and `kind` (of a
    claim) any of the values may fit. `since` and `until` are days of publication, both included; `confidence`
    and `worth` (of a check) are the least that a quotation may have, and `checkable` tells whether there is a
    fact to check now.

    Without `gone`, what no longer stands in its article is not found; without `review`, what was rejected is
    not. Raises InputError, which names the field, for what cannot be looked for.

    >>> query = Query(words='"lock gates" noon', speaker="Lindqvist", since="2026-01-01")
    >>> query.to_json()
    {'words': '"lock gates" noon', 'speaker': 'Lindqvist', 'from': '2026-01-01'}
    >>> Query.from_json(query.to_json()) == query
    True
    """

    words: str | None = None
    about: str | None = None
    speaker: int | str | None = None
    role: str | None = None
    affiliation: str | None = None
    type: tuple[str, ...] = ()
    act: tuple[str, ...] = ()
    statement: bool | None = None
    negated: bool | None = None
    outlet: tuple[str, ...] = ()
    article: int | None = None
    since: str | None = None
    until: str | None = None
    review: tuple[str, ...] = ()
    gone: bool = False
    confidence: float | None = None
    worth: float | None = None
    claim: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    checkable: bool | None = None

    def __post_init__(self) -> None:
        for name in (*_WORDS, "speaker", "since", "until"):
            value = getattr(self, name)
            if value is not None and not (name == "speaker" and is_whole(value)):
                check_text(value, json_name(name))
        for name, choices in _CHOICES.items():
            _check_values(getattr(self, name), name, choices)
        for name in ("statement", "negated", "checkable", "gone"):
            _check_flag(getattr(self, name), name, null=name != "gone")
        for name in ("article", "speaker"):
            _check_number(getattr(self, name), name)
        for name in ("confidence", "worth"):
            _check_share(getattr(self, name), name)
        check_days(self.since, self.until)
        _ = (self.read, self.names)  # raises for what cannot be read

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Query:
        """From an object of JSON. Raises InputError for an unknown key too."""
        known = {json_name(field.name): field.name for field in fields(cls)}
        values: dict[str, Any] = {}
        for name, value in given.items():
            if name not in known:
                raise InputError("unknown field of a search", field=str(name))
            values[known[name]] = tuple(value) if isinstance(value, list) else value
        return cls(**{name: value for name, value in values.items() if value is not None})

    def to_json(self) -> dict[str, Any]:
        """An object of JSON, with what is given alone."""
        given = [(field, getattr(self, field.name)) for field in fields(self)]
        return {
            json_name(field.name): list(value) if isinstance(value, tuple) else value
            for field, value in given
            if value != field.default
        }

    @cached_property
    def read(self) -> Mapping[str, Words]:
        """What is given of `words`, `about`, `role` and `affiliation`, read."""
        given = {name: getattr(self, name) for name in _WORDS}
        return {name: read_words(text, field=name) for name, text in given.items() if text is not None}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The words of the speaker's name, as names are compared; none where it is a number."""
        if not isinstance(self.speaker, str):
            return ()
        found = name_keys(self.speaker)
        if not found:
            raise InputError("no word of a name", field="speaker")
        return found


def json_name(name: str) -> str:
    """The name of a field in JSON and in addresses."""
    return _JSON_NAMES.get(name, name)


def is_whole(value: object) -> bool:
    """Whether a value is a whole number; True and False are none."""
    return isinstance(value, int) and not isinstance(value, bool)


def check_text(value: object, name: str) -> None:
    """Raises InputError for what is no text, too long a one, and one that no database takes."""
    if not isinstance(value, str):
        raise InputError("not a text", field=name)
    if len(value) > LONGEST:
        raise InputError(f"more than {LONGEST} characters", field=name, position=LONGEST)
    for place, letter in enumerate(value):
        if letter == "\0" or "\ud800" <= letter <= "\udfff":
            kind = "a NUL" if letter == "\0" else "half of a surrogate pair"
            raise InputError(f"{kind}, which no text may hold", field=name, position=place)


def _check_values(values: object, name: str, choices: Collection[str] | None) -> None:
    if not isinstance(values, tuple):
        raise InputError("not a list", field=name)
    if len(values) > MOST_VALUES:
        raise InputError(f"more than {MOST_VALUES} values", field=name)
    for value in values:
        check_text(value, name)
        if choices is not None and value not in choices:
            raise InputError(f"none of {', '.join(choices)}", field=name)


def _check_flag(value: object, name: str, *, null: bool) -> None:
    if not isinstance(value, bool) and not (null and value is None):
        raise InputError("neither true nor false", field=name)


def _check_number(value: object, name: str) -> None:
    if is_whole(value):
        if not 1 <= value <= LARGEST:  # type: ignore[operator]
            raise InputError(f"not a number from 1 to {LARGEST}", field=name)
    elif value is not None and name != "speaker":
        raise InputError("not a whole number", field=name)


def _check_share(value: object, name: str) -> None:
    if value is None:
        return
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not math.isfinite(value) or not 0 <= value <= 1:  # type: ignore[arg-type, operator]
        raise InputError("not a number from 0 to 1", field=name)


def check_days(since: str | None, until: str | None) -> None:
    """Raises InputError for days that are none, and where the last lies before the first."""
    check_ends(since, until)
    if since and until and since > until:
        raise InputError("the last day lies before the first", field="to")


def check_ends(since: str | None, until: str | None) -> None:
    """Raises InputError for days that are none."""
    for name, value in (("from", since), ("to", until)):
        if value is not None:
            check_day(value, name)


def check_narrowing(
    outlets: Collection[str], since: str | None, until: str | None, speaker: int | None
) -> None:
    """Raises InputError for outlets, days and a number of a speaker by which no list can be narrowed."""
    for outlet in outlets:
        check_text(outlet, "outlet")
    check_ends(since, until)
    if speaker is not None and not 1 <= speaker <= LARGEST:
        raise InputError(f"not a number from 1 to {LARGEST}", field="speaker")


def check_day(value: str, name: str) -> None:
    """Raises InputError for what is no day of the calendar as YYYY-MM-DD."""
    try:
        if len(value) == 10 and date.fromisoformat(value).isoformat() == value:
            return
    except ValueError:
        pass  # no day of the calendar
    raise InputError("not a day such as 2026-03-01", field=name)
