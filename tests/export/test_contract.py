"""What every format that is installed must keep to."""

from __future__ import annotations

import html as markup
import io
import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution import records
from attribution.errors import InputError
from attribution.export import Item, exporter_names, load_exporter
from tests.samples import TEXT, extraction, quotation, sample

NAMES = exporter_names()
NEEDING_TEXT = ["brat", "citron", "tei"]  # all others make do with the records
OF_ONE_ARTICLE = ["brat"]
HOSTILE = [
    "<script>alert(1)</script>", "</title><img src=x onerror=alert(1)>", "javascript:alert(1)", "]]>", "-->",
    "<!-- wp:html --><b>", "[gallery]", "=cmd|' /C calc'!A0", "@SUM(1)", ";=1+1", "\t=1", "\x00", "\x1b[31m",
    "\x85", "\ufffe", "\u2028", "\u202e", "🙂", "e\u0301", "שלום", "“", "”", '"', "'", "&amp;", "\r\n",
    "\n\n", "\\", "a",
]  # fmt: skip
TEXTS = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=8).map("".join)


def written(name: str, *items: Item) -> str:
    stream = io.StringIO(newline="")
    load_exporter(name).write(iter(items), stream)
    return stream.getvalue()


def readable(name: str, text: str) -> str:
    """The output as its readers see it: references of HTML and XML, and escapes of JSON, decoded.

    A word joiner, which the blocks for WordPress need, nobody sees.
    """
    if text.startswith(("{", "[")) and name != "view":
        text = "\n".join(json.dumps(value, ensure_ascii=False) for value in parsed(text))
    return markup.unescape(text).replace("\N{WORD JOINER}", "")


def parsed(text: str) -> list[object]:
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.split("\n") if line]


def test_the_formats_of_this_package_are_there() -> None:
    assert set(NAMES) >= {
        "ans", "brat", "citron", "csv", "html", "json", "jsonl", "jsonld", "ninjs", "tei", "view",
        "webannotation", "wordpress", "wordpress-pullquote",
    }  # fmt: skip


def test_an_unknown_format_is_an_error_that_names_the_known() -> None:
    with pytest.raises(
        InputError, match="no format 'pdf'; there are ans, brat, citron, csv, html, json, jsonl"
    ):
        load_exporter("pdf")


