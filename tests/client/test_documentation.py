"""The examples of docs/client.md, run against a live server with the real engine."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import subprocess
from itertools import pairwise

import pytest

from attribution import client
from attribution.client import ServiceError
from tests.tree import ROOT, code_blocks

PAGE = ROOT / "docs" / "client.md"
BLOCKS = code_blocks(PAGE)
ADDRESS = "http://127.0.0.1:8000"


def examples(language: str) -> list[tuple[str, str]]:
    """The blocks in that language, each with what it prints."""
    pairs = pairwise(BLOCKS)
    return [
        (code, printed) for (kind, code), (after, printed) in pairs if (kind, after) == (language, "text")
    ]


def test_every_block_shows_what_it_prints() -> None:
    languages = [language for language, _ in BLOCKS]
    assert set(languages) == {"python", "javascript", "text"}
    assert len(examples("python")) + len(examples("javascript")) == languages.count("text")
    assert languages.count("text") == len(languages) / 2


@pytest.mark.parametrize(("code", "printed"), examples("python"))
def test_python(code: str, printed: str, address: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code.replace(ADDRESS, address), {"__name__": "example"})
    assert out.getvalue() == printed


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node")
@pytest.mark.parametrize(("code", "printed"), examples("javascript"))
def test_javascript(code: str, printed: str, address: str) -> None:
    command = ["node", "--input-type=module", "--eval", code.replace(ADDRESS, address)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
    assert (done.stdout, done.returncode) == (printed, 0), done.stderr


def test_every_exception_is_described() -> None:
    described = set(re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    exceptions = {
        name
        for name in client.__all__
        if isinstance(getattr(client, name), type) and issubclass(getattr(client, name), ServiceError)
    }
    assert exceptions - {"ServiceError"} <= described
