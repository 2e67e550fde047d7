from __future__ import annotations

from pathlib import Path

import pytest

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


def test_different_initials_are_different_people(tmp_path: Path) -> None:
    rows = [article([(1, {})], [speaker(1, name)]) for name in ("J. Smith", "A. Smith")]
    assert names(write_output(tmp_path, *rows)) == {("J. Smith", "person", 1), ("A. Smith", "person", 1)}


def names(output: Path, threads: int = 1) -> set[tuple[str, str, int]]:
    """The names that are shown, their kinds and their statements."""
    with open_tables(output, threads=threads) as tables:
        make_facts(tables)
        joined = "said JOIN shown ON about = 'name' AND key = name"
        query = f"SELECT spelling, kind, count(*) FROM {joined} GROUP BY ALL"
        return set(tables.execute(query).fetchall())


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [
        (["person", "person", "organisation"], "person"),
        (["person", "organisation", "organisation"], "organisation"),
        (["person", "organisation"], "organisation"),
        (["person", "group"], "group"),
        (["person", "document"], "document"),
        (["person", "person", "document", "organisation"], "person"),
    ],
)
def test_a_name_has_the_kind_that_most_statements_have(tmp_path: Path, kinds: list[str], kind: str) -> None:
    spellings = ["The London Stock Exchange", "LONDON STOCK EXCHANGE"]
    said = [article([(1, {})], [speaker(1, "London Stock Exchange", kind=of)]) for of in kinds]
    said += [article([(1, {})], [speaker(1, name, kind=kind)]) for name in spellings]
    if kind == "person":  # where an article stands before a name it is still a name of its own
        said.pop(-2)
    [(name, found, count)] = names(write_output(tmp_path, *said))
    assert (name, found, count) == ("London Stock Exchange", kind, len(said))


def test_spellings_of_a_body_have_one_kind(tmp_path: Path) -> None:
    told = [("Marlow Bank", "organisation"), ("Marlow Bank", "organisation"), ("Marlow Bank plc", "group")]
    said = [article([(1, {})], [speaker(1, name, kind=kind)]) for name, kind in told]
    assert names(write_output(tmp_path, *said)) == {("Marlow Bank", "organisation", 3)}


def test_a_person_is_no_company_that_has_the_surname(tmp_path: Path) -> None:
    told = [("Ford", "person"), *[("Ford Co.", "organisation")] * 3, *[("Ford Ltd", "organisation")] * 2]
    said = [article([(1, {})], [speaker(1, name, kind=kind)]) for name, kind in told]
    assert names(write_output(tmp_path, *said)) == {("Ford", "person", 1), ("Ford Co.", "organisation", 5)}


def test_who_has_no_name_keeps_the_kind(tmp_path: Path) -> None:
    said = article([(1, {}), (None, {})], [speaker(1, None, kind="group", label="officials")])
    with open_tables(write_output(tmp_path, said), threads=1) as tables:
        make_facts(tables)
        assert set(tables.execute("SELECT name, kind FROM said").fetchall()) == {
            (None, "group"),
            (None, None),
        }


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
