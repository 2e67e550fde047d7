"""`GET /metrics`: the numbers of the service for Prometheus."""

from __future__ import annotations

from flask import Blueprint, Response, current_app

from api.engine import Engine
from api.jobs.metrics import JobMetrics
from api.metrics import MEDIA_TYPE, Metrics
from api.pulse import Pulse
from api.views.jobs import Jobs

blueprint = Blueprint("metrics", __name__)


@blueprint.route("/metrics")
def get_metrics() -> Response:
    """All metrics, summed over the processes of the service."""
    metrics: Metrics = current_app.extensions["attribution_metrics"]
    engine: Engine = current_app.extensions["attribution"]
    pulse: Pulse = current_app.extensions["attribution_pulse"]
    jobs: Jobs = current_app.extensions["attribution_jobs"]
    pulse.beat()
    about_jobs = JobMetrics(jobs.watch.look())
    headers = {"Cache-Control": "no-store"}
    return Response(metrics.expose(engine.model, about_jobs), headers=headers, content_type=MEDIA_TYPE)


get_metrics.__dict__["scope"] = "read"  # as `api.access.needs` does it for what is in the OpenAPI document
