from __future__ import annotations

import pytest

from api.readings import read
from attribution.errors import EmptyInput
from attribution.text.markup import text_of
from attribution.text.reader import read_html
from tests.tree import ROOT

EXAMPLES = ROOT / "attribution" / "examples"
MARKUP = (
    "<h2>Ferry</h2>\n<p class=x>&quot;No,&quot; <b>Lee</b>&nbsp;said &#x1F600; twice<br>over <q>here</q>.</p>"
    "<script>alert(1)</script><p>So <i>be</i><!-- aside --> it &lt;now&gt;.</p>"
)


def units(text: str, start: int, end: int) -> str:
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")


def shown(paragraph: dict[str, list[list[str]]]) -> str:
    return "".join(run[0] for run in paragraph["runs"])


def test_html_is_shown_as_its_reader_sees_it() -> None:
    found = read(html=MARKUP, limit=9_999, language="en")
    words = [" ".join(shown(paragraph).split()) for paragraph in found["paragraphs"]]
    assert words == ["Ferry", '"No," Lee said 😀 twice over “here”.', "So be it <now>."]


@pytest.mark.parametrize("markup", [MARKUP, (EXAMPLES / "harbour.html").read_text(encoding="utf-8")])
def test_a_run_stands_where_it_says(markup: str) -> None:
    found = read(html=markup, limit=99_999, language="en")
    for paragraph in found["paragraphs"]:
        for words, start, end in paragraph["runs"]:
            written = units(markup, start, end)
            exact = len(words.encode("utf-16-le")) // 2 == end - start
            assert words.split() == (written if exact else text_of(written) or words).split()


def test_paragraphs_are_numbered_as_in_records() -> None:
    markup = (EXAMPLES / "harbour.html").read_text(encoding="utf-8")
    document = read_html(markup, title="Port Halden “waits”")
    found = read(html=markup, title="Port Halden “waits”", limit=99_999, language="en")
    assert len(found["paragraphs"]) == len(document.paragraphs) - 1
    [mark] = [mark for mark in found["marked"] if mark["field"] == "title"]
    assert (mark["start"], mark["end"]) == (12, 19)


def test_marks_are_the_outermost_of_any_style() -> None:
    text = "'It is \"dead\",' he said. «So,» 🚢 she said."
    found = read(text=text, limit=99, language="en")
    assert [units(text, mark["start"], mark["end"]) for mark in found["marked"]] == [
        "'It is \"dead\",'",
        "«So,»",
    ]


def test_plain_text_needs_no_runs() -> None:
    found = read(text="One.\r\n\r\n  Two. ", limit=99, language="en")
    assert found["paragraphs"] == [
        {"start": 0, "end": 4, "runs": []},
        {"start": 10, "end": 14, "runs": []},
    ]


def test_nothing_to_read_is_an_error() -> None:
    with pytest.raises(EmptyInput):
        read(html="<p> </p>", limit=99, language="en")
