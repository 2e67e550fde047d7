from __future__ import annotations

from attribution.lang.conflicts import conflicting


def test_opposites_are_so_from_either_side() -> None:
    opposites = conflicting("en").opposites
    assert "fell" in opposites["rose"]
    assert all(word in opposites[other] for word, against in opposites.items() for other in against)


def test_no_word_is_its_own_opposite() -> None:
    assert [word for word, against in conflicting("en").opposites.items() if word in against] == []
