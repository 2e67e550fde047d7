"""Who signs for what a subcommand decides."""

from __future__ import annotations

import argparse
import getpass

from attribution.errors import InputError


def add_author_option(parser: argparse.ArgumentParser) -> None:
    """Adds the option that `author_of` reads."""
    parser.add_argument("--author", metavar="NAME", help="who decides (default: who is logged in)")


def author_of(args: argparse.Namespace) -> str:
    """Who decides. Raises InputError where nobody is named, and the system knows nobody."""
    if args.author:
        return str(args.author)
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise InputError("who decides? give --author", field="author") from None
