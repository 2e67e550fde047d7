from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from attribution import records
from attribution.corpus.table_files import TABLES
from attribution.corpus.tables import open_tables
from tests.corpus.outputs import article, error_row, row_of, speaker, write_output
from tests.samples import sample
from tests.tree import ROOT


def one(output: Path, table: str) -> dict[str, Any]:
    with open_tables(output, threads=1) as tables:
        cursor = tables.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description or ()]
        [row] = cursor.fetchall()
    return dict(zip(names, row, strict=True))


def found(output: Path, query: str) -> list[Any]:
    with open_tables(output, memory="200MB", threads=1) as tables:
        return tables.execute(query).fetchall()


def test_a_quotation_is_a_row(tmp_path: Path) -> None:
    output = write_output(tmp_path, row_of(sample(), outlet="Quay News"))
    row = one(output, "quotations")
    assert (row["file"], row["row"], row["number"], row["outlet"]) == ("a.jsonl", 1, 1, "Quay News")
    assert (row["start"], row["end"], row["text"]) == (0, 16, "“We shall swim,”")
    assert (row["cue_text"], row["cue_lemma"], row["act"], row["negated"]) == ("said", "say", "say", False)
    assert (row["source_text"], row["source_form"]) == ("coach Mara Oyelaran", "name")
    assert (row["speaker"], row["speaker_name"], row["speaker_kind"]) == ("s1", "Mara Oyelaran", "person")
    assert (row["named"], row["anonymous"]) == (True, False)
    assert (row["role_text"], row["role_title"], row["affiliation"]) == ("coach", "coach", None)
    assert (row["confidence_content"], row["confidence_role"], row["topics"]) == (0.9, 0.6, [])


def test_a_speaker_is_a_row_with_what_it_said(tmp_path: Path) -> None:
    said = [(1, {}), (1, {"type": "mixed", "statement": False, "reason": "thought"}), (None, {})]
    output = write_output(tmp_path, article(said, [speaker(1, "Ann Lee", words=["she"])]))
    row = one(output, "speakers")
    assert (row["speaker_name"], row["mentions"], row["quotations"], row["statements"]) == (
        "Ann Lee",
        2,
        2,
        1,
    )
    assert (row["direct"], row["indirect"], row["mixed"]) == (1, 0, 1)
    told = one(output, "articles")
    assert (told["quotations"], told["statements"], told["speakers"]) == (3, 2, 1)


def test_a_quotation_without_speaker_has_none(tmp_path: Path) -> None:
    row = one(write_output(tmp_path, article([(None, {})])), "quotations")
    assert {row[name] for name in ("speaker", "speaker_name", "named", "anonymous", "cue_text")} == {None}


def test_spans_reach_over_the_field_of_the_first(tmp_path: Path) -> None:
    spans = (
        records.Span(3, 5, "We", field="title"),
        records.Span(8, 9, "a", field="title"),
        records.Span(50, 60, "b"),
    )
    output = write_output(tmp_path, article([(None, {"spans": spans})]))
    row = one(output, "quotations")
    assert (row["field"], row["start"], row["end"]) == ("title", 3, 9)
    assert found(output, 'SELECT span, "start" FROM quotation_spans ORDER BY span') == [
        (1, 3),
        (2, 8),
        (3, 50),
    ]


def test_errors_and_warnings_have_tables(tmp_path: Path) -> None:
    warned = row_of(sample())
    warned["warnings"] = [{"code": "language", "message": "in Danish", "start": None, "end": None}]
    output = write_output(tmp_path, warned, error_row(id="blank"))
    row = one(output, "errors")
    assert (row["row"], row["article_id"], row["code"], row["field"]) == (2, "blank", "empty-input", "text")
    assert found(output, "SELECT row, code FROM warnings") == [(1, "language")]
    assert found(output, "SELECT row FROM articles") == [(1,)]


def test_an_outlet_that_nobody_names_is_the_host(tmp_path: Path) -> None:
    cases = [
        ("Quay News", "https://www.post.example/a", "Quay News"),
        (None, "HTTPS://ann@WWW.Post.example:8080/a?b#c", "post.example"),
        (" ", "//post.example", "post.example"),
        ("\t\u00a0Quay\tNews \r\n", None, "Quay\tNews"),
        ("\v\u2028\x85", "//post.example", "post.example"),
        ("bbc", None, "bbc"),
        ("BBC", None, "BBC"),
        (None, "http://[::1]:80/", "[::1]"),
        (None, "a/b", None),
        (None, None, None),
    ]
    output = write_output(tmp_path, *(article([], outlet=outlet, url=url) for outlet, url, _ in cases))
    rows = found(output, "SELECT outlet FROM articles ORDER BY row")
    assert [outlet for (outlet,) in rows] == [expected for *_, expected in cases]


def test_months(tmp_path: Path) -> None:
    cases = {"2026-05-05T08:00:00Z": "2026-05", "2026-05": "2026-05", "2026": None, "2026-13-01": None}
    output = write_output(tmp_path, *(article([], published=published) for published in cases))
    rows = found(output, "SELECT month FROM articles ORDER BY row")
    assert [month for (month,) in rows] == list(cases.values())


def test_the_page_tells_every_column(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "corpus.md").read_text(encoding="utf-8")
    section = page.split("## Tables\n")[1].split("\n## ")[0]
    told = {name: set(re.findall("`([a-z_0-9]+)`", line)) for name, line in _lines(section)}
    shared = {name for line in section.split("| table |")[0].splitlines() for name in _names(line)}
    with open_tables(write_output(tmp_path, row_of(sample())), threads=1) as tables:
        for table in TABLES:
            described = tables.execute(f"DESCRIBE {table}").fetchall()
            assert {name for name, *_ in described} - shared == told[table] - shared - {table}, table


def _lines(section: str) -> list[tuple[str, str]]:
    return [(line.split("`")[1], line) for line in section.splitlines() if line.startswith("| `")]


def _names(line: str) -> list[str]:
    return re.findall("`([a-z_]+)`", line.split("|")[1]) if line.startswith("| `") else []
