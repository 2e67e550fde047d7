from __future__ import annotations

import pytest

from attribution import Extractor
from attribution.errors import InputError
from attribution.verify import Change, Original, Verification, verify
from attribution.verify.verification import LONGEST

SPEECH = (
    "Thank you. I do not think we should close the bridge, um, before the winter. Some people say that "
    "the tunnel costs too much. If the council agrees, we will open the library in May. Taxes will fall "
    "by 5 percent, but only if the ferry pays. Would anyone sell the harbour? We organised 1,200 "
    "volunteers in seven weeks, and every one of them came back. It is a lie that the mayor resigned. "
    "The old theatre is safe, clean and open. It was never cheap. It will stand for a hundred years. We "
    "cooperate with the web site."
)

ARTICLE = (
    "“The ferry is old, and the ferry is slow,” said Mara Lindqvist, the mayor of Ostby. “But it is "
    "ours, and we will keep it.”\n\n"
    "Her rival is Petra Osei. “A ferry that sails when it likes is no ferry,” Osei told reporters on "
    "the old pier.\n\n"
    "A spokesman for the harbour said that no decision had been made."
)


def check(quotation: str) -> Verification:
    return verify(quotation, [Original(SPEECH)])


@pytest.mark.parametrize(
    ("verdict", "quotation"),
    [
        ("verbatim", "We organized 1200 volunteers in 7 weeks"),
        ("verbatim", "we co-operate with the website"),
        ("verbatim", "Would anyone sell the harbor?"),
        ("verbatim", "I do not think we should close the bridge before the winter."),
        ("edited", "The old theater is safe … and open"),
        ("edited", "[T]he old theatre is safe [sic], clean and open"),
        ("edited", "[The council] organised 1,200 volunteers … and every one of them came back"),
        ("partial", "The old theatre is safe, clean and open … It will stand for a hundred years"),
        ("partial", "we should close the bridge before the winter"),
        ("partial", "the tunnel costs too much"),
        ("partial", "we will open the library in May"),
        ("partial", "Taxes will fall by five per cent"),
        ("partial", "the mayor resigned"),
        ("partial", "anyone sell the harbour"),
        ("partial", "The old theatre … was … cheap"),
        ("partial", "We … will open the library … for a hundred years"),
        ("altered", "we should not close the bridge before the winter"),
        ("altered", "I do think we should close the bridge before the winter"),
        ("altered", "I do [not] think we should close the bridge, and I [never] say so"),
        ("altered", "We organised 1,200 volunteers in eight weeks"),
        ("altered", "We organised 1,200 volunteers and every one of them came back"),
        ("altered", "The theatre is [not] safe, clean and open"),
        ("altered", "It is the truth that the mayor resigned"),
        ("not-found", "The swimming pool opens in spring and costs nothing."),
    ],
)
def test_verdicts(verdict: str, quotation: str) -> None:
    assert check(quotation).verdict == verdict


def test_the_evidence_says_where_and_what() -> None:
    evidence = check("We organised 1,200 volunteers in eight weeks").evidence
    assert evidence is not None
    assert (
        SPEECH[evidence.start : evidence.end]
        == evidence.text
        == "We organised 1,200 volunteers in seven weeks"
    )
    assert evidence.before.endswith("the harbour? ")
    assert evidence.after.startswith(", and every one")
    assert evidence.changes == (Change("changed", "eight", "seven"),)
    assert (evidence.cuts, evidence.speaker, evidence.speaker_agrees) == ((), None, None)


def test_what_was_cut_is_told() -> None:
    evidence = check("Taxes will fall by 5 percent").evidence
    assert evidence is not None
    (cut,) = evidence.cuts
    assert cut.text == "but only if the ferry pays."
    assert cut.text in SPEECH[cut.start : cut.end]


def test_a_negation_that_brackets_replace_is_no_edit() -> None:
    found = verify("It is [now] going to close", [Original("It is not going to close.")])
    assert found.verdict == "altered"


@pytest.fixture(scope="module")
def original(extractor: Extractor) -> Original:
    return Original(ARTICLE, extractor.extract(ARTICLE), "ostby-1")


class TestSpeakers:
    @pytest.mark.parametrize(
        ("speaker", "agrees"),
        [
            ("Mara Lindqvist", True),
            ("Lindqvist", True),
            ("Mayor Lindqvist", True),
            ("Petra Osei", False),
            ("Jon Lindqvist", False),
            (None, None),
        ],
    )
    def test_who_said_it(self, original: Original, speaker: str | None, agrees: bool | None) -> None:
        found = verify("it is ours, and we will keep it", [original], speaker=speaker)
        assert found.evidence is not None
        assert (found.evidence.speaker, found.evidence.speaker_agrees) == ("Mara Lindqvist", agrees)
        assert found.verdict == ("misattributed" if agrees is False else "verbatim")
        assert (found.evidence.wording, found.evidence.original) == ("verbatim", "ostby-1")

    def test_who_interrupts_is_no_part_of_it(self, original: Original) -> None:
        found = verify("the ferry is slow. But it is ours", [original], speaker="Lindqvist")
        assert found.verdict == "verbatim"

    def test_a_speaker_without_a_name_may_be_anybody(self, original: Original) -> None:
        found = verify("no decision had been made", [original], speaker="Ilka Brandvold")
        assert found.evidence is not None
        assert (found.verdict, found.evidence.speaker_agrees) == ("verbatim", None)

    def test_what_the_article_itself_says_is_nobodys_quotation(self, original: Original) -> None:
        evidence = verify("Her rival is Petra Osei", [original]).evidence
        assert evidence is not None
        assert (evidence.quotation, evidence.speaker) == (None, None)


def test_the_best_of_several_originals() -> None:
    originals = [
        Original("We will close the ferry soon.", id="a"),
        Original("We will close the bridge soon.", id="b"),
    ]
    found = verify("We will close the bridge soon", originals)
    assert found.evidence is not None
    assert (found.verdict, found.evidence.original) == ("verbatim", "b")
    assert [other.original for other in found.others] == ["a"]


@pytest.mark.parametrize("quotation", ["", " … ", "“”", "[The mayor]"])
def test_a_quotation_without_words(quotation: str) -> None:
    with pytest.raises(InputError, match="no words"):
        verify(quotation, [Original(SPEECH)])


def test_a_quotation_that_is_too_long() -> None:
    with pytest.raises(InputError, match="501 words"):
        verify("word " * (LONGEST + 1), [Original(SPEECH)])


def test_without_originals_and_in_empty_ones() -> None:
    assert verify("We go", []) == Verification("not-found", None)
    assert verify("We go", [Original("")]) == Verification("not-found", None)
