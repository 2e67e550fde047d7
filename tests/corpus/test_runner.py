from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from attribution.corpus import Settings
from attribution.corpus.inputs import Columns, find_inputs
from attribution.corpus.output import Output
from attribution.corpus.runner import Plan, Progress, Run
from attribution.errors import CorpusError
from tests.corpus import fakes


class Same:
    """In the place of the processes: works at once, and may be stopped after some batches."""

    stop: int | None = None
    batches = 0

    def __init__(self, *_: Any) -> None:
        pass

    def __enter__(self) -> Same:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def extract(self, batches: Any) -> Iterator[Any]:
        from attribution.corpus.workers import Done

        for batch in batches:
            if Same.stop is not None and Same.batches >= Same.stop:
                raise KeyboardInterrupt
            Same.batches += 1
            cut = batch.num_rows // 2
            pieces = [batch.slice(0, cut), batch.slice(cut)] if cut else [batch]
            yield Done([fakes.records_of(piece) for piece in pieces], 0.25)


@pytest.fixture(autouse=True)
def _without_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.corpus.runner.Workers", Same)
    monkeypatch.setattr(Same, "stop", None)
    monkeypatch.setattr(Same, "batches", 0)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    lines = [json.dumps({"text": f"article {at} " + "x" * 100, "id": f"a{at}"}) for at in range(20)]
    (folder / "a.jsonl").write_text("\n".join(lines))
    (folder / "b.jsonl.gz").write_bytes(
        gzip.compress(b'{"text": "b"}\nnonsense\n{"text": "c", "outlet": "Quay"}\n')
    )
    (folder / "c.jsonl").write_text("")
    return folder


@pytest.fixture
def plan(archive: Path) -> Plan:
    return Plan(find_inputs([str(archive)]), Settings(batch_bytes=250), split_bytes=600)


def done(plan: Plan, folder: Path) -> tuple[Run, list[Progress]]:
    run = Run(plan, Output(folder))
    return run, list(run.steps())


def rows(folder: Path) -> list[tuple[str, int, str | None, str | None]]:
    """File, row, text and error of all records, in the order of the files."""
    return [
        (row["file"], row["row"], row["article"]["title"], row["error"] and row["error"]["code"])
        for path in sorted((folder / "records").rglob("*.parquet"))
        for row in pq.ParquetFile(path).read().to_pylist()
    ]


