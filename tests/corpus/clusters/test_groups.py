"""Groups hang on their centres, however long a chain of likenesses is."""

from __future__ import annotations

import random
from pathlib import Path

import duckdb
import networkx

from attribution.corpus.clusters.groups import Link, gather, stars


def link(centre: int, member: int, similarity: float = 0.9) -> Link:
    return Link(centre, member, 0, 0, "near", similarity)


def test_a_chain_is_cut_into_what_is_alike() -> None:
    chain = [link(number, number + 1) for number in range(1, 9)]
    assert {(found.centre, found.member) for found in stars(chain)} == {(1, 2), (3, 4), (5, 6), (7, 8)}


def test_a_member_goes_to_the_centre_that_it_is_most_like() -> None:
    links = [link(1, 3, 0.8), link(2, 3, 0.9), link(1, 4, 0.8), link(2, 4, 0.8)]
    assert {(found.centre, found.member) for found in stars(links)} == {(2, 3), (1, 4)}


def test_who_comes_first_is_told_by_the_order_not_by_the_number() -> None:
    [found] = stars([Link(9, 1, -20, -7, "part", 0.4)])
    assert (found.centre, found.member) == (9, 1)


def test_no_two_centres_are_alike_and_all_are_grouped(
    tables: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    chance = random.Random(1)
    pairs = {tuple(sorted(chance.sample(range(400), 2))) for _ in range(350)}
    pairs |= {(number, number + 1) for number in range(1000, 1300)}  # a chain longer than any other
    tables.execute(
        "CREATE TABLE work.links (centre BIGINT, member BIGINT, centre_order BIGINT, member_order BIGINT, "
        "kind VARCHAR, similarity DOUBLE)"
    )
    rows = ", ".join(f"({a}, {b}, 0, 0, 'near', 0.9)" for a, b in sorted(pairs))
    tables.execute(f"INSERT INTO work.links VALUES {rows}")
    gather(tables, "links", tmp_path, into="groups")
    found = dict(tables.execute("SELECT member, centre FROM work.groups").fetchall())
    labels = dict(tables.execute("SELECT node, label FROM work.labels").fetchall())
    graph = networkx.Graph(pairs)
    assert {node: min(part) for part in networkx.connected_components(graph) for node in part} == labels
    assert all(tuple(sorted(pair)) in pairs for pair in found.items())
    centres = set(graph) - found.keys()
    assert set(found.values()) <= centres
    assert not any(a in centres and b in centres for a, b in pairs)
