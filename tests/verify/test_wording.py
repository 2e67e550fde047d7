from __future__ import annotations

import pytest

from attribution import Extractor
from attribution.verify import Original, verify

TEXT = (
    "“I'm not angry any more,” said Una Holm. “I am sorry that the pier is gone.”\n\n"
    "“We made an enquiry,” said Ned Abara. “Give me two weeks and one good plumber.”\n\n"
    "“We failed our members, and I regret it,” said Mara Lindqvist. “The money is gone.”\n\n"
    "“What now?” asked Petra Osei.\n\n"
    "“Nobody reads the books, and there are a great many of them in every cellar of this house and of the "
    "next, and of all the others that we have had to buy since the year in which the river came up to the "
    "second step of the stairs and stayed for a month,” Lindqvist said. “Resigning would be easy.”"
)


@pytest.fixture(scope="module")
def original(rules: Extractor) -> Original:
    return Original(TEXT, rules.extract(TEXT))


@pytest.mark.parametrize(
    ("given", "verdict"),
    [
        ("I'm not angry anymore. I am sorry that the pier is gone.", "verbatim"),  # joined before "she said"
        ("We made an inquiry", "verbatim"),
        ("Give me one week and two good plumbers", "altered"),  # the same words in other forms
        ("We failed our members … Resigning would be easy.", "partial"),  # over words of others
    ],
)
def test_verdicts(original: Original, given: str, verdict: str) -> None:
    assert verify(given, [original]).verdict == verdict
