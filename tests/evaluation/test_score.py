"""The figures, against cases computed by hand from the definitions."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.evaluation import score
from attribution.evaluation.gold import Ranges, Relation
from tests.evaluation.conftest import DIRECT, INDIRECT, MIXED, TEXT, at, gold


def words_in_marks(text: str) -> str:
    return "".join(text[i] for i in sorted(score.quoted_letters(text)))


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("a “b” c «d» e „f“ g", "bdfg"),  # a low mark is closed by ” only
        ('a "b" c "d', "bd"),
        ('a “b" c', "b"),
        ('a "b” c "d”', "bd"),
        ("a ” b “c", "c"),
        ("“a “b” c”", "ab"),
        ("“a\n\nb” c", "a"),
        ("“a\nb” c", "ab"),
        ("‘a’ b", ""),
    ],
)
def test_letters_in_marks(text: str, inside: str) -> None:
    assert words_in_marks(text) == inside


@given(st.text(alphabet='ab "“”„«»\n', max_size=40))
def test_letters_in_marks_are_those_of_a_walk_through_the_text(text: str) -> None:
    opened, inside = False, ""
    for i, sign in enumerate(text):
        if sign in "“„«":
            opened = True
        elif sign in "”»" or text[i : i + 2] == "\n\n":
            opened = False
        elif sign == '"':
            opened = not opened
        elif opened and sign.isalnum():
            inside += sign
    assert words_in_marks(text) == inside


@pytest.mark.parametrize(
    ("inside", "of", "expected"),
    [(100, 100, "direct"), (98, 100, "direct"), (97, 100, "mixed"), (6, 100, "mixed"), (5, 100, "indirect")],
)
def test_types_by_their_share_of_marked_letters(inside: int, of: int, expected: str) -> None:
    assert score.type_of(frozenset(range(of)), frozenset(range(inside))) == expected


def test_a_perfect_prediction() -> None:
    found = score.score([gold()], {"a1": [DIRECT, MIXED, INDIRECT]})
    full = {"P": 100.0, "R": 100.0, "F1": 100.0}
    for group, number in {"all": 3, "quoted": 2, "direct": 1, "mixed": 1, "indirect": 1}.items():
        row = found[group]
        assert (row["gold"], row["pred"]) == (number, number)
        assert row["found"] == row["exact"] == row["attributed"] == row["cue"] == full
        assert row["speaker_accuracy"] == 100.0
    assert found["articles_missing"] == 0


def test_nothing_predicted_and_nothing_given() -> None:
    found = score.score([gold(), gold(id="a2")], {"a1": []})
    assert found["articles_missing"] == 1
    assert found["all"]["found"] == {"P": 0.0, "R": 0.0, "F1": 0.0}
    assert found["all"]["gold"] == 6


def test_half_of_the_letters_is_enough_and_less_is_not() -> None:
    article = gold(Relation(((0, 4),)), text="abcd efgh")
    assert score.score([article], {"a1": [Relation(((0, 2),))]})["all"]["found"]["F1"] == 100.0
    assert score.score([article], {"a1": [Relation(((0, 1),))]})["all"]["found"]["F1"] == 0.0
    assert score.score([article], {"a1": [Relation(((0, 9),))]})["all"]["found"]["F1"] == 100.0


def test_marks_and_blanks_win_and_lose_nothing() -> None:
    bare = replace(DIRECT, content=at("The pool is cold"))
    assert score.score([gold(DIRECT)], {"a1": [bare]})["direct"]["exact"]["F1"] == 100.0
    only_marks = Relation(at("“"))
    assert score.score([gold(DIRECT)], {"a1": [only_marks]})["all"]["pred"] == 0


def test_pairs_are_one_to_one_best_first() -> None:
    article = gold(Relation(((0, 10),)), text="abcdefghij" * 2)
    given = [Relation(((0, 6),)), Relation(((0, 9),)), Relation(((0, 10),))]
    alignment = score.align(article, given)
    assert alignment.pairs == ((0, 2),)
    found = score.figures(score.count(alignment))["all"]["found"]
    assert found == {"P": 33.3, "R": 100.0, "F1": 50.0}


def test_equal_matches_go_by_the_order_given() -> None:
    article = gold(Relation(((0, 4),)), Relation(((0, 4),)), text="abcd")
    assert score.align(article, [Relation(((0, 4),))] * 2).pairs == ((0, 0), (1, 1))


SOURCE = at("coach Mara Oyelaran")


@pytest.mark.parametrize(
    ("predicted", "right"),
    [
        (SOURCE, True),
        (at("Mara Oyelaran"), True),
        (at("coach"), True),
        (at("said coach"), True),
        (at("cold,” said coach"), False),  # shares 5 of its 13 letters
        (at("Ito"), False),
        ((), False),
    ],
)
def test_sources(predicted: Ranges, right: bool) -> None:
    assert score.source_right(TEXT, Relation((), SOURCE), Relation((), predicted)) is right


@pytest.mark.parametrize(("length", "right"), [(40, True), (41, False)])
def test_a_source_may_be_twice_as_long_and_30_more(length: int, right: bool) -> None:
    text = "abcde" * 10
    assert score.source_right(text, Relation((), ((0, 5),)), Relation((), ((0, length),))) is right


def test_no_source_is_right_where_gold_has_none() -> None:
    assert score.source_right(TEXT, Relation(()), Relation(()))
    assert not score.source_right(TEXT, Relation(()), Relation((), SOURCE))


def test_cues_need_to_touch_and_may_be_absent_in_gold() -> None:
    assert score.cue_right(TEXT, DIRECT, Relation((), (), at("said coach")))
    assert not score.cue_right(TEXT, DIRECT, Relation((), (), at("coach")))
    assert score.cue_right(TEXT, Relation(()), Relation(()))


def test_recall_counts_by_golds_type_and_precision_by_the_predictions() -> None:
    # found with the same letters and half as many again, so that the type changes from direct to mixed
    wide = replace(DIRECT, content=at("“The pool is cold,” said coach"))
    found = score.score([gold(DIRECT)], {"a1": [wide]})
    assert found["direct"]["found"] == {"P": 0.0, "R": 100.0, "F1": 0.0}
    assert found["mixed"]["found"] == {"P": 100.0, "R": 0.0, "F1": 0.0}
    assert found["quoted"]["found"]["F1"] == 100.0


def test_speaker_accuracy_is_over_found_relations_with_a_source() -> None:
    sourceless = replace(MIXED, source=())
    given = [replace(DIRECT, source=()), sourceless, INDIRECT]
    found = score.score([gold(DIRECT, sourceless, INDIRECT)], {"a1": given})
    assert found["all"]["speaker_accuracy"] == 50.0
    assert found["all"]["attributed"]["R"] == 66.7


def test_spans_beyond_the_text_are_cut() -> None:
    text = "abcd"
    assert score.letters(text, ((-5, 2), (3, 99), (7, 9))) == {0, 1, 3}


def test_types_are_read_from_the_marked_text() -> None:
    plain = TEXT.replace("“", "‘").replace("”", "’")
    article = replace(gold(DIRECT), text=plain, marked=TEXT)
    assert score.score([article], {"a1": [DIRECT]})["direct"]["gold"] == 1
    assert score.score([replace(article, marked=plain)], {"a1": [DIRECT]})["direct"]["gold"] == 0


def test_counts_add_up() -> None:
    articles = [gold(), gold(id="a2")]
    counts = score.count_all(articles, {"a1": [DIRECT], "a2": [MIXED, INDIRECT]})
    found = score.figures(score.add(counts))
    assert found["all"]["found"] == {"P": 100.0, "R": 50.0, "F1": 66.7}
