"""The JSON form of one quotation with its history, of lists of articles and speakers, and of a timeline."""

from __future__ import annotations

from typing import get_args

from marshmallow import Schema, fields, validate

from attribution.records import Kind
from attribution.schemas import ExtractionSchema, QuotationSchema, SpeakerSchema
from attribution.store.found_schemas import FoundSchema, Tuple, flag, one_of, whole, words
from attribution.store.reviewing import ACTIONS


def _moment(about: str) -> fields.AwareDateTime:
    return fields.AwareDateTime(required=True, metadata={"description": about})


def _day(about: str) -> fields.String:
    return words(f"{about}, YYYY-MM-DD.", null=True)


def _values(about: str) -> fields.Dict:
    return fields.Dict(required=True, allow_none=True, metadata={"description": about})


def _next() -> fields.String:
    return words("The `cursor` of the next page; null at the end.", null=True)


class ProvenanceSchema(Schema):
    """Which text a quotation stands in, and which reading found it there."""

    revision = whole("Which text of the article, counted from 1.")
    sha256 = words("Digest of that text's UTF-8 bytes.")
    format = one_of("What the text is.", ("text", "html"))
    taken = _moment("When that text came.")
    model = words("Name of the stages that made the record.")
    model_version = words("Their version.")
    made = _moment("When the record was made.")
    author = words("Who corrected it; null for a record as the stages made it.", null=True)
    reason = words("Why.", null=True)


class QuotationReviewSchema(Schema):
    """What somebody decided."""

    action = one_of("What.", ACTIONS)
    author = words("Who.")
    reason = words("Why.", null=True)
    before = fields.Raw(
        required=True, allow_none=True, metadata={"description": "What was changed, as it was."}
    )
    after = fields.Raw(required=True, allow_none=True, metadata={"description": "And as it is since."})
    at = _moment("When.")


class QuotationChangeSchema(Schema):
    """What became of a quotation when its article changed."""

    revision = whole("To which text the article changed.")
    kind = one_of("What became of it.", ("new", "stayed", "changed", "went", "returned"))
    before = words("The words before.", null=True)
    after = words("The words since.", null=True)
    at = _moment("When that text came.")


class DetailsSchema(Schema):
    """A quotation with all that is known of it."""

    quotation = fields.Nested(FoundSchema, required=True)
    record = fields.Nested(QuotationSchema, required=True)
    speaker = fields.Nested(SpeakerSchema, required=True, allow_none=True)
    provenance = fields.Nested(ProvenanceSchema, required=True)
    reviews = Tuple(fields.Nested(QuotationReviewSchema), required=True)
    changes = Tuple(fields.Nested(QuotationChangeSchema), required=True)
    version = words("Changes whenever the quotation does or somebody decides on it.")


class ListingSchema(Schema):
    """An article, as a list shows it."""

    id = whole("Its number in the store.")
    key = words("Its id, else its address, else the hash of its text.")
    url = words("Its address.", null=True)
    title = words("Its headline.", null=True)
    outlet = words("Where it appeared.", null=True)
    published = words("When it appeared, as it was given.", null=True)
    day = _day("Its day of publication")
    language = words("Its language.", null=True)
    revision = whole("How many texts of it have come.")
    added = _moment("When it came first.")
    changed = _moment("When its text came that is the current one.")
    quotations = whole("How many quotations stand in it.")


class ArticleListSchema(Schema):
    """Some articles, the last published first."""

    articles = Tuple(fields.Nested(ListingSchema), required=True, attribute="items")
    next = _next()


class KeptSchema(Schema):
    """An article with its text and its current records."""

    article = fields.Nested(ListingSchema, required=True)
    version = words("Changes with every change of text or records.")
    text = words("The input, where it is plain text.", null=True)
    html = words("The input, where it is HTML.", null=True)
    extraction = fields.Nested(ExtractionSchema, required=True)


class EntrySchema(Schema):
    """An entry of the registry, as a list shows it."""

    id = whole("Its number in the registry.")
    name = words("The name.", null=True)
    label = words("What to show.")
    kind = one_of("What the speaker is.", get_args(Kind))
    roles = Tuple(
        fields.String(), required=True, metadata={"description": "Roles that were seen last, at most three."}
    )
    quotations = whole("How many quotations there are.")
    first = _day("The first day it was quoted on")
    last = _day("The last one")


class SpeakerListSchema(Schema):
    """Some entries of the registry, by name."""

    speakers = Tuple(fields.Nested(EntrySchema), required=True, attribute="items")
    next = _next()


class MonthSchema(Schema):
    """How many quotations appeared in a month."""

    month = words("YYYY-MM.", validate=validate.Length(equal=7))
    count = whole("How many.")


class TimelineSchema(Schema):
    """What somebody said about something, by the month."""

    months = Tuple(fields.Nested(MonthSchema), required=True)
    first = fields.Nested(FoundSchema, required=True, allow_none=True)
    last = fields.Nested(FoundSchema, required=True, allow_none=True)
    total = whole("How many quotations there are, up to 10,000.")
    undated = whole("How many of them have no day.")
    capped = flag("Whether there are more, which were not counted.")
    quotations = Tuple(fields.Nested(FoundSchema), required=True)
    next = _next()
