"""A process of a run without a model: it finds nothing, and does what the texts tell it to do."""

from __future__ import annotations

import os
import signal
import time
from multiprocessing.connection import Connection
from pathlib import Path

import pyarrow as pa

from attribution.corpus.schema import carried_columns, output_schema
from attribution.corpus.settings import Settings
from attribution.corpus.workers import READY, end_with_parent
from attribution.errors import ModelError

MODEL = {"name": "fake", "version": "1"}


def work(pipe: Connection, settings: Settings) -> None:
    """In the place of `attribution.corpus.workers.work`."""
    end_with_parent()
    if settings.model == "none":
        pipe.send(ModelError("no model 'none'"))
        return
    try:
        pipe.send(READY)
        while True:
            batch = pipe.recv()
            for row in batch.to_pylist():
                obey(row["text"] or "" if row["error"] is None else "")
            pipe.send((records_of(batch), 0.5))
    except (EOFError, ConnectionError):
        return


def obey(text: str) -> None:
    """What a text tells to do: kill, sleep, exit; once:PATH kills the first time, slow:SECONDS takes long."""
    if text == "kill" or (text.startswith("once:") and _is_first(Path(text.removeprefix("once:")))):
        os.kill(os.getpid(), signal.SIGKILL)
    if text == "exit":
        os._exit(3)
    if text == "sleep":
        time.sleep(600)
    while text == "spin":
        pass
    if text.startswith("slow:"):
        time.sleep(float(text.removeprefix("slow:")))


def _is_first(path: Path) -> bool:
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def records_of(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The rows with records in which there is nothing; the title is what the text was."""
    schema = output_schema(batch.schema)
    carried = carried_columns(batch.schema)
    rows = [
        {
            **{name: row[name] for name in carried},
            "schema": "1",
            "article": {"id": row["id"], "title": row["text"], "published": row["published"], "length": 7},
            "unit": "codepoint",
            "quotations": [],
            "speakers": [],
            "warnings": [],
            "model": MODEL,
            "error": row["error"],
        }
        for row in batch.to_pylist()
    ]
    return pa.RecordBatch.from_pylist(rows, schema=schema)


def sleep() -> None:
    """A run whose only process does nothing for a long time."""
    from attribution.corpus import workers
    from attribution.corpus.schema import input_schema

    workers.work = work
    batch = pa.RecordBatch.from_pylist([{"file": "f", "row": 1, "text": "sleep"}], schema=input_schema(()))
    with workers.Workers(1, Settings()) as run:
        list(run.extract([batch]))
