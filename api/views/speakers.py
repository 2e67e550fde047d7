"""`/v1/speakers/…`: entries of the registry, and what people decide about them."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify, request
from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from api.access import needs
from api.bodies import read_object, refuse_options
from api.media import JSON
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.schemas import LONGEST_OPTION, AddressInteger, StrictSchema, check_text
from api.store import current_author, current_store
from attribution.store.curation import LONGEST_NAME, MOST_APPEARANCES, identify, merge, rename, split
from attribution.store.entry_schemas import AppearanceSchema, EventSchema, ProfileSchema, SuggestionSchema
from attribution.store.history import LONGEST_REASON, Event, Signature
from attribution.store.profiles import PAGE, appearances_of, profile
from attribution.store.query import LARGEST
from attribution.store.suggestions import MOST, suggest
from attribution.store.undoing import undo

blueprint = Blueprint(
    "speakers", __name__, url_prefix="/v1/speakers", description="People and organisations over articles."
)

NUMBER = validate.Range(min=1, max=LARGEST)
READING = ("no-store", "speaker-not-found", "not-acceptable", "invalid-input")
WRITING = (*READING, "malformed-json", "undecodable-body", "unsupported-media-type", "body-too-large")


class DecisionSchema(StrictSchema):
    """Who decides, where the service has no keys, and why."""

    author = fields.String(
        allow_none=True,
        validate=[validate.Length(min=1, max=LONGEST_OPTION), check_text],
        metadata={"description": "Who decides; not where a key says so.", "examples": ["Tove Sand"]},
    )
    reason = fields.String(
        allow_none=True,
        validate=[validate.Length(min=1, max=LONGEST_REASON), check_text],
        metadata={"description": "Why.", "examples": ["Checked by telephone."]},
    )


class MergeSchema(DecisionSchema):
    """The entry that takes the other one in."""

    into = fields.Integer(required=True, strict=True, validate=NUMBER)


class SplitSchema(DecisionSchema):
    """Appearances, by number, that are of somebody else."""

    appearances = fields.List(
        fields.Integer(strict=True, validate=NUMBER),
        required=True,
        validate=validate.Length(min=1, max=MOST_APPEARANCES),
        metadata={"description": "As `/appearances` gives them."},
    )
    into = fields.Integer(
        strict=True,
        allow_none=True,
        validate=NUMBER,
        metadata={"description": "An entry; without it, a new one."},
    )


class RenameSchema(DecisionSchema):
    """The name that is shown from now on."""

    name = fields.String(
        required=True,
        validate=[validate.Length(min=1, max=LONGEST_NAME), check_text],
    )


class IdentifySchema(DecisionSchema):
    """Ids by scheme; null takes one away."""

    ids = fields.Dict(
        keys=fields.String(validate=[validate.Length(min=1, max=LONGEST_NAME), check_text]),
        values=fields.String(
            allow_none=True, validate=[validate.Length(min=1, max=LONGEST_NAME), check_text]
        ),
        required=True,
        validate=validate.Length(min=1, max=20),
        metadata={"examples": [{"wikidata": "Q990101"}]},
    )


class PageSchema(StrictSchema):
    """Where a page begins, and how long it is."""

    after = AddressInteger(load_default=0, validate=validate.Range(min=0, max=LARGEST))
    limit = AddressInteger(load_default=PAGE, validate=validate.Range(min=1, max=PAGE))


class SuggestingSchema(StrictSchema):
    """Which suggestions are asked for."""

    speaker = AddressInteger(
        validate=NUMBER, metadata={"description": "Only entries that may be this one; all of them at once."}
    )
    after = fields.String(load_default="", validate=[validate.Length(max=LONGEST_OPTION), check_text])
    limit = AddressInteger(load_default=MOST, validate=validate.Range(min=1, max=MOST))


class AppearancesSchema(Schema):
    """A page of appearances."""

    appearances = fields.List(fields.Nested(AppearanceSchema), required=True)


class SuggestionsSchema(Schema):
    """A page of suggestions."""

    suggestions = fields.List(fields.Nested(SuggestionSchema), required=True)


@blueprint.route("/<int:speaker>", methods=["GET"])
@blueprint.doc(operationId="getSpeaker")
@needs(blueprint, "read")
@problems(blueprint, *READING)
@blueprint.response(200, ProfileSchema, description="The entry.")
def get_speaker(speaker: int) -> Response:
    """Show an entry of the registry

    Its names, roles and affiliations with the first and last day they were seen, outlets, whom it is seen
    with, and what people decided about it. One that was merged says into which.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    return jsonify(ProfileSchema().dump(profile(current_store(), speaker)))


