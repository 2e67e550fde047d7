from __future__ import annotations

from pathlib import Path

import pytest

from attribution import cli
from tests.corpus.outputs import error_row, row_of, write_output
from tests.samples import sample


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    output = write_output(tmp_path / "out", row_of(sample()), error_row())
    assert cli.main(["corpus", "tables", str(output), str(tmp_path / "tables"), "--format", "csv"]) == 0
    assert capsys.readouterr().out == "1 articles, 1 quotations, 1 speakers, 1 errors\n"
    assert cli.main(["corpus", "tables", str(tmp_path / "nowhere"), str(tmp_path / "more")]) == 2
    assert "nowhere: no such folder" in capsys.readouterr().err
