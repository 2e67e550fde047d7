"""`GET /v1/health/live` and `/v1/health/ready`: for whoever starts, watches and routes to the service."""

# mypy: disable-error-code="import-untyped, untyped-decorator"
from __future__ import annotations

from typing import Any

from flask import Response, current_app
from flask_smorest import Blueprint

from api.engine import Engine
from api.errors import MODEL_UNAVAILABLE
from api.openapi import problems
from api.problems import PROBLEM_TYPES, Problem
from api.schemas import LiveSchema, ReadySchema
from api.views.jobs import Jobs
from attribution import __version__

blueprint = Blueprint(
    "health",
    __name__,
    url_prefix="/v1/health",
    description="Whether the service lives and whether it is ready.",
)

RETRY_AFTER = {"Retry-After": "2"}


@blueprint.after_request
def forbid_caching(response: Response) -> Response:
    """Health is of the moment."""
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/live")
@blueprint.doc(operationId="getLive")
@blueprint.response(200, LiveSchema, description="The process answers.")
def get_live() -> dict[str, Any]:
    """Tell that the process answers

    Says nothing about the model; a process that does not answer here should be restarted.
    """
    return {"status": "live", "version": __version__}


@blueprint.route("/ready")
@blueprint.doc(operationId="getReady")
@problems(blueprint, "not-ready", "model-unavailable", "busy", "storage-unavailable")
@blueprint.response(200, ReadySchema, description="The model answers, and there is room for a request.")
def get_ready() -> dict[str, Any]:
    """Tell whether an article would be worked on now

    Not while more waits than can be done in reasonable time, nor while the model does not answer; and with
    keys, not while their database is silent. The model is loaded on the first call here, if it has not been
    before. How jobs stand is said beside it and does not change the status: they wait for workers.
    """
    engine: Engine = current_app.extensions["attribution"]
    if engine.model is None:
        engine.warm_up_in_background()
        if engine.failure is not None:
            raise Problem("model-unavailable", MODEL_UNAVAILABLE, headers=RETRY_AFTER)
        raise Problem("not-ready", "The model has not answered yet.", headers=RETRY_AFTER)
    if engine.silent:
        raise Problem(
            "not-ready", "The model is at work on an article and does not end.", headers=RETRY_AFTER
        )
    if engine.busy:
        raise engine.refusal()
    return {"status": "ready", "model": engine.model, "jobs": _tell_of_jobs()}


def _tell_of_jobs() -> dict[str, Any]:
    """How jobs stand. Raises Problem where the database is silent that keys are looked up in."""
    jobs: Jobs = current_app.extensions["attribution_jobs"]
    facts = jobs.watch.look()
    if facts is not None:
        articles = facts.waiting + facts.working
        seen = facts.worker_seen
        return {"database": "answers", "open": facts.open, "articles": articles, "worker_seen": seen}
    if jobs.config.access == "keys":
        meaning = PROBLEM_TYPES["storage-unavailable"].meaning
        raise Problem("storage-unavailable", meaning, headers=RETRY_AFTER)
    return {"database": "silent", "open": None, "articles": None, "worker_seen": None}
