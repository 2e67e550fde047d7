"""Small differences that are none of type, and that must not pass for the same words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from attribution import Extractor
from attribution.records import (
    Article,
    Confidence,
    Context,
    Extraction,
    Form,
    Mention,
    Model,
    Quotation,
    Role,
    Span,
    Speaker,
)
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
        ("It may be that we sell the ferry.", "we sell the ferry"),
        ("On paper the ferry is safe.", "the ferry is safe"),
        ("It seems that the ferry is safe.", "the ferry is safe"),
        ("The ferry is safe subject to the weather.", "The ferry is safe"),
        ("There will be no closures while I am mayor.", "There will be no closures"),
        ("I love the ferry. I would love it more with doors.", "I love the ferry. … with doors."),
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


NAMELESS = (
    "“The pumps were off all night,” said Rosa Achebe, the nurse.\n\n"
    "A cleaner, who asked not to be named, was there until five. “I made soup for everybody,” she said."
)
NAMED = "“We play on Friday,” said Walter Pym.\n\nEmil Vasso said he would come. “I applaud you,” he said."


def placed(text: str, speakers: Sequence[Speaker], *said: tuple[str, str, str, Form]) -> Original:
    """An article in which words are given to a speaker, whoever said them: by words that name or mean him."""
    quotations = []
    for number, (words, speaker, source, form) in enumerate(said, 1):
        start, place = text.index(words), text.rindex(source)
        span = Span(start, start + len(words), words)
        mention = Mention(place, place + len(source), source, form=form)
        quotations.append(
            Quotation(
                f"q{number}", "direct", words, (span,), None, mention, speaker, None, None, None, None,
                None, 1, Context("", ""), (span,), (), True, None, Confidence(1.0),
            )
        )  # fmt: skip
    article = Article(None, None, None, None, "en", "", len(text))
    return Original(text, Extraction(article, tuple(quotations), tuple(speakers), (), Model("fake", "1")))


@pytest.mark.parametrize(
    ("text", "words", "asked", "verdict"),
    [
        (NAMELESS, "I made soup for everybody", "Rosa Achebe", "misattributed"),
        (NAMED, "I applaud you", "Walter Pym", "misattributed"),
        (NAMED, "I applaud you", "Emil Vasso", "verbatim"),
    ],
)
def test_who_is_meant_by_a_pronoun_is_doubted_where_the_paragraph_has_another(
    text: str, words: str, asked: str, verdict: str
) -> None:
    """Whatever the extraction says."""
    name = "Rosa Achebe" if text is NAMELESS else "Walter Pym"
    speakers = [
        Speaker("s1", name, name, "person", named=True),
        Speaker("s2", "Emil Vasso", "Emil Vasso", "person", named=True),
    ]
    original = placed(text, speakers, (f"“{words},”", "s1", "she" if text is NAMELESS else "he", "pronoun"))
    found = verify(words, [original], speaker=asked)
    assert (found.verdict, found.evidence and found.evidence.speaker) == (verdict, None)


@pytest.mark.parametrize(
    ("asked", "verdict"),
    [("Mavis Trott", "misattributed"), ("Ned Lee", "verbatim"), ("Una Holm", "verbatim")],
)
def test_who_is_described_is_nobody_whom_the_article_names(asked: str, verdict: str) -> None:
    """Unless with such a role: Lee is the caretaker."""
    speakers = [
        Speaker("s1", "Mavis Trott", "Mavis Trott", "person", named=True),
        Speaker("s2", None, "caretaker", "person", named=False),
        Speaker("s3", "Ned Lee", "Ned Lee", "person", named=True, roles=(Role(0, 9, "caretaker"),)),
    ]
    text = "“I would like to go home,” said the caretaker."
    original = placed(text, speakers, ("“I would like to go home,”", "s2", "the caretaker", "nominal"))
    assert verify("I would like to go home", [original], speaker=asked).verdict == verdict
