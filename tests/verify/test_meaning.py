from __future__ import annotations

import numpy as np
import pytest

from attribution.verify import meaning

pytestmark = pytest.mark.skipif(not meaning.available(), reason="the vectors are not installed")

SENTENCES = (
    "The mayor shut the bridge.",
    "The head of the town closed the crossing.",
    "Soup tastes best warm.",
)


def test_what_means_the_same_is_near() -> None:
    first, second, third = meaning.vectors(SENTENCES)
    assert first @ second > first @ third + 0.2


def test_rows_have_length_one_and_do_not_depend_on_their_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = meaning.vectors(SENTENCES)
    monkeypatch.setattr(meaning, "_kept", {})
    assert rows.shape == (3, 384)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    alone = [meaning.vectors([sentence])[0] for sentence in SENTENCES]
    assert np.allclose(alone, rows, atol=1e-5)


def test_no_more_rows_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "_kept", {})
    monkeypatch.setattr(meaning, "KEPT", 2)
    rows = meaning.vectors([*SENTENCES, SENTENCES[0]])
    assert np.array_equal(rows[0], rows[3])
    assert list(meaning._kept) == list(SENTENCES[1:])


def test_a_long_text_is_read_as_far_as_the_network_goes() -> None:
    assert meaning.vectors(["word " * 1_000]).shape == (1, 384)
