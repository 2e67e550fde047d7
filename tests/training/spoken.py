"""Small gold articles whose speakers are known, to learn from whom pronouns and descriptions mean."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

Row = tuple[str, str, str, str | None, str, list[str]]  # source, cue, content, name, form, roles

HARBOUR = (
    "Rosa Lee, the harbour master, met the baker Ann Berg. She said the quay was full. "
    "“It is late,” the harbour master said. The woman said the water was cold."
)
ROWS: list[Row] = [
    ("She", "said", "the quay was full", "Ann Berg", "pronoun", []),
    ("the harbour master", "said", "“It is late,”", "Rosa Lee", "nominal", ["the harbour master"]),
    ("The woman", "said", "the water was cold", None, "nominal", []),
]


def write_set(folder: Path, *ids: str, text: str = HARBOUR, rows: Sequence[Row] = ROWS) -> str:
    """The SET of the commands: one article, once for each of the ids, and its speakers."""

    def at(words: str, after: int = 0) -> list[list[int]]:
        start = text.index(words, after)
        return [[start, start + len(words)]]

    articles, speakers = [], []
    for id in ids:
        relations = []
        for n, (source, cue, content, name, form, roles) in enumerate(rows):
            near = max(0, text.index(content) - 40)
            relations.append({"content": at(content), "cue": at(cue, near), "source": at(source, near)})
            speakers.append(
                {"id": id, "n": n, "kinds": ["person"], "names": [name], "mention": form, "roles": roles}
                | {"role_agreed": True}
            )
        articles.append({"id": id, "text": text, "attributions": relations})
    paths = folder / "gold.jsonl", folder / "speakers.jsonl"
    for path, lines in zip(paths, (articles, speakers), strict=True):
        path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return ",".join(map(str, paths))
