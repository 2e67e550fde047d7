"""Pages for people: the documentation at `/docs`, and one page for each kind of problem."""

from __future__ import annotations

from flask import Blueprint, Response, abort, make_response, render_template, url_for

from api.problems import PROBLEM_TYPES

docs = Blueprint("docs", __name__)
problem_pages = Blueprint("problems", __name__)

VENDOR = "vendor/swagger-ui-dist-5.35.0"
# data: is for the icons inside the style sheet; nothing may come from another host
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


@docs.route("/docs")
def show_docs() -> Response:
    """The documentation page; all it loads is served from here."""
    openapi = url_for("api-docs.openapi_json")
    page = render_template("docs.html", title="attribution: JSON API", vendor=VENDOR, openapi=openapi)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    return response


@problem_pages.route("/problems/<slug>")
def show_problem(slug: str) -> Response:
    """What a kind of problem means, as a line or two of plain text."""
    kind = PROBLEM_TYPES.get(slug)
    if kind is None:
        abort(404)
    return Response(f"{kind.title} (HTTP status {kind.status})\n\n{kind.meaning}\n", mimetype="text/plain")
