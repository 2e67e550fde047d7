"""`GET /v1/quotations` and what else can be looked up in the store."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

from typing import Any

from flask import request
from flask_smorest import Blueprint
from marshmallow import RAISE

from api.access import needs
from api.bodies import read_query, refuse_fields
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.problems import Problem
from api.search_schemas import (
    LISTS,
    ArticleQuerySchema,
    QuotationQuerySchema,
    SpeakerQuerySchema,
    TimelineQuerySchema,
)
from api.store import current_store
from attribution.store import Query
from attribution.store.article_list import Listing, find_articles, listings_of
from attribution.store.current import NotKept, current_of
from attribution.store.cursors import Listed
from attribution.store.details import Details, details_of
from attribution.store.details_schemas import (
    ArticleListSchema,
    DetailsSchema,
    KeptSchema,
    SpeakerListSchema,
    TimelineSchema,
)
from attribution.store.facets import count_facets
from attribution.store.found_schemas import QuotationPageSchema
from attribution.store.history import entry_row
from attribution.store.search import Page, search
from attribution.store.speaker_list import Entry, find_speakers
from attribution.store.timeline import Timeline, timeline

blueprint = Blueprint("search", __name__, url_prefix="/v1", description="What was said, found again.")

READING = ("no-store", "bad-request", "invalid-input", "not-acceptable", "storage-unavailable")


@blueprint.before_request
def check_query() -> None:
    """A query string that cannot be read, or says a thing twice, is refused before anything is looked at."""
    read_query(request, lists=LISTS)


@blueprint.route("/quotations", methods=["GET"])
@blueprint.doc(operationId="searchQuotations")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor")
@blueprint.arguments(QuotationQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, QuotationPageSchema, description="A page of quotations.")
def search_quotations(given: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Find quotations

    Those that fit everything that is given, by relevance or by day. Where there are more, `next` and the
    header `Link` lead to the next page: what was there all along is neither repeated nor left out.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    store, names = current_store(), given.pop("facets", None)
    page = search(store, **given)
    found = {name: getattr(page, name) for name in Page.__slots__}
    if names is not None:
        found["facets"] = count_facets(store, given["query"], names).facets
    return found, link_next("cursor", page.next)


@blueprint.route("/quotations/<int:number>", methods=["GET"])
@blueprint.doc(operationId="getQuotation")
@needs(blueprint, "read")
@problems(blueprint, *READING, "quotation-not-found")
@blueprint.response(200, DetailsSchema, description="The quotation.")
def get_quotation(number: int) -> Details:
    """Show a quotation with all that is known of it

    Its record, the text and the reading that it is from, what people decided on it, and what became of it as
    its article changed.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_fields(request.args.keys(), "unknown")
    try:
        return details_of(current_store(), number)
    except NotKept:
        raise Problem("quotation-not-found", f"There is no quotation {number}.") from None


@blueprint.route("/articles", methods=["GET"])
@blueprint.doc(operationId="listArticles")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor")
@blueprint.arguments(ArticleQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, ArticleListSchema, description="A page of articles.")
def list_articles(given: dict[str, Any]) -> tuple[Listed[Listing], dict[str, str]]:
    """Find articles, the last published first

    Where there are more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    found = find_articles(current_store(), **given)
    return found, link_next("cursor", found.next)


@blueprint.route("/articles/<int:number>", methods=["GET"])
@blueprint.doc(operationId="getArticle")
@needs(blueprint, "read")
@problems(blueprint, *READING, "article-not-found")
@blueprint.response(200, KeptSchema, description="The article.")
def get_article(number: int) -> dict[str, Any]:
    """Show an article: its text and its current records

    The places in the records are code points of the text as it was given.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_fields(request.args.keys(), "unknown")
    try:
        with current_store().read() as connection:
            current = current_of(connection, number)
            [article] = listings_of(connection, [number])
    except NotKept:
        raise Problem("article-not-found", f"There is no article {number}.") from None
    shown = {name: getattr(current, name) for name in ("version", "text", "html", "extraction")}
    return {"article": article, **shown}


@blueprint.route("/speakers", methods=["GET"])
@blueprint.doc(operationId="listSpeakers")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor")
@blueprint.arguments(SpeakerQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, SpeakerListSchema, description="A page of the registry.")
def list_speakers(given: dict[str, Any]) -> tuple[Listed[Entry], dict[str, str]]:
    """Find entries of the registry, by name

    Where there are more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    found = find_speakers(current_store(), **given)
    return found, link_next("cursor", found.next)


@blueprint.route("/speakers/<int:speaker>/timeline", methods=["GET"])
@blueprint.doc(operationId="getTimeline")
@needs(blueprint, "read")
@problems(blueprint, *READING, "bad-cursor", "speaker-not-found")
@blueprint.arguments(TimelineQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, TimelineSchema, description="The months, and a page of the quotations.")
def get_timeline(given: dict[str, Any], speaker: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Tell what somebody said about something, over time

    How many quotations appeared in which month, the first and the last one, and the quotations, the newest
    first. Where there are more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    store, limit, cursor = current_store(), given.pop("limit"), given.pop("cursor", None)
    with store.read() as connection:
        entry_row(connection, speaker, merged=True)
    query = Query(speaker=speaker, **given)
    page = search(store, query, order="newest", limit=limit, cursor=cursor)
    told = timeline(store, query)
    shown = {name: getattr(told, name) for name in Timeline.__slots__}
    return {**shown, "quotations": page.items, "next": page.next}, link_next("cursor", page.next)
