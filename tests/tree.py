"""Where the project's files are, for the tests that read them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def code_modules() -> list[Path]:
    """Every Python file of the two packages, relative to the root."""
    found = (path for package in ("attribution", "api") for path in (ROOT / package).rglob("*.py"))
    return sorted(path.relative_to(ROOT) for path in found)


def code_blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a Markdown page, in order: language and code."""
    fences = r"^```(\w+)\n(.*?)^```$"
    found = re.findall(fences, page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [(language, code) for language, code in found]
