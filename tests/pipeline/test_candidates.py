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


def test_a_person_of_another_gender_is_no_candidate() -> None:
    read = words("Rosa met Peter. He sang.")
    scene = Scene(read, [1] * len(read), [False] * len(read))
    scene.meet(0, 0)
    scene.meet(1, 2)
    assert [c.person for c in scene.candidates(4, {0: "f", 1: "m"}, "m")] == [1]


def test_only_a_bounded_number_of_sentences_is_searched() -> None:
    read = words("Rosa sang. " + "It rained. " * 30 + "She left.")
    scene = Scene(read, [1] * len(read), [False] * len(read))
    scene.meet(0, 0)
    assert scene.candidates(len(read) - 3, {0: "f"}, "f") == []
