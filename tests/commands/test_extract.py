"""`attribution extract` over a fake engine: inputs, formats, faults and what becomes of the output."""

from __future__ import annotations

import gzip
import io
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from attribution import cli
from attribution.commands import extract, inputs
from attribution.commands.inputs import Reader, Source
from attribution.errors import InputTooLarge
from attribution.export import exporter_names
from attribution.schemas import load_extraction
from tests.commands.conftest import Command, write
from tests.samples import FakeEngine, extraction, quotation

ARTICLE = "“No,” said Ito."


def line(**article: Any) -> str:
    return json.dumps(article)


def ids(text: str) -> list[str]:
    return [json.loads(row)["article"]["id"] for row in text.splitlines()]


# Inputs


def test_a_text_file_gives_one_json_object(command: Command) -> None:
    path = write("news.txt", ARTICLE)
    result = command("extract", path)
    assert (result.status, result.err) == (0, "")
    found = load_extraction(json.loads(result.out))
    assert [q.text for q in found.quotations] == ["“No,”"]
    assert found.article.id == "news.txt"


def test_html_files_are_given_as_html(command: Command, fake: FakeEngine) -> None:
    write("page.html", "<p>“No,” said Ito.")
    write("old.HTM", "<p>“No,” said Ito.")
    assert command("extract", "page.html", "old.HTM").status == 0
    assert [set(article) for article in fake.seen] == [{"id", "html"}] * 2


def test_json_lines_keep_their_order_and_fields(command: Command, fake: FakeEngine) -> None:
    rows = [
        line(id="b", text=ARTICLE, title="Ito says no", url="https://example.org/1", published="2021-05-04"),
        line(id=7, html="<p>Nothing.", section="news"),
        "",
        line(text=ARTICLE),
    ]
    result = command("extract", write("in.jsonl", rows))
    assert result.status == 0
    assert ids(result.out) == ["b", "7", "in.jsonl:4"]
    assert set(fake.seen[0]) == {"id", "text", "title", "url", "published"}
    assert fake.seen[0]["url"] == "https://example.org/1"
    assert set(fake.seen[1]) == {"id", "html"}


def test_packed_files_are_unpacked(command: Command) -> None:
    write("in.jsonl.gz", gzip.compress(line(id="z", text=ARTICLE).encode()))
    write("news.txt.gz", gzip.compress(ARTICLE.encode()))
    result = command("extract", "in.jsonl.gz", "news.txt.gz")
    assert result.status == 0
    assert ids(result.out) == ["z", "news.txt.gz"]


def test_directories_are_walked_in_sorted_order(command: Command) -> None:
    for name in ("d/b.txt", "d/a/z.txt", "d/a/a.html", "d/notes.md", "d/c.jsonl"):
        write(name, line(id="c", text=ARTICLE))
    result = command("extract", "d")
    assert ids(result.out) == ["d/b.txt", "c", "d/a/a.html", "d/a/z.txt"]


@pytest.mark.parametrize("argv", [["extract"], ["extract", "-"]])
@pytest.mark.parametrize(
    ("stdin", "key"), [("Ito said “no”.", "text"), (" <p>“No”", "html"), ('\n{"text": "“No”"}', "text")]
)
def test_standard_input_by_its_first_byte(
    command: Command, fake: FakeEngine, argv: list[str], stdin: str, key: str
) -> None:
    assert command(*argv, stdin=stdin.encode()).status == 0
    assert "“No”" in fake.seen[0][key] or "“no”" in fake.seen[0][key]


def test_the_input_option_overrides_names_and_first_bytes(command: Command, fake: FakeEngine) -> None:
    write("news.data", "{“No,” said Ito.}")
    assert command("extract", "--input", "text", "news.data").status == 0
    assert fake.seen == [{"text": "{“No,” said Ito.}", "id": "news.data"}]


def test_empty_values_are_as_good_as_none(command: Command, fake: FakeEngine) -> None:
    command("extract", write("in.jsonl", line(id="", title="", url="", text=ARTICLE)))
    assert fake.seen == [{"id": "in.jsonl:1", "text": ARTICLE}]


def test_a_named_pipe_is_opened_once(command: Command) -> None:
    os.mkfifo("pipe")
    writer = threading.Thread(target=lambda: write("pipe", line(id="p", text=ARTICLE)))
    writer.start()
    result = command("extract", "--input", "jsonl", "pipe")
    writer.join()
    assert (result.status, ids(result.out)) == (0, ["p"])


