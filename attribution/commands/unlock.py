"""`attribution unlock`: the quotations put back, unless something is wrong with one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from attribution.commands import engine
from attribution.commands.inputs import read_json, read_single
from attribution.commands.output import flat, open_output

if TYPE_CHECKING:
    from attribution.lock import Key, Unlocked, UnlockRefused
    from attribution.records import Extraction

DESCRIPTION = """\
Puts the words of quotations back that `attribution lock` took out, and refuses where a token was lost,
doubled or damaged, or where somebody else says it now: each with its line and column.
"""
EPILOG = """\
exit status: 0 it is done, 1 it is refused, 2 nothing was done.
"""


def unlock_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "unlock",
        help="put quotations back in the place of their tokens",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("path", metavar="FILE", help="the edited article; - is standard input")
    add("--key", required=True, type=engine.path, metavar="FILE", help="the key that lock has written")
    add("--output", type=engine.path, metavar="FILE", help="where the article is written")
    add("--allow-lost", action="store_true", help="take a text that leaves quotations out, as summaries do")
    add("--tokens-only", action="store_true", help="do not look at who says it")
    add("--json", action="store_true", help="print the outcome as a JSON object")
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Unlocks one article; returns the exit status."""
    from attribution.lock import UnlockRefused, unlock
    from attribution.lock.records import told
    from attribution.lock.schemas import dump_unlocked, load_key

    key = load_key(read_json(args.key))
    edited = read_single(args.path, kind=key.markup, limit=args.limit)[key.markup]
    reader = None if args.tokens_only else _Reader(engine.load_engine(args))
    outcome: Unlocked | UnlockRefused
    try:
        outcome = unlock(edited, key, extractor=reader, allow_lost=args.allow_lost)
    except UnlockRefused as refused:
        outcome = refused
    if args.json:
        dumped = dump_unlocked(outcome, "tokens" if args.tokens_only else "speakers")
        print(json.dumps(dumped, ensure_ascii=False, indent=2))
    elif isinstance(outcome, UnlockRefused):
        for fault in outcome.faults:
            print(flat(told(fault)), file=sys.stderr)
    else:
        _write(outcome, key, args)
    return 1 if isinstance(outcome, UnlockRefused) else 0


class _Reader:
    """An engine that reads one article at a time."""

    def __init__(self, loaded: engine.Engine) -> None:
        self._loaded = loaded

    def extract(self, text: str | None = None, *, html: str | None = None) -> Extraction:
        """The quotations of an article."""
        given = {"text": text, "html": html}
        return engine.extract_one(
            self._loaded, {name: body for name, body in given.items() if body is not None}
        )


def _write(outcome: Unlocked, key: Key, args: argparse.Namespace) -> None:
    with open_output(Path(args.output) if args.output else None) as stream:
        stream.write(outcome.text)
    if outcome.checked == "tokens":
        print("only the tokens were checked, not who says it", file=sys.stderr)
    words = {entry.token: entry.text for entry in key.tokens}
    for token in outcome.lost:
        print(f"left out: {token} “{flat(words[token])}”", file=sys.stderr)
    for token in outcome.unsure:
        print(f"nobody is found to say it: {token} “{flat(words[token])}”", file=sys.stderr)
