"""ETags, and requests that hang on them (RFC 9110, section 13).

The result for an article is a function of the article, its options and the state of the service: its
version, model and settings. So its ETag is known before any work is done, and If-None-Match saves the work
where nothing has changed. RFC 9110 keeps 304 for GET and HEAD; a POST whose condition fails is answered with
412.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Request, Response
from werkzeug.http import quote_etag

from api.config import Config
from api.errors import respond
from api.problems import Problem
from attribution import __version__
from attribution.records import Model


class ResultTags:
    """ETags of extractions under the settings in `config`.

    The people list and the pipeline are taken as they are now, so make it when the service starts.
    """

    def __init__(self, config: Config) -> None:
        self._state = [
            __version__,
            config.language,
            config.topics,
            config.pipeline,
            _digest(Path(config.pipeline) / "meta.json"),
            _digest(Path(config.people)) if config.people else "",
        ]

    def tag(self, article: Mapping[str, Any], model: Model) -> str:
        """The tag, without its quotation marks, of what `model` finds in `article`."""
        known = [self._state, model.name, model.version, article]
        return hashlib.sha256(json.dumps(known, sort_keys=True).encode()).hexdigest()[:32]


def check_conditions(request: Request, tag: str) -> None:
    """Raises Problem when `request`, a POST, is not to be worked on if its result has this tag.

    `*` says nothing here, since there is a result for every article. If-Match compares strongly, as it must,
    so it takes no tag of an answer that was compressed.
    """
    unchanged, wanted = request.if_none_match, request.if_match
    if unchanged.contains_weak(tag) and not unchanged.star_tag:
        detail = "The result has not changed: it is the one that If-None-Match names."
    elif wanted and not wanted.contains(tag):
        detail = "The result is none of those that If-Match names."
    else:
        return
    raise Problem("precondition-failed", detail, headers={"ETag": quote_etag(tag)})


def tag_answer(request: Request, response: Response) -> Response:
    """`response` with an ETag of its bytes, where it is what a GET gets and may be stored."""
    if _is_selected(request, response) and not response.is_streamed and not response.cache_control.no_store:
        response.add_etag()
        response.cache_control.no_cache = True
    return response


def answer_conditions(request: Request, response: Response) -> Response:
    """`response`, or 304 where it has the ETag that a GET says to have already.

    Where If-Match names others alone, a problem: what was asked for is not there any more.
    """
    if not _is_selected(request, response) or "ETag" not in response.headers:
        return response
    tag, wanted = response.get_etag()[0], request.if_match
    if wanted and not wanted.contains_weak(tag or ""):
        refusal = respond(Problem("precondition-failed", "There is nothing with a tag that If-Match names."))
        response.set_data(refusal.get_data())
        response.status, response.content_type = refusal.status, refusal.content_type
        response.headers.pop("Content-Encoding", None)
        return response
    # werkzeug compares If-Match strongly, and answers with the body
    response.make_conditional({**request.environ, "HTTP_IF_MATCH": ""})
    return response


def _is_selected(request: Request, response: Response) -> bool:
    return request.method in ("GET", "HEAD") and response.status_code == 200


def _digest(path: Path) -> str:
    """Of the file's bytes; nothing where there is no file, which the engine will complain about."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
