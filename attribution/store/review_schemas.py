"""The JSON form of reviews: what waits, what was decided, what became of corrected records."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import Schema, fields

from attribution.schemas import ExtractionSchema, RecordSchema
from attribution.store.found_schemas import FoundSchema, Tuple, one_of, whole, words
from attribution.store.query import REVIEWS
from attribution.store.reviewing import Action, Reviewed
from attribution.store.saving import Saved
from attribution.store.waiting import PastReview, Queue, Waiting

VERSION = "What a decision names in If-Match, so that it is not made on something else."


def _numbers(about: str) -> Tuple:
    return Tuple(fields.Integer(strict=True), required=True, metadata={"description": about})


def _values(about: str) -> fields.Dict:
    return fields.Dict(keys=fields.String(), required=True, allow_none=True, metadata={"description": about})


class WaitingSchema(RecordSchema):
    """A quotation that waits for a review."""

    record = Waiting

    quotation = fields.Nested(FoundSchema, required=True)
    version = words(VERSION)


class QueueSchema(RecordSchema):
    """Some of what waits for a review."""

    record = Queue

    items = Tuple(fields.Nested(WaitingSchema), required=True, data_key="quotations")
    next = words("The `cursor` of the next page; null at the end.", null=True)


class ReviewedSchema(RecordSchema):
    """A quotation after a decision."""

    record = Reviewed

    quotation = whole("Its number in the store.")
    review = one_of("The state of its review.", REVIEWS)
    version = words(VERSION)
    article = whole("The number of its article.")
    article_version = words("The version of the article's records, of which a correction makes another.")


class ReviewSchema(RecordSchema):
    """What somebody decided on a quotation."""

    record = PastReview

    id = whole("Its number.")
    quotation = whole("The quotation's number.")
    action = one_of("`add` where somebody added the quotation.", (*get_args(Action), "add"))
    author = words("Who decided.")
    reason = words("Why.", null=True)
    before = _values("The values that were corrected, as they were; of the speaker, who it was.")
    after = _values("The same values as they are since.")
    at = fields.AwareDateTime(required=True, metadata={"description": "When."})


class HistorySchema(Schema):
    """What was decided on a quotation."""

    reviews = Tuple(fields.Nested(ReviewSchema), required=True)


class SavedSchema(RecordSchema):
    """What became of an article by corrected records, and of its quotations by number."""

    record = Saved

    article = whole("The article's number in the store.")
    revision = whole("Which version of its text this is.")
    version = words("The version of its records now.")
    corrected = _numbers("Quotations that were corrected.")
    added = _numbers("Quotations that were added.")
    rejected = _numbers("Quotations that were left out.")
    accepted = _numbers("Quotations that were accepted as they are.")


class StandingSchema(Schema):
    """How far the review of a quotation of the records is."""

    local = words("Its id in the records.")
    quotation = whole("Its number in the store.")
    review = one_of("The state of its review.", REVIEWS)


class CurrentSchema(Schema):
    """An article as it is kept now, with its records."""

    article = whole("The article's number in the store.")
    key = words("What the article is known by: its id, else its address, else the hash of its text.")
    revision = whole("Which version of its text this is.")
    version = words("The version of its records, which the header ETag has too.")
    outlet = words("Where it appeared.", null=True)
    text = words("The article as it was given; null for a page.", null=True)
    html = words("The page as it was given; null for plain text.", null=True)
    extraction = fields.Nested(ExtractionSchema, required=True)
    reviews = Tuple(fields.Nested(StandingSchema), required=True)


def dump_current(current: Any, extraction: Any, standing: Any) -> dict[str, Any]:
    """The JSON form of an article as it is kept, its records in the unit of `extraction`."""
    return dict(
        CurrentSchema().dump(
            {
                "article": current.article,
                "key": current.key,
                "revision": current.revision_number,
                "version": current.version,
                "outlet": current.outlet,
                "text": current.text,
                "html": current.html,
                "extraction": extraction,
                "reviews": standing,
            }
        )
    )
