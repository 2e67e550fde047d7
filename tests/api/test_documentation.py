"""The examples of docs/api.md and jobs.md, run against a live server with the real engine."""

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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from api import create_app
from api.config import Config
from api.engine import SupportsExtract
from api.jobs.addresses import read_host
from api.jobs.courier import describe_event, sign
from api.jobs.schemas import WEBHOOK_STATES, WebhookSchema
from api.jobs.store import Job
from api.jobs.tables import OUTCOMES
from api.problems import PROBLEM_TYPES
from attribution.schemas import load_extraction
from tests.api.conftest import FakeExtractor
from tests.api.views.test_jobs import work_off
from tests.tree import ROOT, code_blocks

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
BLOCKS = code_blocks(ROOT / "docs" / "api.md")
SHELL = [
    (code, BLOCKS[number + 1][1] if BLOCKS[number + 1][0] == "json" else None)
    for number, (language, code) in enumerate(BLOCKS)
    if language == "bash"
]
TOLD_IN_WORDS = {
    "MAX_BODY",
    "PEOPLE",
    "STATE",
    "DATABASE",
    "REDIS",
    "STORE",
    "RATE",
    "CORS",
    "WEBHOOK_HOSTS",
    "WEBHOOK_SECRET",
}  # settings' defaults
ADDRESS = "http://127.0.0.1:8000"
TEXT = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby."
JOBS_PAGE = (ROOT / "docs" / "jobs.md").read_text(encoding="utf-8")
JOBS = code_blocks(ROOT / "docs" / "jobs.md")
SECRET = "whsec_" + "T3N0Ynk" * 6 + "IQ=="
OTHER_SECRET = "whsec_" + "S3dheWE" * 6 + "IQ=="
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


@pytest.fixture
def calling(tmp_path: Path, fake: FakeExtractor) -> Iterator[str]:
    """Where a service answers that may call the webhook of the page."""
    settings = {"state": str(tmp_path), "webhook_hosts": "desk.example", "webhook_secret": SECRET}
    server = make_server("127.0.0.1", 0, create_app(settings, extractor=fake))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@with_curl
def test_the_example_of_a_webhook(calling: str, desk: Path) -> None:
    [code] = [code for language, code in JOBS if language == "bash" and "webhook" in code]
    job = json.loads(shell(code.replace(ADDRESS, calling), desk))
    assert job["webhook"]["url"] == "https://desk.example/hooks/quotations"
    assert job["webhook"].keys() == WebhookSchema().fields.keys()
    assert all(f'"{name}"' in JOBS_PAGE for name in job["webhook"])


def test_the_event_of_a_webhook_and_who_receives_it() -> None:
    event = next(json.loads(code) for language, code in JOBS if "job.finished" in code and language == "json")
    made = describe_event(
        Job(event["job"]["id"], "", 2000, 1998, 2, 0, created=1.0, finished=2.0, expires=3.0)
    )
    assert (made.keys(), made["id"], made["type"]) == (event.keys(), event["id"], event["type"])
    assert made["job"].keys() == event["job"].keys()
    [example] = [code for language, code in JOBS if language == "python"]
    known: dict[str, Any] = {}
    exec(example, known)
    body = json.dumps(event)
    headers = sign((SECRET,), event["id"], datetime.now(UTC), body)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        answers = [
            known["receive"](headers, body.encode(), secret) for secret in (SECRET, SECRET, OTHER_SECRET)
        ]
    assert answers == [204, 204, 400]
    assert printed.getvalue() == f"to fetch: {event['job']['id']}\n"


def test_all_that_may_come_of_a_webhook_is_told() -> None:
    assert all(f"`{name}`" in JOBS_PAGE for name in (*OUTCOMES, *WEBHOOK_STATES))


def test_the_hosts_of_webhooks_on_the_page_can_be_set() -> None:
    [shown] = re.findall(r"^ATTRIBUTION_WEBHOOK_HOSTS=(.+)$", JOBS_PAGE, flags=re.MULTILINE)
    entries = Config.load({"webhook_hosts": shown, "webhook_secret": SECRET}, {}).webhook_hosts
    assert len(entries) == 4
    table = JOBS_PAGE.split("| entry |")[1].split("\n\n")[0]
    assert len([read_host(entry) for entry in re.findall(r"^\| `(\S+)` \|", table, flags=re.MULTILINE)]) == 5


@with_curl
def test_the_examples_of_jobs(address: str, service: Flask, shared: SupportsExtract, desk: Path) -> None:
    send, send_form, ask, ask_errors, ask_results = [
        code.replace(ADDRESS, address)
        for language, code in JOBS
        if language == "bash" and "webhook" not in code
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
