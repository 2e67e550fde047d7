from __future__ import annotations

from xml.etree import ElementTree

import matplotlib
import pytest

from attribution.corpus.report.plots import bars
from attribution.corpus.report.plots.kinds import Bars, Series
from attribution.corpus.report.plots.theme import Words, columns_of, shortened
from tests.corpus.report.plots.svg import texts

NAMES = ["<b>Lee</b> & $x^2$", "محمد بن راشد", "李小龙", "T0_ T1_", "a\x1bb\nc"]


@pytest.mark.filterwarnings("error")
def test_words_are_put_in_as_they_are() -> None:
    drawn = bars.draw(Bars("<i>", NAMES, [Series("n", range(5))]), name="p", about='"&"')
    assert [text for text in texts(drawn) if not text.isdigit()] == [*NAMES[:4], "a�b c"]
    root = ElementTree.fromstring(drawn)
    assert [root[0].text, root[1].text] == ["<i>", '"&"']


def test_no_style_no_outer_name_and_no_size_remain() -> None:
    drawn = bars.draw(Bars("Acts", ["say"], [Series("n", [1])]), name="p", about="one bar")
    for element in ElementTree.fromstring(drawn).iter():
        assert not {"style", "width", "height"} & set(element.attrib) or element.tag.endswith("}rect")
        assert not element.tag.endswith(("}style", "}metadata", "}script"))
        assert element.get("id", "p-").startswith("p-")


def test_settings_of_whoever_runs_it_change_nothing() -> None:
    plot = Bars("Acts", ["say"], [Series("n", [1])])
    plain = bars.draw(plot, name="p", about="one bar")
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert bars.draw(plot, name="p", about="one bar") == plain


def test_long_names_are_cut_by_the_room_they_take() -> None:
    assert shortened("Ann Lee", 7) == "Ann Lee"
    assert shortened("李小龙", 6) == "李小龙"
    assert shortened("李小龙", 5) == "李小…"
    assert columns_of("李小龙 x") == 8


def test_a_sign_stands_for_its_text() -> None:
    words = Words()
    assert [words.text(words.sign(text)) for text in ("Lee", "T0_")] == ["Lee", "T0_"]
