"""The examples of docs/api.md, run against a live server with the real engine."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from werkzeug.serving import make_server

from api import create_app
from api.config import Config
from api.problems import PROBLEM_TYPES
from attribution import Extractor
from attribution.schemas import load_extraction
from tests.tree import ROOT, code_blocks

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = code_blocks(ROOT / "docs" / "api.md")
SHELL = [
    (code, BLOCKS[number + 1][1] if BLOCKS[number + 1][0] == "json" else None)
    for number, (language, code) in enumerate(BLOCKS)
    if language == "bash"
]
TOLD_IN_WORDS = {"MAX_BODY", "PEOPLE", "STATE", "DATABASE", "REDIS", "RATE", "CORS"}  # settings' defaults
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def address(extractor: Extractor) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app({}, extractor=extractor), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")
@pytest.mark.parametrize(("code", "answer"), SHELL)
def test_shell_examples(code: str, answer: str | None, address: str, tmp_path: Path) -> None:
    text = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby."
    (tmp_path / "article.txt").write_text(text, encoding="utf-8")
    (tmp_path / "article.html").write_text(f"<p>{text}</p>", encoding="utf-8")
    command = ["bash", "-euc", code.replace(ADDRESS, address)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=True, timeout=60)
    got = json.loads(done.stdout)
    if answer is None:
        assert load_extraction(got).quotations
    else:
        assert without_id(got) == without_id(json.loads(answer))


def without_id(problem: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in problem.items() if name != "request_id"}


def test_python_examples(address: str) -> None:
    examples = [code for language, code in BLOCKS if language == "python"]
    assert examples
    for code in examples:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(code.replace(ADDRESS, address), {})
        assert "“The bridge opens at noon,” | Mara Lindqvist" in printed.getvalue()


def test_the_table_of_problems_is_complete() -> None:
    rows = re.findall(r"^\| `(/problems/[a-z-]+)` \| (\d+) \|", PAGE, flags=re.MULTILINE)
    assert rows == [(kind.uri, str(kind.status)) for kind in PROBLEM_TYPES.values()]


def test_the_table_of_settings_is_complete() -> None:
    rows = dict(re.findall(r"^\| `ATTRIBUTION_(\w+)` \| `?([^|`]+?)`? \|", PAGE, flags=re.MULTILINE))
    assert list(rows) == [field.name.upper() for field in fields(Config)]
    for name, shown in rows.items():
        if name not in TOLD_IN_WORDS:
            assert Config.load({}, {f"ATTRIBUTION_{name}": shown}) == Config()
