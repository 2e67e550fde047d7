"""The JSON form of what is found in a store: pages of quotations, facets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, get_args

from marshmallow import Schema, fields, validate

from attribution.records import Act, QuotationType, Reason
from attribution.schemas import RecordSchema
from attribution.store.facets import Count, Facet
from attribution.store.query import CLAIMS, REVIEWS
from attribution.store.search import Found, Page
from attribution.store.snippets import Mark, Snippet


class Tuple(fields.List[Any]):
    """A list in JSON, a tuple as a value."""

    def _deserialize(self, *args: Any, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(*args, **kwargs))


def whole(about: str, **options: Any) -> fields.Integer:
    """A whole number."""
    return fields.Integer(required=True, strict=True, metadata={"description": about}, **options)


def words(about: str, *, null: bool = False, **options: Any) -> fields.String:
    """Text."""
    return fields.String(required=True, allow_none=null, metadata={"description": about}, **options)


def flag(about: str) -> fields.Boolean:
    """True or false."""
    return fields.Boolean(required=True, truthy={True}, falsy={False}, metadata={"description": about})


def one_of(about: str, choices: Any, *, null: bool = False) -> fields.String:
    """One of some words."""
    return words(about, null=null, validate=validate.OneOf(list(choices)))


def share(about: str, *, null: bool = False) -> fields.Float:
    """A number from 0 to 1."""
    between = validate.Range(min=0, max=1)
    return fields.Float(required=True, allow_none=null, validate=between, metadata={"description": about})


class MarkSchema(RecordSchema):
    """A place in a snippet that has words that were looked for."""

    record = Mark

    start = whole("Where it begins in the snippet, in code points.")
    end = whole("Where it ends; the position itself is outside.")


class SnippetSchema(RecordSchema):
    """A part of a text and what to highlight in it; plain text, never markup."""

    record = Snippet

    text = words("The part.")
    start = whole("Where it begins in the text, in code points.")
    marks = Tuple(fields.Nested(MarkSchema), required=True)
    cut_before = flag("Whether the text has words before it.")
    cut_after = flag("Whether the text has words behind it.")


class FoundSchema(RecordSchema):
    """A quotation as it is in the store, and where it stands."""

    record = Found

    id = whole("Its number in the store, which stays while the article changes.")
    text = words("The words.")
    snippet = fields.Nested(SnippetSchema, required=True)
    type = one_of("All, none or a part of it stands in quotation marks.", get_args(QuotationType))
    act = one_of("The speech act of the cue; null without one.", get_args(Act), null=True)
    negated = flag("Whether the article says that this was not said.")
    statement = flag("Whether somebody uttered this.")
    reason = one_of("Why it is no statement; null for a statement.", get_args(Reason), null=True)
    speaker_id = whole(
        "The speaker's number in the registry; null where it is not known who it is.", allow_none=True
    )
    speaker = words("The speaker, as the article has the name.", null=True)
    role = words("The speaker's role, as the article has it.", null=True)
    affiliation = words("What the role ties the speaker to.", null=True)
    article_id = whole("The article's number in the store.")
    article = words("What the article is known by: its id, else its address, else the hash of its text.")
    title = words("The article's headline.", null=True)
    url = words("The article's address.", null=True)
    outlet = words("Where it appeared.", null=True)
    day = words("Its day of publication, YYYY-MM-DD.", null=True)
    local = words("The quotation's id in the article's records.")
    start = whole("Where it begins in the article as it was given, in code points.")
    end = whole("Where it ends.")
    confidence = share("That this was said, and said as far as the words reach.")
    review = one_of("What people decided on it; `again` where it has changed since.", REVIEWS)
    gone = flag("Whether the article has it no more.")
    worth = share("How much it is worth checking; null where that was not told.", null=True)
    claim = one_of("How far its check is.", CLAIMS)


class CountSchema(RecordSchema):
    """A value and how many quotations have it."""

    record = Count

    value = words("The value; a name as the articles have it.")
    count = whole("How many quotations have it.")


class FacetSchema(RecordSchema):
    """The most frequent values of one kind."""

    record = Facet

    name = words("The kind of value, as it was asked for.")
    counts = Tuple(fields.Nested(CountSchema), required=True)


class QuotationPageSchema(Schema):
    """Some of the quotations that were found."""

    quotations = Tuple(fields.Nested(FoundSchema), required=True, attribute="items")
    next = words("The `cursor` of the next page; null at the end.", null=True)
    total = whole("How many there are in all, up to 10,000.")
    capped = flag("Whether there are more than `total`.")
    facets = Tuple(
        fields.Nested(FacetSchema),
        metadata={"description": "Those that were asked for, over the quotations that `total` counts."},
    )


def dump_page(page: Page) -> dict[str, Any]:
    """The JSON form of a page."""
    return dict(_pages().dump({name: getattr(page, name) for name in Page.__slots__}))


def load_page(data: Mapping[str, Any]) -> Page:
    """The page that `data`, parsed JSON, describes. Raises marshmallow's ValidationError."""
    loaded = _pages().load(data)
    loaded.pop("facets", None)
    return Page(**loaded)


@cache
def _pages() -> QuotationPageSchema:
    return QuotationPageSchema()
