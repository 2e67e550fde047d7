"""The examples of docs/api.md and jobs.md, run against a live server with the real engine."""

from __future__ import annotations

import contextlib
import io
import json
import re
import shutil
import subprocess
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from api.config import Config
from api.engine import SupportsExtract
from api.problems import PROBLEM_TYPES
from attribution.schemas import load_extraction
from tests.api.views.test_jobs import work_off
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
TEXT = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby."
JOBS = code_blocks(ROOT / "docs" / "jobs.md")
JOB = next(json.loads(code)["id"] for language, code in JOBS if language == "json")

with_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A directory with the files that the examples name."""
    lines = [{"id": "cms-20417", "text": TEXT}, {"id": "cms-20418", "text": TEXT, "published": "soon"}]
    written = "".join(json.dumps(line) + "\n" for line in lines)
    (tmp_path / "articles.jsonl").write_text(written, encoding="utf-8")
    (tmp_path / "article.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "article.html").write_text(f"<p>{TEXT}</p>", encoding="utf-8")
    return tmp_path


def shell(code: str, folder: Path) -> str:
    command = ["bash", "-euc", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


@with_curl
@pytest.mark.parametrize(("code", "answer"), [example for example in SHELL if "/stream" not in example[0]])
def test_shell_examples(code: str, answer: str | None, address: str, desk: Path) -> None:
    got = json.loads(shell(code.replace(ADDRESS, address), desk))
    if answer is None:
        assert load_extraction(got).quotations
    else:
        assert without_id(got) == without_id(json.loads(answer))


@with_curl
def test_the_example_of_a_stream(address: str, desk: Path) -> None:
    [code] = [code for code, _ in SHELL if "/stream" in code]
    first, second = map(json.loads, shell(code.replace(ADDRESS, address), desk).splitlines())
    assert (first["id"], first["status"]) == ("cms-20417", 200)
    assert (second["id"], second["status"]) == ("cms-20418", 422)
    assert load_extraction(first["extraction"]).quotations


@with_curl
def test_the_examples_of_jobs(address: str, service: Flask, shared: SupportsExtract, desk: Path) -> None:
    send, send_form, ask, ask_errors, ask_results = [
        code.replace(ADDRESS, address) for language, code in JOBS if language == "bash"
    ]
    sent = json.loads(shell(send, desk))
    assert sent.keys() == next(json.loads(code) for language, code in JOBS if language == "json").keys()
    assert json.loads(shell(send, desk))["id"] == sent["id"]  # by its Idempotency-Key
    assert json.loads(shell(send_form, desk))["total"] == 2
    work_off(service, shared)
    job = json.loads(shell(ask.replace(JOB, sent["id"]), desk))
    assert (job["state"], job["done"], job["failed"]) == ("finished", 1, 1)
    errors = json.loads(shell(ask_errors.replace(JOB, sent["id"]), desk))["errors"]
    assert [error["id"] for error in errors] == ["cms-20418"]
    done, failed = map(json.loads, shell(ask_results.replace(JOB, sent["id"]), desk).splitlines())
    assert load_extraction(done["extraction"]).quotations
    assert failed["problem"] == errors[0]["problem"]


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
