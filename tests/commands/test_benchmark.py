"""`attribution benchmark`: what it measures, in real processes, and what it says of bad input."""

from __future__ import annotations

import json

from attribution.commands import benchmark
from tests.commands.conftest import Command, write
from tests.samples import TEXT


def articles(*texts: str) -> list[str]:
    return [
        json.dumps({"id": f"a{n}", "title": "Pool opens", "text": text}) for n, text in enumerate(texts, 1)
    ]


def test_everything_is_measured_and_what_cannot_be_read_is_named(command: Command) -> None:
    path = write("news.jsonl", [*articles(TEXT, TEXT), '{"text": ""}', *articles("Not this one.")])
    result = command("benchmark", "--input", path, "--articles", "3", "--json")
    assert result.status == 1
    assert result.err.startswith("attribution: news.jsonl:3: ")
    assert result.err.count("\n") == 1
    found = json.loads(result.out)
    assert (found["articles"], found["words"], found["repeat"]) == (2, 28, 1)
    assert set(found["words_per_second"]) == {"pipeline", "extraction", "parse", "textacy"}
    assert found["ratio"]["textacy"]["cpu"] > 0
    assert 50 < found["memory_mb"] < 2000
    assert 0.1 < found["start_seconds"] < 120


def test_no_article_to_measure_with(command: Command) -> None:
    path = write("news.jsonl", ["{"])
    result = command("benchmark", "--input", path)
    assert (result.status, result.out) == (2, "")
    assert result.err.endswith("attribution: news.jsonl: no article to measure with\n")


def test_a_pipeline_that_is_not_there(command: Command) -> None:
    path = write("news.jsonl", articles(TEXT))
    result = command("benchmark", "--input", path, "--pipeline", "no_such_pipeline")
    assert (result.status, result.out) == (2, "")
    assert "'no_such_pipeline' cannot be loaded" in result.err


def test_the_table() -> None:
    both = {"cpu": 4000.4, "wall": 3900.0}
    result = {
        "input": "news.jsonl", "articles": 2, "words": 500, "repeat": 3,
        "memory_mb": 321.4, "start_seconds": 1.234,
        "words_per_second": {"pipeline": both, "extraction": both, "parse": both},
        "ratio": {"pipeline": {"cpu": 0.987, "wall": 1.0}, "textacy": {"cpu": 1.3, "wall": 1.4}},
        "ratio_quartiles": {
            "pipeline": {"cpu": (0.9, 1.1), "wall": (0.9, 1.1)},
            "textacy": {"cpu": (1.2, 1.5), "wall": (1.2, 1.5)},
        },
        "python": "3.11.7", "spacy": "3.8.0",
    }  # fmt: skip
    lines = list(benchmark._lines(result))
    assert lines[0].startswith("2 articles, 500 words, 3 time(s), one thread;")
    assert [line.split()[-3:] for line in lines[2:5]] == [
        [name, "4000", "3900"] for name in ("pipeline", "extraction", "parse")
    ]
    assert "0.99" in lines[5]
    assert "0.90 – 1.10" in lines[5]
    assert lines[6].split()[:5] == ["extraction", "/", "textacy", "1.30", "1.40"]
    assert lines[7].split() == ["peak", "memory", "321", "MB"]
    assert lines[8].split()[-2:] == ["1.23", "s"]