@pytest.mark.parametrize("name", NAMES)
class TestEveryFormat:
    def test_the_words_and_the_speaker_are_in_it(self, name: str) -> None:
        page = f"<p>{TEXT}</p>"
        for item in (Item(sample(), TEXT), Item(on_page(), html=page), Item(sample())):
            if name in NEEDING_TEXT and item == Item(sample()):
                continue
            out = readable(name, written(name, item))
            assert "We shall swim," in out
            assert "Mara Oyelaran" in out

    def test_without_text_it_makes_do_or_says_so(self, name: str) -> None:
        if name not in NEEDING_TEXT:
            assert written(name, Item(sample()))
            return
        with pytest.raises(InputError, match=f"{name} needs the words of the article"):
            written(name, Item(sample()))

    def test_what_is_not_empty_ends_with_a_line_end(self, name: str) -> None:
        for items in ([Item(sample(), TEXT)], [Item(sample(), TEXT)] * 3, [Item(extraction(), TEXT)]):
            if name in OF_ONE_ARTICLE and len(items) > 1:
                continue
            out = written(name, *items)
            assert out.endswith("\n") or not (out or items[0].extraction.quotations)

    def test_nothing_gives_nothing(self, name: str) -> None:
        assert written(name) == ""

    def test_items_are_written_as_they_come(self, name: str) -> None:
        if name in OF_ONE_ARTICLE:
            with pytest.raises(InputError, match="folder"):
                written(name, Item(sample(), TEXT), Item(sample(), TEXT))
            return
        stream, seen = io.StringIO(), []

        def items() -> Iterator[Item]:
            for _ in range(4):
                seen.append(stream.getvalue().count("shall swim"))
                yield Item(sample(), TEXT)

        load_exporter(name).write(items(), stream)
        assert seen[3] >= 2  # one may be held back, to see whether it is the only one

    def test_any_character_goes_through(self, name: str) -> None:
        text = "“Zoë 🙂 \u202e\x1b[31m שלום [b]x[/b] :smile:”"
        out = written(name, Item(extraction(quotation(0, len(text), text=text), text=text), text))
        shown = readable(name, out)
        assert "Zoë 🙂" in shown
        assert "[b]x[/b] :smile:" in shown
        assert "\x1b" not in out

    def test_the_same_items_give_the_same_text(self, name: str) -> None:
        assert written(name, Item(sample(), TEXT)) == written(name, Item(sample(), TEXT))

    def test_positions_in_utf16_say_the_same(self, name: str) -> None:
        text = "🙂 “Yes, 🙂,” said Ito."
        plain = extraction(quotation(2, 11, text=text), text=text)
        span = records.Span(3, 13, text[2:11])
        units = extraction(quotation(spans=(span,), quoted=(span,), text=text), text=text, unit="utf16")
        units = replace(units, quotations=(replace(units.quotations[0], text=span.text),))
        if name in ("brat", "citron", "html", "tei", "webannotation"):
            assert written(name, Item(units, text)) == written(name, Item(plain, text))
        else:
            assert written(name, Item(units, text))

    def test_records_of_another_article_are_refused_or_shown_alone(self, name: str) -> None:
        beyond = extraction(quotation(0, 16))
        if name in ("brat", "citron", "html", "tei", "webannotation"):
            with pytest.raises(InputError, match="not of this article"):
                written(name, Item(beyond, "short"))
        else:
            assert written(name, Item(beyond, "short")) or name.startswith("wordpress")

    @settings(max_examples=15, deadline=None)
    @given(text=TEXTS, title=TEXTS, label=TEXTS, url=TEXTS)
    def test_survives_any_text(self, name: str, text: str, title: str, label: str, url: str) -> None:
        out = written(name, Item(hostile(text, title, label, url), f"x{text}x"))
        assert not set("\x00\x1b") & set(out)
        out.encode("utf-8")


def on_page() -> records.Extraction:
    """The sample as it is for the page of one paragraph that holds its text."""
    made = sample()
    said = made.quotations[0]
    span = records.Span(3, 19, TEXT[:16])
    said = replace(said, spans=(span,), quoted=(span,), source=None, role=None, cue=None)
    speaker = replace(made.speakers[0], mentions=(), roles=())
    return replace(made, quotations=(said,), speakers=(speaker,))


def hostile(text: str, title: str, label: str, url: str) -> records.Extraction:
    """Records of `x{text}x` in which all that an article can say is what is given."""
    span = records.Span(1, 1 + len(text), text)
    cue = records.Cue(0, 1, "x", lemma=label, act="say")
    role = records.Role(1, 1 + len(text), text, title=label or None, affiliation=span)
    source = records.Mention(1, 1 + len(text), text)
    said = quotation(
        spans=(span,), text=f"x{text}x", type="mixed", cue=cue, source=source, speaker="s1", role=role,
        addressee=span, medium=span, context=records.Context(label, label),
    )  # fmt: skip
    said = replace(said, text=text, quoted=(span,))
    scare = replace(said, id="q2", statement=False, reason="scare", speaker=None, parent="q1")
    speaker = records.Speaker(
        "s1", label or None, label, "person", True, mentions=(source,), roles=(role,), aliases=(label,),
        ids={"wikidata": label, "desk": text},
    )  # fmt: skip
    made = extraction(said, scare, speakers=(speaker,), text=f"x{text}x", id=label)
    warning = records.Warning("stray-mark", label, 0, 1)
    article = replace(made.article, title=title, url=url, published=label, language=label)
    return replace(made, article=article, warnings=(warning,))
