"""The command `attribution keys`: makes, lists and revokes the keys of the service."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from attribution.errors import QuotationError

if TYPE_CHECKING:
    from api.keys import Key, Keys

FAILED, MISUSED = 1, 2  # exit statuses

MISSING = "attribution keys needs the API's packages ({name} is missing); install them with: {command}"
INSTALL = "pip install '.[api]'"
SCOPES = ("read", "write", "admin")
COLUMNS = ("id", "state", "scope", "created", "expires", "last used", "rate", "name")


def keys_command(subparsers: Any) -> None:
    """Adds `keys` to the command line; nothing of the service is imported before it runs."""
    parser = subparsers.add_parser(
        "keys",
        help="make, list and revoke keys of the JSON API",
        description="Make, list and revoke keys of the JSON API, for where ATTRIBUTION_ACCESS is keys.",
    )
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a key and print it, this once")
    create.add_argument("name", type=_name, help="whose key it is, for the list")
    create.add_argument(
        "--scope",
        choices=SCOPES,
        default="read",
        help="read: extract; write: jobs too; admin: everybody's (default: read)",
    )
    create.add_argument(
        "--days", type=_days, metavar="N", help="days until it expires (default: it does not)"
    )
    create.add_argument(
        "--rate",
        type=_rate,
        default="",
        help="how much it may ask, such as 100/minute (default: ATTRIBUTION_RATE)",
    )
    create.set_defaults(act=create_key)
    actions.add_parser("list", help="list all keys, without their secrets").set_defaults(act=list_keys)
    revoke = actions.add_parser("revoke", help="end a key; running services stop taking it within seconds")
    revoke.add_argument("id", help="the eight characters after atr_")
    revoke.set_defaults(act=revoke_key)
    parser.set_defaults(run=run_keys)


def run_keys(args: argparse.Namespace) -> int:
    """Does what is asked; returns the exit status. Errors go to standard error."""
    try:
        from sqlalchemy.exc import SQLAlchemyError

        from api.config import Config
        from api.database import Database
        from api.keys import Keys
        from attribution.store.database import without_values
    except ModuleNotFoundError as error:
        return _fail(MISSING.format(name=error.name, command=INSTALL), FAILED)
    try:
        database = Database.of(Config.load())
    except QuotationError as error:
        return _fail(str(error), MISUSED)
    try:
        status: int = args.act(Keys(database), args)
    except QuotationError as error:
        return _fail(str(error), FAILED)
    except SQLAlchemyError as error:
        return _fail(f"the database cannot be used: {without_values(error)}", FAILED)
    finally:
        database.close()
    return status


def create_key(keys: Keys, args: argparse.Namespace) -> int:
    """Prints the key alone to standard output, so that it can be piped to where it is kept."""
    key, text = keys.create(args.name, args.scope, days=args.days, rate=args.rate)
    print(text)
    until = f"until {_day(key.expires)}" if key.expires else "without end"
    print(f"key {key.id} for {key.name}: {key.scope}, {until}; it is not shown again", file=sys.stderr)
    return 0


def list_keys(keys: Keys, _: argparse.Namespace) -> int:
    """Prints one line a key, under a line of headings."""
    rows = [COLUMNS, *map(_row, keys.list())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())
    if all(row[1] != "active" for row in rows[1:]):
        print("no key works; make one with `attribution keys create NAME`", file=sys.stderr)
    return 0


def revoke_key(keys: Keys, args: argparse.Namespace) -> int:
    """Ends the key; fails where there is none of that id."""
    if not keys.revoke(args.id):
        return _fail("there is no such key; `attribution keys list` shows their ids", FAILED)
    return 0


def _row(key: Key) -> tuple[str, ...]:
    times = (_day(key.created), _day(key.expires), _day(key.last_used))
    return (key.id, key.state, key.scope, *times, key.rate or "-", key.name)


def _day(seconds: int | None) -> str:
    return "-" if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")


def _fail(message: str, status: int) -> int:
    print(f"attribution keys: {message}", file=sys.stderr)
    return status


def _name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > 200 or not name.isprintable():
        raise argparse.ArgumentTypeError("a name has 1 to 200 characters, and none that cannot be printed")
    return name


def _days(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of days")
    return number


def _rate(text: str) -> str:
    from api.config import ConfigError, read_rate  # not before a key is made with a rate

    try:
        return read_rate("the rate", text)
    except ConfigError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
