"""The one JSON form of the records, version 1: marshmallow schemas that dump and load them.

`dump_extraction` and `load_extraction` are inverse to each other. Every key is always present and no other
key is allowed; what was not found is null. The API documents itself from the same schemas.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, get_args

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from attribution import records

F = TypeVar("F")

_SOME = validate.Length(min=1)  # "not found" is null, never an empty string
_FROM_ZERO = validate.Range(min=0)


class _Items(fields.List[Any]):
    """A list in JSON, a tuple in the records."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))


class Flag(fields.Boolean):
    """True or false; unlike marshmallow's own it takes no "yes" and no 1."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class _Score(fields.Float):
    """A number in 0..1; unlike marshmallow's own float it takes no text."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not math.isfinite(value):
            raise self.make_error("invalid", input=value)
        return float(value)


class _Table(fields.Dict):
    """An object with free keys in JSON, a read-only mapping in the records."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return MappingProxyType(super()._deserialize(*args, **kwargs))  # type: ignore[no-untyped-call]


def _field(make: Callable[..., F], about: str, *args: Any, null: bool = False, **options: Any) -> F:
    """A field that must be there, with its description; `null` allows for "not found"."""
    return make(*args, required=True, allow_none=null, metadata={"description": about}, **options)


def _text(about: str, *, null: bool = False, **options: Any) -> fields.String:
    return _field(fields.String, about, null=null, **options)


def _name(about: str) -> fields.String:
    """Text that is null when it was not found, and never empty."""
    return _field(fields.String, about, null=True, validate=_SOME)


def _one_of(about: str, choices: Any, *, null: bool = False) -> fields.String:
    allowed: Iterable[Any] = get_args(choices)
    # null is no choice for OneOf to refuse: marshmallow lets None past before it validates
    return _field(fields.String, about, null=null, validate=validate.OneOf(list(allowed)))


def _position(about: str, *, null: bool = False) -> fields.Integer:
    return _field(fields.Integer, about, null=null, strict=True, validate=_FROM_ZERO)


def _score(about: str, *, null: bool = False) -> _Score:
    return _field(_Score, about, null=null, validate=validate.Range(min=0, max=1))


def _nested(about: str, schema: type[Schema], *, null: bool = False) -> fields.Nested:
    return _field(fields.Nested, about, schema, null=null)


def _items(about: str, schema: type[Schema]) -> _Items:
    return _field(_Items, about, fields.Nested(schema))


def _words(about: str) -> _Items:
    return _field(_Items, about, fields.String())


class RecordSchema(Schema):
    """A schema that loads into one of the records."""

    record: ClassVar[type[Any]]

    @post_load
    def make_record(self, data: dict[str, Any], **_: Any) -> Any:
        """The loaded values as a record."""
        return self.record(**data)


class PlacedSchema(RecordSchema):
    """Whatever has a `start` and an `end`."""

    @validates_schema(skip_on_field_errors=True)
    def check_order(self, data: Mapping[str, Any], **_: Any) -> None:
        """Refuses an end before its start, and half a span."""
        start, end = data["start"], data["end"]
        if (start is None) != (end is None):
            raise ValidationError("start and end must both be given, or both be null.", "end")
        if start is not None and end < start:
            raise ValidationError(f"end {end} lies before start {start}.", "end")


class SpanSchema(PlacedSchema):
    """A stretch of the input."""

    record = records.Span

    start = _position("Where the span begins in the input, counted in the extraction's unit.")
    end = _position("Where the span ends in the input; the position itself is outside.")
    text = _text("The words of the span, as the input has them.")
    field = _one_of("The part of the article that the span lies in.", records.FieldName)


class CueSchema(SpanSchema):
    """The words that signal a quotation."""

    record = records.Cue

    lemma = _text("Dictionary form of the cue's head word.")
    act = _one_of("The speech act or attitude that the cue stands for.", records.Act)
    negated = _field(Flag, "True when the article says that this was not said.")


class MentionSchema(SpanSchema):
    """Words that refer to a speaker."""

    record = records.Mention

    form = _one_of("A name, a description or a pronoun.", records.Form)


class TimeSchema(SpanSchema):
    """When it was said."""

    record = records.Time

    value = _name("ISO 8601 date or time, where the words or the day of publication settle it.")


class RoleSchema(SpanSchema):
    """An office, occupation or standing."""

    record = records.Role

    title = _name("The office or occupation alone.")
    affiliation = _nested(
        "The organisation, party or place that the role ties the speaker to.", SpanSchema, null=True
    )
    former = _field(Flag, "True for a role that the speaker held in the past.")


class SpeakerSchema(RecordSchema):
    """The entity behind a set of mentions."""

    record = records.Speaker

    id = _text("Identifier within the extraction, for instance s1.", validate=_SOME)
    name = _name("Fullest name in the article.")
    label = _text("What to show for the speaker, named or not.")
    kind = _one_of("What the speaker is.", records.Kind)
    named = _field(Flag, "True when the article gives a name.")
    anonymous = _field(Flag, "True when the name is withheld, or the speaker has none by convention.")
    mentions = _items("All words that refer to the speaker.", MentionSchema)
    roles = _items("All roles that the article gives the speaker.", RoleSchema)
    aliases = _words("Other names of the speaker in the article.")
    ids = _field(_Table, "Identifiers elsewhere, by scheme.", keys=fields.String(), values=fields.String())


class ContextSchema(RecordSchema):
    """The words around a quotation."""

    record = records.Context

    before = _text("The words just before the quotation.")
    after = _text("The words just after the quotation.")


class ConfidenceSchema(RecordSchema):
    """Scores in 0..1."""

    record = records.Confidence

    content = _score("That this was said, and said as far as the spans reach.")
    source = _score("That the source is the right one; null without a source.", null=True)
    speaker = _score("That the speaker is the right one; null without a speaker.", null=True)
    role = _score("That the role is the right one; null without a role.", null=True)


class QuotationSchema(RecordSchema):
    """One attribution relation and everything known about it."""

    record = records.Quotation

    id = _text("Identifier within the extraction, for instance q1.", validate=_SOME)
    type = _one_of("All, none or a part of the content stands in quotation marks.", records.QuotationType)
    text = _text("The words of the spans, joined by an ellipsis.")
    spans = _items("The content: what was said, marks included.", SpanSchema)
    cue = _nested("The words that signal the quotation.", CueSchema, null=True)
    source = _nested("The words beside the quotation that name who speaks.", MentionSchema, null=True)
    speaker = _name("Identifier of the speaker in this extraction.")
    role = _nested("The role in which the speaker speaks here.", RoleSchema, null=True)
    addressee = _nested("Whom it was said to.", SpanSchema, null=True)
    medium = _nested("Through what it was said: a statement, an interview, a post.", SpanSchema, null=True)
    time = _nested("When it was said.", TimeSchema, null=True)
    parent = _name("Identifier of the quotation that this one stands in.")
    paragraph = _position("Number of the paragraph it begins in, counted from 0.")
    context = _nested("The words around the quotation.", ContextSchema)
    quoted = _items("The words in quotation marks.", SpanSchema)
    topics = _words("Key terms of the quotation.")
    statement = _field(
        Flag, "True when somebody uttered this; false for thoughts, plans, scare quotes and the like."
    )
    reason = _one_of("Why it is no statement; null for a statement.", records.Reason, null=True)
    confidence = _nested("How sure the extraction is.", ConfidenceSchema)
    evidence = _words("Codes of what led to this record.")


class WarningSchema(PlacedSchema):
    """Something that a reader of the records should know."""

    record = records.Warning

    code = _text("Stable code of the warning.", validate=_SOME)
    message = _text("The warning in words.")
    start = _position("Where it begins in the input; null when it concerns the whole.", null=True)
    end = _position("Where it ends in the input; null when it concerns the whole.", null=True)


class ArticleSchema(RecordSchema):
    """What was read."""

    record = records.Article

    id = _text("The sender's identifier of the article.", null=True)
    url = _text("Where the article stands on the web.", null=True)
    title = _text("The headline.", null=True)
    published = _text("When the article appeared, ISO 8601.", null=True)
    language = _text("Language of the article, ISO 639-1.", null=True)
    sha256 = _text("Digest of the input's UTF-8 bytes, in hexadecimal digits.")
    length = _position("Length of the input, counted in the extraction's unit.")


class ModelSchema(RecordSchema):
    """Which stages made the records."""

    record = records.Model

    name = _text("Name of the stages.", validate=_SOME)
    version = _text("Version of the stages.", validate=_SOME)


class ExtractionSchema(RecordSchema):
    """All that was found in one article."""

    record = records.Extraction

    schema = _text("Version of this form.", validate=validate.Equal(records.SCHEMA))
    article = _nested("The article as it was read.", ArticleSchema)
    unit = _one_of("What positions count: Unicode code points or UTF-16 code units.", records.Unit)
    quotations = _items("The quotations, in the order of the article.", QuotationSchema)
    speakers = _items("The speakers that the quotations refer to.", SpeakerSchema)
    warnings = _items("What a reader of the records should know.", WarningSchema)
    model = _nested("Which stages made the records.", ModelSchema)


@cache
def _extractions() -> ExtractionSchema:
    return ExtractionSchema()


def dump_extraction(extraction: records.Extraction) -> dict[str, Any]:
    """The JSON form of an extraction, made of dicts, lists, strings, numbers, booleans and None alone."""
    found: dict[str, Any] = _writer(ExtractionSchema)(extraction)
    return found


@cache
def _writer(schema: type[Schema]) -> Callable[[Any], Any]:
    """What turns a record into an object as `schema().dump` does, in a fifth of its time."""
    keys = [(name, field.attribute or name, _value_writer(field)) for name, field in schema().fields.items()]

    def write(record: Any) -> dict[str, Any] | None:
        if record is None:
            return None
        return {
            name: getattr(record, attribute) if inner is None else inner(getattr(record, attribute))
            for name, attribute, inner in keys
        }

    return write


def _value_writer(field: fields.Field[Any]) -> Callable[[Any], Any] | None:
    """How the value of a field is turned into JSON; None where it is JSON as it is."""
    if isinstance(field, fields.Nested):
        return _writer(type(field.schema))
    if isinstance(field, fields.List):
        inner = _value_writer(field.inner)
        return list if inner is None else lambda values: [inner(value) for value in values]
    if isinstance(field, fields.Dict):
        return dict
    return _number if isinstance(field, fields.Float) else None


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def load_extraction(data: Mapping[str, Any]) -> records.Extraction:
    """The extraction that `data`, parsed JSON, describes.

    Raises marshmallow's ValidationError, whose `messages` lead by field path to what is wrong: a missing or
    unknown key, a value outside its enumeration, a span whose end lies before its start.
    """
    loaded: records.Extraction = _extractions().load(data)
    return loaded


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Where the first thing is that is wrong, by keys and places joined by dots, and what is said of it.

    >>> first_fault(ValidationError({"spans": {0: {"end": ["Not a number."]}}}))
    ('spans.0.end', 'Not a number.')
    """
    way: list[str] = []
    messages: Any = error.messages
    while isinstance(messages, Mapping) and messages:
        name, messages = next(iter(messages.items()))
        way.append(str(name))
    return ".".join(way), str(messages[0] if isinstance(messages, list) else messages)
