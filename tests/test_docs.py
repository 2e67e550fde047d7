"""README and docs: examples run and print what the page says, tables are complete, links lead somewhere.

The examples of docs/api.md, jobs.md and client.md need a server: tests/api/test_documentation.py and
tests/client/test_documentation.py run them; those of docs/wagtail.md need a site, which is in
tests/integrations/wagtail/test_documentation.py, those of docs/spark.md need Spark:
tests/system/spark/test_documentation.py.
"""

from __future__ import annotations

import argparse
import configparser
import contextlib
import doctest
import importlib
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from marshmallow import fields

import attribution
from attribution import Extractor, cli, records, schemas
from attribution.cli import build_parser
from attribution.commands import benchmark, engine
from attribution.export import exporter_names
from attribution.models import DEFAULT_MODEL
from attribution.version import __version__
from tests.cases.table import load as load_cases
from tests.corpus.outputs import corpus_rows, write_output
from tests.tree import ROOT, code_blocks, code_modules

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
EXAMPLES = [
    page for page in PAGES if page.name not in ("api.md", "client.md", "jobs.md", "spark.md", "wagtail.md")
]
RECORD = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
CASES = ROOT / "tests" / "cases" / "cases.toml"
ARTICLE = "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby.\n"


def examples(language: str) -> list[Any]:
    """The blocks in that language, each with the block of plain text right behind it."""
    found = []
    for page in EXAMPLES:
        blocks = [*code_blocks(page), ("", "")]
        for number, (kind, code) in enumerate(blocks[:-1], 1):
            if kind == language:
                after, printed = blocks[number]
                expected = (
                    printed if after == "text" and f"```\n\n```text\n{printed}" in page.read_text() else None
                )
                found.append(pytest.param(code, expected, id=f"{page.stem}-{number}"))
    return found


