"""What senders may send and, apart from the records themselves, what they are answered."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_args
from urllib.parse import urlsplit

from marshmallow import RAISE, Schema, ValidationError, fields, pre_load, validate, validates_schema

from attribution.errors import UndecodableInput
from attribution.records import Unit
from attribution.schemas import ExtractionSchema

LONGEST_OPTION = 2_000

_FORBIDDEN = re.compile("[\x00\ud800-\udfff]")
_DAY = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?"
_DATE = re.compile(rf"^{_DAY}(T{_TIME}(Z|[+-][0-9]{{2}}(:?[0-9]{{2}})?)?)?$")
_WHOLE = re.compile(r"-?[0-9]{1,20}")
_NUMBER = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,20})?")
_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")


class AddressInteger(fields.Integer):
    """A whole number in an address: its digits, and nothing else that Python would take for one."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> int:
        if isinstance(value, str) and not _WHOLE.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


class AddressNumber(fields.Float):
    """A number in an address: digits, and perhaps a point among them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **options: Any) -> float:
        if isinstance(value, str) and not _NUMBER.fullmatch(value):
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **options)


def check_published(value: str) -> None:
    """Refuses what is neither an ISO 8601 date nor a date with a time."""
    try:
        if _DATE.fullmatch(value):
            datetime.fromisoformat(value)
            return
    except ValueError:
        pass  # right in form, but no day or time of the calendar
    raise ValidationError("Not an ISO 8601 date or time, such as 2024-05-17 or 2024-05-17T09:30:00Z.")


def check_language(value: str) -> None:
    """Refuses what does not look like a language code."""
    if not _LANGUAGE.fullmatch(value):
        raise ValidationError("Not a language code, such as en.")


def check_url(value: str) -> None:
    """Refuses what is not an http or https address with a host."""
    try:
        parts = urlsplit(value)
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not value.isprintable() or " " in value:
        raise ValidationError("Not an http or https URL.")


def _check_not_blank(value: str) -> None:
    if not value.strip():
        raise ValidationError("Blank. Leave it out, or give null, where there is none.")


def check_text(value: str) -> None:
    """Refuses blank text, and characters that no text may hold."""
    if _FORBIDDEN.search(value):
        raise ValidationError("Holds a NUL character or half of a surrogate pair.")
    _check_not_blank(value)


def _option(about: str, *checks: Any, example: str, **documented: str) -> fields.String:
    return fields.String(
        allow_none=True,
        validate=[validate.Length(max=LONGEST_OPTION), _check_not_blank, *checks],
        metadata={"description": about, "examples": [example], **documented},
    )


class Time(fields.Float):
    """Seconds since 1970 as ISO 8601, in UTC."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        if value is None:
            return None
        return datetime.fromtimestamp(value, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


TIME_FORMAT = {"type": "string", "format": "date-time"}  # for the metadata of a Time


class StrictSchema(Schema):
    """What a sender says as a JSON object: a key that is not known is an error."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    error_messages = {"unknown": "Unknown field.", "type": "Not a JSON object."}  # noqa: RUF012


class OptionsSchema(StrictSchema):
    """What can be said of an article besides its words."""

    title = _option("The headline. Quotations in it are found too.", example="Mayor opens Ostby bridge")
    url = _option(
        "Where the article stands on the web.",
        check_url,
        example="https://news.example/ostby-bridge",
        format="uri",
    )
    published = _option(
        "When the article appeared: an ISO 8601 date, or a date with a time.",
        check_published,
        example="2024-05-17",
        pattern=_DATE.pattern,
    )
    language = _option(
        "Language of the article, ISO 639-1.", check_language, example="en", pattern=_LANGUAGE.pattern
    )
    id = _option("Your identifier of the article; it comes back with the records.", example="cms-20417")
    unit = fields.String(
        load_default="codepoint",
        validate=validate.OneOf(get_args(Unit), error="Must be one of {choices}."),
        metadata={
            "description": "What positions count: Unicode code points, or UTF-16 units as in JavaScript.",
            "examples": ["codepoint"],
        },
    )

    @pre_load
    def check_characters(self, data: Any, **_: Any) -> Any:
        """Raises UndecodableInput for a character that no text may hold."""
        if isinstance(data, Mapping):
            for name, value in data.items():
                found = _FORBIDDEN.search(value) if isinstance(value, str) and name in self.fields else None
                if found:
                    kind = "a NUL character" if found[0] == "\0" else "half of a surrogate pair"
                    message = f"{name} holds {kind} at position {found.start()}"
                    raise UndecodableInput(message, field=name, position=found.start())
        return data


class ExtractionRequestSchema(OptionsSchema):
    """An article: exactly one of text and html, and what else is known of it."""

    text = fields.String(
        allow_none=True,
        metadata={
            "description": "The article as plain text.",
            "examples": ["“We open at noon,” said Mara Lindqvist."],
        },
    )
    html = fields.String(
        allow_none=True,
        metadata={
            "description": "The article as HTML: a fragment as a CMS stores it, or a whole page.",
            "examples": ["<p>“We open at noon,” said Mara Lindqvist.</p>"],
        },
    )

    @validates_schema(skip_on_field_errors=True)
    def check_one_body(self, data: Mapping[str, Any], **_: Any) -> None:
        """Refuses none and two."""
        given = [name for name in ("text", "html") if data.get(name) is not None]
        if not given:
            raise ValidationError("Give text or html.", "text")
        if len(given) == 2:
            raise ValidationError("Give either text or html, not both.", "html")


class FieldErrorSchema(Schema):
    """What is wrong with one field."""

    field = fields.String(required=True, metadata={"description": "Name of the field."})
    message = fields.String(required=True, metadata={"description": "What is wrong with it."})
    position = fields.Integer(metadata={"description": "Where, in code points of the field's value."})


class ProblemSchema(Schema):
    """An error, in the form of RFC 9457."""

    type = fields.String(
        required=True, metadata={"description": "Stable URI of the kind of error, relative to the service."}
    )
    title = fields.String(required=True, metadata={"description": "The kind of error in words."})
    status = fields.Integer(required=True, metadata={"description": "The HTTP status."})
    detail = fields.String(required=True, metadata={"description": "What is wrong with this request."})
    request_id = fields.String(
        required=True, metadata={"description": "Name of the request in the log; also in X-Request-ID."}
    )
    errors = fields.List(
        fields.Nested(FieldErrorSchema), metadata={"description": "The fields at fault, where there are any."}
    )


class ItemSchema(Schema):
    """What became of one article of several: an extraction, or a problem."""

    index = fields.Integer(required=True, metadata={"description": "Its place among the articles, from 0."})
    id = fields.String(metadata={"description": "The id that was given with it, where there was one."})
    status = fields.Integer(
        required=True, metadata={"description": "The HTTP status that it would have had alone."}
    )
    extraction = fields.Nested(ExtractionSchema, metadata={"description": "With status 200."})
    problem = fields.Nested(ProblemSchema, metadata={"description": "With any other status."})


class BatchSchema(Schema):
    """What became of each article, in the order of the list."""

    items = fields.List(fields.Nested(ItemSchema), required=True)


class TimeoutSchema(ProblemSchema):
    """The time was over; for a list, with what was done."""

    items = fields.List(
        fields.Nested(ItemSchema), metadata={"description": "Of a list: what became of each."}
    )


class LiveSchema(Schema):
    """The process answers."""

    status = fields.String(required=True, validate=validate.Equal("live"))
    version = fields.String(required=True, metadata={"description": "Version of the service."})


class AnsweringModelSchema(Schema):
    """The model that answers."""

    name = fields.String(required=True)
    version = fields.String(required=True)


class JobHealthSchema(Schema):
    """How jobs stand, as far as the database tells; they do not make the service unready."""

    database = fields.String(
        required=True,
        validate=validate.OneOf(("answers", "silent")),
        metadata={"description": "Whether the database of jobs answers; the rest is null where it does not."},
    )
    open = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Jobs that are not finished."}
    )
    articles = fields.Integer(
        required=True, allow_none=True, metadata={"description": "Their articles without an answer."}
    )
    worker_seen = Time(
        required=True,
        allow_none=True,
        metadata={
            "description": "When a worker last showed that it lives; null where there is none.",
            **TIME_FORMAT,
        },
    )


class ReadySchema(Schema):
    """The model answers."""

    status = fields.String(required=True, validate=validate.Equal("ready"))
    model = fields.Nested(AnsweringModelSchema, required=True)
    jobs = fields.Nested(JobHealthSchema, required=True)
