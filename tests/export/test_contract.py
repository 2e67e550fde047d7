"""What every format that is installed must keep to."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest

from attribution.errors import InputError
from attribution.export import Item, exporter_names, load_exporter
from tests.samples import TEXT, extraction, quotation, sample

NAMES = exporter_names()


def written(name: str, *items: Item) -> str:
    stream = io.StringIO()
    load_exporter(name).write(iter(items), stream)
    return stream.getvalue()


def test_the_formats_of_this_package_are_there() -> None:
    assert {"json", "jsonl", "view"} <= set(NAMES)


def test_an_unknown_format_is_an_error_that_names_the_known() -> None:
    with pytest.raises(InputError, match="no format 'pdf'; there are json, jsonl, view"):
        load_exporter("pdf")


@pytest.mark.parametrize("name", NAMES)
class TestEveryFormat:
    def test_the_words_and_the_speaker_are_in_it(self, name: str) -> None:
        for text in (TEXT, None):
            out = written(name, Item(sample(), text))
            assert "We shall swim," in out
            assert "Mara Oyelaran" in out

    def test_text_ends_with_a_line_end(self, name: str) -> None:
        for items in ([Item(sample())], [Item(sample())] * 3, [Item(extraction())]):
            assert written(name, *items).endswith("\n")

    def test_nothing_gives_nothing(self, name: str) -> None:
        assert written(name) == ""

    def test_items_are_written_as_they_come(self, name: str) -> None:
        stream, seen = io.StringIO(), []

        def items() -> Iterator[Item]:
            for _ in range(4):
                seen.append(stream.getvalue().count("shall swim"))
                yield Item(sample())

        load_exporter(name).write(items(), stream)
        assert seen[3] >= 2  # one may be held back, to see whether it is the only one

    def test_any_character_goes_through(self, name: str) -> None:
        text = "“Zoë 🙂 \u202e\x1b[31m שלום [b]x[/b] :smile:”"
        out = written(name, Item(extraction(quotation(0, len(text), text=text), text=text), text))
        assert "Zoë 🙂" in out
        assert "[b]x[/b] :smile:" in out
        assert "\x1b" not in out

    def test_the_same_items_give_the_same_text(self, name: str) -> None:
        assert written(name, Item(sample(), TEXT)) == written(name, Item(sample(), TEXT))
