"""How a report is made: the facts once, then every section, then the files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import duckdb

from attribution.corpus.report import files, gender
from attribution.corpus.report.copies import leave_out_copies
from attribution.corpus.report.facts import make_facts
from attribution.corpus.report.sections import (
    concentration,
    lengths,
    network,
    overview,
    problems,
    roles,
    sources,
    speakers,
    speech,
    volume,
)
from attribution.corpus.report.sections import gender as gender_section
from attribution.corpus.report.table import Section, make
from attribution.corpus.stored import Place
from attribution.corpus.table_files import check_rows
from attribution.corpus.tables import open_tables


def write_report(
    output: Place,
    *,
    html: str | os.PathLike[str] | None = None,
    folder: str | os.PathLike[str] | None = None,
    top: int = 20,
    genders: str | os.PathLike[str] | None = None,
    without_copies: str | os.PathLike[str] | None = None,
    memory: str | None = "2GB",
    threads: int | None = None,
) -> None:
    """Reports on the records of a run, on one page, in a folder of tables, or both.

    `top` is how many speakers, roles and affiliations there are. `genders` is "pronouns", for what pronouns
    and titles in the articles tell, or the path of a CSV file with the columns name and gender; without it
    there is nothing on gender. `without_copies` is a folder that `find_clusters` wrote for these records:
    articles that are copies there are left out. The same records give the same files.
    Raises InputError as `open_tables` does, where there is not one row, for a list of genders that cannot be
    read, and for a folder of copies that holds none or those of other records; OSError for what cannot be
    written.
    """
    if top < 1:
        raise ValueError(f"top must be at least 1, not {top}")
    known = gender.read_list(Path(genders)) if genders and genders != gender.PRONOUNS else None
    with open_tables(output, memory=memory, threads=threads) as tables:
        check_rows(tables, output)
        leave_out_copies(tables, without_copies)
        make_facts(tables)
        if genders:
            gender.make_genders(tables, known)
        sections = list(_sections(top, genders is not None, listed=known is not None))
        _make(tables, sections)
        if folder is not None:
            files.write(tables, sections, Path(folder))
        if html is not None:
            from attribution.corpus.report import page  # and with it Matplotlib, which takes a second

            page.write(tables, sections, Path(html))


def _sections(top: int, gendered: bool, *, listed: bool) -> Iterator[Section]:
    yield overview.section()
    yield volume.section()
    yield speech.section()
    yield sources.section()
    yield speakers.section(top)
    yield roles.section(top)
    yield network.section(top)
    yield concentration.section()
    yield lengths.section()
    if gendered:
        yield gender_section.section(listed=listed)
    yield problems.section()


def _make(tables: duckdb.DuckDBPyConnection, sections: list[Section]) -> None:
    for section in sections:
        for part in section.parts:
            make(tables, part.table)
