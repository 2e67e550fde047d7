"""The readable view."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

from attribution import records
from attribution.export import Item, view
from tests.samples import TEXT, extraction, quotation, sample


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(*items: Item, stream: io.StringIO | None = None) -> str:
    stream = stream or io.StringIO()
    view.write(items, stream)
    return stream.getvalue()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_speaker_role_type_and_confidence_stand_beside_the_passage() -> None:
    lines = shown(Item(sample(), TEXT)).splitlines()
    assert lines[0].rstrip() == "a1"
    assert lines[1].rstrip() == "1 quotation, 1 speaker"
    left = [line[: view.BESIDE].strip() for line in lines[3:7]]
    assert left == ["Mara Oyelaran", "coach", "q1 direct", "content 90%, source 80%, speaker 70%"]
    assert lines[3][view.BESIDE :].strip() == "⟦“We shall swim,”⟧ said coach Mara Oyelaran."


def test_only_the_paragraph_is_shown_and_a_long_one_is_cut() -> None:
    text = "Before.\n" + "a " * 300 + TEXT.split("\n")[0] + " b" * 300 + "\nAfter."
    start = text.index("“")
    out = flat(shown(Item(extraction(quotation(start, start + 16, text=text), text=text), text)))
    assert "Before" not in out
    assert "After" not in out
    assert "…a a" in out or "… a a" in out
    assert out.count(" b") <= view.SURROUNDINGS


def test_both_pieces_of_an_interrupted_quotation_are_marked() -> None:
    text = "“We tried,” she said, “and we failed.”"
    spans = (records.Span(0, 11, text[:11]), records.Span(22, 38, text[22:]))
    out = shown(Item(extraction(quotation(text=text, spans=spans), text=text), text))
    assert "⟦“We tried,”⟧ she said, ⟦“and we failed.”⟧" in flat(out)


def test_without_the_text_the_context_stands_around() -> None:
    utf16 = replace(sample(), unit="utf16")
    for item in (Item(sample()), Item(utf16, TEXT)):
        assert "⟦“We shall swim,”⟧ said coach Mara Oyelaran." in flat(shown(item))


def test_a_quotation_in_the_title_is_shown_in_the_title() -> None:
    span = records.Span(5, 9, "“No”", "title")
    made = extraction(quotation(spans=(span,)))
    made = replace(made, article=replace(made.article, title="Ito: “No”"))
    assert "Ito: ⟦“No”⟧" in shown(Item(made, TEXT))


def test_what_is_known_of_a_record_is_said() -> None:
    said: Any = {"statement": False, "reason": "scare", "parent": "q9"}
    cue = records.Cue(17, 21, "said", negated=True)
    said |= {"addressee": records.Span(0, 3, "Ito"), "medium": records.Span(0, 8, "a letter")}
    said |= {"time": records.Time(0, 9, "in spring", value="2021-04")}
    out = flat(shown(Item(extraction(quotation(cue=cue, **said)), TEXT)))
    for words in ("to Ito", "through a letter", "when: in spring (2021-04)"):
        assert words in out
    for words in ("no speaker found", "negated", "inside q9", "no statement (scare)"):
        assert words in out


def test_warnings_are_shown_with_their_place() -> None:
    notes = (
        records.Warning("unclosed", "a mark is never closed", 3, 9),
        records.Warning("language", "Danish"),
    )
    out = shown(Item(extraction(warnings=notes)))
    assert "warning unclosed at 3: a mark is never closed" in out
    assert "warning language: Danish" in out


def test_colours_on_a_terminal_only(monkeypatch: Any) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    coloured = shown(Item(sample(), TEXT), stream=Terminal())
    assert "\x1b[1;33m“We shall swim,”" in coloured
    assert "⟦" not in coloured
    assert "\x1b" not in shown(Item(sample(), TEXT))
