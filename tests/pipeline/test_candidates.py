import pytest

from attribution.pipeline.answers import choose
from attribution.pipeline.candidates import Candidate, Scene, shares
from tests.pipeline.reading import words


def test_shares_sum_to_one_without_nobody() -> None:
    found = [Candidate(0, 2.0, {}), Candidate(1, 1.0, {})]
    assert sum(shares(found)) == pytest.approx(1)
    assert sum(shares(found, nobody=2.0)) < 1


def test_choose_abstains_between_two() -> None:
    assert choose([Candidate(0, 1.0, {}), Candidate(1, 1.0, {})], 0.6) == (None, 0.5, ("two-candidates",))


def test_choose_tells_what_spoke_for_the_best() -> None:
    found = [Candidate(0, 3.0, {"subject": 1.0}), Candidate(1, 0.0, {})]
    who, share, why = choose(found, 0.6)
    assert (who, why) == (0, ("subject",))
    assert share > 0.9


def test_the_subject_of_a_main_clause_is_remembered_for_its_sentence() -> None:
    read = words("Rosa said that Peter sang for her.")
    scene = Scene(read, [1] * len(read), [False] * len(read))
    scene.meet(0, 0)
    scene.meet(1, 3)
    scene.meet(0, 6, pronoun=True)
    assert (scene.traces[0].main, scene.traces[0].subject, scene.traces[1].main) == (True, False, False)


def test_a_mention_in_marks_leaves_the_one_outside() -> None:
    read = words("Rosa sang. Rosa left.")
    scene = Scene(read, [1] * len(read), [False, False, False, True, True, True])
    scene.meet(0, 0)
    scene.meet(0, 3)
    assert (scene.traces[0].token, scene.outside[0].token) == (3, 0)


def test_who_speaks_in_marks_does_not_speak_outside() -> None:
    read = words("Rosa sang. Peter spoke.")
    scene = Scene(read, [1] * len(read), [False, False, False, True, True, True])
    scene.speak(0, 0)
    scene.speak(1, 3)
    assert scene.voices == [(0, 0), (1, 3)]
