"""How often what is alike shares a fingerprint."""

from __future__ import annotations

import random

import pytest

from attribution.corpus.clusters.fingerprints import BANDS, ROWS, bands_of, fingerprint_of


@pytest.mark.parametrize(("common", "least", "most"), [(2, 0, 0.02), (12, 0.45, 0.8), (16, 0.95, 1)])
def test_bands_find_what_is_alike_as_often_as_the_module_says(common: int, least: float, most: float) -> None:
    chance = random.Random(7)
    found = []
    for _ in range(200):
        items = [chance.randbytes(8) for _ in range(36 - common)]
        rest = 18 - common
        one, other = items[:common] + items[common : common + rest], items[:common] + items[common + rest :]
        mine, theirs = bands_of([one, other])
        found.append(any(a == b for a, b in zip(mine, theirs, strict=True)))
    alike = common / (36 - common)
    assert least <= 1 - (1 - alike**ROWS) ** BANDS <= most
    assert abs(sum(found) / 200 - (1 - (1 - alike**ROWS) ** BANDS)) < 0.1


def test_bands_do_not_hang_on_the_order_of_the_items() -> None:
    items = [bytes([number]) for number in range(30)]
    assert len({tuple(bands) for bands in bands_of([items, items[::-1], items * 2])}) == 1


def test_a_part_shares_a_hash_of_the_sketch_with_the_whole() -> None:
    part = "the smelter poisoned nine orchards, blinded two shepherds and bought every witness"
    whole = f"Believe me or not, {part}, and yet the governor danced at its jubilee while orphans coughed"
    assert set(fingerprint_of(part).sketch) & set(fingerprint_of(whole).sketch)
    assert all(0 <= number < 2**63 for number in fingerprint_of(whole).sketch)


def test_words_are_counted_and_their_stems_are_numbers_each_once() -> None:
    found = fingerprint_of("“Trumpets, trumpets and the trumpet”")
    assert (found.words, len(found.stems)) == (5, 3)
    assert found.stems == sorted(found.stems)
