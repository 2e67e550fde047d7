"""The people list as a file: what can be in it, and what is said of one that is wrong."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from attribution.errors import ModelError, PeopleError
from attribution.people import KnownPerson, known_people
from tests.timing import cpu_seconds

HEADER = "name,aliases,role,organisation,id,gender\n"


def read(tmp_path: Path, text: str | bytes, name: str = "people.csv") -> tuple[KnownPerson, ...]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return known_people(path)


def test_csv_and_json_lines_say_the_same(tmp_path: Path) -> None:
    row = "Mara Lindqvist, Mally ;Lady Bridge,mayor of Ostby,,Q17; desk:4,f\n"
    line: dict[str, Any] = {
        "name": "Mara Lindqvist",
        "aliases": ["Mally", "Lady Bridge"],
        "role": "mayor of Ostby",
    }
    line |= {"id": {"wikidata": "Q17", "desk": "4"}, "gender": "f"}
    expected = KnownPerson(
        "Mara Lindqvist",
        aliases=("Mally", "Lady Bridge"),
        role="mayor of Ostby",
        gender="f",
        ids={"wikidata": "Q17", "desk": "4"},
    )
    assert read(tmp_path, HEADER + row) == (expected,)
    assert read(tmp_path, json.dumps(line) + "\n\n", "people.jsonl") == (expected,)
    assert known_people([line]) == known_people([expected]) == (expected,)


def test_columns_may_be_few_and_in_any_order(tmp_path: Path) -> None:
    [first, second] = read(tmp_path, "id,Name\r\nQ1,Ann  Lee\r\n\r\n,Bo Marsh\r\n")
    assert (first.name, dict(first.ids), second.name, dict(second.ids)) == (
        "Ann Lee", {"wikidata": "Q1"}, "Bo Marsh", {},
    )  # fmt: skip
    assert second.where.endswith("people.csv:4")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    [person] = read(tmp_path, "name\nJosé Ødegård\n".encode(encoding))
    assert person.name == "José Ødegård"


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ("Q12", {"wikidata": "Q12"}),
        ("Q0", {"id": "Q0"}),
        ("4711", {"id": "4711"}),
        ("q12", {"wikidata": "Q12"}),
        ("wikidata:q12", {"wikidata": "Q12"}),
        ({"wikidata": "q12", "desk": "q12"}, {"wikidata": "Q12", "desk": "q12"}),
        ("viaf:77", {"viaf": "77"}),
        ("https://people.example/7", {"id": "https://people.example/7"}),
        (["Q12", "viaf:77"], {"wikidata": "Q12", "viaf": "77"}),
        ({"wikidata": "Q12"}, {"wikidata": "Q12"}),
        ("", {}),
        (None, {}),
    ],
)
def test_ids(given: Any, ids: dict[str, str]) -> None:
    [person] = known_people([{"name": "Ann Lee", "id": given}])
    assert dict(person.ids) == ids


def test_namesakes_may_differ_by_id_or_by_role(tmp_path: Path) -> None:
    rows = "Nils Varga,,coach,,,\nNils Varga,,mayor,,,\nNils Varga,,,,Q1,\nNils Varga,,,,Q2,\n"
    assert len(read(tmp_path, HEADER + rows)) == 4


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", ": no header; its columns are name, aliases"),
        ("nmae\nAnn Lee\n", ":1: unknown column 'nmae'; known are name,"),
        ("name;role\nAnn Lee;mayor\n", ":1: columns are separated by commas"),
        ("name,name\nAnn,Lee\n", ":1: column 'name' is there twice"),
        ("role\nmayor\n", ":1: column 'name' is missing"),
        ("name,id\nAnn Lee\n", ":2: 1 columns, but the header has 2"),
        ("name,id\n,Q1\n", ":2: name is missing"),
        ('name\n"Ann\nLee"\n42\n', ":4: name: '42' has no letter"),
        ('name\n"Lee, Ann"\n', ":2: name: 'Lee, Ann' has a comma"),
        ('name\n"Ann" Lee\n', ":2: broken CSV"),
        ("name,id\nAnn Lee,Q1\nBo Marsh,Q1\n", ":3: id 'Q1' is already at "),
        ("name,id\nAnn Lee,Q1;Q2\n", ":2: id: two of the scheme 'wikidata': 'Q1' and 'Q2'"),
        ("name,role\nAnn Lee,mayor\nann lee,mayor\n", ":3: 'ann lee' is already at "),
        ("name,gender\nAnn Lee,female\n", ":2: gender must be m or f or empty, not 'female'"),
        (b"name\nAnn\nJos\xe9\n", ":3: not UTF-8: byte 0xe9"),
        ("name,role\nAnn Lee,mayor\n".encode("utf-16-le"), ":1: UTF-16 without a byte order mark"),
        ("name,role\nAnn Lee,mayor\n".encode("utf-16-be"), ":1: UTF-16 without a byte order mark"),
        (HEADER, ": nobody is in it"),
        ("name\nBo Marsh\nAnn\0 Lee\n", ":3: name: 'Ann\\x00 Lee' has a character that is none of text"),
        ("name,id\nAnn Lee,q7\nBo Marsh,Q7\n", ":3: id 'Q7' is already at "),
        ("name,id\nAnn Lee,viaf:\n", ":2: id: a scheme or its value is missing"),
    ],
)
def test_what_is_wrong_in_csv_is_named_with_its_line(tmp_path: Path, text: str | bytes, message: str) -> None:
    with pytest.raises(PeopleError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'people.csv'}{message}")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "broken JSON: "),
        ("[]", "an entry is an object, not list"),
        ('{"nom": "Ann Lee"}', "unknown key 'nom'"),
        ('{"name": 5}', "name must be text, not int"),
        ('{"name": "Ann Lee", "aliases": "Annie"}', "aliases must be a list, not str"),
        ('{"name": "Ann Lee", "aliases": [""]}', "aliases: a name is missing"),
        ('{"name": "Ann Lee", "id": 7}', "id must be a list, not int"),
        ('{"name": "Ann Lee", "id": {"": "7"}}', "id: a scheme or its value is missing"),
        ('{"name": "Ann Lee", "id": {"viaf": ""}}', "id: a scheme or its value is missing"),
        ('{"name": "Ann Lee", "id": ["viaf: "]}', "id: a scheme or its value is missing"),
        ('{"name": "Ann Lee", "id": ":77"}', "id: a scheme or its value is missing"),
        ('{"name": "Ann \\ud800"}', "name: 'Ann \\ud800' has a character that is none of text"),
        ('{"name": "Ann Lee", "name": "Bo Marsh"}', "key 'name' is there twice"),
        ('{"name": "Ann Lee", "id": {"viaf": "7", "viaf": "8"}}', "key 'viaf' is there twice"),
        ('{"name": ' + "7" * 6000 + "}", "broken JSON: a number of too many digits"),
        ("[" * 100_000, "broken JSON: nested too deeply"),
    ],
)
def test_what_is_wrong_in_json_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(PeopleError) as caught:
        read(tmp_path, f'{{"name": "Bo Marsh"}}\n{line}\n', "people.jsonl")
    assert str(caught.value).startswith(f"{tmp_path / 'people.jsonl'}:2: {message}")


def test_entries_given_in_python_have_numbers() -> None:
    with pytest.raises(PeopleError, match=r"^people\[1\]: name is missing$"):
        known_people([{"name": "Ann Lee"}, {}])


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(PeopleError, match=r"none\.csv: No such file"):
        known_people(tmp_path / "none.csv")
    with pytest.raises(ModelError, match=r"known are \.csv and \.jsonl"):
        known_people(str(tmp_path / "people.xlsx"))


def test_a_file_without_anybody(tmp_path: Path) -> None:
    with pytest.raises(PeopleError, match=r"people\.jsonl: nobody is in it"):
        read(tmp_path, "\n\n", "people.jsonl")


def test_what_is_no_list() -> None:
    with pytest.raises(PeopleError, match="a path or a list of entries, not int"):
        known_people(5)  # type: ignore[arg-type]
    with pytest.raises(PeopleError, match=r"people\[0\]: an entry is an object, not str"):
        known_people({"name": "Ann Lee"})  # type: ignore[dict-item]
    with pytest.raises(PeopleError, match=r"'people\\x00\.csv': embedded null byte"):
        known_people("people\0.csv")


def test_fifty_thousand_people_are_read_fast(tmp_path: Path) -> None:
    rows = "".join(f"Ann Lee{n},Annie{n},mayor,,Q{n + 1},f\n" for n in range(50_000))
    (tmp_path / "people.csv").write_text(HEADER + rows, encoding="utf-8")
    assert len(known_people(tmp_path / "people.csv")) == 50_000
    assert cpu_seconds(lambda: known_people(tmp_path / "people.csv")) < 6  # 1.5 s where nothing else runs
