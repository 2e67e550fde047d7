"""The one JSON form of searches that are followed and of what they match."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from attribution.store.follow import Followed, Match


class FollowedSchema(Schema):
    """A search that is followed."""

    id = fields.Integer(required=True)
    name = fields.String(required=True)
    query = fields.Dict(keys=fields.String(), required=True, metadata={"description": "As it was given."})
    webhook = fields.String(required=True, allow_none=True)
    outcome = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Of the last attempt to tell the webhook: `delivered`, or what failed."},
    )
    author = fields.String(required=True)
    added = fields.AwareDateTime(required=True)


class MatchedSchema(Schema):
    """A quotation that is matched, as it is now."""

    id = fields.Integer(required=True)
    text = fields.String(required=True)
    type = fields.String(required=True)
    speaker_id = fields.Integer(required=True, allow_none=True)
    speaker = fields.String(required=True, allow_none=True)
    role = fields.String(required=True, allow_none=True)
    affiliation = fields.String(required=True, allow_none=True)
    article_id = fields.Integer(required=True)
    article = fields.String(
        required=True, metadata={"description": "The id of the article, as it was given."}
    )
    title = fields.String(required=True, allow_none=True)
    url = fields.String(required=True, allow_none=True)
    outlet = fields.String(required=True, allow_none=True)
    day = fields.String(required=True, allow_none=True)
    start = fields.Integer(required=True)
    end = fields.Integer(required=True)


class MatchSchema(Schema):
    """A match: a quotation, and when it was found."""

    id = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    quotation = fields.Nested(MatchedSchema, required=True)


def dump_followed(search: Followed) -> dict[str, Any]:
    """A search as JSON."""
    return dict(FollowedSchema().dump({**_fields(search), "query": search.query.to_json()}))


def dump_match(match: Match) -> dict[str, Any]:
    """A match as JSON."""
    return dict(MatchSchema().dump(match))


def _fields(search: Followed) -> dict[str, Any]:
    return {name: getattr(search, name) for name in Followed.__slots__}