@blueprint.route("/<int:speaker>/appearances", methods=["GET"])
@blueprint.doc(operationId="listAppearances", parameters=[{"in": "query", "schema": PageSchema}])
@needs(blueprint, "read")
@problems(blueprint, *READING)
@blueprint.response(200, AppearancesSchema, description="A page; the header Link leads to the next.")
def list_appearances(speaker: int) -> Response:
    """List the articles that an entry is in

    Each with the reasons why its speaker is taken for this entry.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    asked = PageSchema().load(request.args.to_dict())
    found = appearances_of(current_store(), speaker, **asked)
    answer = jsonify(AppearancesSchema().dump({"appearances": found}))
    answer.headers.extend(link_next("after", found[-1].id if len(found) == asked["limit"] else None))
    return answer


@blueprint.route("/suggestions", methods=["GET"])
@blueprint.doc(operationId="suggestSpeakers", parameters=[{"in": "query", "schema": SuggestingSchema}])
@needs(blueprint, "read")
@problems(blueprint, *READING)
@blueprint.response(200, SuggestionsSchema, description="A page; the header Link leads to the next.")
def suggest_speakers() -> Response:
    """List entries that may be one, with the reasons

    Name by name; within a page the likeliest first.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    asked = SuggestingSchema().load(request.args.to_dict())
    found = suggest(current_store(), asked.get("speaker"), after=asked["after"], limit=asked["limit"])
    answer = jsonify(SuggestionsSchema().dump({"suggestions": found.suggestions}))
    answer.headers.extend(link_next("after", found.after))
    return answer


def _deciding(path: str, operation: str, schema: type[Schema]) -> Callable[[Any], Any]:
    """Has a view take a decision about an entry and answer with what was written down."""
    body = {"required": True, "content": {JSON: {"schema": schema}}}

    def decorate(view: Any) -> Any:
        view = blueprint.response(200, EventSchema, description="What was written down.")(view)
        view = needs(blueprint, "write")(problems(blueprint, *WRITING)(view))
        view = blueprint.doc(operationId=operation, requestBody=body)(view)
        return blueprint.route(f"/<int:speaker>/{path}", methods=["POST"])(view)

    return decorate


def _read(schema: type[Schema]) -> tuple[dict[str, Any], Signature]:
    """The body of the request, and who signs it."""
    choose_media_type(request.accept_mimetypes, [JSON])
    refuse_options(request)
    given = schema().load(read_object(request))
    return given, Signature(current_author(given.get("author")), given.get("reason"))


def _answer(event: Event) -> Response:
    return jsonify(EventSchema().dump(event))


@_deciding("merge", "mergeSpeaker", MergeSchema)
def merge_speaker(speaker: int) -> Response:
    """Merge an entry into another

    Articles that are yet to come follow.
    """
    store = current_store()
    given, by = _read(MergeSchema)
    return _answer(merge(store, speaker, given["into"], by=by))


@_deciding("split", "splitSpeaker", SplitSchema)
def split_speaker(speaker: int) -> Response:
    """Take appearances out of an entry

    Into another entry, or into a new one, which `other` tells. They stay there when their articles are
    read anew.
    """
    store = current_store()
    given, by = _read(SplitSchema)
    return _answer(split(store, speaker, given["appearances"], into=given.get("into"), by=by))


@_deciding("rename", "renameSpeaker", RenameSchema)
def rename_speaker(speaker: int) -> Response:
    """Give an entry another name

    It is found by the one before as well.
    """
    store = current_store()
    given, by = _read(RenameSchema)
    return _answer(rename(store, speaker, given["name"], by=by))


@_deciding("identify", "identifySpeaker", IdentifySchema)
def identify_speaker(speaker: int) -> Response:
    """Give an entry ids

    Of Wikidata, or of the newsroom's own list: articles whose records have the id are of this entry.
    """
    store = current_store()
    given, by = _read(IdentifySchema)
    return _answer(identify(store, speaker, given["ids"], by=by))


@_deciding("undo", "undoSpeaker", DecisionSchema)
def undo_speaker(speaker: int) -> Response:
    """Undo what was last decided about an entry

    What came to it since stays.
    """
    store = current_store()
    _, by = _read(DecisionSchema)
    return _answer(undo(store, speaker, by=by))
