"""The manners of HTTP that all addresses share: content codings, ETags and conditions, in their order."""

from __future__ import annotations

from flask import Flask, Response, request

from api.conditions import answer_conditions, tag_answer
from api.encodings import compress_answer, inflate_body


def register_manners(app: Flask) -> None:
    """Has `app` take and give gzip and answer conditional requests.

    To be registered before whatever else changes answers, since the first one registered has the last word.
    """

    @app.before_request
    def inflate() -> None:
        if request.routing_exception is None:
            inflate_body(request)

    @app.after_request
    def finish(response: Response) -> Response:
        tagged = tag_answer(request, response)
        return answer_conditions(request, compress_answer(request, tagged))
