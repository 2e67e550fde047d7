"""The JSON form of jobs."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields, validate

from api.jobs.addresses import LONGEST_URL
from api.jobs.tables import OUTCOMES
from api.schemas import TIME_FORMAT, AddressInteger, ExtractionRequestSchema, ProblemSchema, Time

STATES = ("waiting", "working", "finished")
WEBHOOK_STATES = ("waiting", "due", "delivered", "given-up")
LARGEST_NUMBER = 2**31 - 1

# for whoever reads the document: addresses are read by `api.jobs.addresses`
WEBHOOK: dict[str, Any] = {
    "description": "An address that is told when the job is finished, of a host that the service may call.",
    "type": "string",
    "format": "uri",
    "pattern": "^https?://",
    "maxLength": LONGEST_URL,
    "examples": ["https://desk.example/hooks/attribution"],
}


def _time(about: str, **more: Any) -> Time:
    return Time(required=True, metadata={"description": about, **TIME_FORMAT}, **more)


class JobRequestSchema(Schema):
    """Articles for a job."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    articles = fields.List(
        fields.Nested(ExtractionRequestSchema),
        required=True,
        validate=validate.Length(min=1),
        metadata={"description": "The articles, each with its options."},
    )
    webhook = fields.Raw(allow_none=True, metadata=WEBHOOK)


class ItemErrorSchema(Schema):
    """An item that failed."""

    number = fields.Integer(required=True, metadata={"description": "The item's place in the job, from 0."})
    id = fields.String(
        required=True, allow_none=True, metadata={"description": "Your identifier of the article."}
    )
    problem = fields.Nested(ProblemSchema, required=True)


class WebhookSchema(Schema):
    """Who is told of the job, and how far that is."""

    url = fields.String(required=True, metadata={"description": "The address, as it was given."})
    state = fields.String(
        required=True,
        validate=validate.OneOf(WEBHOOK_STATES),
        metadata={"description": "`waiting` for the job, `due`, `delivered` or `given-up`."},
    )
    attempts = fields.Integer(required=True, metadata={"description": "Attempts, with the one under way."})
    last_outcome = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(OUTCOMES),
        metadata={"description": "What came of the last attempt; `status`: an answer other than 2xx."},
    )
    last_status = fields.Integer(
        required=True, allow_none=True, metadata={"description": "The status of its answer."}
    )
    next_attempt = _time("When the next attempt is made, at the earliest.", allow_none=True)


class ProgressSchema(Schema):
    """A job and how far it is."""

    id = fields.String(required=True, metadata={"description": "Names the job in its address."})
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    total = fields.Integer(required=True, metadata={"description": "How many items the job has."})
    done = fields.Integer(required=True, metadata={"description": "Items with an extraction."})
    failed = fields.Integer(required=True, metadata={"description": "Items with a problem."})
    created = _time("When the job was taken.")
    finished = _time("When its last item was answered.", allow_none=True)
    expires = _time("When it will be removed.", allow_none=True)


class JobSchema(ProgressSchema):
    """A job, how far it is, and who is told of its end."""

    webhook = fields.Nested(
        WebhookSchema, required=True, allow_none=True, metadata={"description": "Null where none was named."}
    )


class JobEventSchema(Schema):
    """What a webhook is told: the same on every attempt."""

    id = fields.String(required=True, metadata={"description": "Names the event, as webhook-id does."})
    type = fields.String(required=True, validate=validate.Equal("job.finished"))
    created = _time("When it happened.")
    job = fields.Nested(ProgressSchema, required=True)


class JobListSchema(Schema):
    """Jobs, the newest first."""

    jobs = fields.List(fields.Nested(JobSchema), required=True)
    next = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The value of `before` for the next page; null at the end."},
    )


class ItemErrorListSchema(Schema):
    """Items that failed, in their order."""

    errors = fields.List(fields.Nested(ItemErrorSchema), required=True)
    next = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "The value of `after` for the next page; null at the end."},
    )


class _QuerySchema(Schema):
    """A query string; unknown names are errors."""

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    error_messages = {"unknown": "Unknown field."}  # noqa: RUF012


class JobListQuerySchema(_QuerySchema):
    """Which page of the jobs."""

    before = fields.UUID(metadata={"description": "Jobs older than this one."})
    limit = AddressInteger(load_default=50, validate=validate.Range(1, 100))


class ItemErrorQuerySchema(_QuerySchema):
    """Which page of the errors."""

    after = AddressInteger(load_default=-1, validate=validate.Range(-1, LARGEST_NUMBER))
    limit = AddressInteger(load_default=50, validate=validate.Range(1, 100))


class ResultsQuerySchema(_QuerySchema):
    """Which of the results."""

    after = AddressInteger(
        load_default=-1,
        validate=validate.Range(-1, LARGEST_NUMBER),
        metadata={"description": "Results from after the item of this number: the last one that you have."},
    )
    limit = AddressInteger(
        validate=validate.Range(1, LARGEST_NUMBER), metadata={"description": "At most so many lines."}
    )
    of_unfinished = fields.Boolean(
        data_key="partial",  # a schema has an attribute of that name
        truthy={"true"},
        falsy={"false"},
        load_default=False,
        metadata={"description": "Of an unfinished job give the results before the first that is missing."},
    )
