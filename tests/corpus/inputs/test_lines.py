from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.corpus.inputs.files import CODECS, packed, values, written


def test_each_line_is_a_row_under_its_number(tmp_path: Path) -> None:
    given = written(tmp_path, "a.jsonl", b'\xef\xbb\xbf{"text": "A"}\n\n{"text": "B"}\r\n{"text": "C"}')
    assert [(row.number, row.values) for row in given.rows()] == [
        (1, {"text": "A"}), (3, {"text": "B"}), (4, {"text": "C"}),
    ]  # fmt: skip


def test_a_bad_line_stops_nothing_else(tmp_path: Path) -> None:
    lines = [
        b'{"text": "A"}',
        b'{"text": ',
        b"[1]",
        b'{"text": "\xff"}',
        b"[" * 200_000,
        b'{"n": ' + b"1" * 5000,
    ]
    found = values(written(tmp_path, "a.ndjson", b"\n".join([*lines, b'{"text": "B"}'])))
    assert found == [
        {"text": "A"},
        ("invalid-input", "broken JSON: Expecting value at column 1"),
        ("invalid-input", "a JSON object is wanted, not a list"),
        ("undecodable-input", "not UTF-8: byte 0xff at 10"),
        ("invalid-input", "broken JSON: nested too deeply"),
        ("invalid-input", "broken JSON: a number is too long"),
        {"text": "B"},
    ]


def test_a_line_that_is_too_long_is_not_held(tmp_path: Path) -> None:
    long = json.dumps({"text": "x" * 200_000}).encode()
    given = written(tmp_path, "a.jsonl", b"\n".join([long, b'{"text": "B"}', long]))
    [first, second, third] = values(given, limit=100)
    assert first == third == ("input-too-large", "line longer than 66136 bytes")
    assert second == {"text": "B"}


def test_an_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.jsonl", b"")) == []


@pytest.mark.parametrize("start", ["", "\ufeff", "\n "])
def test_json_that_is_a_single_value_is_one_error(start: str, tmp_path: Path) -> None:
    articles = start + json.dumps([{"text": "A"}, {"text": "B"}], indent=1)
    article = start + json.dumps({"text": "A"}, indent=1)
    wanted = "JSON lines are wanted, one object a line, not "
    assert values(written(tmp_path, "a.json", articles.encode())) == [("invalid-input", wanted + "a list")]
    assert values(written(tmp_path, "b.json", article.encode())) == [
        ("invalid-input", wanted + "an object over several lines")
    ]


def test_json_lines_may_be_called_json(tmp_path: Path) -> None:
    assert values(written(tmp_path, "a.json", b'{"text": "A"}\n{"text": "B"}\n')) == [
        {"text": "A"}, {"text": "B"},
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "field"), [("a.txt", "text"), ("a.html", "html"), ("a.htm", "html")])
def test_a_file_may_be_an_article(name: str, field: str, tmp_path: Path) -> None:
    given = written(tmp_path, name, "“No,” she said.\r\n".encode())
    assert values(given) == [{field: "“No,” she said.\r\n", "id": given.name}]
    assert values(given, limit=5) == [("input-too-large", "longer than the limit of 5 bytes")]
    assert values(written(tmp_path, name, b"caf\xe9")) == [("undecodable-input", "not UTF-8: byte 0xe9 at 3")]


@pytest.mark.parametrize("suffix", CODECS)
class TestPacked:
    def test_members_and_frames_are_read_one_after_the_other(self, suffix: str, tmp_path: Path) -> None:
        lines = [json.dumps({"text": f"{n} " * 9000}).encode() + b"\n" for n in range(9)]
        empty = b"" if suffix == ".bz2" else packed(b"", suffix)
        data = empty + packed(b"".join(lines[:4]), suffix) + empty + packed(b"".join(lines[4:]), suffix)
        found = values(written(tmp_path, f"a.jsonl{suffix}", data))
        assert found == [json.loads(line) for line in lines]

    def test_what_is_cut_off_ends_with_an_error(self, suffix: str, tmp_path: Path) -> None:
        lines = b"".join(b'{"text": "%d"}\n' % n for n in range(9_000))
        data = packed(lines, suffix)
        [*rows, last] = values(written(tmp_path, f"a.jsonl{suffix}", data[: len(data) - 9]))
        assert rows == [{"text": str(n)} for n in range(len(rows))]
        assert last == ("invalid-input", f"the file cannot be read {'to its end' if rows else 'at all'}: "
                        "Truncated compressed stream")  # fmt: skip

    def test_nothing_at_all_is_an_error(self, suffix: str, tmp_path: Path) -> None:
        assert values(written(tmp_path, f"a.jsonl{suffix}", packed(b"", suffix))) == []
        [(_, message)] = values(written(tmp_path, f"a.jsonl{suffix}", b""))
        assert message == "the file cannot be read at all: it is empty, which a packed file never is"

    def test_what_is_broken_ends_with_an_error(self, suffix: str, tmp_path: Path) -> None:
        data = packed(b'{"text": "A"}\n', suffix) + b"and so on and on"
        [*_, (code, message)] = values(written(tmp_path, f"a.jsonl{suffix}", data))
        assert code == "invalid-input"
        assert message.startswith("the file cannot be read")


def test_an_empty_member_of_bzip2_is_an_error_and_no_silent_end(tmp_path: Path) -> None:
    line = packed(b'{"text": "A"}\n', ".bz2")
    data = line + packed(b"", ".bz2") + line
    [*_, (code, _)] = values(written(tmp_path, "a.jsonl.bz2", data))
    assert code == "invalid-input"


def test_a_file_that_is_gone_is_an_error_row(tmp_path: Path) -> None:
    given = written(tmp_path, "a.jsonl", b"{}")
    (tmp_path / "a.jsonl").unlink()
    assert values(given) == [("invalid-input", "the file cannot be read at all: No such file or directory")]
