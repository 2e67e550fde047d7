"""`attribution lock`: tokens in the place of an article's quotations, and the key to them."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from attribution.commands import engine
from attribution.commands.inputs import KINDS, read_single
from attribution.commands.output import check_writable, open_output

DESCRIPTION = """\
Puts a token in the place of each quotation, so that the article can be rewritten, summarised or translated
by any tool without a word of a quotation being changed. `attribution unlock` puts the words back.

Keep the key with the article: without it the words are lost.
"""
EPILOG = """\
exit status: 0 it is done, 2 nothing was done.
"""


def lock_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = subparsers.add_parser(
        "lock",
        help="replace quotations by tokens before an article is edited by machine",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("path", metavar="FILE", help="the article; - is standard input")
    add("--key", required=True, type=engine.path, metavar="FILE", help="where the key is written")
    add("--output", type=engine.path, metavar="FILE", help="where the locked article is written")
    add("--all-marks", action="store_true", help="lock titles, nicknames and scare quotes, too")
    add("--input", choices=KINDS, help="what the file holds, whatever its name is")
    engine.add_options(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Locks one article; returns the exit status."""
    from attribution.lock import lock
    from attribution.lock.schemas import dump_key

    article = read_single(args.path, kind=args.input, limit=args.limit)
    key_path = Path(args.key)
    check_writable(key_path)
    extraction = engine.extract_one(engine.load_engine(args), article)
    given = article.get("html") or article["text"]
    locked = lock(
        given, extraction, html="html" in article, all_marks=args.all_marks, language=args.language
    )  # fmt: skip
    with open_output(key_path) as stream:
        stream.write(json.dumps(dump_key(locked.key), ensure_ascii=False, indent=2) + "\n")
    with open_output(Path(args.output) if args.output else None) as stream:
        stream.write(locked.text)
    return 0
