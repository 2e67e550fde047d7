"""The records are those of the local run, whatever becomes of tasks, executors and machines."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.dataset as ds
import pytest
from pyspark.sql import SparkSession

from attribution.corpus import Settings
from attribution.corpus.inputs import Input, find_inputs
from attribution.corpus.output import Output
from attribution.corpus.runner import Plan, Run
from attribution.corpus.spark.runs import run
from attribution.corpus.totals import Totals
from attribution.errors import CorpusError
from tests.corpus.articles import ARTICLES, FERRY, HARBOUR
from tests.system.spark.cluster import HOST, LONGEST, QUICK, Cluster, executors_of, parent_of

pytestmark = pytest.mark.system

SPLIT = 1000  # bytes: some articles
Row = dict[str, Any]


class Archive(NamedTuple):
    """A run, and what the local runner made of it."""

    folder: Path
    plan: Plan
    totals: Totals
    rows: list[Row]


def plan_of(folder: Path) -> Plan:
    return Plan(inputs=find_inputs([str(folder)]), settings=Settings(model="rules"), split_bytes=SPLIT)


def rows_of(output: Path) -> list[Row]:
    table = ds.dataset(output / "records", partitioning="hive").to_table()
    return list(table.sort_by([("file", "ascending"), ("row", "ascending")]).to_pylist())


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Two files with articles and rows that are none; over one of the articles a worker may wait."""
    home = tmp_path_factory.mktemp("archive")
    folder = home / "in"
    folder.mkdir()
    articles = [{name: value for name, value in one.items() if value is not None} for one in ARTICLES]
    lines = [json.dumps({**one, "id": f"{one['id']}-{at}"}) for at in range(3) for one in articles]
    lines[4:4] = ["{broken", ""]
    (folder / "a.jsonl").write_text("\n".join(lines))
    (folder / "b.jsonl").write_text("\n".join([*lines[:9], json.dumps({"text": FERRY, "title": "Wait"})]))
    work = Run(plan_of(folder), Output(home / "local"))
    list(work.steps())
    return Archive(folder, work.plan, replace(work.totals, seconds=0.0), rows_of(home / "local"))


def test_the_command(archive: Archive, tmp_path: Path) -> None:
    """On the cores of this machine, in folders by what the records say."""
    conf = ["--conf", "spark.ui.enabled=false", "--conf", f"spark.driver.extraJavaOptions={QUICK}"]
    spark = ["--engine", "spark", "--workers", "2", *conf]
    options = ["--model", "rules", "--partition", "outlet", "--partition", "month", "--json", "--quiet"]
    command = [sys.executable, "-m", "attribution", "corpus", "run", str(archive.folder), "out"]
    env = {**os.environ, "SPARK_LOCAL_IP": HOST}
    done = subprocess.run([*command, *options, *spark], capture_output=True, text=True, env=env, cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    told, totals = json.loads(done.stdout), archive.totals
    assert (told["rows"], told["types"], told["errors"]) == (totals.rows, totals.types, totals.errors)
    found = [{name: row[name] for name in archive.rows[0]} for row in rows_of(tmp_path / "out")]
    assert found == archive.rows
    assert list((tmp_path / "out" / "records" / "outlet=Quay News" / "month=2026-05").glob("*.parquet"))


def test_what_is_left_behind(spark: SparkSession, archive: Archive, tmp_path: Path) -> None:
    output = tmp_path / "out"
    assert run(spark, archive.plan, str(output)) == archive.totals
    assert rows_of(output) == archive.rows
    assert (output / "_SUCCESS").exists()
    assert json.loads((output / "_run" / "report.json").read_text()) == archive.totals.dump()
    about = json.loads((output / "_run" / "run.json").read_text())
    assert [entry["name"] for entry in about["inputs"]] == ["a.jsonl", "b.jsonl"]
    with pytest.raises(CorpusError, match="is there already: take another folder"):
        run(spark, archive.plan, str(output))
    with pytest.raises(CorpusError, match="the output was begun with format 'spark-1'"):
        list(Run(archive.plan, Output(output)).steps())


def kill_executor(spark_cluster: Cluster, executor: int) -> None:
    os.kill(executor, signal.SIGKILL)


def kill_machine(spark_cluster: Cluster, executor: int) -> None:
    """The worker first, so that it starts no other executor."""
    worker = spark_cluster.worker_of(executor)
    running = executors_of(worker.pid)
    worker.kill()
    worker.wait()
    for pid in running:
        os.kill(pid, signal.SIGKILL)
    spark_cluster.workers.remove(worker)


@pytest.mark.parametrize("kill", [kill_executor, kill_machine])
def test_what_is_killed_changes_nothing(
    kill: Callable[[Cluster, int], None],
    spark: SparkSession,
    spark_cluster: Cluster,
    archive: Archive,
    tmp_path: Path,
) -> None:
    spark_cluster.set_trap()
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(run, spark, archive.plan, str(tmp_path / "out"))
        held = spark_cluster.held_process()
        kill(spark_cluster, parent_of(parent_of(held)))
        assert work.result() == archive.totals
    assert rows_of(tmp_path / "out") == archive.rows
    if kill is kill_machine:
        spark_cluster.start_workers(1)


def test_a_copy_of_a_slow_task_changes_nothing(
    spark: SparkSession, spark_cluster: Cluster, archive: Archive, tmp_path: Path
) -> None:
    """The copy ends while the task still waits."""
    spark_cluster.set_trap()
    began = time.monotonic()
    assert run(spark, archive.plan, str(tmp_path / "out")) == archive.totals
    assert spark_cluster.held_process() > 0
    assert time.monotonic() - began < LONGEST
    assert rows_of(tmp_path / "out") == archive.rows


def test_an_article_that_ends_its_process_is_an_error_of_its_own(
    spark: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here in a file named by a path that holds in the driver's folder alone."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    articles = [{"text": HARBOUR}, {"text": FERRY, "title": "Deadly"}, {"text": FERRY}]
    (tmp_path / "in" / "a.jsonl").write_text("\n".join(map(json.dumps, articles)))
    totals = run(spark, plan_of(Path("in")), str(tmp_path / "out"))
    assert (totals.rows, totals.errors) == (3, {"process-died": 1})
    rows = rows_of(tmp_path / "out")
    assert rows[1]["error"]["message"] == "the process that read it was killed by SIGKILL"
    assert all(row["quotations"] for row in (rows[0], rows[2]))


def test_a_job_that_fails_says_so(
    spark: SparkSession, archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Here because the files of the executors are not those of the driver."""
    monkeypatch.setattr(Input, "fingerprint", lambda given: "another")
    told = r"has no _SUCCESS: .*CorpusError: \w\.jsonl: an executor sees another file than the driver"
    with pytest.raises(CorpusError, match=told):
        run(spark, archive.plan, str(tmp_path / "out"))
    assert not (tmp_path / "out" / "_SUCCESS").exists()
    with pytest.raises(CorpusError, match="is there already, without _SUCCESS"):
        run(spark, archive.plan, str(tmp_path / "out"))
