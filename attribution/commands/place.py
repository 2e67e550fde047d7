"""The store that a subcommand works on: its option, and how it is opened."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING

from attribution.commands import engine
from attribution.errors import InputError

if TYPE_CHECKING:
    from attribution.store import Store

VARIABLE = "ATTRIBUTION_STORE"


def add_store_option(parser: argparse._ActionsContainer) -> None:
    """Adds the option that `open_store` reads."""
    parser.add_argument(
        "--store",
        type=engine.path,
        metavar="PLACE",
        help=f"SQLite file, or postgresql://… (default: ${VARIABLE})",
    )


def open_store(args: argparse.Namespace) -> Store:
    """The store that the options or the environment name. Raises InputError where none does."""
    place = args.store or os.environ.get(VARIABLE)
    if not place:
        raise InputError(f"no store: give --store, or set {VARIABLE}")
    return store_at(place)


def open_kept(args: argparse.Namespace) -> Store:
    """The same, for what needs a store that is there. Raises InputError where nothing was ever kept."""
    store = open_store(args)
    if not store.begun():
        raise InputError(f"there is no store at {store.url.database}")
    return store


def store_at(place: str) -> Store:
    """The store at a place. Raises InputError without the packages that a store needs."""
    try:
        from attribution.store import Store
    except ModuleNotFoundError as error:
        message = f"a store needs the package {error.name}: pip install 'attribution[store]'"
        raise InputError(message) from None
    return Store(place)
