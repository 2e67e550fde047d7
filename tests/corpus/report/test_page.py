from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import duckdb
import pytest

from attribution.corpus.report import page
from attribution.corpus.report.plots.kinds import Network
from attribution.corpus.report.sections.counting import bars
from attribution.corpus.report.table import Column, Part, Section, Table, make, share, text
from attribution.corpus.tables import quoted

EVIL = ["<script>alert(1)</script>", '"><img src="https://evil.example/x.png" onerror=alert(1)>']
NAMES = [*EVIL, "محمد بن راشد", "$x^2$ & 李", "x" * 500]


class Elements(HTMLParser):
    """The elements of a page with their attributes, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page whose words are meant to break it, in a table and in plots of each kind that has names."""
    names = ", ".join(map(quoted, NAMES))
    columns = (text("name", "<b>"), Column("n", "n"), share("share", "share"))
    query = f"SELECT unnest([{names}]) AS name, 1 AS n, 0.25 AS share"
    table = Table("evil", "</title>", columns, query, "name")
    network = Network("<i>", [(name, 1) for name in NAMES], [(0, 1, 1), (1, 2, 1)])
    parts = (
        Part(table, bars("<i>", "name", {"n": "<u>"})),
        Part(Table("more", "More", columns, query, "name"), lambda rows: network),
    )
    return written(tmp_path_factory.mktemp("evil"), Section("all", "</h2>", parts, ("<p>",)))


def written(folder: Path, section: Section) -> str:
    """The page of one section."""
    with duckdb.connect() as tables:
        for part in section.parts:
            make(tables, part.table)
        page.write(tables, [section], folder / "report.html")
    return (folder / "report.html").read_text(encoding="utf-8")


@pytest.fixture(params=["evil", "whole"])
def either(request: pytest.FixtureRequest, evil: str, folder: Path) -> str:
    return evil if request.param == "evil" else (folder / "report.html").read_text(encoding="utf-8")


def test_nothing_is_asked_of_anybody(either: str) -> None:
    forbidden = {"script", "img", "iframe", "link", "object", "embed", "image", "base", "form"}
    for tag, attributes in Elements(either).found:
        assert tag not in forbidden
        assert not {"src", "style", "srcset"} & set(attributes)
        assert not [name for name in attributes if name.startswith("on")]
        assert (attributes.get("href") or "#").startswith("#"), attributes
    [style] = re.findall(r"<style>(.*?)</style>", either, flags=re.DOTALL)
    assert "url(" not in style
    assert "@import" not in style
    assert either.count("<style") == 1
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', either)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_words_of_articles_are_text(evil: str) -> None:
    assert not [name for name in EVIL if name in evil]
    assert "<bdi>&lt;script&gt;alert(1)&lt;/script&gt;</bdi>" in evil
    assert "<bdi>محمد بن راشد</bdi>" in evil
    assert "<bdi>$x^2$ &amp; 李</bdi>" in evil
    assert f"<bdi>{'x' * 199}…</bdi>" in evil
    assert '<h3 id="table-evil">&lt;/title&gt;</h3>' in evil
    assert "<p>&lt;p&gt;</p>" in evil


def test_plots_are_told_in_words_and_have_their_table(either: str) -> None:
    figures = re.findall(r"<figure[^>]*>(.*?)</figure>\n(.*?)</article>", either, flags=re.DOTALL)
    assert len(figures) >= 2
    for figure, beside in figures:
        assert re.search(r'role="img" aria-labelledby="(\S+)-title \1-about"', figure)
        assert re.search(r"<title id=[^>]+>[^<]+</title><desc id=[^>]+>[^<]+</desc>", figure)
        assert "<table>" in beside


def test_identifiers_are_not_given_twice(either: str) -> None:
    found = [attributes["id"] for _, attributes in Elements(either).found if "id" in attributes]
    assert len(found) == len(set(found))
    links = {attributes["href"] for _, attributes in Elements(either).found if "href" in attributes}
    assert {str(link).removeprefix("#") for link in links} <= set(found)


def test_long_tables_are_cut_and_say_so(tmp_path: Path) -> None:
    table = Table("many", "Many", (Column("n", "n"),), "SELECT i AS n FROM range(160) AS r(i)", "n")
    cut = written(tmp_path, Section("all", "All", (Part(table),)))
    assert "The first 150 of 160; --folder writes all." in cut
    assert cut.count("<tr>") == 151


def test_numbers_are_written_for_people(tmp_path: Path) -> None:
    columns = (
        text("name", "name", "not told"),
        Column("n", "n"),
        share("share", "share"),
        Column("m", "m", "number"),
    )
    query = "SELECT NULL AS name, 12345 AS n, 0.256 AS share, 1.25 AS m"
    made = written(tmp_path, Section("all", "All", (Part(Table("one", "One", columns, query, "n")),)))
    cells = re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", made.split("<tbody>")[1])
    assert cells == ["<i>not told</i>", "12,345", "25.6%", "1.2"]
