"""The notebooks of docs/ run from the first cell to the last, and show what they show on the page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from tests.tree import ROOT

NOTEBOOKS = sorted((ROOT / "docs").glob("*.ipynb"))
_TIMES = re.compile(r"in [\d,]+ s: [\d.,]+ a second")  # what differs from run to run


def shown(cell: Any) -> list[str]:
    """What a cell shows as text. Warnings are for whoever runs it."""
    texts = [out.get("text") or out.get("data", {}).get("text/plain", "") for out in outputs(cell)]
    return [_TIMES.sub("in N s", text) for text in texts]


def outputs(cell: Any) -> list[Any]:
    return [out for out in cell.get("outputs", []) if out.get("name") != "stderr"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_what_it_shows(path: Path, tmp_path: Path) -> None:
    written = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    done = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    client = NotebookClient(
        done, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    )
    client.execute()
    assert [shown(cell) for cell in done.cells] == [shown(cell) for cell in written.cells]


def test_there_is_a_notebook() -> None:
    assert [path.name for path in NOTEBOOKS] == ["corpus.ipynb"]