def contents(folder: Path) -> dict[str, bytes]:
    """All that a run leaves but for what it took."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in (".parquet", ".json")
    }


def test_all_rows_in_their_order(plan: Plan, tmp_path: Path) -> None:
    run, steps = done(plan, tmp_path / "out")
    found = rows(tmp_path / "out")
    assert [(file, row) for file, row, *_ in found] == [
        *(("a.jsonl", number) for number in range(1, 21)), *(("b.jsonl.gz", number) for number in (1, 2, 3)),
    ]  # fmt: skip
    assert [error for *_, error in found if error] == ["invalid-input"]
    assert (run.totals.rows, run.totals.failed) == (23, 1)
    report = json.loads((tmp_path / "out" / "_run" / "report.json").read_text())
    assert (report["rows"], report["errors"]) == (23, {"invalid-input": 1})
    size = sum(given.size for given in plan.inputs)
    assert [step.total for step in steps] == [size] * len(steps)
    assert [step.rows for step in steps] == sorted(step.rows for step in steps)
    assert (steps[-1].rows, steps[-1].failed, steps[-1].consumed) == (23, 1, size)


@pytest.mark.parametrize("partition", [(), ("outlet", "month")])
def test_however_often_it_is_stopped_it_comes_to_the_same(
    plan: Plan, tmp_path: Path, partition: tuple[str, ...]
) -> None:
    plan = replace(plan, partition=partition)
    done(plan, tmp_path / "whole")
    stopped = tmp_path / "stopped"
    for _ in range(100):
        Same.stop, Same.batches = 4, 0
        try:
            run, _ = done(plan, stopped)
        except KeyboardInterrupt:
            assert not (stopped / "_run" / "report.json").exists()
            continue
        break
    assert contents(stopped) == contents(tmp_path / "whole")
    assert run.totals.rows == 23


def test_what_is_done_is_not_done_again(plan: Plan, tmp_path: Path) -> None:
    done(plan, tmp_path / "out")
    before, Same.batches = contents(tmp_path / "out"), 0
    run, steps = done(plan, tmp_path / "out")
    assert (Same.batches, steps, run.totals.rows) == (0, [], 23)
    assert contents(tmp_path / "out") == before


def test_files_that_come_later_are_taken_in(plan: Plan, archive: Path, tmp_path: Path) -> None:
    done(plan, tmp_path / "out")
    before = contents(tmp_path / "out")
    (archive / "aa.jsonl").write_text('{"text": "late"}')
    run, steps = done(replace(plan, inputs=find_inputs([str(archive)])), tmp_path / "out")
    after = contents(tmp_path / "out")
    assert run.totals.rows == 24
    assert steps[-1].rows == 1
    assert {name for name in after if before.get(name) != after[name]} == {
        "_run/units/00002.json", "_run/report.json", "_run/run.json", "_run/splits/00002-00000.json",
        "records/part-00002-00000.parquet",
    }  # fmt: skip


def test_a_file_that_has_changed(plan: Plan, archive: Path, tmp_path: Path) -> None:
    done(plan, tmp_path / "out")
    (archive / "a.jsonl").write_text('{"text": "another"}')
    with pytest.raises(CorpusError, match=r"a\.jsonl is another file than when it was read first"):
        done(replace(plan, inputs=find_inputs([str(archive)])), tmp_path / "out")


@pytest.mark.parametrize("partition", [(), ("outlet",)])
def test_a_file_that_has_changed_is_read_anew_when_it_is_said(
    plan: Plan, archive: Path, tmp_path: Path, partition: tuple[str, ...]
) -> None:
    plan = replace(plan, partition=partition)
    done(plan, tmp_path / "out")
    (archive / "a.jsonl").write_text('{"text": "another"}')
    changed = replace(plan, inputs=find_inputs([str(archive)]))
    run, _ = done(replace(changed, again=("a.jsonl",)), tmp_path / "out")
    assert run.totals.rows == 4
    assert [row for row in rows(tmp_path / "out") if row[0] == "a.jsonl"] == [("a.jsonl", 1, "another", None)]
    assert done(changed, tmp_path / "out")[1] == []


def test_nothing_is_given_up_where_it_cannot_be_made_again(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(name * 100)
    done(Plan(find_inputs([str(folder)])), tmp_path / "out")
    before = contents(tmp_path / "out")
    (folder / "a.txt").unlink()
    (folder / "b.txt").write_text("changed")
    plan = Plan(find_inputs([str(folder)]), again=("b.txt",))
    with pytest.raises(CorpusError, match=r"a\.txt is gone, and was read with b\.txt"):
        done(plan, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    done(replace(plan, again=("a.txt", "b.txt")), tmp_path / "out")
    assert [(file, text) for file, _, text, _ in rows(tmp_path / "out")] == [
        ("b.txt", "changed"), ("c.txt", "c" * 100),
    ]  # fmt: skip


def test_records_that_somebody_removed_are_made_again(plan: Plan, tmp_path: Path) -> None:
    done(plan, tmp_path / "out")
    before = contents(tmp_path / "out")
    next((tmp_path / "out" / "records").glob("part-00000-*")).unlink()
    run, _ = done(plan, tmp_path / "out")
    assert contents(tmp_path / "out") == before
    assert run.totals.rows == 23


@pytest.mark.parametrize("outlet", ["ä" * 100, "a\0b", "__HIVE_DEFAULT_PARTITION__"])
def test_a_value_that_cannot_be_the_name_of_a_folder(archive: Path, tmp_path: Path, outlet: str) -> None:
    (archive / "a.jsonl").write_text(json.dumps({"text": "a", "outlet": outlet}))
    plan = Plan(find_inputs([str(archive)]), partition=("outlet",))
    run, _ = done(plan, tmp_path / "out")
    assert ("a.jsonl", 1, None, "invalid-input") in rows(tmp_path / "out")
    assert run.totals.failed == 2


def test_small_files_share_a_part(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    for name in "abcdef":
        (folder / f"{name}.txt").write_text("x" * 100)
    plan = Plan(find_inputs([str(folder)]), split_bytes=300)
    done(plan, tmp_path / "out")
    found = rows(tmp_path / "out")
    assert [(file, row) for file, row, *_ in found] == [(f"{name}.txt", 1) for name in "abcdef"]
    assert len(list((tmp_path / "out" / "records").iterdir())) < 6


def test_a_file_that_is_none_of_the_inputs(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"--again z\.jsonl: there is no such file"):
        done(replace(plan, again=("z.jsonl",)), tmp_path / "out")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda plan: replace(plan, split_bytes=700), "split_bytes 600, not 700"),
        (lambda plan: replace(plan, settings=Settings(topics=True)), "topics False, not True"),
        (lambda plan: replace(plan, settings=Settings(unit="utf16")), "unit 'codepoint', not 'utf16'"),
        (lambda plan: replace(plan, columns=Columns({"text": "body"})), "text None, not 'body'"),
        (lambda plan: replace(plan, partition=("month",)), r"partition \[\], not \['month'\]"),
    ],
)
def test_a_run_goes_on_as_it_began(
    plan: Plan, tmp_path: Path, change: Callable[[Plan], Plan], message: str
) -> None:
    done(plan, tmp_path / "out")
    with pytest.raises(CorpusError, match=f"the output was begun with {message}: take another folder"):
        done(change(plan), tmp_path / "out")


def test_a_run_that_kept_nothing_binds_nobody(plan: Plan, tmp_path: Path) -> None:
    Same.stop = 0
    with pytest.raises(KeyboardInterrupt):
        done(replace(plan, settings=Settings(model="none")), tmp_path / "out")
    Same.stop = None
    run, _ = done(plan, tmp_path / "out")
    assert run.totals.rows == 23


def test_records_of_another_engine_are_not_gone_on_with(plan: Plan, tmp_path: Path) -> None:
    (tmp_path / "out" / "records").mkdir(parents=True)
    (tmp_path / "out" / "records" / "part-0.parquet").touch()
    (tmp_path / "out" / "_run").mkdir()
    about = {**plan.dump(), "format": "spark-1", "inputs": [], "model": None}
    (tmp_path / "out" / "_run" / "run.json").write_text(json.dumps(about))
    with pytest.raises(CorpusError, match="the output was begun with format 'spark-1', not 1"):
        done(plan, tmp_path / "out")


def test_what_is_there_must_be_known(plan: Plan, tmp_path: Path) -> None:
    done(plan, tmp_path / "out")
    path = tmp_path / "out" / "_run" / "run.json"
    about = json.loads(path.read_text())
    path.write_text(json.dumps({**about, "inputs": [{"name": "a.jsonl"}]}))
    with pytest.raises(CorpusError, match="the list of files of the run is broken"):
        done(plan, tmp_path / "out")
    path.unlink()
    with pytest.raises(CorpusError, match=r"run\.json is gone"):
        done(plan, tmp_path / "out")


def test_time_and_processes_may_be_others(plan: Plan, tmp_path: Path) -> None:
    done(plan, tmp_path / "out")
    run, _ = done(replace(plan, workers=7, settings=Settings(seconds=1, batch_bytes=10)), tmp_path / "out")
    assert run.totals.rows == 23


def test_another_model(plan: Plan, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done(plan, tmp_path / "out")
    (archive / "z.jsonl").write_text('{"text": "late"}')
    monkeypatch.setattr("tests.corpus.fakes.MODEL", {"name": "fake", "version": "2"})
    with pytest.raises(CorpusError, match="begun with version '1', not '2'"):
        done(replace(plan, inputs=find_inputs([str(archive)])), tmp_path / "out")


def test_nothing_to_read_makes_a_report_all_the_same(archive: Path, tmp_path: Path) -> None:
    run, steps = done(Plan(find_inputs([str(archive / "c.jsonl")])), tmp_path / "out")
    assert (run.totals.rows, steps) == (0, [])
    assert json.loads((tmp_path / "out" / "_run" / "report.json").read_text())["rows"] == 0