def test_a_link_to_nothing_in_a_directory_loses_itself_only(command: Command) -> None:
    write("d/b.txt", ARTICLE)
    Path("d/a.txt").symlink_to("nowhere.txt")
    result = command("extract", "d", "-o", write("out.jsonl", ""))
    assert result.status == 1
    assert "d/a.txt: cannot be read: No such file or directory" in result.err
    assert ids(Path("out.jsonl").read_text(encoding="utf-8")) == ["d/b.txt"]


def test_windows_line_ends_and_a_byte_order_mark_reach_the_engine_unchanged(
    command: Command, fake: FakeEngine
) -> None:
    command("extract", write("news.txt", b"\xef\xbb\xbfOne.\r\nTwo."))
    assert fake.seen[0]["text"] == "\ufeffOne.\r\nTwo."
    command("extract", write("in.jsonl", b"\xef\xbb\xbf" + line(text="One.").encode()))
    assert fake.seen[1]["text"] == "One."


def test_a_title_goes_to_a_single_article_only(command: Command, fake: FakeEngine) -> None:
    assert command("extract", write("news.txt", ARTICLE), "--title", "Ito says no").status == 0
    assert fake.seen[0]["title"] == "Ito says no"
    result = command("extract", write("in.jsonl", line(text=ARTICLE)), "--title", "Ito says no")
    assert result.status == 2
    assert "--title is for a single article" in result.err


