"""`attribution corpus`: archives of articles, and what is made of them."""

from __future__ import annotations

import argparse

from attribution.commands.corpus_clusters import add_clusters
from attribution.commands.corpus_report import add_report
from attribution.commands.corpus_run import add_run
from attribution.commands.corpus_tables import add_tables

DESCRIPTION = "Archives of articles: their records in Parquet, and what is made of these."


def corpus_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand and its own."""
    parser = subparsers.add_parser("corpus", help="archives of articles", description=DESCRIPTION)
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add_run(actions)
    add_tables(actions)
    add_report(actions)
    add_clusters(actions)
