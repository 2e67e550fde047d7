"""The store that the service keeps articles in, where it is set to keep any."""

from __future__ import annotations

from flask import Flask, current_app

from api.access import caller
from api.config import Config
from api.problems import Problem
from attribution.store import Store

NOBODY = "nobody in particular"  # who decided, where there are no keys and no name was given


def register_store(app: Flask, config: Config) -> None:
    """Has `app` use the store of the settings. Raises DatabaseError for an address that cannot be."""
    app.extensions["attribution_store"] = Store(config.store) if config.store else None


def current_store() -> Store:
    """The store, for the request at hand. Raises Problem where the service has none."""
    store: Store | None = current_app.extensions["attribution_store"]
    if store is None:
        raise Problem("no-store", "This service keeps no articles: ATTRIBUTION_STORE is not set.")
    return store


def current_author(given: str | None = None) -> str:
    """Who decides, for the request at hand: the name of the key, or without keys the name given.

    Raises Problem for another name than the key's: nobody signs for somebody else.
    """
    named = caller().label
    if named and given and given != named:
        message = f"The key is that of {named!r}; leave the author out."
        raise Problem("invalid-input", message, errors=[{"field": "author", "message": message}])
    return named or given or NOBODY
