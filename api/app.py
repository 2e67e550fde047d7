"""The application factory."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider

from api.access import SecurityPlugin, register_access
from api.conditions import ResultTags
from api.config import Config
from api.engine import Engine, SupportsExtract
from api.errors import register_error_handlers
from api.manners import register_manners
from api.metrics import Metrics
from api.observation import observe_requests
from api.openapi import create_api
from api.places import Places
from api.protection import believe_proxies, register_protection
from api.pulse import register_pulse
from api.reading import read_as_it_comes
from api.request_id import register_request_id
from api.store import register_store
from api.traces import Traces
from api.views import (
    articles,
    batch,
    claim_queue,
    claims,
    conflicts,
    desk,
    docs,
    erasing,
    extractions,
    health,
    jobs,
    locking,
    metrics,
    reviews,
    search,
    searches,
    speakers,
    stream,
    verification,
)


def create_app(
    config: Config | Mapping[str, Any] | None = None, *, extractor: SupportsExtract | None = None
) -> Flask:
    """The service as a WSGI application.

    `config` is a Config, or a mapping of settings that goes before ATTRIBUTION_* variables. Without an
    `extractor` one is made from the settings on first use, once for the process. Raises ConfigError for
    settings that cannot be.
    """
    settings = config if isinstance(config, Config) else Config.load(config)
    logging.getLogger("api").setLevel(settings.log_level)
    app = Flask("api", static_folder="static" if settings.docs else None)
    app.config["MAX_CONTENT_LENGTH"] = settings.body_limit
    app.url_map.merge_slashes = False  # it would redirect past a proxy's path
    app.json = _Json(app)
    app.extensions["attribution"] = Engine(settings, extractor)
    app.extensions["attribution_config"] = settings
    app.extensions["attribution_streams"] = Places(settings.streams)
    app.extensions["attribution_tags"] = ResultTags(settings)
    app.extensions["attribution_metrics"] = Metrics()
    register_error_handlers(app)
    register_manners(app)
    register_request_id(app)
    register_protection(app, settings)
    app.extensions["attribution_traces"] = traces = Traces.of(os.environ)
    observe_requests(
        app, app.extensions["attribution_metrics"], traces=traces, with_remote=settings.log_remote
    )
    register_pulse(app, app.extensions["attribution_metrics"], app.extensions["attribution"])
    register_access(app, settings)
    jobs.register_jobs(app, settings)
    register_store(app, settings)
    api = create_api(app, SecurityPlugin(settings))
    for view in (
        extractions,
        jobs,
        batch,
        stream,
        verification,
        speakers,
        searches,
        claims,
        claim_queue,
        conflicts,
        locking,
        articles,
        reviews,
        search,
        erasing,
        health,
    ):
        api.register_blueprint(view.blueprint)
    api.register_blueprint(searches.feeds)
    app.register_blueprint(docs.problem_pages)
    if settings.metrics:
        app.register_blueprint(metrics.blueprint)
    if settings.docs:
        app.register_blueprint(docs.docs)
    if settings.desk:
        app.register_blueprint(desk.desk)
        app.register_blueprint(desk.readings)
    believe_proxies(app, settings)
    read_as_it_comes(app)
    return app


class _Json(DefaultJSONProvider):
    """Keys in the order of the schema, and text as it is."""

    sort_keys = False
    ensure_ascii = False
