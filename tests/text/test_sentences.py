from __future__ import annotations

import pytest

from attribution.text.sentences import sentences


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It rained. We left.", ["It rained.", "We left."]),
        ("“Why?” Mr. Ito asked.", ["“Why?”", "Mr. Ito asked."]),
        ("J. Ito and I. We sang", ["J. Ito and I.", "We sang"]),
        ("one\ntwo …\n  three", ["one", "two …", "three"]),
        ("It cost 4.50 a head", ["It cost 4.50 a head"]),
        ("", [""]),
    ],
)
def test_sentences(text: str, wanted: list[str]) -> None:
    found = [text[start:end].strip() for start, end in sentences(text, {"mr"})]
    assert [sentence for sentence in found if sentence or not text] == wanted
