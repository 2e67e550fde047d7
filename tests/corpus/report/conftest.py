"""One report for all tests, of the corpus in corpora.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.corpus.report import write_report
from tests.corpus.outputs import write_output
from tests.corpus.report.corpora import rows


@pytest.fixture(scope="session")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run."""
    return write_output(tmp_path_factory.mktemp("corpus"), *rows())


@pytest.fixture(scope="session")
def folder(output: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of its report, and the page."""
    made = tmp_path_factory.mktemp("report")
    write_report(output, html=made / "report.html", folder=made, genders="pronouns", threads=1)
    return made
