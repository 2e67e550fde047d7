"""The readers: what they read, and how they name what is wrong."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation import gold
from attribution.evaluation.gold import Relation

GOLD = {"id": "a1", "text": "“No,” said Ito.", "attributions": [{"source": [[11, 14]], "content": [[0, 5]]}]}
SPEAKER = {
    "id": "a1",
    "n": 0,
    "kinds": ["person"],
    "names": [None],
    "mention": "name",
    "roles": [],
    "role_agreed": True,
}


def file(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_gold_articles(tmp_path: Path) -> None:
    more = {"id": "a2", "publisher": "The Marlow Post", "date": "2020-02-03", "title": "No"}
    first, second = gold.read_gold(file(tmp_path / "g.jsonl", GOLD, "", {**GOLD, **more}))
    assert first.relations == (Relation(((0, 5),), ((11, 14),)),)
    assert first.marked == first.text
    assert (second.publisher, second.published, second.title) == ("The Marlow Post", "2020-02-03", "No")


def test_packed_gold(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(GOLD).encode()))
    assert gold.read_gold(path)[0].id == "a1"


def test_predictions_there_and_back(tmp_path: Path) -> None:
    given = {"a1": (Relation(((0, 5), (8, 9)), ((11, 14),), (), "Kenji Ito", None),), "a2": ()}
    gold.write_predictions(tmp_path / "p.jsonl", given)
    assert gold.read_predictions(tmp_path / "p.jsonl") == given


def test_null_stands_for_no_span(tmp_path: Path) -> None:
    path = file(tmp_path / "p.jsonl", {"id": "a1", "quotes": [{"content": None, "source": [[-3, 999]]}]})
    assert gold.read_predictions(path) == {"a1": (Relation((), ((-3, 999),)),)}


BROKEN_GOLD = [
    ("{", "broken JSON: Expecting property name"),
    ("[]", "not a JSON object"),
    ({**GOLD, "id": 7}, "id must be str, not int"),
    ({"id": "a1", "attributions": []}, "text is missing"),
    ({**GOLD, "text": None}, "text must be str, not NoneType"),
    ({**GOLD, "attributions": {}}, "attributions must be list, not dict"),
    ({**GOLD, "attributions": [5]}, "a relation is not a JSON object"),
    ({**GOLD, "attributions": [{"content": [[0, 16]]}]}, "content: span [0, 16] is outside the text of 15"),
    ({**GOLD, "attributions": [{"cue": [[-1, 3]]}]}, "cue: span [-1, 3] is outside"),
    ({**GOLD, "attributions": [{"cue": [[4, 3]]}]}, "cue: span [4, 3] is outside"),
    ({**GOLD, "attributions": [{"source": [[4]]}]}, "source: [4] is not a span [start, end]"),
    ({**GOLD, "attributions": [{"source": [[4, 5.5]]}]}, "source: [4, 5.5] is not a span"),
    ({**GOLD, "attributions": [{"source": 4}]}, "source: 4 is not a span"),
    ({**GOLD, "score_text": "“No,” said It."}, "score_text is not the text in other marks"),
]


@pytest.mark.parametrize(("row", "message"), BROKEN_GOLD)
def test_broken_gold_is_named_by_file_and_line(tmp_path: Path, row: Any, message: str) -> None:
    path = file(tmp_path / "g.jsonl", GOLD, row)
    with pytest.raises(EvaluationError) as caught:
        gold.read_gold(path)
    assert str(caught.value).startswith(f"{path}:2: {message}")


def test_bytes_that_are_not_utf8(tmp_path: Path) -> None:
    path = tmp_path / "g.jsonl"
    path.write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(EvaluationError, match=r"g\.jsonl:1: not UTF-8 at byte 8"):
        gold.read_gold(path)


def test_repeats_and_emptiness(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="article a1 is there twice"):
        gold.read_gold(file(tmp_path / "g.jsonl", GOLD, GOLD))
    with pytest.raises(EvaluationError, match="no articles"):
        gold.read_gold(file(tmp_path / "g.jsonl", ""))
    row = {"id": "a1", "quotes": []}
    with pytest.raises(EvaluationError, match="article a1 is there twice"):
        gold.read_predictions(file(tmp_path / "p.jsonl", row, row))


def test_gold_speakers(tmp_path: Path) -> None:
    articles = gold.read_gold(file(tmp_path / "g.jsonl", GOLD))
    path = file(tmp_path / "s.jsonl", SPEAKER, {**SPEAKER, "id": "elsewhere", "n": 99})
    found = gold.read_speakers(path, articles)
    assert found["a1"][0].names == (None,)
    assert list(found) == ["a1"]
    with pytest.raises(EvaluationError, match=r"s\.jsonl:1: n = 1, but a1 has 1 attributions"):
        gold.read_speakers(file(tmp_path / "s.jsonl", {**SPEAKER, "n": 1}), articles)