def test_input_is_read_as_it_is_needed(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    queues: list[Watched] = []

    def watched() -> Watched:
        queues.append(Watched())
        return queues[-1]

    monkeypatch.setattr(extract, "deque", watched)
    result = command("extract", write("in.jsonl", [line(text=ARTICLE)] * 500))
    assert len(result.out.splitlines()) == 500
    assert queues[0].most == 16  # one batch


class Watched(list[Any]):
    """A queue that remembers how long it ever was."""

    most = 0

    def append(self, item: Any) -> None:
        super().append(item)
        self.most = max(self.most, len(self))

    def popleft(self) -> Any:
        return self.pop(0)


# Faults: each has its own message with the place, and loses nothing else

FAULTS: list[tuple[str, str | bytes, str]] = [
    ("a.txt", "", "a.txt: empty or blank"),
    ("a.txt", " \n\t\n", "a.txt: empty or blank"),
    ("a.html", "", "a.html: empty or blank"),
    ("a.txt", b"caf\xe9 au lait", "a.txt: not UTF-8: byte 0xe9 at 3"),
    ("a.txt", "x" * 101, "a.txt: longer than the limit of 100 bytes"),
    ("a.txt", "é" * 51, "a.txt: longer than the limit of 100 bytes"),
    ("a.txt.gz", b"not packed", "a.txt.gz: broken gzip data: Not a gzipped file"),
    ("a.txt.gz", gzip.compress(b"x" * 50, mtime=0)[:-9], "a.txt.gz: broken gzip data: "),
    ("a.txt.gz", gzip.compress(b"x" * 10**7, mtime=0), "a.txt.gz: longer than the limit of 100 bytes"),
    ("a.jsonl", "", "a.jsonl: empty"),
    ("a.jsonl", '{"text": "x"', "a.jsonl:1: broken JSON: Expecting ',' delimiter at column 13"),
    ("a.jsonl", "[" * 5000, "a.jsonl:1: broken JSON: nested too deeply"),
    ("a.jsonl", '{"n": ' + "9" * 6000 + "}", "a.jsonl:1: broken JSON: a number is too long"),
    ("a.jsonl", "[1]", "a.jsonl:1: a JSON object is wanted, not a list"),
    ("a.jsonl", '"text"', "a.jsonl:1: a JSON object is wanted, not text"),
    ("a.jsonl", "{}", "a.jsonl:1: either text or html must be given"),
    ("a.jsonl", '{"text": null, "id": "x"}', "a.jsonl:1: either text or html must be given"),
    ("a.jsonl", '{"text": "x", "html": "y"}', "a.jsonl:1: either text or html must be given, not both"),
    ("a.jsonl", '{"text": 5}', "a.jsonl:1: text must be text, not a number"),
    ("a.jsonl", '{"text": "x", "title": ["y"]}', "a.jsonl:1: title must be text, not a list"),
    ("a.jsonl", '{"text": "x", "id": true}', "a.jsonl:1: id must be text, not true or false"),
    ("a.jsonl", '{"text": "ab\\ud800"}', "a.jsonl:1: text has a lone surrogate at position 2"),
    ("a.jsonl", '{"text": "x", "title": "\\udfff"}', "a.jsonl:1: title has a lone surrogate at position 0"),
    ("a.jsonl", b'{"text": "\xff"}', "a.jsonl:1: not UTF-8: byte 0xff at 10"),
    ("a.jsonl", "\n\n" + " " * 70_000 + "{}", "a.jsonl:3: line longer than 66136 bytes"),
    ("a.jsonl", '{"text": "BROKEN"}', "a.jsonl:1: the article is broken"),
]


@pytest.mark.parametrize(("name", "data", "message"), FAULTS)
def test_a_fault_is_named_and_stops_nothing_else(
    command: Command, name: str, data: str | bytes, message: str
) -> None:
    write(name, data)
    write("good.txt", ARTICLE)
    result = command("extract", "--limit", "100", name, "good.txt")
    assert result.status == 1
    assert result.err.startswith(f"attribution: {message}")
    assert result.err.endswith("attribution: 1 of 2 articles failed\n")
    assert ids(result.out) == ["good.txt"]


def test_lines_around_a_broken_one_are_kept(command: Command) -> None:
    rows = [line(id="a", text=ARTICLE), "{", line(id="b", text="BROKEN"), "9" * 6000, "[" * 100_000]
    rows.append(line(id="c", text=ARTICLE))
    result = command("extract", write("in.jsonl", rows), "-o", "out.jsonl")
    assert result.status == 1
    assert ids(Path("out.jsonl").read_text(encoding="utf-8")) == ["a", "c"]
    assert "in.jsonl:2: broken JSON" in result.err
    assert "in.jsonl:3: the article is broken" in result.err
    assert "in.jsonl:4: broken JSON: a number is too long" in result.err
    assert "in.jsonl:5: broken JSON: nested too deeply" in result.err


def test_the_rest_of_an_overlong_line_is_passed_over(command: Command) -> None:
    rows = [line(text="x" * 300_000), line(id="b", text=ARTICLE)]
    result = command("extract", "--limit", "100", write("in.jsonl", rows))
    assert result.status == 1
    assert ids(result.out) == ["b"]


def test_a_warning_about_the_whole_article_is_told_unless_quiet(command: Command) -> None:
    path = write("news.txt", "DANISH “nej”")
    assert command("extract", path).err == "attribution: news.txt: warning: the article is in Danish\n"
    assert command("extract", path, "--quiet").err == ""


def refused(command: Command, *argv: str | Path, says: str) -> None:
    """The command does nothing, says why and leaves no file behind."""
    before = sorted(Path().rglob("*"))
    result = command("extract", *argv)
    assert result.status == 2
    assert says in result.err
    assert result.out == ""
    assert sorted(Path().rglob("*")) == before


def test_what_cannot_start_is_status_2(command: Command, fake: FakeEngine) -> None:
    good = write("good.txt", ARTICLE)
    write("dir/notes.md", "x")
    refused(command, good, "nope.txt", says="attribution: nope.txt: No such file or directory")
    refused(command, write("news.doc", "x"), says="news.doc: unknown kind of file; known are .txt, .html")
    refused(command, "dir", says="dir: no .txt, .html, .htm, .jsonl file in this directory")
    refused(command, good, "-o", "none/out.json", says="attribution: none: no such directory")
    refused(command, good, "-o", "dir", says="dir: is a directory")
    refused(command, good, "-o", good, says="good.txt is an input too")
    assert fake.seen == []


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to root")
def test_files_without_permission(command: Command) -> None:
    good, secret, fixed = write("good.txt", ARTICLE), write("s/secret.txt", "x"), write("fixed.json", "{}")
    secret.chmod(0)
    fixed.chmod(0o400)
    refused(command, secret, says="secret.txt: Permission denied")
    refused(command, good, "-o", fixed, says="fixed.json: is not writable")
    result = command("extract", "s", good)
    assert result.status == 1
    assert "s/secret.txt: cannot be read: Permission denied" in result.err


def test_unreadable_files_by_the_error_that_opening_gives(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("s/secret.txt", "x")
    good = write("good.txt", ARTICLE)

    def deny(path: Any, mode: str) -> Any:
        if Path(path).name == "secret.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return open(path, mode)

    monkeypatch.setattr(inputs, "open", deny, raising=False)
    refused(command, "s/secret.txt", says="attribution: s/secret.txt: Permission denied")
    result = command("extract", "s", good)
    assert result.status == 1
    assert "s/secret.txt: cannot be read: Permission denied" in result.err
    assert ids(result.out) == ["good.txt"]


class Terminal:
    buffer = io.BufferedReader(io.BytesIO())  # type: ignore[type-var]

    def isatty(self) -> bool:
        return True


def test_no_input_at_a_terminal_is_told(
    fake: FakeEngine, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal())
    assert cli.main(["extract"]) == 2
    assert "no input: name files or directories, or pipe an article in" in capsys.readouterr().err
    assert fake.seen == []


# Output


def test_the_format_follows_the_output_and_the_number_of_inputs(command: Command) -> None:
    one, lines = write("a.txt", ARTICLE), write("in.jsonl", line(text=ARTICLE))
    assert command("extract", one).out.startswith("{\n")
    assert command("extract", lines).out.count("\n") == 1
    assert command("extract", one, one).out.count("\n") == 2
    command("extract", one, "-o", "out.jsonl")
    assert Path("out.jsonl").read_text(encoding="utf-8").count("\n") == 1
    command("extract", lines, "-o", "out.json")
    assert Path("out.json").read_text(encoding="utf-8").startswith("{\n")
    assert "⟦“No,”⟧ said Ito." in command("extract", one, "--format", "view").out


def test_a_folder_has_the_files_of_each_article(command: Command) -> None:
    one, page = write("a.txt", ARTICLE), write("sub/b.html", f"<p>{ARTICLE}</p>")
    result = command("extract", one, page, "--format", "brat", "--folder", "out/new")
    assert (result.status, result.out) == (0, "")
    assert sorted(path.name for path in Path("out/new").iterdir()) == [
        "a.ann",
        "a.txt",
        "sub-b.ann",
        "sub-b.txt",
    ]
    assert Path("out/new/sub-b.txt").read_text(encoding="utf-8") == ARTICLE
    assert "Content 0 5\t“No,”" in Path("out/new/sub-b.ann").read_text(encoding="utf-8")
    both = command("extract", one, "--folder", "out", "-o", "out.json")
    assert (both.status, both.err) == (2, "attribution: either --folder or --output, not both\n")


def test_every_format_is_named_in_the_help(command: Command) -> None:
    shown = command("extract", "--help").out
    for name in exporter_names():
        assert name in shown


def test_the_output_appears_whole_and_replaces_an_earlier_one(command: Command) -> None:
    write("out.jsonl", "old")
    assert command("extract", write("a.txt", ARTICLE), "-o", "out.jsonl").status == 0
    assert ids(Path("out.jsonl").read_text(encoding="utf-8")) == ["a.txt"]
    assert not Path("out.jsonl.part").exists()


def test_ctrl_c_keeps_what_was_done(
    command: Command, fake: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = fake._one

    def interrupted(article: Any, unit: str) -> Any:
        if len(fake.seen) == 3:
            raise KeyboardInterrupt
        return real(article, unit)

    monkeypatch.setattr(fake, "_one", interrupted)
    write("out.jsonl", "old")
    result = command("extract", write("in.jsonl", [line(text=ARTICLE)] * 9), "-o", "out.jsonl")
    assert result.status == 130
    assert "what was done is in out.jsonl.part" in result.err
    assert ids(Path("out.jsonl.part").read_text(encoding="utf-8")) == ["in.jsonl:1", "in.jsonl:2"]
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old"


def test_a_device_is_written_in_place(command: Command) -> None:
    assert command("extract", write("a.txt", ARTICLE), "-o", os.devnull).status == 0
    assert not Path(os.devnull + ".part").exists()


def test_statements_only(command: Command) -> None:
    path = write("a.txt", "“THOUGHT one.” “Two.”")
    found = json.loads(command("extract", path, "--statements-only").out)
    assert [q["text"] for q in found["quotations"]] == ["“Two.”"]


def test_statements_only_drops_what_points_nowhere() -> None:
    outer, inner = quotation(id="q1", statement=False, speaker="s1"), quotation(id="q2", parent="q1")
    kept = extract.statements_only(extraction(outer, inner))
    assert [(q.id, q.parent) for q in kept.quotations] == [("q2", None)]


def test_the_unit_is_passed_on(command: Command) -> None:
    assert json.loads(command("extract", write("a.txt", ARTICLE), "--unit", "utf16").out)["unit"] == "utf16"


def test_limit_errors_are_of_their_kind(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x" * 11, encoding="utf-8")
    reader = Reader(limit=10, stdin=io.BufferedReader(io.BytesIO()))  # type: ignore[type-var]
    (entry,) = reader.read([Source(path, "text")])
    assert isinstance(entry.article, InputTooLarge)
    assert reader.consumed == 11


def test_output_is_packed_when_its_name_says_so(command: Command) -> None:
    assert command("extract", write("news.txt", ARTICLE), "-o", "out.json.gz").status == 0
    assert load_extraction(json.loads(gzip.decompress(Path("out.json.gz").read_bytes()))).quotations


def test_a_closed_standard_output_is_told(
    command: Command, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write("news.txt", ARTICLE)
    monkeypatch.setattr("sys.stdout", None)
    assert cli.main(["extract", str(path), "--format", "json"]) == 2
    assert "standard output is closed" in capsys.readouterr().err
