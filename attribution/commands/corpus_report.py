"""`attribution corpus report`: who is quoted in a corpus, how often, and how."""

from __future__ import annotations

import argparse
from pathlib import Path

from attribution.commands.corpus_tables import add_limits, positive
from attribution.commands.output import check_writable, local_path

DESCRIPTION = """\
Reports on the records of a run: who is quoted how often, by outlet, role, type and month; direct and indirect
speech, unnamed sources, who is quoted together, and what could not be read. On one page, which needs no
network, as tables, or both.
"""
EPILOG = """\
Gender is reported with --gender alone, and only from pronouns and titles in the articles or from a list of
yours, a CSV file with the columns name and gender. A file that is called pronouns is ./pronouns.
"""


def add_report(under: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Registers the subcommand."""
    parser = under.add_parser("report", help="report who is quoted", description=DESCRIPTION, epilog=EPILOG)
    add = parser.add_argument
    add("output", metavar="OUTPUT", help="the folder that a run wrote, or its URI")
    add("--html", type=local_path, metavar="FILE", help="the page (default: report.html, without --folder)")
    add("--folder", type=local_path, metavar="DIR", help="where the tables go, as CSV each and as one JSON")
    add("--top", type=positive, default=20, metavar="N", help="how many speakers and roles (default: 20)")
    add("--gender", metavar="pronouns|FILE", help="report gender, from pronouns and titles or from a list")
    add(
        "--without-copies",
        type=local_path,
        metavar="FOLDER",
        help="leave out articles that are copies, as `attribution corpus clusters` wrote them into FOLDER",
    )
    add_limits(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Writes the report and says where it is."""
    from attribution.corpus.report import write_report

    html = args.html if args.html or args.folder else Path("report.html")
    if html:
        check_writable(html)
    write_report(
        args.output,
        html=html,
        folder=args.folder,
        top=args.top,
        genders=args.gender,
        without_copies=args.without_copies,
        memory=args.memory,
        threads=args.threads,
    )
    print(f"the report is in {' and '.join(str(place) for place in (html, args.folder) if place)}")
    return 0
