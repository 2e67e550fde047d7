"""The command as a whole: its protocol, its exit statuses and what a shell sees of it."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Any

import pytest

from attribution import __version__, cli
from attribution.errors import ModelError


def with_command(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """Makes `value` the only subcommand, under the name "count"."""
    entry = EntryPoint("count", value, cli.GROUP)
    monkeypatch.setattr(cli, "entry_points", lambda group: [entry])


raised: list[BaseException] = []


def count_command(subparsers: Any) -> None:
    parser = subparsers.add_parser("count", help="count")
    parser.add_argument("number", type=int)
    parser.set_defaults(run=run_count)


def run_count(args: argparse.Namespace) -> int:
    if raised:
        raise raised.pop()
    return int(args.number)


def test_a_command_of_another_package_is_found_and_its_status_returned(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_command(monkeypatch, "tests.test_cli:count_command")
    assert cli.main(["count", "5"]) == 5


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (ModelError("no model 'grand'"), 2, "attribution: no model 'grand'\n"),
        (
            FileNotFoundError(2, "No such file or directory", "news.txt"),
            2,
            "news.txt: No such file or directory",
        ),
        (OSError(28, "No space left on device"), 2, "attribution: No space left on device\n"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_what_a_command_raises_becomes_a_line_and_a_status(
    monkeypatch: pytest.MonkeyPatch, capsys: Any, error: BaseException, status: int, said: str
) -> None:
    with_command(monkeypatch, "tests.test_cli:count_command")
    raised.append(error)
    assert cli.main(["count", "5"]) == status
    assert said in capsys.readouterr().err


def test_a_bug_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    with_command(monkeypatch, "tests.test_cli:count_command")
    raised.append(KeyError("speaker"))
    with pytest.raises(KeyError):
        cli.main(["count", "5"])


def test_a_command_whose_requirements_are_missing_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    with_command(monkeypatch, "no_such_package.serve:serve_command")
    assert cli.main(["count", "--port", "80"]) == 2
    assert "count is not available: No module named 'no_such_package'" in capsys.readouterr().err


def test_version(capsys: Any) -> None:
    assert cli.main(["--version"]) == 0
    assert capsys.readouterr().out == f"attribution {__version__}\n"


@pytest.mark.parametrize(
    "argv", [[], ["sing"], ["extract", "--limit", "0", "x.txt"], ["extract", "--format", "pdf"]]
)
def test_wrong_usage_is_status_2(argv: list[str], capsys: Any) -> None:
    assert cli.main(argv) == 2
    assert "usage:" in capsys.readouterr().err


def test_help_lists_the_commands_and_starts_fast() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, "-m", "attribution", "--help"], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert done.returncode == 0
    assert "extract" in done.stdout
    assert "evaluate" in done.stdout
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert spent < 1.5  # seconds of CPU: 0.15 alone, more where many share a core


def test_nothing_heavy_is_imported_for_help() -> None:
    code = (
        "import sys; from attribution import cli; cli.build_parser(); "
        "heavy = ('spacy', 'rich', 'textacy', 'numpy', 'flask', 'marshmallow'); "
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    code = (
        "import sys; from attribution import cli; from attribution.commands import engine; "
        "from tests.samples import FakeEngine; engine.load_engine = lambda args: FakeEngine(); "
        "sys.exit(cli.main(['extract', sys.argv[1]]))"
    )
    articles = tmp_path / "many.jsonl"
    articles.write_text('{"text": "“No,” said Ito."}\n' * 2000, encoding="utf-8")
    command = [sys.executable, "-c", code, str(articles)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == cli.READER_GONE
