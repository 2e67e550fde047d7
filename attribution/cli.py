"""The command `attribution`.

Its subcommands are found by the entry point group `attribution.commands`. An entry point is a function that
takes argparse's subparsers, adds its own parser there and sets `run`, a function from the parsed arguments to
the exit status:

    def count_command(subparsers):
        parser = subparsers.add_parser("count", help="count the quotations of an article")
        parser.add_argument("file")
        parser.set_defaults(run=run)

    def run(args: argparse.Namespace) -> int: ...

It must load fast, so whatever is heavy is imported inside `run`. `run` may raise QuotationError and OSError:
they end the command with their message and status 2. Exit statuses are 0 for success, 1 when a part of the
input failed, 2 when nothing could be done, 130 for Ctrl-C and 141 for a reader that went away.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import TypeAlias

from attribution.commands.evaluate import evaluate_command
from attribution.commands.extract import extract_command
from attribution.errors import QuotationError
from attribution.version import __version__

__all__ = ["build_parser", "evaluate_command", "extract_command", "main"]

GROUP = "attribution.commands"
NOTHING_DONE, INTERRUPTED, READER_GONE = 2, 130, 141

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command with `argv`, or the process's arguments; returns the exit status."""
    parser = build_parser()
    try:
        args = parser.parse_args(argv)
    except SystemExit as stop:  # argparse has printed help, the version or what is wrong
        return stop.code if isinstance(stop.code, int) else NOTHING_DONE
    if "run" not in args:
        parser.print_help(sys.stderr)
        return NOTHING_DONE
    try:
        return int(args.run(args))
    except BrokenPipeError:
        _silence(sys.stdout.fileno())
        return READER_GONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (QuotationError, OSError) as error:
        print(f"attribution: {_message(error)}", file=sys.stderr)
        return NOTHING_DONE


def build_parser() -> argparse.ArgumentParser:
    """The parser with all subcommands that are installed."""
    parser = argparse.ArgumentParser(prog="attribution", description="Who said what in a news article.")
    parser.add_argument("--version", action="version", version=f"attribution {__version__}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command")
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        _register(entry, subparsers)
    return parser


def _register(entry: EntryPoint, subparsers: Subparsers) -> None:
    """Adds a subcommand; one whose requirements are not installed stays listed and says so when run."""
    try:
        register = entry.load()
    except ImportError as error:
        missing = str(error)
        # no character can begin an option, so that it takes whatever options the real one has
        parser = subparsers.add_parser(
            entry.name, help=f"not available: {missing}", add_help=False, prefix_chars="\0"
        )
        parser.add_argument("rest", nargs="*")
        parser.set_defaults(run=lambda args: _unavailable(entry.name, missing))
        return
    register(subparsers)


def _unavailable(name: str, missing: str) -> int:
    print(f"attribution: {name} is not available: {missing}", file=sys.stderr)
    return NOTHING_DONE


def _message(error: QuotationError | OSError) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    return str(error)


def _silence(descriptor: int) -> None:
    """Points a broken pipe at nothing, so that flushing it at exit raises no second error."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, descriptor)
    os.close(nothing)


if __name__ == "__main__":
    sys.exit(main())
