"""The checker itself: it must see what is wrong, and let pass what is right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from attribution.records import (
    Article,
    Confidence,
    Context,
    Cue,
    Extraction,
    Mention,
    Model,
    Quotation,
    Role,
    Span,
    Speaker,
    Warning,
)

from .table import Case, Reading, check, load

TEXT = "“The nets are dry,” said Mira Holt, a sailmaker. She said the sails were wet."
WANTED: tuple[dict[str, Any], ...] = (
    {
        "content": ["“The nets are dry,”"],
        "exact": True,
        "type": "direct",
        "cue": "said",
        "act": "say",
        "negated": False,
        "source": "Mira Holt",
        "speaker": "Mira Holt",
        "role": "a sailmaker",
        "quoted": ["The nets are dry"],
        "parent": False,
        "medium": False,
    },
    {"content": ["the sails were wet"], "source": "She", "speaker": "Mira Holt", "kind": "person"},
)


def _span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def _quotation(id: str, content: str, source: str, *, text: str = TEXT, **more: Any) -> Quotation:
    span, who = _span(content, text), _span(source, text)
    fields: dict[str, Any] = {
        "id": id, "type": "direct", "text": span.text, "spans": (span,), "speaker": "s1",
        "cue": Cue(**_plain(_span("said", text)), lemma="say"), "source": Mention(**_plain(who)),
        "role": None,
        "addressee": None, "medium": None, "time": None, "parent": None, "paragraph": 0,
        "context": Context("", ""), "quoted": (), "topics": (), "statement": True, "reason": None,
        "confidence": Confidence(0.9),
    }  # fmt: skip
    return Quotation(**(fields | more))


def _plain(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _extraction(*quotations: Quotation, warnings: tuple[Warning, ...] = (), text: str = TEXT) -> Extraction:
    article = Article(None, None, None, None, "en", "0" * 64, len(text))
    speaker = Speaker("s1", "Mira Holt", "Mira Holt", "person", True)
    return Extraction(article, quotations, (speaker,), warnings, Model("test", "0"))


def _good() -> tuple[Quotation, Quotation]:
    role = Role(**_plain(_span("a sailmaker")))
    first = _quotation(
        "q1", "“The nets are dry,”", "Mira Holt", role=role, quoted=(_span("The nets are dry,"),)
    )
    return first, _quotation("q2", "the sails were wet", "She", type="indirect")


def _case(*wanted: dict[str, Any], text: str = TEXT, **more: Any) -> Case:
    fields: dict[str, Any] = {
        "id": "01-x", "number": 1, "text": text, "html": None, "title": None, "complete": True,
        "warnings": (), "without": (), "gap": None, "quotations": wanted,
    }  # fmt: skip
    return Case(**(fields | more))


def test_all_is_well() -> None:
    assert check(_case(*WANTED), _extraction(*_good())) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"type": "mixed"}, "type is 'mixed'"),
        ({"source": None}, "source is None"),
        ({"source": Mention(**_plain(_span("She")))}, "source is 'She'"),
        ({"speaker": None}, "speaker is None"),
        ({"role": None}, "role is None"),
        ({"cue": None}, "cue is None"),
        ({"quoted": ()}, "quoted is []"),
        ({"parent": "q2"}, "parent is 'q2'"),
        ({"medium": _span("nets")}, "medium is 'nets'"),
        ({"spans": (_span("The nets are dry,”"),)}, "spans is"),
        ({"spans": (_span("The nets"),)}, "not found"),
        ({"spans": (Span(1, 5, "nets"),)}, "not 'nets'"),
    ],
)
def test_each_fault_is_seen(change: dict[str, Any], fault: str) -> None:
    first, second = _good()
    faults = check(_case(*WANTED), _extraction(replace(first, **change), second))
    assert any(fault in told for told in faults), faults


def test_negated_and_act_are_read_off_the_cue() -> None:
    first, second = _good()
    assert first.cue is not None
    odd = replace(first, cue=replace(first.cue, negated=True, act="deny"))
    faults = check(_case(*WANTED), _extraction(odd, second))
    assert any("negated is True" in told for told in faults)
    assert any("act is 'deny'" in told for told in faults)


def test_missing_and_additional_quotations() -> None:
    first, second = _good()
    assert "not found: the sails were wet" in check(_case(*WANTED), _extraction(first))
    assert any("of its own" in told for told in check(_case(WANTED[0]), _extraction(first, second)))
    assert check(_case(WANTED[0], complete=False), _extraction(first, second)) == []
    silent = replace(second, statement=False, reason="scare")
    assert check(_case(WANTED[0]), _extraction(first, silent)) == []


def test_one_found_quotation_serves_one_listed() -> None:
    first, _ = _good()
    twice = _case(WANTED[0], WANTED[0])
    assert sum("not found" in told for told in check(twice, _extraction(first))) == 1


def test_parent_is_the_index_of_a_listed_quotation() -> None:
    text = "“He said: ‘No one slept at all’ – so we left,” Mira Holt said."
    wanted = (
        {"content": ["“He said: ‘No one slept at all’ – so we left,”"]},
        {"content": ["‘No one slept at all’"], "parent": 0},
    )
    outer = _quotation("q1", wanted[0]["content"][0], "Mira Holt", text=text)
    inner = _quotation("q2", "‘No one slept at all’", "He", text=text)
    case = _case(*wanted, text=text)
    assert check(case, _extraction(outer, replace(inner, parent="q1"), text=text)) == []
    assert any("parent is None" in told for told in check(case, _extraction(outer, inner, text=text)))


def test_source_is_the_nearest_place() -> None:
    text = "She left. Then Bo Ek came. “The nets are dry,” she said. She slept."
    case = _case({"content": ["“The nets are dry,”"], "source": "she"}, text=text)
    near = _quotation("q1", "“The nets are dry,”", "she said", text=text)
    far = _quotation("q1", "“The nets are dry,”", "She left", text=text)
    assert check(case, _extraction(near, text=text)) == []
    assert check(case, _extraction(far, text=text))


def test_false_stands_for_null() -> None:
    first, second = _good()
    nobody = {"content": WANTED[0]["content"], "source": False, "speaker": False, "role": False}
    bare = replace(first, source=None, speaker=None, role=None)
    assert check(_case(nobody, complete=False), _extraction(bare, second)) == []
    faults = check(_case(nobody, complete=False), _extraction(first, second))
    assert len(faults) == 3


def test_warnings() -> None:
    warned = _extraction(*_good(), warnings=(Warning("unclosed-mark", "a mark is never closed", 0, 1),))
    assert check(_case(*WANTED, warnings=("unclosed-mark",)), warned) == []
    assert check(_case(*WANTED, without=("unclosed-mark",)), warned) == ["warning unclosed-mark without need"]
    assert check(_case(*WANTED, warnings=("unclosed-mark",)), _extraction(*_good()))


def test_markup_reading() -> None:
    page = (
        "<p>“The <em>nets</em> are&nbsp;dry &amp; mended,”<br>said Mira.</p><script>x = 1</script><!-- no -->"
    )
    reading = Reading.markup(page)
    span = reading.find("“The nets are dry & mended,” said")
    assert span is not None
    assert reading.between(*span) == "“The nets are dry & mended,” said"
    assert "x = 1" not in reading.shown


def test_find_wants_whole_words() -> None:
    reading = Reading.plain("body", "Then he and the heron slept; he snored.")
    assert reading.find("he") == (5, 7)
    assert reading.find("he", nth=2) == (29, 31)
    assert reading.find("slept he") is None


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ('[[case]]\nid = "01-a"\nnumber = 1\ntext = "A."\ncolour = "red"', "unknown keys"),
        ('[[case]]\nid = "01-a"\nnumber = 1', "either text or html"),
        ('[[case]]\nid = "02-a"\nnumber = 1\ntext = "A."', "must begin with"),
        (
            '[[case]]\nid = "01-a"\nnumber = 1\ntext = "A."\n[[case.quotation]]\ncontent = ["B"]',
            "does not stand",
        ),
        ('[[case]]\nid = "01-a"\nnumber = 1\ntext = "A."\n' * 2, "used twice"),
    ],
)
def test_malformed_tables(rows: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "cases.toml"
    path.write_text(rows, encoding="utf-8")
    with pytest.raises(ValueError, match=message):
        load(path)
