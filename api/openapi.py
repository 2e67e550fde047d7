"""The OpenAPI document: what all operations share, and how a view names the errors it answers with."""

# mypy: disable-error-code="import-untyped, misc"
from __future__ import annotations

import threading
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

import flask_smorest
from apispec import APISpec, BasePlugin
from flask import Flask

from api.errors import MEDIA_TYPE
from api.problems import PROBLEM_TYPES
from api.schemas import ExtractionRequestSchema, ProblemSchema
from attribution import __version__

View = TypeVar("View", bound=Callable[..., Any])

DESCRIPTION = """Who said what in a news article: quotations with speaker, role and exact position.

Every error is `application/problem+json` (RFC 9457) with a stable `type`."""

# exactly one of the two; marshmallow checks it in code, which its schema cannot show
EITHER_BODY = [{"required": [name], "properties": {name: {"type": "string"}}} for name in ("text", "html")]


def _header(about: str, type: str = "string") -> dict[str, Any]:
    return {"description": about, "schema": {"type": type}}


SETTINGS = {
    "API_TITLE": "attribution",
    "API_VERSION": __version__,
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": "/v1",
    "OPENAPI_JSON_PATH": "openapi.json",
    "API_SPEC_OPTIONS": {
        "info": {
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
    },
}


HEADERS = {
    401: {"WWW-Authenticate": _header("How to send a key, and what is wrong with the one that came.")},
    412: {"ETag": _header("The result that there would be.")},
    429: {"Retry-After": _header("In how many seconds to ask again.", type="integer")},
    503: {"Retry-After": _header("In how many seconds to ask again.", type="integer")},
}


class Api(flask_smorest.Api):
    """flask-smorest with our errors in place of its own, in the document and in the handlers.

    Operations are written into the document when it is first asked for: that takes longer than all else that
    there is to do before the service can answer.
    """

    DEFAULT_ERROR_RESPONSE_NAME = "Problem"

    def __init__(self, *args: Any, **options: Any) -> None:
        self._unwritten: list[flask_smorest.Blueprint] = []
        self._writing = threading.RLock()
        super().__init__(*args, **options)

    @property
    def spec(self) -> APISpec:
        """The document, with the operations of all blueprints."""
        with self._writing:
            while self._unwritten:
                blueprint = self._unwritten[0]
                name = blueprint.name
                blueprint.register_views_in_doc(self, self._app, self._spec, name=name, parameters=None)
                self._spec.tag({"name": name, "description": blueprint.description})
                self._unwritten.pop(0)
        return self._spec

    @spec.setter
    def spec(self, made: APISpec) -> None:
        self._spec = made

    def register_blueprint(self, blueprint: flask_smorest.Blueprint) -> None:
        """Has the service answer to the operations of a blueprint, and documents them later."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint)
        self._unwritten.append(blueprint)

    def _register_responses(self) -> None:
        content = {MEDIA_TYPE: {"schema": ProblemSchema}}
        self.spec.components.response("Problem", {"description": "Any other error.", "content": content})

    def _register_pagination_header(self) -> None:
        """None: nothing is paginated yet."""

    def _register_error_handlers(self) -> None:
        """None: `api.errors` has them."""


def create_api(app: Flask, *plugins: BasePlugin) -> Api:
    """The document of `app`, to which blueprints are added by `register_blueprint`."""
    app.config.update(SETTINGS)
    api = Api(app, spec_kwargs={"extra_plugins": plugins})
    api.spec.components.schema(
        "ExtractionRequest", component={"oneOf": EITHER_BODY}, schema=ExtractionRequestSchema
    )
    return api


def problems(blueprint: flask_smorest.Blueprint, *slugs: str) -> Callable[[View], View]:
    """Documents that a view of `blueprint` answers with these problems, those of one status together."""
    by_status: dict[int, dict[str, Any]] = {}
    for slug in slugs:
        kind = PROBLEM_TYPES[slug]
        by_status.setdefault(kind.status, {})[slug] = {"summary": kind.title, "value": _example(slug)}

    def decorate(view: View) -> View:
        for status, examples in by_status.items():
            view = blueprint.alt_response(
                status,
                schema=ProblemSchema,
                content_type=MEDIA_TYPE,
                description=HTTPStatus(status).phrase,
                examples=examples,
                headers=HEADERS.get(status),
            )(view)
        return view

    return decorate


def _example(slug: str) -> dict[str, Any]:
    kind = PROBLEM_TYPES[slug]
    return {
        "type": kind.uri,
        "title": kind.title,
        "status": kind.status,
        "detail": kind.meaning,
        "request_id": "0f8fad5bd9cb469fa16570867728950e",
    }