@pytest.fixture
def loaded(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asks for an Extractor as it is by default gets the one that is there: loading takes seconds."""
    load_engine = engine.load_engine

    def load(args: argparse.Namespace) -> engine.Engine:
        changed = args.topics or args.people or args.weights or args.model != DEFAULT_MODEL
        return load_engine(args) if changed else extractor

    monkeypatch.setattr(
        attribution, "Extractor", lambda **options: Extractor(**options) if options else extractor
    )
    monkeypatch.setattr(engine, "load_engine", load)
    monkeypatch.setattr(benchmark, "STARTS", 1)


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("code", "expected"), examples("python"))
def test_python(code: str, expected: str | None, newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(newsroom)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})
    assert printed.getvalue() == (expected or "")


def readme_command(name: str) -> str:
    [command] = re.findall(rf"<!-- {name} -->\n```bash\n(.*?)```", PAGES[0].read_text(), flags=re.DOTALL)
    return str(command)


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A directory with the files that the examples name."""
    said = {"content": [[0, 27]], "cue": [[28, 32]], "source": [[33, 67]]}
    gold = {"id": "a1", "text": ARTICLE, "attributions": [said]}
    who = {"id": "a1", "n": 0, "kinds": ["person"], "names": ["Mara Lindqvist"], "mention": "name"}
    who |= {"roles": ["mayor of Ostby"], "role_agreed": True}
    files = {
        "articles.jsonl": {"text": ARTICLE},
        "gold.jsonl": gold,
        "dev.jsonl": gold,
        "speakers-dev.jsonl": who,
    }
    for name, line in files.items():
        (tmp_path / name).write_text(json.dumps(line) + "\n", encoding="utf-8")
    for folder in ("site", "archive"):
        (tmp_path / folder).mkdir()
    for name in ("article.txt", "site/page.html", "archive/a1.txt"):
        (tmp_path / name).write_text(ARTICLE, encoding="utf-8")
    write_output(tmp_path / "output", *corpus_rows())
    return tmp_path


def shell(code: str, folder: Path) -> str:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    command = ["bash", "-euo", "pipefail", "-c", code]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def run(code: str, folder: Path) -> str:
    """What a block prints: a line that needs nothing of the shell here, the others by the shell."""
    if "<<" in code:
        return shell(code, folder)
    return "".join(
        shell(line, folder) if set(line.split("#")[0]) & set("<>|$") else command(line)
        for line in code.splitlines()
    )


def command(line: str) -> str:
    """What `attribution` prints in this process, which has all that it loads."""
    printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    name, *arguments = shlex.split(line, comments=True)
    with contextlib.redirect_stdout(printed):
        assert (name, cli.main(arguments)) == ("attribution", 0), line
    printed.seek(0)
    return printed.read()


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("code", "expected"), [example for example in examples("bash") if "venv" not in example.values[0]]
)
def test_shell(code: str, expected: str | None, newsroom: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(newsroom)
    out = run(code, newsroom)
    assert expected is None or out == expected


def test_the_first_command_shows_what_the_readme_shows() -> None:
    *install, show = readme_command("first command").splitlines()
    assert [line.split()[1] for line in install] == ["-m", "install"]
    out = shell(show.removeprefix(".venv/bin/"), ROOT)
    shown = next(code for kind, code in code_blocks(PAGES[0]) if kind == "text")
    for row in shown.strip().split("\n\n"):
        assert unnumbered(row) in unnumbered(out), out


def unnumbered(view: str) -> str:
    """The view without ids and scores, which change more often than what is found."""
    return re.sub(r"\bq[0-9]+\b|[0-9]+%", "#", view)


def test_the_test_command_runs_this_suite() -> None:
    assert readme_command("test command").splitlines()[-1] == ".venv/bin/python -m pytest -n 2"


@pytest.mark.parametrize(
    "name",
    [
        ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        for path in code_modules()
        if ">>> " in (ROOT / path).read_text(encoding="utf-8")
    ],
)
def test_docstrings(name: str) -> None:
    done = doctest.testmod(importlib.import_module(name))
    assert (done.failed, done.attempted > 0) == (0, True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target


def rows(page: str, heading: str) -> list[list[str]]:
    """The cells of the tables under a heading."""
    [section] = re.findall(rf"^#+ {heading}\n(.*?)(?=^#|\Z)", page, flags=re.MULTILINE | re.DOTALL)
    return [
        [cell.strip() for cell in re.split(r" \| ", line.strip("| "))]
        for line in section.splitlines()
        if line.startswith("| `")
    ]


def code_of(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


RECORD_SCHEMAS = {
    name.removesuffix("Schema"): schema
    for name, schema in vars(schemas).items()
    if isinstance(schema, type) and issubclass(schema, schemas.RecordSchema) and "record" in vars(schema)
}


@pytest.mark.parametrize("name", RECORD_SCHEMAS)
def test_every_field_of_the_record_is_described(name: str) -> None:
    declared = RECORD_SCHEMAS[name]().fields
    spans = (
        set(schemas.SpanSchema().fields)
        if name != "Span" and issubclass(RECORD_SCHEMAS[name], schemas.SpanSchema)
        else set()
    )
    described = {code_of(row[0])[0]: row[1] for row in rows(RECORD, name) if len(row) == 3}
    assert set(described) == set(declared) - spans
    for field, value in described.items():
        assert ("null" in value) == bool(declared[field].allow_none or value == "see below, or null"), field


@pytest.mark.parametrize(
    "enumeration", [records.Act, records.Reason, records.Kind, records.Form, records.Unit]
)
def test_every_value_is_named(enumeration: Any) -> None:
    assert set(get_args(enumeration)) <= set(code_of(RECORD))


def test_evidence_codes(extractor: Extractor) -> None:
    described = {code_of(row[0])[0] for row in rows(RECORD, "Evidence")}
    articles = [{"text": case.text, "title": case.title} for case in load_cases(CASES) if case.text]
    articles.append({"text": (ROOT / "attribution" / "examples" / "harbour.txt").read_text(encoding="utf-8")})
    seen = {
        code for found in extractor.extract_many(articles) for q in found.quotations for code in q.evidence
    }
    assert seen <= described
    code = "".join(
        (ROOT / path).read_text(encoding="utf-8") for path in code_modules() if "pipeline" in path.parts
    ) + (ROOT / "api" / "static" / "desk" / "words.js").read_text(encoding="utf-8")
    assert [name for name in described if not name.startswith("several-") and f'"{name}"' not in code] == []


def test_warning_codes(extractor: Extractor) -> None:
    described = {code_of(row[0])[0] for row in rows(RECORD, "Warning") if len(row) == 2}
    article = {"text": "“No, said Ito.\n\nYes,” said Lee.", "published": "soon", "language": "xx"}
    [found] = extractor.extract_many([article])
    assert isinstance(found, records.Extraction)
    assert (
        {"unclosed-mark", "unreadable-date", "unsupported-language"}
        <= {w.code for w in found.warnings}
        <= described
    )
    code = "".join((ROOT / path).read_text(encoding="utf-8") for path in code_modules())
    assert [name for name in described if f'"{name}"' not in code] == []


def options(command: str) -> Iterator[str]:
    [group] = [action for action in build_parser()._actions if action.dest == "command"]
    for action in group.choices[command]._actions:  # type: ignore[index, call-overload]
        if action.option_strings and "--help" not in action.option_strings:
            yield action.option_strings[-1]


@pytest.mark.parametrize("command", ["extract", "evaluate", "benchmark", "serve"])
def test_every_option_is_described(command: str) -> None:
    page = (ROOT / "docs" / "usage.md").read_text(encoding="utf-8")
    described = {code_of(row[0])[-1].split()[0] for row in rows(page, command)}
    engine = {"--pipeline", "--language", "--model", "--weights", "--limit", "--topics", "--people"}
    assert described | (engine if command != "serve" else set()) == set(options(command))


def test_every_format_is_described_and_how_it_is_checked() -> None:
    page = (ROOT / "docs" / "exports.md").read_text(encoding="utf-8")
    assert {code_of(row[0])[0] for row in rows(page, "Formats")} == set(exporter_names())
    checked = {name for row in rows(page, "How each is checked") for name in code_of(row[0])}
    assert checked | {"json", "jsonl", "view"} == set(exporter_names())


def test_the_layers_are_those_of_the_contract() -> None:
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    wanted = config["importlinter:contract:layers"]["layers"].replace("|", " ").split("\n")
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    shown = page.split("## Layers")[1].split("```text\n")[1].split("```")[0].splitlines()
    assert [line.split() for line in shown[1:]] == [
        line.split() for line in wanted if line not in ("", "__main__")
    ]


def test_the_version_has_an_entry_in_the_changes() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_schemas_are_all_found() -> None:
    assert {"Extraction", "Quotation", "Speaker", "Span"} <= set(RECORD_SCHEMAS)
    assert isinstance(schemas.SpanSchema().fields["start"], fields.Integer)
