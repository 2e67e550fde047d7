"""Who may ask what: by key, or, without keys, who is on this machine.

Every end point names the scope that it needs; one that names none needs `admin`. Pages for people, the
OpenAPI document and the health addresses are open. Keys come in the header Authorization alone: what stands
in an address ends up in logs. The desk, a page, has a session in the place of its key (`sessions.py`).
"""

# mypy: disable-error-code="import-untyped"
from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

import flask_smorest
from apispec import BasePlugin
from flask import Flask, Response, current_app, g, request
from sqlalchemy.exc import SQLAlchemyError

from api.config import Config
from api.database import Database
from api.keys import Key, Keys, Scope, includes
from api.openapi import problems
from api.problems import Problem
from api.rates import Allowance, Rates, describe, make_storage
from api.sessions import Sessions, key_of_session
from attribution.store.database import DatabaseError

log = logging.getLogger(__name__)

View = TypeVar("View", bound=Callable[..., Any])

OPEN = frozenset({"api-docs", "desk", "docs", "feeds", "health", "problems"})  # blueprints; static files too

MAKE_ONE = "Make one with `attribution keys create NAME`"
UNAVAILABLE = 503

_REALM = 'Bearer realm="attribution"'


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: counted by `name`. `key` is the public id of the key, None where none is needed.

    `label` is what the key was named by who made it.
    """

    name: str
    scope: Scope
    rate: str
    key: str | None = None
    label: str | None = None


def needs(blueprint: flask_smorest.Blueprint, scope: Scope) -> Callable[[View], View]:
    """Has a view of `blueprint` ask for a key of `scope`, where keys are asked for, and document it."""

    def decorate(view: View) -> View:
        documented = problems(
            blueprint, "unauthenticated", "forbidden", "rate-limited", "storage-unavailable"
        )(view)
        documented = blueprint.doc(security=[{"key": [scope]}])(documented)
        return for_scope(scope)(documented)

    return decorate


def for_scope(scope: Scope) -> Callable[[View], View]:
    """Has a view ask for a key of `scope`, where keys are asked for; for views that are in no document."""

    def decorate(view: View) -> View:
        view.__dict__["scope"] = scope
        return view

    return decorate


def caller() -> Caller:
    """Who asks, for the request at hand. For views that asked for a scope only."""
    found: Caller = g.caller
    return found


def register_access(app: Flask, config: Config) -> None:
    """Has `app` let in whom the settings let in, and count what they ask."""
    keys = sessions = None
    if config.access == "keys":
        database = Database.of(config)
        keys = Keys(database)
        sessions = Sessions(database, keys) if config.desk else None
    app.extensions["attribution_sessions"] = sessions
    app.extensions["attribution_rates"] = Rates(make_storage(config))

    @app.before_request
    def admit() -> None:
        if request.routing_exception is not None or request.method == "OPTIONS" or _is_open():
            return
        g.caller = _identify(keys, sessions, config)
        _check_scope(g.caller, _needed())
        spend(1)

    @app.after_request
    def tell_what_is_left(response: Response) -> Response:
        if response.status_code == UNAVAILABLE and "spent" in g:
            _give_back()
        left: list[Allowance] = g.get("allowances", [])
        for name, value in describe(left).items() if left else ():
            response.headers.setdefault(name, value)
        return response


def spend(cost: int, *, at_once: bool = False) -> None:
    """Counts `cost` articles or requests of the caller. Raises Problem when that is too much.

    With `at_once` they stand or fall with the request: when they are too much, it is not counted either.
    """
    asking = caller()
    if asking.rate and cost:
        rates: Rates = current_app.extensions["attribution_rates"]
        before = g.pop("spent", 0) if at_once else 0
        g.allowances = rates.spend(asking.name, asking.rate, cost, before=before)
        g.spent = before + cost


def _give_back() -> None:
    """What could not be done for want of room, or of something that the service needs, costs nothing."""
    rates: Rates = current_app.extensions["attribution_rates"]
    asking = caller()
    g.allowances = rates.give_back(asking.name, asking.rate, g.pop("spent"))


class SecurityPlugin(BasePlugin):
    """Leaves in the OpenAPI document what it says of keys, if they are asked for."""

    def __init__(self, config: Config) -> None:
        self._with_keys = config.access == "keys"

    def init_spec(self, spec: Any) -> None:
        """Describes the one way to send a key."""
        if self._with_keys:
            about = "A key of the service, which its keeper makes with `attribution keys create`."
            scheme = {"type": "http", "scheme": "bearer", "description": about}
            spec.components.security_scheme("key", scheme)

    def operation_helper(
        self, path: str | None = None, operations: dict[Any, Any] | None = None, **_: Any
    ) -> None:
        """Takes the keys out where nobody needs one."""
        for operation in (operations or {}).values():
            if not self._with_keys:
                operation.pop("security", None)


def warn_without_keys(config: Config) -> None:
    """Tells the log when keys are asked for and there is none that works: nobody will be let in."""
    if config.access != "keys":
        return
    try:
        with closing(Database.of(config)) as database:  # closed before the processes are forked
            works = any(key.state == "active" for key in Keys(database).list())
    except (DatabaseError, SQLAlchemyError) as error:
        log.warning("the keys cannot be read: %s", type(error).__name__)
        return
    if not works:
        log.warning("ATTRIBUTION_ACCESS is keys and no key works: nobody is let in. %s", MAKE_ONE)


def _is_open() -> bool:
    return request.endpoint == "static" or request.blueprint in OPEN


def _needed() -> Scope:
    view: Any = current_app.view_functions[str(request.endpoint)]
    method = "get" if request.method == "HEAD" else request.method.lower()
    view = getattr(getattr(view, "view_class", None), method, view)
    needed: Scope = getattr(view, "scope", "admin")
    return needed


def _check_scope(asking: Caller, needed: Scope) -> None:
    if not includes(asking.scope, needed):
        detail = f"The key is of scope {asking.scope}; this needs {needed}."
        challenge = f'{_REALM}, error="insufficient_scope", scope="{needed}"'
        raise Problem("forbidden", detail, headers={"WWW-Authenticate": challenge})


def _identify(keys: Keys | None, sessions: Sessions | None, config: Config) -> Caller:
    remote = request.remote_addr or ""
    if keys is not None:
        key = key_of_session(request, sessions) if sessions else None
        return _caller_of(key or _sent_key(keys), config)
    if config.access == "local" and not _is_local(remote):
        raise Problem("forbidden", "The service has no keys, and so answers those on its own machine alone.")
    return Caller(f"address {_network(remote)}", "admin", config.rate)


def _sent_key(keys: Keys) -> Key:
    given = request.headers.get("Authorization", "")
    kind, _, sent = given.partition(" ")
    if kind.lower() != "bearer":
        detail = "A key is needed: Authorization: Bearer atr_…"
        raise Problem("unauthenticated", detail, headers={"WWW-Authenticate": _REALM})
    key = keys.find(sent.strip())
    if key is None:
        challenge = f'{_REALM}, error="invalid_token"'
        detail = "The key is unknown, has expired or was revoked."
        raise Problem("unauthenticated", detail, headers={"WWW-Authenticate": challenge})
    return key


def _caller_of(key: Key, config: Config) -> Caller:
    return Caller(f"key {key.id}", key.scope, key.rate or config.rate, key.id, key.name)


def _is_local(remote: str) -> bool:
    """True for loopback, and for a socket file, which has no address."""
    try:
        return not remote or ip_address(remote).is_loopback
    except ValueError:
        return False


def _network(remote: str) -> str:
    """What one sender may be expected to have: an IPv4 address, or 64 bits of IPv6."""
    try:
        address = ip_address(remote)
    except ValueError:
        return remote
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)
