from __future__ import annotations

from contextlib import ExitStack

import pytest

from api.places import Places
from api.problems import Problem


def refuse() -> Problem:
    return Problem("busy", "No place.")


def test_so_many_have_a_place_and_who_leaves_makes_room() -> None:
    places = Places(2)
    with ExitStack() as held:
        held.enter_context(places.take(refuse))
        with places.take(refuse), pytest.raises(Problem, match="No place"), places.take(refuse):
            pytest.fail("there were two places, not three")
        held.enter_context(places.take(refuse))


def test_work_that_fails_gives_its_place_back() -> None:
    places = Places(1)
    for _ in range(3):
        with pytest.raises(KeyError), places.take(refuse):
            raise KeyError


def test_when_it_is_closed_nobody_gets_a_place_and_the_last_is_waited_for() -> None:
    places = Places(2)
    with places.take(refuse):
        assert not places.close()
        with pytest.raises(Problem), places.take(refuse):
            pytest.fail("it is closed")
    assert places.close()
    with pytest.raises(Problem), places.take(refuse):
        pytest.fail("it is closed")
