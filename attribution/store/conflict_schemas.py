"""The JSON form of conflicts."""

from __future__ import annotations

from typing import Any, get_args

from marshmallow import fields, validate

from attribution.schemas import RecordSchema
from attribution.store.conflicts import DIFFERENCES, KINDS, STATUSES, Conflict, Decision, Side
from attribution.store.found_schemas import FoundSchema, Tuple, flag, one_of, share, whole, words
from attribution.store.runs import Change, Difference

SEVERITY = "From 1 to 5, the gravest."


def _grade(about: str) -> fields.Integer:
    return whole(about, validate=validate.Range(1, 5))


class ContrastChangeSchema(RecordSchema):
    """Words of the first wording, and those of the second in their place; of one there may be none."""

    record = Change

    difference = one_of("What differs.", get_args(Difference))
    severity = _grade(SEVERITY)
    first = words("Words of the first wording.")
    second = words("Words of the second one.")
    telling = fields.Integer(load_only=True, load_default=0)


class ConflictSideSchema(RecordSchema):
    """One of the two: who is said to have said which words, and where."""

    record = Side

    speaker_id = whole("The speaker's number in the registry.")
    speaker = words("Name of the entry.")
    quotations = Tuple(
        fields.Nested(FoundSchema),
        required=True,
        metadata={"description": "Where they stand: 5 in a list, 100 of one conflict."},
    )
    count = whole("How many quotations there are, 1000 at most.")
    words = words("The words in marks, as the first of the quotations has them.")


class ConflictDecisionSchema(RecordSchema):
    """What somebody decided on a conflict."""

    record = Decision

    status = one_of("What it is taken for.", STATUSES)
    author = words("Who decided.")
    reason = words("Why.", null=True)
    at = fields.AwareDateTime(required=True, metadata={"description": "When."})


class ConflictSchema(RecordSchema):
    """The same words under two names, or one quotation in two wordings, with how the words differ."""

    record = Conflict

    id = whole("Its number.")
    kind = one_of("`names`: the same words under two; `wordings`: one speaker's in two.", KINDS)
    difference = one_of("The gravest difference: the speaker, or something in the words.", DIFFERENCES)
    severity = _grade(SEVERITY)
    share = share("Of the words that both have, how many are the same.")
    status = one_of("What people take it for.", STATUSES)
    stands = flag("False where it is kept for what was decided, and the quotations differ no more.")
    day = words("The last day on which it appeared, YYYY-MM-DD.", null=True)
    found = fields.AwareDateTime(required=True, metadata={"description": "When it was found."})
    version = words("What a decision names in If-Match, so that it is not made on something else.")
    first = fields.Nested(ConflictSideSchema, required=True)
    second = fields.Nested(ConflictSideSchema, required=True)
    changes = Tuple(
        fields.Nested(ContrastChangeSchema),
        required=True,
        metadata={"description": "Where the words differ in a way that matters, the gravest first."},
    )
    decisions = Tuple(
        fields.Nested(ConflictDecisionSchema),
        required=True,
        metadata={"description": "What was decided, the last first."},
    )


def dump_conflict(conflict: Conflict) -> dict[str, Any]:
    """The JSON form of a conflict."""
    return dict(ConflictSchema().dump(conflict))
