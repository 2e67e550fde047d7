"""What browsers are told: which pages of other hosts may ask, and what to do with the answers. And which
proxies are believed when they tell who asks."""

# mypy: disable-error-code="import-untyped"
from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request
from flask_cors import CORS
from werkzeug.middleware.proxy_fix import ProxyFix

from api.config import Config
from api.problems import Problem

HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
}
TLS_ALONE = "max-age=31536000"  # a year

SENT = ("Accept", "Authorization", "Content-Encoding", "Content-Type", "Idempotency-Key", "If-Match",
        "If-None-Match", "X-Request-ID")  # fmt: skip
SHOWN = ("Deprecation", "ETag", "Link", "Location", "RateLimit", "RateLimit-Policy", "Retry-After", "Sunset",
         "WWW-Authenticate", "X-Request-ID")  # fmt: skip


def register_protection(app: Flask, config: Config) -> None:
    """Has every answer of `app` carry the headers, and pages of the origins in the settings ask.

    Keys come in a header that a script sets, never by cookie, so no origin is given credentials.
    """

    @app.before_request
    def require_host() -> None:
        if request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1" and "HTTP_HOST" not in request.environ:
            raise Problem("bad-request", "The request has no header Host, which HTTP/1.1 asks for.")

    headers = {**HEADERS, "Strict-Transport-Security": TLS_ALONE} if config.tls else HEADERS

    @app.after_request
    def protect(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        if config.cors:
            response.vary.add("Origin")  # for whom it is allowed and for whom not
        return response

    if config.cors:
        CORS(
            app,
            resources=r"/v1/.*",
            origins=list(config.cors),
            methods=["GET", "HEAD", "POST", "DELETE"],
            allow_headers=list(SENT),
            expose_headers=list(SHOWN),
            max_age=3_600,
            supports_credentials=False,
            vary_header=False,
        )


def believe_proxies(app: Flask, config: Config) -> None:
    """Takes address and scheme of a sender from so many proxies as the settings say stand in front.

    To be called last, since whatever else looks at the address must be within.
    """
    if config.proxies:
        count = config.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=0)  # type: ignore[method-assign]
