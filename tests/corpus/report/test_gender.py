from __future__ import annotations

from pathlib import Path

import pytest

from attribution.corpus.report.facts import make_facts
from attribution.corpus.report.gender import make_genders, read_list
from attribution.corpus.tables import open_tables
from attribution.errors import InputError
from tests.corpus.outputs import article, speaker, write_output
from tests.corpus.report.corpora import source


def told(output: Path, listed: Path | None = None) -> dict[str, int]:
    """The statements of persons by gender."""
    known = read_list(listed) if listed else None
    with open_tables(output, threads=1) as tables:
        make_facts(tables)
        make_genders(tables, known)
        return dict(tables.execute("SELECT gender, count(*) FROM gendered GROUP BY gender").fetchall())


def test_pronouns_titles_and_nothing_else(tmp_path: Path) -> None:
    cases = [
        (speaker(1, "Ann Lee", words=["her"]), "Ann Lee", "f"),
        (speaker(1, "Price"), "Sir Ned Price", "m"),
        (speaker(1, "Mary Jones"), "Dr. Mary Jones", "unknown"),
        (speaker(1, "John Smith", words=["they", "I"]), "John Smith", "unknown"),
        (speaker(1, "Abara", words=["he", "she"]), "Abara", "contradicted"),
        (speaker(1, None, label="a resident", words=["He"]), "a resident", "m"),
    ]
    rows = [article([(1, {"source": source(words)})], [who]) for who, words, _ in cases]
    rows.append(article([(1, {})], [speaker(1, "Board", kind="organisation", words=["she"])]))
    rows.append(article([(1, {})], [speaker(1, "Anna", words=["she"])], language="xx"))
    assert told(write_output(tmp_path, *rows)) == {"unknown": 3, "m": 2, "f": 1, "contradicted": 1}


def test_who_is_a_person_is_told_by_the_whole_corpus(tmp_path: Path) -> None:
    kinds = ["person", "person", "organisation"]
    said = [article([(1, {})], [speaker(1, "Lee", kind=kind, words=["she"])]) for kind in kinds]
    assert told(write_output(tmp_path, *said)) == {"f": 3}


def test_a_list_of_the_users(tmp_path: Path) -> None:
    listed = tmp_path / "list.csv"
    listed.write_text(
        "\ufeffGender,name\nwoman,Dr. Ann Lee\nnon-binary,Ned Price\nman,Lee\nwoman,Lee\n\n", "utf-8"
    )
    names = ["Ann B. Lee", "Ned Price", "Lee", "Mary Jones"]
    rows = [article([(1, {})], [speaker(1, name, words=["he"])]) for name in names]
    found = told(write_output(tmp_path, *rows), listed)
    assert found == {"woman": 1, "non-binary": 1, "contradicted": 1, "unknown": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "its first line must name the columns name and gender"),
        ("name,sex\nLee,f\n", "its first line must name the columns name and gender"),
        ("name,gender\nLee,f\nAbara,\n", "row 3: must have a name and a gender"),
        ("name,gender\nLee\n", "row 2: must have a name and a gender"),
        ('name,gender\n"Lee,f\n', "is no CSV in UTF-8"),
        ("name,gender\nL\udcffee,f\n", "is no CSV in UTF-8"),
    ],
)
def test_a_list_that_cannot_be_read(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(InputError, match=rf"list\.csv.*{message}"):
        read_list(path)
