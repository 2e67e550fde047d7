from __future__ import annotations

import pytest

from attribution import Extractor
from attribution.verify import Original, verify


@pytest.mark.parametrize(
    ("said", "given", "verdict"),
    [
        ("It was a hard year, which is to say, we sold nothing.", "we sold nothing", "verbatim"),
        ("We say that we sold nothing.", "we sold nothing", "verbatim"),
        ("They say that we sold nothing.", "we sold nothing", "partial"),
        ("We open in May and we close in June.", "we close in June", "verbatim"),
        ("The hall is old. Next year, we mend the roof.", "The hall is old … we mend the roof.", "edited"),
        ("The hall is old. We only wish to mend the roof.", "The hall is old … the roof.", "partial"),
        ("The hall is old. I think we mend the roof.", "The hall is old … we mend the roof.", "edited"),
        ("I saw the film. It was not a foul. I would say so.", "I saw the film … I would say so.", "partial"),
        ("I never met the mayor about the ferry.", "I never met the mayor", "partial"),
        ("I never met the mayor, in spite of the ferry.", "I never met the mayor", "verbatim"),
        ("I never met her. The ferry stays here.", "I never met [the mayor]", "edited"),
        ("No fare will rise in the first year.", "No fare will rise", "partial"),
        ("We pay, with or without a receipt, and at once.", "We pay … and at once.", "edited"),
        ("There is no doubt that we pay.", "we pay", "verbatim"),
        ("There is a doubt that we pay.", "we pay", "partial"),
    ],
)
def test_what_is_cut_turns_the_sense_or_does_not(said: str, given: str, verdict: str) -> None:
    assert verify(given, [Original(said)]).verdict == verdict


def test_the_reporters_tense_turns_nothing(rules: Extractor) -> None:
    """Words in marks stand apart from the reporter's before them, but for a negation."""
    said = (
        "Una Holm said that he had “robbed the poor to feed the rich”. "
        "Ned Abara said that he would not “rob again soon”."
    )
    original = Original(said, rules.extract(said))
    assert verify("robbed the poor to feed the rich", [original]).verdict == "verbatim"
    assert verify("rob again soon", [original]).verdict == "partial"


def test_what_somebody_says_that_others_said_is_not_the_reporters() -> None:
    said = "“The mayor told me, ‘We had to sell the ferry at once’,” said Una Holm."
    assert verify("We had to sell the ferry at once", [Original(said)]).verdict == "partial"


def test_he_is_not_whom_the_extraction_has_where_another_is_named_nearer(rules: Extractor) -> None:
    said = "The dead man was Ned Abara. His neighbour, Ole Sund, had a canoe. “I saw him wave,” he said."
    original = Original(said, rules.extract(said))
    assert verify("I saw him wave", [original], speaker="Ole Sund").verdict == "verbatim"
    assert verify("I saw him wave", [original], speaker="Una Holm").verdict == "misattributed"
