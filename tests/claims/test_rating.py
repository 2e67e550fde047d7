from __future__ import annotations

import subprocess
import sys
import time
from typing import Any

import pytest

from attribution import records
from attribution.claims import Rating, rate, rate_sentences
from attribution.errors import ModelError
from tests.samples import quotation


def rated(text: str, speaker: records.Speaker | None = None, **changes: Any) -> Rating:
    return rate(quotation(0, len(text), text=text, **changes), speaker)


def codes(rating: Rating) -> list[str]:
    return [reason.code for reason in rating.reasons]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Unemployment has fallen by 12 per cent since 2019.", "change"),
        ("We pay three times more for water than people in Ostby do.", "comparison"),
        ("This is the driest spring in the country since records began.", "record"),
        ("The council has never paid the fishermen, and the mayor signed the letter.", "event"),
        ("Under the fisheries act it is illegal to sell eels, the court ruled.", "law"),
        ("The bridge collapsed because of rust that the inspectors found last year.", "cause"),
    ],
)
def test_facts_are_worth_checking(text: str, kind: str) -> None:
    rating = rated(text)
    assert (rating.checkable, rating.kind) == (True, kind)
    assert rating.score >= 0.5


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Who is going to pay for the 12 boats?", "question"),
        ("I think that the plan is a disgrace.", "opinion"),
        ("We are so proud of everybody here tonight.", "feeling"),
        ("Thank you all for coming to Ostby.", "courtesy"),
        ("We hope for better days.", "wish"),
        ("The river will rise again, and it could be worse.", "prediction"),
        ("Stay at home and wait for the boats.", "command"),
        ("It is what it is.", "vague"),
    ],
)
def test_others_are_not(text: str, kind: str) -> None:
    rating = rated(text)
    assert (rating.checkable, rating.kind) == (False, kind)
    assert rating.score < 0.5


def test_of_several_kinds_the_one_that_says_best_what_to_look_up() -> None:
    assert rated("Prices rose by 4 per cent because of the drought.").kind == "cause"
    assert rated("Prices rose by 4 per cent.").kind == "change"
    assert rated("Prices are at 4 per cent of the wage.").kind == "figure"


def test_a_promise_is_followed_and_not_checked() -> None:
    rating = rated("We will build 3,000 homes in Ostby, twice as many as last year.")
    assert (rating.checkable, rating.kind) == (False, "promise")


def test_a_promise_of_more_of_what_was_done_is_a_fact() -> None:
    rating = rated("Crime has fallen by 30 per cent and we will go on.")
    assert (rating.checkable, rating.kind) == (True, "change")


def test_the_best_sentence_decides() -> None:
    text = "Thank you, Mr. Ito. Rents went up by 12 per cent last year. Is that fair?"
    rating = rated(text)
    assert text[rating.start : rating.end] == "Rents went up by 12 per cent last year."
    assert "question" not in codes(rating)
    shown = {reason.code: (reason.start, reason.end, reason.words) for reason in rating.reasons}
    start, end, words = shown["percentage"]
    assert (text[start:end], words) == ("12 per cent", "12 per cent")


def test_a_sentence_goes_on_behind_an_ellipsis() -> None:
    text = "“Rents went up …” … by 12 per cent. … “We stay.”"
    rating = rated(text)
    assert text[rating.start : rating.end].startswith("“Rents went up …” … by 12 per cent.")


def test_every_sentence_has_a_rating() -> None:
    text = "Thank you. Rents went up by 12 per cent. We will build 12 boats."
    found = rate_sentences(quotation(0, len(text), text=text))
    assert [rating.kind for rating in found] == ["courtesy", "change", "promise"]
    assert rated(text) == found[1]


def test_reasons_for_come_first() -> None:
    weights = [reason.weight for reason in rated("I think that 12 per cent of us voted.").reasons]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] > 0 > weights[-1]


def test_what_is_no_statement_is_no_claim() -> None:
    rating = rated("12 per cent", statement=False, reason="scare")
    assert (rating.score, rating.checkable, codes(rating)) == (0.0, False, ["no-statement"])


def test_the_cue_tells_what_the_words_do_not() -> None:
    cue = records.Cue(0, 5, "vowed", lemma="vow", act="promise")
    assert rated("to fight on", cue=cue).kind == "promise"
    plain = rated("the bridge is 90 years old")
    thought = rated("the bridge is 90 years old", cue=records.Cue(0, 7, "thought", act="think"))
    assert thought.score < plain.score
    assert thought.reasons[-1].start is None


def test_an_office_counts_a_little() -> None:
    text = "The bridge is 90 years old."
    minister = records.Role(0, 8, "the minister for bridges", title="minister")
    plain, public = rated(text), rated(text, role=minister)
    assert 0 < public.score - plain.score < 0.2
    assert "office" in codes(public)
    speaker = records.Speaker("s1", "Ada Ito", "Ada Ito", "person", True, roles=(minister,))
    assert rated(text, speaker).score == public.score
    former = records.Role(0, 8, "former minister", title="minister", former=True)
    assert rated(text, role=former).score == plain.score


@pytest.mark.parametrize("text", ["", "…", "!!! ???", "12", "“”", "\n\n", "a" * 10_000, "what " * 3_000])
def test_any_words_can_be_rated(text: str) -> None:
    rating = rated(text)
    assert 0 <= rating.score <= 1
    assert 0 <= rating.start <= rating.end <= len(text)


def test_a_language_without_data_is_an_error() -> None:
    with pytest.raises(ModelError):
        rate(quotation(), language="xx")


def test_no_spacy_is_loaded() -> None:
    code = "import sys, attribution.claims; print('spacy' in sys.modules, 'marshmallow' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"


def test_a_quotation_takes_less_than_a_millisecond() -> None:
    """A third of one where nothing else runs; measured as the best of ten, for the machine may be busy."""
    text = "“Unemployment has fallen by 12 per cent since 2019, and we think that the council voted well.”"
    given = quotation(0, len(text), text=text)
    rate(given)
    taken = []
    for _ in range(10):
        begun = time.process_time()
        for _ in range(20):
            rate(given)
        taken.append((time.process_time() - begun) / 20)
    assert min(taken) < 0.001
