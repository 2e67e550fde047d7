from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pytest

from attribution.corpus import Settings
from attribution.corpus.schema import input_schema
from attribution.corpus.workers import Workers, as_error
from attribution.errors import CorpusError, ModelError
from tests.corpus import fakes


@pytest.fixture(autouse=True)
def _without_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.corpus.workers.work", fakes.work)


def batches(*texts: Sequence[str]) -> Iterator[pa.RecordBatch]:
    row = 0
    for group in texts:
        rows = [{"file": "f", "row": row + at, "text": text} for at, text in enumerate(group)]
        yield pa.RecordBatch.from_pylist(rows, schema=input_schema(("outlet",)))
        row += len(group)


def outcomes(workers: Workers, *texts: Sequence[str]) -> list[tuple[Any, Any]]:
    """Text and error of every row, in the order in which they come; their numbers must rise by one."""
    rows = [
        row
        for done in workers.extract(batches(*texts))
        for batch in done.batches
        for row in batch.to_pylist()
    ]
    assert [row["row"] for row in rows] == list(range(len(rows)))
    return [
        (row["article"]["title"], row["error"] and (row["error"]["code"], row["error"]["message"]))
        for row in rows
    ]


def test_results_come_in_order_whoever_is_first() -> None:
    texts = [["slow:0.4", "a"], ["b"], ["c"], ["slow:0.1"], ["d", "e"]]
    with Workers(2, Settings()) as workers:
        assert outcomes(workers, *texts) == [(text, None) for group in texts for text in group]


def test_an_article_over_which_processes_die_is_an_error_and_nothing_else(tmp_path: Path) -> None:
    died = ("process-died", "the process that read it was killed by SIGKILL")
    ended = ("process-died", "the process that read it ended by itself, with status 3")
    with Workers(2, Settings()) as workers:
        found = outcomes(workers, ["a", f"once:{tmp_path / 'first'}"], ["b", "kill", "c"], ["exit"], ["d"])
    assert [error for _, error in found] == [None, None, None, died, None, ended, None]
    assert [text for text, _ in found][:3] == ["a", f"once:{tmp_path / 'first'}", "b"]


@pytest.mark.parametrize(("stuck", "idle"), [("sleep", 3.0), ("spin", 600.0)])
def test_a_process_that_does_not_come_back_is_ended(
    monkeypatch: pytest.MonkeyPatch, stuck: str, idle: float
) -> None:
    monkeypatch.setattr("attribution.corpus.workers.LOOK", 0.1)
    monkeypatch.setattr("attribution.corpus.workers.IDLE", idle)
    monkeypatch.setattr("attribution.corpus.workers.START", 3.0)
    with Workers(1, Settings(seconds=0.1)) as workers:
        assert outcomes(workers, [stuck], ["a"]) == [
            (stuck, ("timeout", "it did not end, so its process was")), ("a", None),
        ]  # fmt: skip


def test_a_process_that_was_killed_while_it_had_nothing_to_do() -> None:
    with Workers(1, Settings()) as workers:
        assert outcomes(workers, ["a"]) == [("a", None)]
        [child] = _children()
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert outcomes(workers, ["b", "c"]) == [("b", None), ("c", None)]
    assert _children() == []


def _children(pid: int | None = None) -> list[psutil.Process]:
    mine = psutil.Process(pid).children()
    return [child for child in mine if "spawn_main" in " ".join(child.cmdline())]


def test_processes_end_with_the_run_that_is_killed() -> None:
    run = subprocess.Popen([sys.executable, "-c", "from tests.corpus import fakes; fakes.sleep()"])
    try:
        until = time.monotonic() + 60
        while not (children := _children(run.pid)) and time.monotonic() < until:
            time.sleep(0.05)
        run.kill()
        run.wait()
        assert len(children) == 1
        psutil.wait_procs(children, timeout=30)
        assert not children[0].is_running()
    finally:
        run.kill()


def test_processes_that_only_die_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.corpus.workers.LOST", 1)
    with (
        Workers(1, Settings()) as workers,
        pytest.raises(CorpusError, match=r"2 processes died one after another; of the last one: .* SIGKILL"),
    ):
        list(workers.extract(batches(["kill"], ["kill"])))


def test_a_model_that_cannot_be_had_ends_the_run() -> None:
    with Workers(1, Settings(model="none")) as workers, pytest.raises(ModelError, match="no model 'none'"):
        list(workers.extract(batches(["a"])))


def test_what_is_read_ahead_is_bounded() -> None:
    read = 0

    def given() -> Iterator[pa.RecordBatch]:
        nonlocal read
        for batch in batches(*[["a"]] * 20):
            read += 1
            yield batch

    with Workers(1, Settings()) as workers:
        for number, _ in enumerate(workers.extract(given())):
            assert read <= number + 4
    assert read == 20


def test_processes_have_one_thread_for_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    with Workers(1, Settings()):
        [child] = _children()
        assert child.environ()["OMP_NUM_THREADS"] == "1"
        assert child.environ()["OPENBLAS_NUM_THREADS"] == "3"
        assert "OMP_NUM_THREADS" not in os.environ


def test_an_error_in_each_row() -> None:
    [batch] = batches(["a", "b"])
    error = {"code": "corpus-run", "message": "gone", "field": None}
    assert as_error(batch, CorpusError("gone"))["error"].to_pylist() == [error, error]
    alone = batch.select(["text"])
    assert as_error(alone, CorpusError("gone"))["error"].to_pylist() == [error, error]


def test_errors_travel() -> None:
    assert str(pickle.loads(pickle.dumps(CorpusError("gone")))) == "gone"
