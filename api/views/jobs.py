"""`/v1/jobs`: many articles at once, worked on beside the requests."""

# mypy: disable-error-code="import-untyped, untyped-decorator, misc"
from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from uuid import UUID

from flask import Flask, Response, current_app, request
from flask_smorest import Blueprint
from marshmallow import RAISE

from api import traces
from api.access import caller, needs
from api.bodies import read_query, refuse_fields
from api.config import Config
from api.database import Database
from api.jobs.addresses import Hosts
from api.jobs.answers import dump_line
from api.jobs.claims import Gap
from api.jobs.facts import JobWatch
from api.jobs.schemas import (
    WEBHOOK,
    ItemErrorListSchema,
    ItemErrorQuerySchema,
    JobEventSchema,
    JobListQuerySchema,
    JobListSchema,
    JobRequestSchema,
    JobSchema,
    ResultsQuerySchema,
)
from api.jobs.store import Job, JobStore
from api.jobs.tables import LONGEST_KEY
from api.jobs.tickets import Tickets
from api.jobs.upload import Body, read_webhook
from api.media import FORM, JSON, LINES
from api.negotiation import choose_media_type
from api.openapi import problems
from api.pagination import link_next
from api.places import Places
from api.problems import PROBLEM_TYPES, Problem

log = logging.getLogger(__name__)

blueprint = Blueprint("jobs", __name__, url_prefix="/v1/jobs", description="Many articles at once.")

RETRY_AFTER = {"Retry-After": "10"}
NO_PLACE = "As many large uploads and streams are on their way as there may be at once; ask again in 10 s."

_KEY = re.compile(rf"[\x21-\x7e]{{1,{LONGEST_KEY}}}")
_ARTICLE = {"id": "cms-20417", "text": "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby."}
_JSON_LINES = {"schema": {"type": "string"}, "examples": {"lines": {"value": json.dumps(_ARTICLE)}}}
_FORM = {"file": {"type": "string", "format": "binary"}, "webhook": WEBHOOK}
REQUEST_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        JSON: {
            "schema": JobRequestSchema,
            "examples": {"articles": {"summary": "A list", "value": {"articles": [_ARTICLE]}}},
        },
        LINES[0]: _JSON_LINES,
        FORM: {
            "schema": {
                "type": "object",
                "properties": _FORM,
                "required": ["file"],
                "additionalProperties": False,
            }
        },
    },
}
IDEMPOTENCY_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY, "pattern": _KEY.pattern},
    "description": "A name of your own for the job. Sent again with the same body, it gives the same job.",
}
WEBHOOK_PARAMETER = {
    "in": "query",
    "name": "webhook",
    "schema": {name: value for name, value in WEBHOOK.items() if name != "description"},
    "description": f"{WEBHOOK['description']} Here where the body is lines; else in the body.",
}
_SIGNATURE = {
    "webhook-id": "The id of the event.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "After Standard Webhooks: `v1,` and HMAC-SHA256 in base64, for each secret.",
}
_RECEIVING: dict[str, Any] = {
    "summary": "Told that the job is finished",
    "description": "At least once. Any answer other than 2xx is tried again for a day, 410 not.",
    "security": [],
    "parameters": [
        {"in": "header", "name": name, "required": True, "description": about, "schema": {"type": "string"}}
        for name, about in _SIGNATURE.items()
    ],
    "requestBody": {"required": True, "content": {JSON: {"schema": JobEventSchema}}},
    "responses": {"2XX": {"description": "It is received."}},
}
CALLBACKS = {
    "finished": {
        place: {"post": _RECEIVING}
        for place in ("{$request.body#/webhook}", "{$request.query.webhook}")  # where it was named
    }
}
LOCATION = {
    "Location": {
        "schema": {"type": "string"},
        "description": "Address of the job, relative to the address that was asked.",
    }
}
RESULTS: dict[str, Any] = {"type": "string", "description": "A line of JSON for each item, in order."}


