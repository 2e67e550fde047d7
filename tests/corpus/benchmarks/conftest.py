"""An archive to measure with."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.articles import FERRY, HARBOUR


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A file of articles as JSON lines."""
    path = tmp_path / "texts.jsonl"
    first = {"text": HARBOUR, "title": "Gates", "words": 25}
    rows = [first, {"text": f"{FERRY}\n{HARBOUR}"}, {"text": "   \n"}]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path
