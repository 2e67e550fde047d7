import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution.pipeline.annotations import MarkedStretch
from attribution.pipeline.spans import Claims, Fitting, common, joined, letters, tidied, without


def _mark(start, end, *, depth=0, continues=None, paragraph=0):
    return MarkedStretch(
        start=start, end=end, depth=depth, parent=None, closed=True, continues=continues, paragraph=paragraph
    )


@pytest.mark.parametrize(
    ("text", "given", "kept"),
    [
        ("] said", "]", None),
        ("😀 Lee said", "😀 Lee", "Lee"),
        ("said Jean Roy.", "Jean Roy.", "Jean Roy"),
        ("Al Poe Jr. said", "Al Poe Jr.", "Al Poe Jr."),
        ("the U.S. said", "the U.S.", "the U.S."),
        (", who left, said", ", who left,", "who left"),
        ("Lee (D-Wis.) said", "Lee (D-Wis.)", "Lee (D-Wis.)"),
        ("Lee (D-Wis.) said", "Lee (D-Wis", "Lee (D-Wis.)"),
        ("Lee (left) said", "Lee (left", "Lee (left)"),
        ("Lee (the mayor said", "Lee (the mayor", "Lee"),
        ("Lee (who said so) left", "Lee (who", "Lee"),
        ("left) Lee said", "left) Lee", "Lee"),
        ("(Lee) said", "(Lee)", "Lee"),
        ("“Low Tide” said", "“Low Tide”", "“Low Tide”"),
        ("Lee [left], said", "Lee [left],", "Lee [left]"),
        ("the band “Low Tide,” said", "the band “Low Tide", "the band “Low Tide,”"),
        ("“Low Tide” singer Ann Lee said", "Low Tide” singer Ann Lee", "singer Ann Lee"),
        ("“Low Tide” singer Ann Lee said", "“Low Tide” singer Ann Lee", "“Low Tide” singer Ann Lee"),
        ("said Ann “Annie” Lee (right).", "Ann “Annie” Lee (right).", "Ann “Annie” Lee (right)"),
    ],
)
def test_a_phrase_is_words_with_brackets_in_pairs(text, given, kept):
    start = text.index(given)
    found = tidied(text, [start, start + len(given)])
    assert (found and text[slice(*found)]) == kept


@pytest.mark.parametrize("text", ["(a(.[)", "[a(a“)", "b(b[)."])
def test_brackets_that_come_to_no_rest_have_an_end(text):
    start, end = tidied(text, [0, len(text) - 1])
    assert any(map(str.isalpha, text[start:end]))