class Jobs:
    """What the views need: the settings, the store and the queue. Opens nothing before it is used."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.store = JobStore(Database.of(config))
        self.hosts = Hosts(config.webhook_hosts)
        self.tickets = Tickets(config)
        self.watch = JobWatch(Database.of(config))  # apart, so that who is watched may hang


def register_jobs(app: Flask, config: Config) -> None:
    """Gives `app` what the views of jobs need."""
    app.extensions["attribution_jobs"] = Jobs(config)


@blueprint.before_request
def check_query() -> None:
    """A query string that cannot be read, or says a thing twice, is refused before anything is looked at."""
    read_query(request)


@blueprint.route("", methods=["POST"])
@blueprint.doc(
    operationId="createJob",
    requestBody=REQUEST_BODY,
    parameters=[IDEMPOTENCY_KEY, WEBHOOK_PARAMETER],
    callbacks=CALLBACKS,
)
@needs(blueprint, "write")
@problems(
    blueprint,
    "bad-request",
    "malformed-json",
    "undecodable-body",
    "not-acceptable",
    "body-too-large",
    "too-many-items",
    "unsupported-media-type",
    "invalid-input",
    "idempotency-key-reused",
    "webhook-refused",
    "too-many-jobs",
    "internal-error",
    "busy",
    "jobs-full",
    "storage-unavailable",
)
@blueprint.response(202, JobSchema, description="The job is taken and will not be lost.", headers=LOCATION)
def create_job() -> tuple[Job, dict[str, str]]:
    """Hand in articles as a job

    The articles are a JSON list, lines of JSON as the whole body, or a file with such lines in a form. A bad
    article becomes the error of its item; the others are worked on. A `webhook` is told when it is done.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    jobs, owner, key = _jobs(), caller().key or "", _read_key()
    places: Places = current_app.extensions["attribution_streams"]
    refuse_fields(read_query(request).keys() - {"webhook"}, "unknown")
    place = places.take(lambda: Problem("busy", NO_PLACE, headers=RETRY_AFTER))
    with closing(Body(request, jobs.config, place)) as body:
        job = jobs.store.find_by_key(owner, key) if key else None
        if job is None:
            hook = read_webhook(body.webhook, jobs.hosts)
            _check_room(jobs, owner)
            job, new = jobs.store.create(
                body.uploads(), owner=owner, digest=body.digest, key=key, trace=_carried(), webhook=hook
            )
            if new:
                _hand_out(jobs.tickets, job)
        if job.digest != body.digest:
            raise Problem("idempotency-key-reused", PROBLEM_TYPES["idempotency-key-reused"].meaning)
    return job, {"Location": f"jobs/{job.id}"}  # relative: a proxy may serve this below a path


