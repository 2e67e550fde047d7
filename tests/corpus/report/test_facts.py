from __future__ import annotations

from pathlib import Path

from attribution.corpus.report.facts import make_facts
from attribution.corpus.tables import open_tables
from tests.corpus.outputs import article, speaker, write_output


def test_spellings_of_one_name_are_counted_together(tmp_path: Path) -> None:
    names = [
        "Dr. Mára Lindqvist",
        "Mara Lindqvist",
        "Mara Lindqvist",
        "Tarrant Motors",
        "The Tarrant Motors, Inc.",
    ]
    rows = [
        article([(1, {})], [speaker(1, name, kind="organisation" if "Motors" in name else "person")])
        for name in names
    ]
    with open_tables(write_output(tmp_path, *rows), threads=1) as tables:
        make_facts(tables)
        found = tables.execute(
            "SELECT spelling, count(*) FROM said JOIN shown ON about = 'name' AND key = name "
            "GROUP BY spelling ORDER BY 2"
        ).fetchall()
    assert found == [("Tarrant Motors", 2), ("Mara Lindqvist", 3)]


def test_a_person_is_no_body_of_the_same_name(tmp_path: Path) -> None:
    rows = [article([(1, {})], [speaker(1, "Mercedes", kind=kind)]) for kind in ("person", "organisation")]
    with open_tables(write_output(tmp_path, *rows), threads=1) as tables:
        make_facts(tables)
        assert tables.execute("SELECT count(DISTINCT name) FROM said").fetchall() == [(2,)]


def test_words_are_counted_without_marks(tmp_path: Path) -> None:
    texts = ["“It's noon,” … “not 8.30 — yet”", "…", "“محمد بن راشد”"]
    said = [(None, {"text": text, "end": len(text)}) for text in texts]
    with open_tables(write_output(tmp_path, article(said)), threads=1) as tables:
        make_facts(tables)
        assert [words for (words,) in tables.execute("SELECT words FROM said ORDER BY 1").fetchall()] == [
            0,
            3,
            5,
        ]
