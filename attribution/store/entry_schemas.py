"""The one JSON form of what the registry tells, for the service and the command line."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

DAY = "First and last day of publication, where one is known."


class EventSchema(Schema):
    """Something that was done to an entry by hand."""

    id = fields.Integer(required=True)
    speaker = fields.Integer(required=True)
    other = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The entry that it was merged into or split off to."},
    )
    action = fields.String(
        required=True,
        validate=validate.OneOf(("merge", "split", "rename", "identify", "import", "undo")),
    )
    author = fields.String(required=True)
    reason = fields.String(required=True, allow_none=True)
    undone = fields.Boolean(required=True)
    at = fields.AwareDateTime(required=True)


class HeldSchema(Schema):
    """A role or an affiliation, when it was seen first and last, and how many times."""

    text = fields.String(required=True)
    title = fields.String(required=True, allow_none=True)
    affiliation = fields.String(required=True, allow_none=True)
    former = fields.Boolean(required=True)
    first = fields.String(required=True, allow_none=True)
    last = fields.String(required=True, allow_none=True)
    times = fields.Integer(required=True)


class CountedSchema(Schema):
    """An outlet, or another entry in the same articles, and in how many."""

    label = fields.String(required=True)
    count = fields.Integer(required=True)
    id = fields.Integer(required=True, allow_none=True, metadata={"description": "Of an entry."})


class ProfileSchema(Schema):
    """An entry of the registry."""

    id = fields.Integer(required=True)
    label = fields.String(required=True)
    kind = fields.String(required=True)
    bare = fields.Boolean(
        required=True,
        metadata={"description": "Nothing but the name tells who it is: it may be several."},
    )
    ids = fields.Dict(keys=fields.String(), values=fields.String(), required=True)
    merged_into = fields.Integer(required=True, allow_none=True)
    names = fields.List(fields.String(), required=True)
    articles = fields.Integer(required=True)
    quotations = fields.Integer(required=True, metadata={"description": "Counted to 10,000."})
    first = fields.String(required=True, allow_none=True, metadata={"description": DAY})
    last = fields.String(required=True, allow_none=True, metadata={"description": DAY})
    roles = fields.List(fields.Nested(HeldSchema), required=True)
    affiliations = fields.List(fields.Nested(HeldSchema), required=True)
    outlets = fields.List(fields.Nested(CountedSchema), required=True)
    others = fields.List(fields.Nested(CountedSchema), required=True)
    history = fields.List(fields.Nested(EventSchema), required=True)


class AppearanceSchema(Schema):
    """An entry in an article: as what, and why it is taken for this entry."""

    id = fields.Integer(required=True)
    article = fields.Integer(required=True)
    title = fields.String(required=True, allow_none=True)
    outlet = fields.String(required=True, allow_none=True)
    day = fields.String(required=True, allow_none=True)
    name = fields.String(required=True)
    roles = fields.List(fields.String(), required=True)
    evidence = fields.List(fields.String(), required=True)
    by_hand = fields.Boolean(required=True)


class SuggestionSchema(Schema):
    """Two entries that may be one."""

    one = fields.Integer(required=True)
    other = fields.Integer(required=True)
    labels = fields.List(fields.String(), required=True, metadata={"description": "Of the two."})
    score = fields.Float(required=True, metadata={"description": "For the order of suggestions, 0 to 1."})
    reasons = fields.List(fields.String(), required=True)
