"""What can be asked of the store in an address."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import RAISE, Schema, fields, post_load, validate

from api.schemas import AddressInteger, AddressNumber, check_text
from attribution.lang.claims import Kind as ClaimKind
from attribution.records import Act, Kind, QuotationType
from attribution.store.article_list import ArticleQuery
from attribution.store.facets import FACETS
from attribution.store.query import CLAIMS, LARGEST, MOST_VALUES, REVIEWS, Query, json_name
from attribution.store.search import MOST, ORDERS
from attribution.store.words import LONGEST

_PAGING = ("order", "limit", "cursor", "facets")


def _text(about: str, *examples: str, **options: Any) -> fields.String:
    longest = validate.Length(min=1, max=LONGEST)
    metadata = {"description": about, "examples": list(examples)} if examples else {"description": about}
    return fields.String(validate=[longest, check_text], metadata=metadata, **options)


def some(about: str, choices: Any = None) -> fields.List[Any]:
    """Any of several, each given once more."""
    free = [validate.Length(min=1, max=LONGEST), check_text]
    checks: list[Any] = [validate.OneOf(list(choices))] if choices else free
    return fields.List(
        fields.String(validate=checks),
        validate=validate.Length(max=MOST_VALUES),
        metadata={"description": f"{about} Several times for any of several."},
    )


def _flag(about: str, **options: Any) -> fields.Boolean:
    return fields.Boolean(truthy={"true"}, falsy={"false"}, metadata={"description": about}, **options)


def day(about: str, name: str) -> fields.String:
    """A day, under the name that it has in an address."""
    return fields.String(
        data_key=name,
        validate=[validate.Length(equal=10), check_text],
        metadata={"description": about, "format": "date", "examples": ["2026-03-01"]},
    )


def _share(about: str) -> AddressNumber:
    return AddressNumber(validate=validate.Range(min=0, max=1), metadata={"description": about})


class PagingSchema(Schema):
    """Which page of a list."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    error_messages = {"unknown": "Unknown field."}  # noqa: RUF012

    limit = AddressInteger(load_default=20, validate=validate.Range(1, MOST))
    cursor = _text("`next` of the page before.")


class QuotationQuerySchema(PagingSchema):
    """Which quotations are looked for, and which page of them."""

    words = _text(
        'Words of the quotation, all of them and in any form. "…" is a phrase, -word must not be there, OR '
        "between two asks for either.",
        '"lock gates" noon -bridge',
    )
    about = _text("Words of the quotation, of those around it or of its topics.", "harbour")
    speaker = _text("Words of a name, or the number of an entry of the registry.", "Lindqvist", "12")
    role = _text("Words of the speaker's role.", "harbour master")
    affiliation = _text("Words of what the role ties the speaker to.", "Port of Ostby")
    type = some("How much of it stands in quotation marks.", get_args(QuotationType))
    act = some("The speech act of the cue.", get_args(Act))
    statement = _flag("Whether somebody uttered it.")
    negated = _flag("Whether the article says that it was not said.")
    outlet = some("Where the article appeared, as it is kept.")
    article = AddressInteger(
        validate=validate.Range(1, LARGEST), metadata={"description": "The article's number in the store."}
    )
    since = day("First day of publication.", "from")
    until = day("Last day of publication.", "to")
    review = some("What people decided; without it, all that was not rejected.", REVIEWS)
    gone = _flag("Whether to find what its article has no more, too.", load_default=False)
    confidence = _share("The least confidence.")
    worth = _share("The least that it is worth checking.")
    claim = some("How far its check is.", CLAIMS)
    kind = some("What it is as a claim.", get_args(ClaimKind))
    checkable = _flag("Whether there is a fact to check now.")
    order = fields.String(
        validate=validate.OneOf(ORDERS),
        metadata={"description": "Without it by relevance where there are `words`, else the newest first."},
    )
    facets = fields.List(
        fields.String(validate=validate.OneOf(list(FACETS))),
        validate=validate.Length(max=len(FACETS)),
        metadata={"description": "How many quotations have which values; several times for several."},
    )

    @post_load
    def make_query(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The query as a value, beside the page. Raises InputError for what cannot be looked for."""
        paging = {name: data.pop(name) for name in _PAGING if name in data}
        speaker = data.get("speaker", "")
        if speaker.isascii() and speaker.isdigit():
            data["speaker"] = int(speaker)
        return {**paging, "query": Query.from_json({json_name(name): value for name, value in data.items()})}


class ArticleQuerySchema(PagingSchema):
    """Which articles are looked for, and which page of them."""

    words = _text("Words of the title, as for quotations.", "harbour")
    outlet = some("Where it appeared, as it is kept.")
    speaker = AddressInteger(
        validate=validate.Range(1, LARGEST),
        metadata={"description": "Number of an entry of the registry that the article has."},
    )
    since = day("First day of publication.", "from")
    until = day("Last day of publication.", "to")
    key = _text("The article's id, as it was given.", "cms-20417", data_key="id")
    url = _text("The article's address, as it was given.")

    @post_load
    def make_query(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The query as a value, beside the page. Raises InputError for what cannot be looked for."""
        paging = {name: data.pop(name) for name in _PAGING if name in data}
        return {**paging, "query": ArticleQuery(**{**data, "outlet": tuple(data.get("outlet", ()))})}


class SpeakerQuerySchema(PagingSchema):
    """Which entries of the registry are looked for, and which page of them."""

    name = _text("Words of the name, all of them.", "Lindqvist")
    kind = fields.String(validate=validate.OneOf(get_args(Kind)), metadata={"description": "What it is."})


class TimelineQuerySchema(PagingSchema):
    """What is looked for among the quotations of one speaker."""

    about = _text("Words of the quotation, of those around it or of its topics.", "harbour")
    words = _text("Words of the quotation.")
    since = day("First day of publication.", "from")
    until = day("Last day of publication.", "to")


LISTS = frozenset(
    name for name, field in QuotationQuerySchema().fields.items() if isinstance(field, fields.List)
)
