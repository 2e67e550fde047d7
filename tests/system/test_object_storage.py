"""Archives and records in a bucket of S3, which Moto serves on this machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow.dataset as ds
import pytest
from moto.server import ThreadedMotoServer
from pyarrow.fs import LocalFileSystem, S3FileSystem, copy_files

from tests.corpus.articles import ARTICLES
from tests.tree import ROOT

pytestmark = pytest.mark.system

HOST = "127.0.0.1"
SECRET = "wJalrXUtnFEMI"


class Bucket(NamedTuple):
    """A bucket with an archive of two files; `options` are what a URI needs to reach it."""

    files: S3FileSystem
    options: str

    def uri(self, key: str) -> str:
        return f"s3://news/{key}?{self.options}"

    def put(self, folder: Path, key: str) -> None:
        copy_files(str(folder), f"news/{key}", LocalFileSystem(), self.files)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    lines = [json.dumps({name: value for name, value in one.items() if value}) for one in ARTICLES]
    for year, rows in (("2025", lines[:2]), ("2026", [*lines[2:], "{broken"])):
        (folder / year).mkdir()
        (folder / year / "a.jsonl").write_text("\n".join(rows))
    return folder


@pytest.fixture(scope="module")
def bucket(archive: Path) -> Iterator[Bucket]:
    server = ThreadedMotoServer(ip_address=HOST, port=0, verbose=False)
    server.start()
    try:
        _, port = server.get_host_and_port()
        files = S3FileSystem(
            access_key="reader", secret_key=SECRET, region="us-east-1", scheme="http",
            endpoint_override=f"{HOST}:{port}", allow_bucket_creation=True,
        )  # fmt: skip
        files.create_dir("news")
        found = Bucket(files, f"endpoint_override={HOST}:{port}&scheme=http&region=us-east-1")
        found.put(archive, "archive")
        yield found
    finally:
        server.stop()


def ask(*command: str, folder: Path, secret: str = SECRET) -> subprocess.CompletedProcess[str]:
    """A command, with the key in the variables that Arrow reads."""
    env = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "reader",
        "AWS_SECRET_ACCESS_KEY": secret,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PYTHONPATH": str(ROOT),
        "SPARK_LOCAL_IP": HOST,
    }
    call = [sys.executable, "-m", "attribution", "corpus", *command]
    return subprocess.run(call, capture_output=True, text=True, env=env, cwd=folder, timeout=300)


def rows_of(output: Path) -> list[dict[str, Any]]:
    table = ds.dataset(output / "records").to_table()
    return list(table.sort_by([("file", "ascending"), ("row", "ascending")]).to_pylist())


RUN = ("--model", "rules", "--quiet", "--workers", "1")


@pytest.fixture(scope="module")
def output(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run makes of the archive on this machine."""
    folder = tmp_path_factory.mktemp("local")
    done = ask("run", str(archive), "out", *RUN, folder=folder)
    assert done.returncode == 1, done.stderr
    return folder / "out"


@pytest.mark.parametrize("key", ["archive", "archive/20*/*.jsonl"])
def test_an_archive_in_a_bucket_gives_the_same_records(
    key: str, bucket: Bucket, output: Path, tmp_path: Path
) -> None:
    done = ask("run", bucket.uri(key), "out", *RUN, folder=tmp_path)
    assert done.returncode == 1, done.stderr
    part = Path("records/part-00000-00000.parquet")
    assert (tmp_path / "out" / part).read_bytes() == (output / part).read_bytes()
    told = "".join(path.read_text() for path in (tmp_path / "out" / "_run").rglob("*.json"))
    assert HOST not in told  # where the bucket is reached is nobody's business
    again = ask("run", bucket.uri(key), "out", *RUN, folder=tmp_path)
    assert "nothing was left to do" in again.stdout


def test_spark_reads_it_too(bucket: Bucket, output: Path, tmp_path: Path) -> None:
    conf = ("--conf", "spark.ui.enabled=false")
    done = ask("run", bucket.uri("archive"), "out", *RUN, "--engine", "spark", *conf, folder=tmp_path)
    assert done.returncode == 1, done.stderr
    assert rows_of(tmp_path / "out") == rows_of(output)


def test_records_in_a_bucket_are_read_where_they_lie(bucket: Bucket, output: Path, tmp_path: Path) -> None:
    bucket.put(output, "quotes 1")
    uri = bucket.uri("quotes%201")
    for place, into in ((uri, "there"), (str(output), "here")):
        for command in (
            ("tables", place, f"{into}/tables"),
            ("report", place, "--html", f"{into}/report.html"),
            ("clusters", place, "--into", f"{into}/clusters"),
        ):
            done = ask(*command, folder=tmp_path)
            assert done.returncode == 0, done.stderr
    files = sorted(path.relative_to(tmp_path / "here") for path in (tmp_path / "here").rglob("*.*"))
    assert len(files) == 9
    for path in files:
        assert (tmp_path / "here" / path).read_bytes() == (tmp_path / "there" / path).read_bytes(), path


def test_an_object_that_is_another_is_refused_or_read_again(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps({"text": "“No,” said Ann Lee."}))
    bucket.put(tmp_path / "in", "growing")
    uri = bucket.uri("growing")
    assert ask("run", uri, "out", *RUN, folder=tmp_path).returncode == 0
    (tmp_path / "in" / "a.jsonl").write_text(json.dumps({"text": "“Yes,” said Ann Lee. She left."}))
    bucket.put(tmp_path / "in", "growing")
    refused = ask("run", uri, "out", *RUN, folder=tmp_path)
    assert (refused.returncode, "a.jsonl" in refused.stderr) == (2, True), refused.stderr
    again = ask("run", uri, "out", *RUN, "--again", "a.jsonl", folder=tmp_path)
    assert again.returncode == 0, again.stderr
    [row] = rows_of(tmp_path / "out")
    assert row["quotations"][0]["text"] == "“Yes,”"


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (("run", "{}", "out"), "s3://news/nowhere: no such file or directory"),
        (("tables", "{}", "out"), "s3://news/nowhere: no such folder"),
        (("run", ".", "{}"), "s3://news/nowhere: a run on one machine writes into a folder there"),
        (("clusters", "{}"), "clusters are written to a folder of this machine: say with --into which"),
    ],
)
def test_what_cannot_be_is_said_without_secrets(
    command: tuple[str, ...], message: str, bucket: Bucket, tmp_path: Path
) -> None:
    (tmp_path / "a.jsonl").write_text("{}")
    uri = bucket.uri("nowhere").replace("://", f"://reader:{SECRET}@")
    done = ask(*(part.format(uri) for part in command), folder=tmp_path)
    assert (done.returncode, done.stderr) == (2, f"attribution: {message}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_bucket_that_cannot_be_reached_is_said_without_secrets(tmp_path: Path) -> None:
    uri = f"s3://reader:{SECRET}@news/archive?endpoint_override={HOST}:9&scheme=http&region=us-east-1"
    done = ask("run", uri, "out", folder=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith("attribution: s3://news/archive: cannot be read: ")
    assert SECRET not in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("tables", "out", "{}"),
        ("report", "out", "--html", "{}"),
        ("report", "out", "--folder", "{}"),
        ("clusters", "out", "--into", "{}"),
    ],
)
def test_what_is_made_of_records_goes_to_this_machine(command: tuple[str, ...], tmp_path: Path) -> None:
    done = ask(*(part.format(f"s3://reader:{SECRET}@news/made") for part in command), folder=tmp_path)
    assert (done.returncode, SECRET in done.stderr) == (2, False)
    assert done.stderr.endswith(": must be a path of this machine, not a URI\n")
