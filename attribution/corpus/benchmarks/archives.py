"""Archives to measure with: articles that somebody has, over and over, each time under another id."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

FILES = 4


def read_texts(path: Path, *, characters: int | None) -> list[dict[str, Any]]:
    """The articles of a file of JSON lines; of each the first paragraphs, up to so many characters."""
    articles = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = [
        {name: article[name] for name in ("text", "title", "url") if article.get(name)}
        for article in articles
    ]
    for article in found:
        if characters is not None and len(article["text"]) > characters:
            cut = article["text"].rfind("\n", 0, characters)
            article["text"] = article["text"][: cut if cut > 0 else characters]
    return [article for article in found if article["text"].strip()]


def write_archive(texts: Sequence[Mapping[str, Any]], folder: Path, *, articles: int) -> None:
    """JSON lines in a few files: the texts over and over, ids from 0."""
    folder.mkdir(parents=True)
    numbered = enumerate(islice(cycle(texts), articles))
    share = -(-articles // FILES)
    for number in range(FILES):
        with (folder / f"{number}.jsonl").open("w", encoding="utf-8") as stream:
            for at, article in islice(numbered, share):
                stream.write(json.dumps({**article, "id": f"made-{at}", "outlet": f"outlet-{at % 7}"}) + "\n")


def run_command(archive: Path, output: Path, *options: str) -> list[str]:
    """The command of a run."""
    return [
        sys.executable,
        "-m",
        "attribution",
        "corpus",
        "run",
        str(archive),
        str(output),
        "--quiet",
        *options,
    ]


def report_of(command: Sequence[str]) -> dict[str, Any]:
    """Runs it to its end; what it reports. Raises CalledProcessError when it fails."""
    done = subprocess.run([*command, "--json"], check=True, capture_output=True, text=True)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def digests(output: Path) -> Iterator[tuple[str, str]]:
    """Name and SHA-256 of each file of records, sorted."""
    for path in sorted((output / "records").rglob("*")):
        if path.is_file():
            yield path.relative_to(output).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest()
