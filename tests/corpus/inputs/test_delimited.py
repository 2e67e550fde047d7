from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from attribution.corpus.inputs import Columns
from tests.corpus.inputs.files import values, written


def table(*records: list[str]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(records)
    return text.getvalue().encode()


def test_records_go_over_lines(tmp_path: Path) -> None:
    text = 'First, "they" said.\r\n\r\nSecond.'
    given = written(tmp_path, "a.csv", b"\xef\xbb\xbf" + table(["text", "id"], [text, "1"], ["B", ""]))
    assert [(row.number, row.values) for row in given.rows()] == [
        (1, {"text": text, "id": "1"}),
        (2, {"text": "B", "id": None}),
    ]


def test_tabs(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.tsv", b"text\tid\nA, B\t1\n")) == [{"text": "A, B", "id": "1"}]


def test_a_bad_record_stops_nothing_else(tmp_path: Path) -> None:
    data = b'text,id\nA,1,x\n"B"b,2\n\nC\n"\xff\nstill",4\n"D\nd",5\n'
    assert values(written(tmp_path, "a.csv", data)) == [
        ("invalid-input", "3 fields under a header of 2, line 2"),
        ("invalid-input", "broken CSV: ',' expected after '\"', line 3"),
        ("invalid-input", "1 fields under a header of 2, line 5"),
        ("undecodable-input", "not UTF-8: byte 0xff at 1"),
        {"text": "D\nd", "id": "5"},
    ]


def test_a_quotation_mark_that_stays_open_is_told(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.csv", b'text\nA\n"B\nC\n')) == [
        {"text": "A"},
        ("invalid-input", "broken CSV: unexpected end of data, lines 3 to 4"),
    ]


def test_fields_may_be_longer_than_those_of_the_csv_module(tmp_path: Path) -> None:
    text = "a, " * 60_000
    assert values(written(tmp_path, "a.csv", table(["text"], [text]))) == [{"text": text}]


def test_a_record_that_is_too_long_is_passed_over_whole(tmp_path: Path) -> None:
    long = 'He said, "so"\n' * 20_000
    data = table(["text", "id"], ["A", "1"], [long, "2"], ["x" * 200_000, "3"], ["B", "4"])
    found = values(written(tmp_path, "a.csv", data), limit=100)
    assert found == [
        {"text": "A", "id": "1"},
        ("input-too-large", "record longer than 66136 bytes, lines 3 to 20003"),
        ("input-too-large", "record longer than 66136 bytes, line 20004"),
        {"text": "B", "id": "4"},
    ]


def test_the_last_line_may_have_no_end(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.csv", b'text\n"A\nB"')) == [{"text": "A\nB"}]
    assert values(written(tmp_path, "a.csv", b'text\nA\n"B\nC')) == [
        {"text": "A"}, ("invalid-input", "broken CSV: unexpected end of data, lines 3 to 4"),
    ]  # fmt: skip


def test_no_header_no_rows(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.csv", b"")) == []


@pytest.mark.parametrize(
    ("header", "message"),
    [
        (b"text,text", "the header has the column 'text' twice"),
        (b"te\xffxt", "the header cannot be read: not UTF-8: byte 0xff at 2"),
        (b"\xef\xbb\xbfid;text", "no column text or html; there are 'id;text'"),
    ],
)
def test_a_header_without_sense_is_one_error(header: bytes, message: str, tmp_path: Path) -> None:
    found = values(written(tmp_path, "a.csv", header + b"\nA\nB\n"), columns=Columns({}))
    assert [text for _, text in found] == [message]


def test_a_column_that_is_not_there_is_one_error(tmp_path: Path) -> None:
    given = written(tmp_path, "a.csv", b"text,id\nA,1\nB,2\n")
    assert values(given, columns=Columns({"text": "body"})) == [
        ("invalid-input", "no column 'body' for text; there are 'text', 'id'")
    ]
    assert len(values(given, columns=Columns({"url": "id"}))) == 2
