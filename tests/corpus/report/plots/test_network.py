from __future__ import annotations

from attribution.corpus.report.plots import network
from attribution.corpus.report.plots.kinds import Network
from attribution.corpus.report.plots.network import ordered
from tests.corpus.report.plots.svg import texts

PLOT = Network("Pairs", [("Ann Lee", 5), ("Abara", 4), ("Price", 2), ("Low", 1)], [(0, 1, 3), (2, 3, 2)])


def test_every_name_is_there_once() -> None:
    assert texts(network.draw(PLOT, name="p", about="pairs")) == ["Ann Lee", "Abara", "Price", "Low"]


def test_those_of_a_group_are_side_by_side() -> None:
    pairs = [(0, 3, 1), (3, 1, 1), (2, 4, 1)]
    names = [(name, 1) for name in "abcde"]
    order = ordered(Network("Pairs", names, pairs))
    assert sorted(order) == [0, 1, 2, 3, 4]
    assert {*order[:3]} == {0, 1, 3}
