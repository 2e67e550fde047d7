"""Small differences that are none of type, and that must not pass for the same words."""

from __future__ import annotations

import pytest

from attribution import Extractor
from attribution.verify import Original, verify


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("The loss was -5 percent last year.", "The loss was 5 percent last year"),
        ("The tide rose by \N{MINUS SIGN}5 metres.", "The tide rose by 5 metres"),
        ("The budget stands at -$5 this year.", "The budget stands at $5 this year"),
        ("It was \N{EN DASH}5 degrees that night.", "It was 5 degrees that night"),
        ("It is unlikely that the dam holds.", "the dam holds"),
        ("We will sell the ferry. But only if the council agrees.", "We will sell the ferry"),
        ("We won 1-0 on Sunday.", "We won 10 on Sunday"),
        ("We hire 5-10 people every day.", "We hire 510 people every day"),
        ("We pay .5 percent of it.", "We pay 5 percent of it"),
        ("It cost us ₹500 to mend.", "It cost us ₩500 to mend"),
        ("The pipe is 20 mm wide.", "The pipe is 20 wide"),
        ("We closed the ER last week.", "We closed the last week"),
        ("I will re-sign in May.", "I will resign in May"),
        ("The bridge is safe.", "The bridge is [un]safe"),
        ("We agree with the board.", "We [dis]agree with the board"),
        ("We can open the bridge.", "We can['t] open the bridge"),
        ("The bridge is unsafe.", "The bridge is [safe]"),
        ("The unsafe bridge is closed.", "The [safe] bridge is closed"),
        ("It will cost 5 million crowns.", "It will cost 5"),
        ("We oppose selling the ferry.", "selling the ferry"),
    ],
)
def test_a_small_difference_counts(said: str, given: str) -> None:
    assert verify(given, [Original(said)]).verdict not in ("verbatim", "edited")


@pytest.mark.parametrize(
    ("said", "given"),
    [
        ("The loss was \N{MINUS SIGN}5 percent.", "The loss was -5 percent"),
        ("We pay .5 percent of it.", "We pay 0.5 percent of it"),
        ("It rained for 3\N{EN DASH}4 days.", "It rained for 3-4 days"),
        ("It was um so loud — er — in there.", "It was so loud in there"),
        ("A 24-hour watch is kept.", "A 24 hour watch is kept"),
        ("[Inaudible] we re-elected her.", "we reelected her"),
    ],
)
def test_a_difference_of_type_is_none(said: str, given: str) -> None:
    assert verify(given, [Original(said)]).verdict == "verbatim"


KEEP = "“We will keep the ferry running through the whole winter,” said Anders Lee, the mayor. "
TWO = f"{KEEP}“At a loss,” said Mara Lindqvist, the treasurer."
AGAIN = f"{KEEP}The hall was quiet. “If the council agrees with us,” he added."


@pytest.mark.parametrize(
    ("article", "given", "verdict"),
    [
        (TWO, "We will keep the ferry running through the whole winter at a loss", "altered"),
        (TWO, "We will keep the ferry running … at a loss", "altered"),
        (AGAIN, "keep the ferry running through the whole winter if the council agrees with us", "altered"),
        (TWO, "We will keep the ferry running through the whole winter", "verbatim"),
        ("Anders Lee denied that the bridge is unsafe.", "the bridge is unsafe", "partial"),
        ("Anders Lee, the mayor, did not say that the bridge is safe.", "the bridge is safe", "partial"),
        ("Anders Lee, the mayor, doubts that the bridge is safe.", "the bridge is safe", "partial"),
        ("“The bridge is safe,” Anders Lee, the mayor, never said.", "The bridge is safe", "partial"),
    ],
)
def test_what_the_article_does_not_say_that_he_said(article: str, given: str, verdict: str) -> None:
    original = Original(article, Extractor().extract(article))
    assert verify(given, [original], speaker="Anders Lee").verdict == verdict


def test_the_last_of_many_who_said_the_same() -> None:
    names = [f"{name} Ruud" for name in ("Anders", "Mara", "Olga", "Ines", "Karl", "Petra", "Jens")]
    article = " ".join(f"“Yes,” said {name}." for name in names)
    original = Original(article, Extractor().extract(article))
    assert {verify("Yes", [original], speaker=name).verdict for name in names} == {"verbatim"}
