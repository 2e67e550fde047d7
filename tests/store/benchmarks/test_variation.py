from __future__ import annotations

from attribution.records import Extraction
from attribution.store.benchmarks.variation import COPIES, Pair, Variation
from tests.store.articles import COST, NEVER, OPEN, incoming


def pair(*sentences: str) -> Pair:
    given = incoming(*sentences, title="Pier cost 12 million")
    return {"text": given.text}, given.extraction


PAIRS = [pair(OPEN, COST), pair(NEVER)]


def spoken(extraction: Extraction) -> list[str]:
    return [quotation.text for quotation in extraction.quotations]


def test_places_stay_true() -> None:
    variation = Variation(PAIRS)
    for number in range(50):
        made = variation.make(number)
        for quotation in made.extraction.quotations:
            for span in quotation.spans:
                assert (made.text or "")[span.start : span.end] == span.text


def test_a_number_is_always_the_same_article() -> None:
    assert Variation(PAIRS).make(7).extraction == Variation(PAIRS).make(7).extraction


def test_words_names_and_figures_differ() -> None:
    variation = Variation(PAIRS)
    made = [variation.make(number) for number in (0, 2, 4, 202)]
    assert len({one.text for one in made}) > 1
    assert {one.extraction.quotations[0].type for one in made} == {"direct"}


def test_one_in_ten_is_a_copy() -> None:
    variation = Variation(PAIRS)
    first, copy = variation.make(COPIES - 2), variation.make(COPIES - 1)
    assert spoken(first.extraction) == spoken(copy.extraction)
    assert first.key != copy.key
    assert first.appeared_in != copy.appeared_in
