"""The command as it is run, over the real engine."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from api.config import Config
from api.database import FILE
from api.engine import Engine
from api.jobs.claims import Gap
from api.jobs.command import worker_command
from api.jobs.tickets import Tickets
from api.jobs.worker import run_worker
from api.serve import FAILED, MISUSED
from attribution.store.database import DatabaseError
from tests.api.conftest import FakeExtractor
from tests.api.jobs.processes import Place

COMMAND = """
import argparse, sys
from api.jobs.command import worker_command

parser = argparse.ArgumentParser(prog="attribution")
worker_command(parser.add_subparsers())
args = parser.parse_args()
heavy = [name for name in ("flask", "sqlalchemy", "huey", "spacy") if name in sys.modules]
assert not heavy, heavy
sys.exit(args.run(args))
"""


def start(place: Place, **settings: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "ATTRIBUTION_STATE": str(place.folder), **settings}
    process = subprocess.Popen(
        [sys.executable, "-c", COMMAND, "worker", "--processes", "2"],
        env=environment, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    place.running.append(process)
    return process


def test_it_works_on_jobs_and_stops_when_told(place: Place) -> None:
    text = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby."
    job = place.create([text] * 4 + [" "])
    Tickets(place.config).write([Gap(job.id, 0, job.total - 1)])
    worker = start(place)
    place.check_answers(job, failed=1)
    answers = [json.loads(answer.text) for answer in place.store.answers(job.id)]
    assert answers[0]["speakers"][0]["name"] == "Mara Lindqvist"
    assert answers[4]["type"] == "/problems/empty-input"
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(30) == 0


def test_settings_that_cannot_be(place: Place) -> None:
    worker = start(place, ATTRIBUTION_JOB_DAYS="soon")
    assert worker.wait(30) == MISUSED
    assert worker.stderr is not None
    assert b"ATTRIBUTION_JOB_DAYS" in worker.stderr.read()


def test_a_database_that_cannot_be(place: Place) -> None:
    worker = start(place, ATTRIBUTION_DATABASE="mysql://localhost/x")
    assert worker.wait(60) == FAILED


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 1_000)
    config = Config(state=str(tmp_path))
    with pytest.raises(DatabaseError, match="file is not a database"):
        run_worker(config, Engine(config, FakeExtractor()), processes=1, timeout=1)


def test_numbers_that_cannot_be(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    worker_command(parser.add_subparsers())
    with pytest.raises(SystemExit):
        parser.parse_args(["worker", "--processes", "0"])
    assert "--processes" in capsys.readouterr().err
