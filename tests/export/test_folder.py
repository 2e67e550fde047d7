"""A folder with the files of each article."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from attribution.errors import InputError
from attribution.export import Item
from attribution.export.folder import write_folder
from tests.export.formats import STORY, story
from tests.samples import TEXT, extraction, quotation


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def item(id: str | None) -> Item:
    return Item(extraction(quotation(), id=id), TEXT)


@pytest.mark.parametrize(
    ("format", "suffix"),
    [
        ("json", "json"),
        ("tei", "xml"),
        ("citron", "json"),
        ("webannotation", "jsonld"),
        ("wordpress", "html"),
    ],
)
def test_each_article_has_a_file_named_like_it(format: str, suffix: str, tmp_path: Path) -> None:
    write_folder([item("one.txt"), item("two.html.gz")], format=format, folder=tmp_path / "new" / "folder")
    assert names(tmp_path / "new" / "folder") == [f"one.{suffix}", f"two.{suffix}"]


def test_brat_has_two_files_an_article_and_the_text_is_as_it_was(tmp_path: Path) -> None:
    text = STORY.replace("\n\n", "\r\n\r\n")
    write_folder(
        [Item(extraction(quotation(2, 21, text=text)), text), item("b")], format="brat", folder=tmp_path
    )
    assert names(tmp_path) == ["a1.ann", "a1.txt", "b.ann", "b.txt"]
    assert (tmp_path / "a1.txt").read_bytes().decode() == text


def test_no_name_leads_out_of_the_folder_or_comes_twice(tmp_path: Path) -> None:
    ids = [
        "../../etc/passwd",
        "/etc/passwd",
        "..",
        ".hidden",
        "",
        None,
        "A",
        "a",
        "a-2",
        "a" * 300,
        "é\x00/b",
        "CON:x",
    ]
    write_folder(map(item, ids), format="json", folder=tmp_path / "out")
    assert names(tmp_path) == ["out"]
    found = names(tmp_path / "out")
    assert len({name.casefold() for name in found}) == len(ids)
    assert {
        "etc-passwd.json",
        "etc-passwd-2.json",
        "article.json",
        "hidden.json",
        "A.json",
        "a-2.json",
    } <= set(found)
    assert all(len(name) < 80 and not name.startswith(".") for name in found)


def test_a_file_is_replaced_when_it_is_whole(tmp_path: Path) -> None:
    (tmp_path / "a1.csv").write_text("old")
    write_folder([Item(story(), STORY)], format="csv", folder=tmp_path)
    assert (tmp_path / "a1.csv").read_bytes().startswith(b'"article",')
    assert names(tmp_path) == ["a1.csv"]


def test_what_a_format_refuses_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="brat needs the words"):
        write_folder([replace(item("a"), text=None)], format="brat", folder=tmp_path)
    with pytest.raises(InputError, match="no format 'pdf'"):
        write_folder([], format="pdf", folder=tmp_path)
