"""What quotations of the same words share, and when there is nothing."""

from __future__ import annotations

import pytest

from attribution.corpus.clusters.keys import key_of

GATE = "“The lock gates at Ostby rusted through in a single winter”"


def test_a_wording_has_one_key_whoever_says_it() -> None:
    keys = {key_of(GATE, indirect=False, speaker=name, kind="person") for name in (None, "Mara Lindqvist")}
    [key] = keys
    assert key is not None
    assert key.wording


def test_indirect_quotations_share_the_keys_of_direct_ones() -> None:
    assert key_of(GATE, indirect=True) == key_of(GATE, indirect=False)


@pytest.mark.parametrize(
    "words", ["wages would rise in the spring", "it would be looking into the matter with the police in time"]
)
def test_indirect_quotations_of_few_or_common_words_have_none(words: str) -> None:
    assert key_of(words, indirect=True, speaker="Mara Lindqvist", kind="person") is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("Mara Lindqvist", "person"), ("Dr. Mara Lindqvist", "person"), True),
        (("Mara Lindqvist", "person"), ("Ned Abara", "person"), False),
        (("Quillon Bank", "organisation"), ("the Quillon Bank", "organisation"), True),
    ],
)
def test_few_words_have_a_key_of_their_speaker(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    keys = [
        key_of("Yes, we can", indirect=False, speaker=name, kind=kind, language="en")
        for name, kind in (one, other)
    ]
    assert all(key is not None and not key.wording for key in keys)
    assert (keys[0] == keys[1]) is same


@pytest.mark.parametrize(
    ("words", "speaker"), [("Yes", "Mara Lindqvist"), ("Yes, we can", "Lindqvist"), ("Yes, we can", None)]
)
def test_fewer_or_of_nobody_known_have_none(words: str, speaker: str | None) -> None:
    assert key_of(words, indirect=False, speaker=speaker, kind="person") is None


def test_no_words_at_all() -> None:
    assert key_of("“…”", indirect=False, speaker="Mara Lindqvist", kind="person") is None
