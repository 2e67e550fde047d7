"""Clusters and groups of copies of whole runs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from attribution.corpus.clusters import Clustering, Summary, find_clusters
from attribution.errors import CorpusError, InputError
from tests.corpus.clusters.corpora import record, said, write_records

SETTINGS = Clustering(threads=1, memory="300MB")

GATE = "“The lock gates at Ostby rusted through in a single winter”"
GATE_LONGER = (
    "“Everybody knew it. The lock gates at Ostby rusted through in a single winter, and the council hid it”"
)
WIRE = [
    said(GATE, "Mara Lindqvist"),
    said("“Nine barges sank behind the weir before anybody telephoned us”", "Ned Abara"),
    said("the insurers refused to compensate boatmen whose licences had expired", type="indirect"),
    said("“The dredger captain slept through every single alarm that night”", "Ned Abara"),
]
OTHER = said("“The orchestra donated its trumpets to the flooded school”", "Ilse Tamm")


def rows() -> list[dict[str, Any]]:
    return [
        record(1, WIRE, outlet="Quay News", published="2026-05-06", text="wire"),
        record(2, WIRE, outlet="Pool Post", published="2026-05-05", text="wire"),
        record(3, [*WIRE[:3], OTHER], outlet="Quay News", published="2026-05-07T10:00:00Z"),
        record(4, [*WIRE, OTHER], outlet="The Gull", published="2026-05-09"),
        record(5, [said(GATE_LONGER, "Lindqvist"), said("“Yes”", "Ned Abara")], outlet="The Gull"),
        record(6, [said(GATE.lower(), "Ned Abara")], outlet="The Gull", published="2026-06-01"),
        record(7, []),
    ]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_records(tmp_path_factory.mktemp("wire"), rows())


@pytest.fixture(scope="module")
def summary(output: Path) -> Summary:
    return find_clusters(output, SETTINGS)


def table(output: Path, name: str) -> list[dict[str, Any]]:
    return list(pq.read_table(output / "clusters" / f"{name}.parquet").to_pylist())


@pytest.mark.usefixtures("summary")
class TestTables:
    def test_a_cluster_tells_who_said_what_where_and_when(self, output: Path) -> None:
        [gate] = [row for row in table(output, "clusters") if "Ostby" in row["wording"]]
        assert {name: gate[name] for name in gate if name not in ("cluster", "speakers")} == {
            "wording": GATE_LONGER,
            "size": 6,
            "wordings": 2,
            "articles": 6,
            "copies": 2,
            "outlets": 3,
            "first": "2026-05-05",
            "last": "2026-06-01",
            "days": 27,
            "conflict": True,
        }
        assert gate["speakers"] == [
            {"name": "Mara Lindqvist", "kind": "person", "quotations": 4},
            {"name": "Lindqvist", "kind": "person", "quotations": 1},
            {"name": "Ned Abara", "kind": "person", "quotations": 1},
        ]

    def test_members_are_exact_or_parts_of_the_fullest_wording(self, output: Path) -> None:
        [gate] = [row["cluster"] for row in table(output, "clusters") if "Ostby" in row["wording"]]
        found = [row for row in table(output, "quotations") if row["cluster"] == gate]
        assert [(row["row"], row["kind"], row["similarity"]) for row in found] == [
            (1, "part", 0.579),
            (2, "part", 0.579),
            (3, "part", 0.579),
            (4, "part", 0.579),
            (5, "exact", 1.0),
            (6, "part", 0.579),
        ]

    def test_all_members_are_of_a_cluster_and_the_sizes_are_theirs(self, output: Path) -> None:
        members = [row["cluster"] for row in table(output, "quotations")]
        assert {row["cluster"]: row["size"] for row in table(output, "clusters")} == {
            cluster: members.count(cluster) for cluster in members
        }

    def test_the_first_published_of_the_copies_is_the_first(self, output: Path) -> None:
        found = [(row["row"], row["kind"], row["similarity"]) for row in table(output, "articles")]
        assert found == [(1, "exact", 1.0), (2, "first", 1.0), (4, "near", 0.8)]
        assert len({row["group"] for row in table(output, "articles")}) == 1

    def test_the_summary_counts(self, output: Path, summary: Summary) -> None:
        assert (summary.statements, summary.unlike, summary.short) == (20, 1, 0)
        assert summary.quotations == len(table(output, "quotations"))
        assert (summary.clusters, summary.articles, summary.crowded) == (5, 3, 0)
        told = json.loads((output / "clusters" / "clusters.json").read_text())
        assert told["statements"] == 20
        assert told["settings"] == {"threshold": 0.8, "most": 100, "language": "en"}

    def test_nothing_else_is_left(self, output: Path) -> None:
        assert sorted(path.name for path in (output / "clusters").iterdir()) == [
            "articles.parquet",
            "clusters.json",
            "clusters.parquet",
            "quotations.parquet",
        ]


def test_threads_and_order_change_no_byte(output: Path, tmp_path: Path) -> None:
    find_clusters(output, SETTINGS, into=tmp_path / "one")
    find_clusters(output, Clustering(threads=4), into=tmp_path / "other")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert [(tmp_path / "one" / name).read_bytes() for name in names] == [
        (tmp_path / "other" / name).read_bytes() for name in names
    ]


def test_how_records_are_cut_into_files_changes_nothing_but_where_they_are(
    output: Path, tmp_path: Path
) -> None:
    turned = write_records(tmp_path, rows()[::-1], rows_of_file=2)
    find_clusters(turned, SETTINGS)
    for name in ("quotations", "clusters", "articles"):
        mine, theirs = table(output, name), table(turned, name)
        for row in (*mine, *theirs):
            row.pop("part", None)
            row.pop("part_row", None)
        assert mine == theirs


def test_nested_and_others_that_are_no_statements_are_left_out(tmp_path: Path) -> None:
    outer = said("“My mother told me ‘the herring never lie about winter’ and wept”")
    inner = said("‘the herring never lie about winter’", parent="q1")
    scare = said("“the herring never lie about winter”", statement=False)
    write_records(tmp_path, [record(1, [outer, inner, scare]), record(2, [outer, inner, scare])])
    found = find_clusters(tmp_path, SETTINGS)
    assert (found.statements, found.quotations, found.clusters, found.articles) == (0, 0, 0, 0)
    assert table(tmp_path, "clusters") == []


def test_beside_records_that_lie_in_the_folder_itself(output: Path) -> None:
    earlier = output / "records" / "_clusters"
    earlier.mkdir()
    (earlier / "clusters.parquet").write_bytes(b"of an earlier time")
    assert find_clusters(output / "records", SETTINGS).statements == 20
    assert (output / "records" / "_clusters" / "clusters.json").exists()


def test_no_records(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        find_clusters(tmp_path / "nowhere")


def test_too_little_memory_is_told_and_leaves_nothing(output: Path, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="1MB of memory are too little"):
        find_clusters(output, Clustering(memory="1MB", threads=1), into=tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


@pytest.mark.parametrize(("threshold", "most"), [(0.5, 100), (1.1, 100), (0.8, 0)])
def test_settings_that_make_no_sense(threshold: float, most: int) -> None:
    with pytest.raises(ValueError, match="must be"):
        Clustering(threshold=threshold, most=most)


def test_tables_do_not_go_among_the_records(output: Path) -> None:
    with pytest.raises(InputError, match="lies among the records, and would be taken for some"):
        find_clusters(output, SETTINGS, into=output / "records" / "there")


def test_days_and_times_are_compared_as_such(tmp_path: Path) -> None:
    """What is no date tells nothing, and neither the first copy nor the days between hang on it."""
    words = "The bridge to Ostby will open nine months late, and the city will pay"
    days = [
        "03/08/2024", "2024-07-02T01:00:00+05:00", None, "2024-07-02", "Jul 9, 2024",
        "2024-07-04T23:30:00-05:00", "2024-07",
    ]  # fmt: skip
    rows = [
        record(row, [said(words, "Ann Lee")], published=day, text=words) for row, day in enumerate(days, 1)
    ]
    output = write_records(tmp_path, rows)
    find_clusters(output)
    [cluster] = pq.read_table(output / "clusters" / "clusters.parquet").to_pylist()
    assert (cluster["first"], cluster["last"], cluster["days"]) == ("2024-07", "2024-07-04T23:30:00-05:00", 4)
    articles = pq.read_table(output / "clusters" / "articles.parquet").to_pylist()
    assert [one["published"] for one in articles if one["kind"] == "first"] == ["2024-07"]
