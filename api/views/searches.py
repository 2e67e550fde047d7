"""`/v1/searches`: searches that somebody follows, what they match, and a feed of each."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

from typing import Any

from flask import Response, current_app, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from api.access import needs
from api.bodies import read_object, refuse_options
from api.jobs.upload import read_webhook
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.schemas import LONGEST_OPTION, AddressInteger, StrictSchema, check_text
from api.store import current_author, current_store
from attribution.store.feed import write_atom
from attribution.store.follow import (
    LONGEST_NAME,
    PAGE,
    find_matches,
    follow,
    followed,
    get_followed,
    matches_of,
    renew_token,
    unfollow,
)
from attribution.store.follow_schemas import FollowedSchema, MatchSchema, dump_followed, dump_match
from attribution.store.query import LARGEST, Query

ATOM = "application/atom+xml"

blueprint = Blueprint(
    "searches", __name__, url_prefix="/v1/searches", description="Searches that somebody follows."
)
feeds = Blueprint("feeds", __name__, url_prefix="/v1/searches", description="Read by the token of each.")

READING = ("no-store", "search-not-found", "not-acceptable", "invalid-input")


class FollowSchema(StrictSchema):
    """A search to follow: the query has the fields of a search of quotations (docs/search.md)."""

    name = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=LONGEST_NAME), check_text],
        metadata={"examples": ["The new bridge"]},
    )
    query = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"examples": [{"words": "bridge", "speaker": "Lindqvist"}]},
    )
    webhook = fields.String(
        allow_none=True, metadata={"description": "Is told of new matches; its host must be allowed."}
    )
    author = fields.String(
        allow_none=True,
        validate=[validate.Length(min=1, max=LONGEST_OPTION), check_text],
        metadata={"description": "Who follows it; not where a key says so."},
    )


class TokenSchema(Schema):
    """What lets a reader of feeds in. It is shown once."""

    token = fields.String(required=True)
    feed = fields.String(required=True, metadata={"description": "The address of the feed, with the token."})


class NewSearchSchema(TokenSchema, FollowedSchema):
    """A search that is followed from now on."""


class SearchesSchema(Schema):
    """All searches, the newest first."""

    searches = fields.List(fields.Nested(FollowedSchema), required=True)


class MatchesSchema(Schema):
    """A page of matches, the newest first."""

    matches = fields.List(fields.Nested(MatchSchema), required=True)


class MatchesQuerySchema(StrictSchema):
    """Where a page begins, and how long it is."""

    before = AddressInteger(load_default=LARGEST, validate=validate.Range(min=1, max=LARGEST))
    limit = AddressInteger(load_default=PAGE, validate=validate.Range(min=1, max=PAGE))


class FeedQuerySchema(StrictSchema):
    """What lets a reader in."""

    token = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_OPTION))


BODY: dict[str, Any] = {"required": True, "content": {JSON: {"schema": FollowSchema}}}


@blueprint.route("", methods=["POST"])
@blueprint.doc(operationId="followSearch", requestBody=BODY)
@needs(blueprint, "write")
@problems(
    blueprint,
    *("no-store", "not-acceptable", "invalid-input", "malformed-json", "undecodable-body"),
    *("unsupported-media-type", "body-too-large", "webhook-refused"),
)
@blueprint.response(201, NewSearchSchema, description="The search is followed from now on.")
def follow_search() -> tuple[Response, int]:
    """Follow a search

    What comes into the store from now on is matched. The token for the feed is shown here and never again.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    store = current_store()
    given = FollowSchema().load(read_object(request))
    hook = read_webhook(given.get("webhook"), current_app.extensions["attribution_jobs"].hosts)
    author, query = current_author(given.get("author")), Query.from_json(given["query"])
    search, token = follow(
        store, given["name"], query, author=author, webhook=hook.url if hook is not None else None
    )
    return jsonify({**dump_followed(search), **_access(search.id, token)}), 201


@blueprint.route("", methods=["GET"])
@blueprint.doc(operationId="listSearches")
@needs(blueprint, "read")
@problems(blueprint, "no-store", "not-acceptable", "invalid-input")
@blueprint.response(200, SearchesSchema, description="All of them.")
def list_searches() -> Response:
    """List the searches that are followed

    The newest first, whoever follows them.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    return jsonify({"searches": [dump_followed(search) for search in followed(current_store())]})


@blueprint.route("/<int:search>", methods=["DELETE"])
@blueprint.doc(operationId="unfollowSearch")
@needs(blueprint, "write")
@problems(blueprint, "no-store", "search-not-found")
@blueprint.response(204, description="Nobody follows it any more; its feed is gone.")
def unfollow_search(search: int) -> None:
    """Follow a search no longer

    Its matches are forgotten, not the quotations.
    """
    unfollow(current_store(), search)


@blueprint.route("/<int:search>/token", methods=["POST"])
@blueprint.doc(operationId="renewSearchToken")
@needs(blueprint, "write")
@problems(blueprint, *READING)
@blueprint.response(200, TokenSchema, description="The new token.")
def renew_search_token(search: int) -> Response:
    """Renew the token of a feed

    The one before lets nobody in any more.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    return jsonify(_access(search, renew_token(current_store(), search)))


@blueprint.route("/<int:search>/matches", methods=["GET"])
@blueprint.doc(operationId="listSearchMatches", parameters=[{"in": "query", "schema": MatchesQuerySchema}])
@needs(blueprint, "read")
@problems(blueprint, *READING)
@blueprint.response(200, MatchesSchema, description="A page; the header Link leads to the next.")
def list_search_matches(search: int) -> Response:
    """List what a search has matched since it is followed

    The newest first.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    asked = MatchesQuerySchema().load(request.args.to_dict())
    store = current_store()
    find_matches(store, only=get_followed(store, search).id)
    found = matches_of(store, search, **asked)
    answer = jsonify({"matches": [dump_match(match) for match in found]})
    answer.headers.extend(link_next("before", found[-1].id if len(found) == asked["limit"] else None))
    return answer


@feeds.route("/<int:search>/feed", methods=["GET"])
@feeds.doc(operationId="readSearchFeed", parameters=[{"in": "query", "schema": FeedQuerySchema}])
@problems(feeds, *READING, "storage-unavailable")
@feeds.response(200, {"type": "string"}, content_type=ATOM, description="The newest matches, as Atom.")
def read_search_feed(search: int) -> Response:
    """Read the feed of a search

    In Atom, for readers of feeds, which have no key: the token in the address lets them in.
    """
    choose_media_type(request.accept_mimetypes, [ATOM])
    token = FeedQuerySchema().load(request.args.to_dict())["token"]
    store = current_store()
    shown = get_followed(store, search, token=token)
    find_matches(store, only=shown.id)
    text = write_atom(shown, matches_of(store, shown.id), address=request.url)
    return Response(text, content_type=f"{ATOM}; charset=utf-8")


def _access(search: int, token: str) -> dict[str, str]:
    return {"token": token, "feed": f"{request.root_path}/v1/searches/{search}/feed?token={token}"}
