"""`attribution evaluate` over a fake engine and over files of predictions."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from attribution.evaluation import gold, score
from attribution.schemas import dump_extraction
from tests.commands.conftest import Command, write
from tests.samples import TEXT as SAMPLE
from tests.samples import FakeEngine, sample

TEXT = "“No,” said Ito. “THOUGHT,” Ito thought. Mara warned of rain."


def at(words: str) -> list[list[int]]:
    return [[TEXT.index(words), TEXT.index(words) + len(words)]]


def article(id: str, **more: Any) -> str:
    attributions = [
        {"content": at("“No,”"), "source": at("Ito"), "cue": at("said")},
        {"content": at("“THOUGHT,”"), "source": at("Ito"), "cue": at("thought")},
        {"content": at("rain"), "source": at("Mara"), "cue": at("warned")},
    ]
    return json.dumps({"id": id, "text": TEXT, "attributions": attributions, **more})


def predictions(*ids: str) -> list[str]:
    quote = {"content": at("“No,”"), "source": at("Ito"), "cue": at("said"), "name": "Ito", "role": None}
    return [json.dumps({"id": id, "quotes": [quote]}) for id in ids]


def speaker(id: str, n: int) -> str:
    who = {
        "kinds": ["person"],
        "names": ["Ito"],
        "mention": "name",
        "roles": ["minister"],
        "role_agreed": True,
    }
    return json.dumps({"id": id, "n": n, **who})


def test_the_engine_runs_over_the_gold_texts(command: Command, fake: FakeEngine) -> None:
    path = write("gold.jsonl", [article("a1", title="Ito says no", date="2020-02-03"), article("a2")])
    result = command("evaluate", path, "--json")
    assert (result.status, result.err) == (0, "")
    assert fake.seen[0] == {"id": "a1", "text": TEXT, "title": "Ito says no", "published": "2020-02-03"}
    found = json.loads(result.out)
    assert found["all"]["found"] == {"P": 100.0, "R": 66.7, "F1": 80.0}
    assert found["all"]["speaker_accuracy"] == 0.0


def test_corrected_records_and_what_was_exported_are_gold(command: Command) -> None:
    text, page = write("a.txt", TEXT), write("site/b.html", f"<p>{TEXT}</p>")
    assert command("extract", text, "-o", "records.jsonl").status == 0
    assert command("extract", text, page, "--format", "brat", "--folder", "brat").status == 0
    found = json.loads(command("evaluate", "records.jsonl", "--articles", text, "--json").out)
    assert found["all"]["found"]["F1"] == found["all"]["exact"]["F1"] == 100.0
    found = json.loads(command("evaluate", "brat", "--json").out)
    assert (found["all"]["exact"]["F1"], found["all"]["gold"]) == (100.0, 4)


def test_records_are_gold_of_speakers_too(command: Command) -> None:
    made = sample()
    digest = hashlib.sha256(SAMPLE.encode()).hexdigest()
    made = replace(made, article=replace(made.article, sha256=digest))
    path = write("records.json", json.dumps(dump_extraction(made), indent=2))
    quote = {"content": [[0, 16]], "source": [[22, 41]], "name": "Mara Oyelaran", "role": "coach"}
    pred = write("pred.jsonl", [json.dumps({"id": "a1", "quotes": [quote]})])
    text = write("texts/a.txt", SAMPLE)
    options = ("--articles", text.parent, "--pred", pred, "--speakers", path, "--json")
    found = json.loads(command("evaluate", path, *options).out)
    assert (found["speakers"]["name"], found["speakers"]["role"]["F1"]) == (100.0, 100.0)


def test_records_without_their_article_are_refused(command: Command) -> None:
    write("a.txt", TEXT)
    assert command("extract", "a.txt", "-o", "records.jsonl").status == 0
    result = command("evaluate", "records.jsonl")
    assert result.status == 2
    assert "name its file with --articles" in result.err
    result = command("evaluate", "records.jsonl", "--articles", write("bad.txt", b"\xff"))
    assert (result.status, "bad.txt" in result.err) == (2, True)


def test_the_reading_chooses_the_records(command: Command) -> None:
    path = write("gold.jsonl", [article("a1")])
    found = json.loads(command("evaluate", path, "--json", "--reading", "statements").out)
    assert found["all"]["pred"] == 1


def test_predictions_of_a_file_are_scored_without_an_engine(command: Command, fake: FakeEngine) -> None:
    path, given = write("gold.jsonl", [article("a1"), article("a2")]), write("pred.jsonl", predictions("a1"))
    found = json.loads(command("evaluate", path, "--pred", given, "--json").out)
    assert found == score.score(gold.read_gold(path), gold.read_predictions(given))
    assert found["articles_missing"] == 1
    assert fake.seen == []


def test_what_is_saved_scores_the_same(command: Command) -> None:
    path = write("gold.jsonl", [article("a1")])
    first = command("evaluate", path, "--save", "run.jsonl")
    assert first.out == command("evaluate", path, "--pred", "run.jsonl").out
    assert json.loads(Path("run.jsonl").read_text(encoding="utf-8"))["quotes"][0] == {
        "content": at("“No,”"), "source": [], "cue": [], "name": None, "role": None,
    }  # fmt: skip


def test_an_article_that_fails_is_told_and_counts_as_missing(command: Command) -> None:
    broken = json.dumps({"id": "a2", "text": "BROKEN", "attributions": []})
    result = command("evaluate", write("gold.jsonl", [article("a1"), broken]))
    assert result.status == 1
    assert result.err == "attribution: a2: the article is broken\n"
    assert "articles without a prediction: 1" in result.out


def test_everything_at_once(command: Command) -> None:
    path = write("gold.jsonl", [article("a1", publisher="Echo"), article("a2", publisher="Post")])
    given, earlier = write("pred.jsonl", predictions("a1", "a2")), write("old.jsonl", predictions("a1"))
    who = write("who.jsonl", [speaker(id, n) for id in ("a1", "a2") for n in range(3)])
    argv = ["evaluate", path, "--pred", given, "--speakers", who, "--against", earlier, "--by", "publisher"]
    found = json.loads(command(*argv, "--bootstrap", "20", "--json").out)
    assert found["speakers"]["name"] == 100.0
    assert found["speakers"]["role"] == {"P": 0.0, "R": 0.0, "F1": 0.0}
    assert found["changes"]["found"] == {"direct": 1}
    assert list(found["publishers"]) == ["Echo", "Post"]
    assert found["intervals"]["direct attributed F1"] == [66.7, 66.7]
    assert found["intervals"]["name"] == [100.0, 100.0]
    text = command(*argv, "--bootstrap", "20").out
    for words in ("name       100.0 of 2 found", "Echo", "95 % intervals", "+ found, direct, a2:0: “No,”"):
        assert words in text


def refused(command: Command, *argv: str | Path, says: str) -> None:
    result = command("evaluate", *argv)
    assert result.status == 2
    assert says in result.err
    assert result.out == ""


def test_what_cannot_be_scored_is_status_2_and_said(command: Command, fake: FakeEngine) -> None:
    good = write("gold.jsonl", [article("a1")])
    refused(command, "nope.jsonl", says="nope.jsonl: No such file or directory")
    refused(command, write("bad.jsonl", [article("a1"), "{"]), says="bad.jsonl:2: broken JSON")
    refused(command, good, "--pred", write("p.jsonl", '{"id": "a1"}'), says="p.jsonl:1: quotes is missing")
    refused(command, good, "--speakers", write("s.jsonl", [speaker("a1", 3)]), says="s.jsonl:1: n = 3, but")
    refused(command, good, "--save", ".", says=".: is a directory")
    refused(command, good, "--save", "none/run.jsonl", says="attribution: none: no such directory")
    refused(command, good, "--pred", good, "--baseline", "textacy", says="not allowed with argument")
    refused(
        command,
        good,
        "--baseline",
        "textacy",
        "--pipeline",
        "xx_none",
        says="pipeline xx_none cannot be loaded",
    )
    assert fake.seen == []


def test_mistakes_are_listed_one_by_one(command: Command) -> None:
    path, given = write("gold.jsonl", [article("a1")]), write("pred.jsonl", predictions("a1"))
    argv = ["evaluate", path, "--pred", given, "--speakers"]
    argv.append(write("who.jsonl", [speaker("a1", n) for n in range(3)]))
    assert json.loads(command(*argv, "--mistakes", "names", "--json").out)["mistakes"] == []
    assert "- missing, name, a1:0: none, not minister" in command(*argv, "--mistakes", "roles").out
    [one] = json.loads(command(*argv, "--mistakes", "roles", "--json").out)["mistakes"]
    assert (one["fault"], one["wanted"], one["given"]) == ("missing", ["minister"], None)
    other = command(*argv, "--mistakes", "roles", "--form", "pronoun", "--json").out
    assert json.loads(other)["mistakes"] == []


def test_mistakes_need_gold_speakers(command: Command) -> None:
    path, given = write("gold.jsonl", [article("a1")]), write("pred.jsonl", predictions("a1"))
    refused(command, path, "--pred", given, "--mistakes", "names", says="--mistakes needs gold speakers")
    refused(command, path, "--pred", given, "--form", "name", says="--form chooses among --mistakes")