@blueprint.route("", methods=["GET"])
@blueprint.doc(operationId="listJobs")
@needs(blueprint, "read")
@problems(blueprint, "not-acceptable", "invalid-input", "storage-unavailable")
@blueprint.arguments(JobListQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, JobListSchema, description="A page of jobs.")
def list_jobs(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """List your jobs, the newest first

    Where there are more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    before = str(query.get("before", ""))
    found = _jobs().store.newest(owner=_whose(), before=before, limit=query["limit"] + 1)
    page = found[: query["limit"]]
    cursor = page[-1].id if len(found) > len(page) else None
    return {"jobs": page, "next": cursor}, link_next("before", cursor)


@blueprint.route("/<uuid:job>", methods=["GET"])
@blueprint.doc(operationId="getJob")
@needs(blueprint, "read")
@problems(blueprint, "job-not-found", "not-acceptable", "storage-unavailable")
@blueprint.response(200, JobSchema, description="The job.")
def get_job(job: UUID) -> Job:
    """Tell how far a job is

    It is finished when every item has an extraction or a problem.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    return _find(job)


@blueprint.route("/<uuid:job>", methods=["DELETE"])
@blueprint.doc(operationId="deleteJob")
@needs(blueprint, "write")
@problems(blueprint, "job-not-found", "storage-unavailable")
@blueprint.response(204, description="The job is gone, with its articles and results.")
def delete_job(job: UUID) -> None:
    """Cancel and remove a job

    An article that is in work is finished, and its result thrown away.
    """
    if not _jobs().store.delete(str(job), owner=_whose()):
        raise _not_found()


@blueprint.route("/<uuid:job>/errors", methods=["GET"])
@blueprint.doc(operationId="listJobErrors")
@needs(blueprint, "read")
@problems(blueprint, "job-not-found", "not-acceptable", "invalid-input", "storage-unavailable")
@blueprint.arguments(ItemErrorQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, ItemErrorListSchema, description="A page of items that failed.")
def list_job_errors(query: dict[str, Any], job: UUID) -> tuple[dict[str, Any], dict[str, str]]:
    """List the items of a job that failed so far

    Where there are more, `next` and the header `Link` lead to the next page.
    """
    choose_media_type(request.accept_mimetypes, [JSON])
    found = _find(job)
    answers = _jobs().store.answers(
        found.id, after=query["after"], limit=query["limit"] + 1, failed_only=True
    )
    errors = [
        {"number": answer.number, "id": answer.id, "problem": json.loads(answer.text)} for answer in answers
    ]
    page = errors[: query["limit"]]
    cursor = page[-1]["number"] if len(errors) > len(page) else None
    return {"errors": page, "next": cursor}, link_next("after", cursor)


@blueprint.route("/<uuid:job>/results", methods=["GET"])
@blueprint.doc(operationId="listJobResults")
@needs(blueprint, "read")
@problems(
    blueprint, "job-not-found", "not-acceptable", "job-not-finished", "invalid-input", "storage-unavailable"
)
@blueprint.arguments(ResultsQuerySchema, location="query", unknown=RAISE)
@blueprint.response(200, RESULTS, content_type=LINES[0], description="The results, as JSON lines.")
def list_job_results(query: dict[str, Any], job: UUID) -> Response:
    """Take the results of a job

    A line for each item, in the order of the items: `{"number", "id", "state": "done", "extraction"}` or
    `{"number", "id", "state": "failed", "problem"}`. Where the transfer was cut short, go on with `after`.
    """
    kind = choose_media_type(request.accept_mimetypes, LINES)
    found = _find(job)
    if found.finished is None and not query["of_unfinished"]:
        detail = f"{found.done + found.failed} of {found.total} items have an answer."
        raise Problem("job-not-finished", detail, headers=RETRY_AFTER)
    due = max(0, found.total - query["after"] - 1) if found.finished is not None else 0
    lines = _lines(_jobs().store, found.id, query["after"], query.get("limit"), due)
    return Response(lines, mimetype=kind)


def _lines(store: JobStore, job: str, after: int, limit: int | None, due: int) -> Iterator[str]:
    """The results as lines; raises where the job was removed meanwhile, which cuts the transfer short."""
    sent = 0
    for answer in store.answers(job, after=after, limit=limit):
        yield dump_line(answer.number, answer.id, answer.state, answer.text)
        sent += 1
    if sent < min(due, due if limit is None else limit):
        raise LookupError(f"job {job} was removed while its results were sent")


def _jobs() -> Jobs:
    found: Jobs = current_app.extensions["attribution_jobs"]
    return found


def _carried() -> dict[str, str] | None:
    trace = traces.current()
    return trace.carry() if trace is not None else None


def _whose() -> str | None:
    """Whose jobs the sender may see; None for all."""
    asking = caller()
    return None if asking.scope == "admin" else asking.key or ""


def _find(job: UUID) -> Job:
    found = _jobs().store.get(str(job), owner=_whose())
    if found is None:
        raise _not_found()
    return found


def _not_found() -> Problem:
    return Problem("job-not-found", PROBLEM_TYPES["job-not-found"].meaning)


def _read_key() -> str | None:
    key = request.headers.get("Idempotency-Key")
    if key is not None and not _KEY.fullmatch(key):
        refuse_fields(["Idempotency-Key"], f"to be 1 to {LONGEST_KEY} visible ASCII characters")
    return key


def _check_room(jobs: Jobs, owner: str) -> None:
    unfinished, unanswered = jobs.store.count_open(owner)
    if unfinished >= jobs.config.jobs_open:
        detail = f"There are {unfinished} unfinished jobs; {jobs.config.jobs_open} are allowed."
        raise Problem("too-many-jobs", detail, headers=RETRY_AFTER)
    if unanswered >= jobs.config.jobs_waiting:
        raise Problem("jobs-full", PROBLEM_TYPES["jobs-full"].meaning, headers={"Retry-After": "60"})


def _hand_out(tickets: Tickets, job: Job) -> None:
    """Writes the job's tickets. Where the queue does not answer the job stays: a worker writes them later."""
    try:
        tickets.write([Gap(job.id, 0, job.total - 1)])
    except Exception:
        log.exception("no tickets for job %s yet: the queue does not answer", job.id)
