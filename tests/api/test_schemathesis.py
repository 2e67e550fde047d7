"""The whole OpenAPI document against the service: whatever is sent, the answer is one that it documents.

schemathesis makes the requests from the document: examples, edges of every schema, values at random, and some
that break the schema on purpose. They are the same on every run, for each operation as many as the variable
EXAMPLES says.
"""

from __future__ import annotations

import os
import tempfile
from typing import Any

from hypothesis import HealthCheck, given, settings
from schemathesis import Case, CheckContext, Response, SerializationContext, serializer
from schemathesis.checks import load_all_checks
from schemathesis.openapi import from_wsgi
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi import checks

from api import create_app
from attribution import Extractor
from tests.api.conftest import FakeExtractor

load_all_checks()

EXAMPLES = int(os.environ.get("EXAMPLES", "30"))

CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.unsupported_method,
    checks.allow_header_conformance,
]
PROBLEM = "application/problem+json"
PLAIN = {"Accept-Encoding": "identity"}  # schemathesis does not inflate what comes over WSGI
RUN = {"deadline": None, "derandomize": True, "database": None, "suppress_health_check": list(HealthCheck)}


def no_server_error(context: CheckContext, response: Response, case: Case) -> None:
    """But for 504, where the request itself sets a short time."""
    assert response.status_code < 500 or response.status_code == 504, response.text


def errors_are_problems(context: CheckContext, response: Response, case: Case) -> None:
    if response.status_code >= 400:
        assert response.headers["content-type"] == [PROBLEM]
        problem = response.json()
        assert problem["status"] == response.status_code
        assert problem["request_id"] == response.headers["x-request-id"][0]


def what_does_not_fit_is_refused(context: CheckContext, response: Response, case: Case) -> None:
    """Not for bodies of plain text, HTML or lines: there is nothing that does not fit as a whole."""
    if response.status_code == 413:
        return  # too long for the service, before any schema is asked
    if not (case.media_type or "").startswith(("text/", "application/x-ndjson")):
        checks.negative_data_rejection(context, response, case)


def what_fits_is_refused_for_what_no_schema_tells(
    context: CheckContext, response: Response, case: Case
) -> None:
    """Blank text, an option in two places, a day of no calendar, a condition or state that does not hold."""
    if case.meta and case.meta.generation.mode.is_positive and response.status_code >= 400:
        if "cursor" in (case.query or {}) and response.status_code == 400:
            return  # that a cursor is one of ours, no schema tells
        assert response.status_code in (404, 409, 412, 413, 422, 504), response.text


@serializer("application/x-ndjson")
def write_lines(context: SerializationContext, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "surrogatepass")


STATE = tempfile.TemporaryDirectory()
OURS = [
    no_server_error,
    errors_are_problems,
    what_does_not_fit_is_refused,
    what_fits_is_refused_for_what_no_schema_tells,
]


def document(extractor: FakeExtractor | Extractor) -> BaseSchema:
    app = create_app(
        {
            "limit": 2_000,
            "state": STATE.name,
            "store": f"{STATE.name}/store.db",
            "jobs_open": 10_000,
            "jobs_waiting": 10**9,
        },
        extractor=extractor,
    )
    app.extensions["attribution"].warm_up()
    return from_wsgi("/v1/openapi.json", app)


LENIENT = ("negative_data_rejection", "what_does_not_fit_is_refused")


def checks_of(case: Case) -> list[Any]:
    """A job takes what fits no schema, too: it becomes the error of its item."""
    lenient = LENIENT if case.operation.label == "POST /v1/jobs" else ()
    return [check for check in [*CHECKS, *OURS] if check.__name__ not in lenient]


DOCUMENT = document(FakeExtractor())


@DOCUMENT.parametrize()
@settings(max_examples=EXAMPLES, **RUN)
def test_every_operation(case: Case) -> None:
    case.validate_response(case.call(headers=PLAIN), checks=checks_of(case))


def test_the_real_engine(extractor: Extractor) -> None:
    for operation in document(extractor).get_all_operations():

        @given(case=operation.ok().as_strategy())
        @settings(max_examples=EXAMPLES // 5, **RUN)
        def check(case: Case) -> None:
            case.validate_response(case.call(headers=PLAIN), checks=checks_of(case))

        check()
