"""What reviewers may send."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import fields, post_load, validate

from api.schemas import LONGEST_OPTION, AddressInteger, StrictSchema, check_text
from api.search_schemas import QuotationQuerySchema
from attribution.records import Act, FieldName, Form, Kind, QuotationType, Reason, Unit
from attribution.schemas import ExtractionSchema
from attribution.store.query import LARGEST, Query, json_name
from attribution.store.reviewing import ACTIONS, LONGEST
from attribution.store.search import MOST


def _words(about: str, longest: int = LONGEST_OPTION, **options: Any) -> fields.String:
    checks: list[Any] = [validate.Length(min=1, max=longest), check_text]
    return fields.String(validate=checks, metadata={"description": about}, **options)


def _one_of(about: str, choices: Any, **options: Any) -> fields.String:
    return fields.String(
        validate=validate.OneOf(list(get_args(choices))), metadata={"description": about}, **options
    )


def _flag(about: str, **options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={True}, falsy={False}, metadata={"description": about}, **options)


class DecidingSchema(StrictSchema):
    """Who decides, where the service has no keys, and why."""

    author = _words("Who decides; not where a key says so.", LONGEST, allow_none=True)
    reason = _words("Why.", LONGEST, allow_none=True)


class PlaceSchema(StrictSchema):
    """Words of the article by their place."""

    start = fields.Integer(required=True, strict=True, validate=validate.Range(0, LARGEST))
    end = fields.Integer(required=True, strict=True, validate=validate.Range(0, LARGEST))
    field = _one_of("The part of the article; the body without it.", FieldName)


class CuePlaceSchema(PlaceSchema):
    """The words that signal the quotation."""

    lemma = _words("Dictionary form of the cue's head word.")
    act = _one_of("The speech act.", Act)
    negated = _flag("True when the article says that this was not said.")


class SourcePlaceSchema(PlaceSchema):
    """The words beside the quotation that name who speaks."""

    form = _one_of("A name, a description or a pronoun.", Form)


class RolePlaceSchema(PlaceSchema):
    """The words of a role."""

    title = _words("The office or occupation alone.")
    affiliation = fields.Nested(PlaceSchema, allow_none=True)
    former = _flag("True for a role of the past.")


class SpeakerChoiceSchema(StrictSchema):
    """A speaker of the records by `id`, or a new one by `name`."""

    id = _words("A speaker's id in the records.")
    name = _words("The full name of a speaker that the records do not have.")
    kind = _one_of("What the new speaker is; a person without it.", Kind)


class ChangesSchema(StrictSchema):
    """What is to be otherwise, in the words of the records; places are code points of the input."""

    spans = fields.List(
        fields.Nested(PlaceSchema),
        validate=validate.Length(min=1, max=100),
        metadata={"description": "The content. Its words, type, marks and surroundings follow."},
    )
    type = _one_of("How much of it stands in quotation marks.", QuotationType)
    statement = _flag("Whether somebody uttered it.")
    reason = _one_of("Why it is no statement; null for a statement.", Reason, allow_none=True)
    source = fields.Nested(SourcePlaceSchema, allow_none=True)
    cue = fields.Nested(CuePlaceSchema, allow_none=True)
    speaker = fields.Nested(SpeakerChoiceSchema, allow_none=True)
    role = fields.Nested(RolePlaceSchema, allow_none=True)


class ReviewRequestSchema(DecidingSchema):
    """A decision on a quotation; a correction has `changes`, and nothing else has."""

    action = fields.String(
        required=True,
        validate=validate.OneOf(ACTIONS),
        metadata={"description": "What is decided.", "examples": ["accept"]},
    )
    changes = fields.Nested(ChangesSchema, allow_none=True)


class CorrectedRequestSchema(DecidingSchema):
    """The records of an article, corrected as a whole."""

    extraction = fields.Nested(ExtractionSchema, required=True)
    accept_others = _flag("Whether all that is as it was is right, too: the article was seen as a whole.")


class UnitSchema(StrictSchema):
    """In what places are counted."""

    unit = _one_of("What positions count; code points without it.", Unit, load_default="codepoint")


class HistoryPageSchema(StrictSchema):
    """Where a page of a history begins, and how long it is."""

    after = AddressInteger(load_default=0, validate=validate.Range(0, LARGEST))
    limit = AddressInteger(load_default=MOST, validate=validate.Range(1, MOST))


class QueueQuerySchema(QuotationQuerySchema):
    """Which of the quotations that wait are asked for."""

    class Meta(QuotationQuerySchema.Meta):
        """What the queue settles itself cannot be asked for."""

        exclude = ("review", "gone", "order", "facets")

    below = fields.Float(
        validate=validate.Range(min=0, max=1), metadata={"description": "The most confidence."}
    )

    @post_load
    def make_query(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The query as a value, beside the page. Raises InputError for what cannot be looked for."""
        paging: dict[str, Any] = {
            name: data.pop(name) for name in ("limit", "cursor", "below") if name in data
        }
        speaker = data.get("speaker", "")
        if speaker.isascii() and speaker.isdigit():
            data["speaker"] = int(speaker)
        paging["query"] = Query.from_json({json_name(name): value for name, value in data.items()})
        return paging
