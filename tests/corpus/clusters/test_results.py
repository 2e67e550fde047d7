"""Whether those who are named for the same words can be one."""

from __future__ import annotations

import pytest

from attribution.corpus.clusters.results import is_conflict


@pytest.mark.parametrize(
    ("names", "conflict"),
    [
        ([], False),
        (["Mara Lindqvist"], False),
        (["Mara Lindqvist", "Lindqvist", "Dr Mara Lindqvist"], False),
        (["Mara Lindqvist", "Ned Abara"], True),
        (["Mara Lindqvist", "Lindqvist", "Ned Abara"], True),
        (["Ann Lindqvist", "Mara Lindqvist"], True),
    ],
)
def test_people(names: list[str], conflict: bool) -> None:
    assert is_conflict([{"name": name, "kind": "person"} for name in names]) is conflict


def test_who_speaks_for_a_body_does_not_conflict_with_it() -> None:
    speakers = [("Mara Lindqvist", "person"), ("the Harbour Authority", "organisation")]
    assert not is_conflict([{"name": name, "kind": kind} for name, kind in speakers])


def test_two_bodies() -> None:
    names = ("Quillon Bank", "Marlow Foods")
    assert is_conflict([{"name": name, "kind": "organisation"} for name in names])
