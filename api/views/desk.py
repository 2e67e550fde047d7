"""The desk: at `/` a page to read and correct what was found, under `/desk` those of the store, and what they
ask for besides `/v1`."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, make_response, render_template, request

from api.access import for_scope
from api.bodies import parse_object, read_article
from api.config import Config
from api.problems import Problem
from api.readings import read
from api.sessions import COOKIE, HOURS, Sessions, is_of_desk
from api.store import current_store
from attribution import __version__

FILES = Path(__file__).parent.parent / "static" / "desk"
LONGEST_KEY = 1_000  # bytes of a body with a key

PAGES: Mapping[str, str] = {  # in the order of the navigation
    "read": "Read", "search": "Search", "speakers": "Speakers", "verify": "Verify", "review": "Review",
    "claims": "Claims", "conflicts": "Conflicts",
}  # fmt: skip
DETAILS = ("article", "speaker")  # pages of one thing, to which others lead
READ_STYLES = ("base.css", "article.css", "panel.css")
PAGE_STYLES = (*READ_STYLES, "memory/memory.css", "memory/verdict.css", "memory/speaker.css")

_IMPORT = re.compile(r'^import (?:.+ from )?"([^"]+)";$', re.MULTILINE)

# No markup is ever made of text: the browser itself refuses to (trusted types)
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)

desk = Blueprint("desk", __name__, static_folder=FILES, static_url_path="/desk/files")
readings = Blueprint("readings", __name__)


@desk.route("/")
def show_desk() -> Response:
    """The page for one article; all it loads is served from here."""
    return _show("desk_read.html", "read", title="Who said what", entry="desk.js", styles=READ_STYLES)


@desk.route("/desk/<any(search, speakers, verify, review, claims, conflicts):page>")
def show_page(page: str) -> Response:
    """A page of the store. Raises Problem where there is none."""
    current_store()
    return _show_page(page, PAGES[page], section=page)


@desk.route("/desk/speakers/<int:number>")
def show_speaker(number: int) -> Response:
    """The page of a speaker, who need not be there: the page asks. Raises Problem where there is no store."""
    current_store()
    return _show_page("speaker", "Speaker", section="speakers")


@desk.route("/desk/articles/<int:number>")
def show_article(number: int) -> Response:
    """The page of an article, as for a speaker."""
    current_store()
    return _show_page("article", "Article", section="search")


def _show_page(page: str, title: str, *, section: str) -> Response:
    entry = f"memory/{page}.js"
    title = f"{title} – Who said what"
    return _show("desk_page.html", page, title=title, entry=entry, styles=PAGE_STYLES, section=section)


def _show(template: str, page: str, *, entry: str, section: str = "read", **values: Any) -> Response:
    config: Config = current_app.extensions["attribution_config"]
    known = {"page": page, "section": section, "pages": PAGES, "config": config, "version": __version__}
    html = render_template(template, **known, entry=entry, modules=modules_of(entry), **values)
    response = make_response(html)
    response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    return response


@cache
def modules_of(entry: str) -> tuple[str, ...]:
    """The modules that a page needs, so that they are asked for at once and not one behind the other."""
    found, waiting = {entry}, [entry]
    while waiting:
        name = waiting.pop()
        for given in _IMPORT.findall((FILES / name).read_text(encoding="utf-8")):
            imported = posixpath.normpath(posixpath.join(posixpath.dirname(name), given))
            if imported not in found:
                found.add(imported)
                waiting.append(imported)
    return tuple(sorted(found))


@desk.route("/desk/session", methods=["GET"])
def show_session() -> Response:
    """Who is signed in: the name and scope of the key, or null."""
    key = _sessions().find(request.cookies.get(COOKIE, "")) if is_of_desk(request) else None
    return _unstored(jsonify({"key": None if key is None else {"name": key.name, "scope": key.scope}}))


@desk.route("/desk/session", methods=["POST"])
def sign_in() -> Response:
    """Takes a key once, and gives a cookie for it."""
    _check_sender()
    request.max_content_length = LONGEST_KEY
    given = parse_object(request.get_data().decode("utf-8", "replace")).get("key")
    begun = _sessions().begin(given.strip()) if isinstance(given, str) else None
    if begun is None:
        raise Problem("unauthenticated", "The key is unknown, has expired or was revoked.")
    key, token = begun
    response = jsonify({"key": {"name": key.name, "scope": key.scope}})
    config: Config = current_app.extensions["attribution_config"]
    response.set_cookie(
        COOKIE,
        token,
        max_age=HOURS * 3_600,
        path=_path(),
        secure=config.tls or request.is_secure,
        httponly=True,
        samesite="Strict",
    )
    return _unstored(response)


@desk.route("/desk/session", methods=["DELETE"])
def sign_out() -> Response:
    """Ends the session, here and in the browser."""
    _check_sender()
    _sessions().end(request.cookies.get(COOKIE, ""))
    response = Response(status=204)
    response.delete_cookie(COOKIE, path=_path(), httponly=True, samesite="Strict")
    return response


@readings.route("/desk/readings", methods=["POST"])
@for_scope("read")
def create_reading() -> Response:
    """The paragraphs of an article as they are read, with their places in it.

    Takes what `/v1/extractions` takes. Reading costs a hundredth of what finding quotations does, so it waits
    for no turn: an article can be seen while its quotations are being looked for.
    """
    config: Config = current_app.extensions["attribution_config"]
    article: dict[str, Any] = read_article(request)
    given = {name: article.get(name) for name in ("text", "html", "title")}
    return jsonify(read(**given, limit=config.limit, language=config.language))


def _check_sender() -> None:
    if not is_of_desk(request):
        raise Problem("forbidden", "This is for the desk's own page alone.")


def _sessions() -> Sessions:
    sessions: Sessions | None = current_app.extensions["attribution_sessions"]
    if sessions is None:
        raise Problem("not-found", "The service asks for no keys, so there is nothing to sign in to.")
    return sessions


def _path() -> str:
    return (request.script_root or "") + "/"


def _unstored(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