@settings(max_examples=300)
@given(st.text("ab ()[]“”.,", min_size=1, max_size=14), st.data())
def test_every_phrase_is_tidied_in_the_end(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = tidied(text, [start, end])
    assert found is None or found[0] < found[1]


def test_letters_and_digits_count_and_signs_do_not():
    assert letters("“No. 7,” she said", [[0, 8], [13, 17]]) == 7


def test_what_two_have_in_common_is_in_the_order_of_the_text():
    assert common([[6, 9], [0, 4]], [[2, 7]]) == [[2, 4], [6, 7]]
    assert common([[0, 4]], [[4, 9]]) == []


def test_ranges_are_joined_over_signs_and_blanks_but_not_over_paragraphs():
    assert joined("Yes, no.\n\nSo.", [[5, 8], [0, 3], [10, 12]]) == [[0, 8], [10, 12]]


def test_without_cuts_in_the_middle_and_drops_what_is_covered():
    assert without([[0, 4], [6, 9]], [[1, 2], [5, 10]]) == [[0, 1], [2, 4]]


def test_a_content_that_takes_most_of_a_stretch_takes_it_with_its_marks():
    text = "“The quay is shut,” said Ada."
    assert Fitting(text, [_mark(0, 19)]).fitted([[5, 17]]) == [[0, 19]]


def test_a_content_that_takes_little_of_a_stretch_is_left_alone():
    text = "“The quay is shut,” said Ada."
    assert Fitting(text, [_mark(0, 19)]).fitted([[10, 12]]) == [[10, 12]]


CHAIN = "“The quay is shut.\n\n“So is the inn.\n\n“And the mill,” said Ada. “Go home,” said Jon."
LINKS = [
    _mark(0, 18),
    _mark(20, 35, continues=0, paragraph=1),
    _mark(37, 52, continues=1, paragraph=2),
    _mark(63, 73, paragraph=2),
]
WHOLE = [[0, 18], [20, 35], [37, 52]]


@pytest.mark.parametrize("taken", [WHOLE[:1], WHOLE[1:2], WHOLE[2:], WHOLE[::2]])
def test_a_part_of_a_quotation_takes_what_stands_before_and_behind_it(taken):
    assert Fitting(CHAIN, LINKS).fitted(taken) == WHOLE


def test_a_quotation_of_its_own_takes_nothing_else():
    assert Fitting(CHAIN, LINKS).fitted([[63, 73]]) == [[63, 73]]


def test_chains_pass_over_marks_inside_marks():
    marks = [LINKS[0], _mark(5, 9, depth=1), _mark(20, 35, continues=0, paragraph=1)]
    fitting = Fitting(CHAIN, marks)
    assert fitting.fitted([[20, 35]]) == WHOLE[:2]
    assert fitting.fitted([[0, 18]]) == WHOLE[:2]


def test_stretches_are_touched_by_what_shares_a_sign_with_them():
    fitting = Fitting(CHAIN, LINKS)
    assert fitting.touched([[17, 21]]) == [0, 1]
    assert fitting.touched([[18, 20], [53, 62]]) == []
    assert Fitting("Ada left.", []).touched([[0, 3]]) == []


def test_edges_lose_signs_of_the_sentence_around():
    text = "Ada said, the quay is shut, and left."
    assert Fitting(text, []).fitted([[8, 27]]) == [[10, 26]]


def test_pieces_without_letters_are_dropped():
    assert Fitting("Ada left — so.", []).fitted([[9, 10], [11, 13]]) == [[11, 13]]


def test_claims_count_letters_and_find_the_holder():
    claims = Claims("One two three")
    claims.claim([[0, 7]], 4)
    claims.claim([[8, 13]], 5)
    assert claims.letters([[0, 7]]) == 6
    assert claims.holder([[4, 13]]) == (5, 5)
    assert claims.holder([[3, 4]]) == (None, 0)


def test_claims_free_what_nobody_holds():
    claims = Claims("One two three")
    claims.claim([[4, 7]], 0)
    assert claims.taken([[0, 13]]) == 3
    assert claims.free([[0, 13]]) == [[0, 4], [7, 13]]


@pytest.mark.parametrize(
    ("text", "content", "kept"),
    [
        ("“…” and “ ” said Ada.", "“…” and “ ”", []),
        ("“…” said Ada.", "“…”", []),
        ("It would close “…”, Ada said.", "It would close “…”", ["It would close"]),
        ("“…” it would close, Ada said.", "“…” it would close", ["it would close"]),
        ("It “…” would close, Ada said.", "It “…” would close", ["It “…” would close"]),
        ("Ada called it “…” and “a wreck”.", "it “…” and “a wreck”", ["it “…” and “a wreck”"]),
        ("“We wait” and “ ” said Ada.", "“We wait”", ["“We wait”"]),
        ("“2” and “ ” said Ada.", "“2”", ["“2”"]),
    ],
)
def test_marks_around_no_word_are_no_content(text: str, content: str, kept: list[str]) -> None:
    marks = [_mark(found.start(), found.end()) for found in re.finditer("“[^”]*”", text)]
    at = text.index(content)
    fitted = Fitting(text, marks).fitted([[at, at + len(content)]])
    assert [text[slice(*piece)] for piece in fitted] == kept


def test_marks_around_no_word_are_not_taken_in() -> None:
    text = "“…” it would close, Ada said."
    assert Fitting(text, [_mark(0, 3)]).fitted([[2, 18]]) == [[4, 18]]
