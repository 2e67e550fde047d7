"""Pairing of quotation marks: what is a mark, what belongs together, and no article lost over an odd one."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from attribution.text.marks import Pairing, canonical_marks, pair_marks
from tests.timing import cpu_seconds


def quoted(text: str) -> list[str]:
    return [text[s.start : s.end] for s in pair_marks(text).stretches]


def codes(pairing: Pairing) -> list[str]:
    return [warning.code for warning in pairing.warnings]


PAIRED = [
    # an odd number of marks
    ("“We won,” said Ann Lee. The dogs’ bowl was full.", ["“We won,”"]),
    ('"We won," said Ann Lee. The bill was 30" long.', ['"We won,"']),
    # mixed styles
    ('“It is over," he said.', ['“It is over,"']),
    ('"It is over,” he said.', ['"It is over,”']),
    ("He wrote: \"The tram is late,' and left.", ["\"The tram is late,'"]),
    ("Mayor Hopes For “Calm Spring’ In Tarn", ["“Calm Spring’"]),
    # apostrophes, possessives, decades, elisions
    ('He told me I "shouldn’t wear those".', ['"shouldn’t wear those"']),
    ('The ’90s were "wild", Ms Roe said, and the \'80s wilder.', ['"wild"']),
    ("’Tis the rock ’n’ roll of goin’ home. Get ’em, lads.", []),
    ("\"Rock 'n' roll is here,\" he said.", ["\"Rock 'n' roll is here,\""]),
    ("The U.S.'s plan and Yahoo!'s answer pleased the Joneses' lawyer.", []),
    ("Ministers' wages and nurses' hours rose; 'til May nobody had asked.", []),
    # British style
    (
        "‘We will not sell,’ said Jones. ‘Jones’ cow is staying.’",
        ["‘We will not sell,’", "‘Jones’ cow is staying.’"],
    ),
    ("'We will not sell,' said Roe. 'Roes' cow stays.'", ["'We will not sell,'", "'Roes' cow stays.'"]),
    ("‘The dogs’ bowl is full,’ he said.", ["‘The dogs’ bowl is full,’"]),
    ("‘’Tis the season,’ he said.", ["‘’Tis the season,’"]),
    ("‘Tis fine,’ he said. ‘Go.’", ["‘Tis fine,’", "‘Go.’"]),
    ("The ‘losers’ and the dogs’ bowl.", ["‘losers’"]),
    ("He called them ‘traitors’ and left.", ["‘traitors’"]),
    ("The firm counted ‘3,210 broken lamps’ between May and June.", ["‘3,210 broken lamps’"]),
    ("‘The “big” day,’ he said.", ["‘The “big” day,’", "“big”"]),
    # other styles
    ("« Bonjour », dit-il. «Hola», dijo.", ["« Bonjour »", "«Hola»"]),
    ("»Guten Tag«, sagte er.", ["»Guten Tag«"]),
    ("«\u202fOui\u202f», puis ‹ non ›.", ["«\u202fOui\u202f»", "‹ non ›"]),
    ("„Gut“, sagte er. „Dobrze”, and “fine”.", ["„Gut“", "„Dobrze”", "“fine”"]),
    ("``We won,'' he said. ''No,'' she said.", ["``We won,''", "''No,''"]),
    ("''She said: 'Go home,''' he recalled.", ["''She said: 'Go home,'''", "'Go home,'"]),
    ("» First item\n» Second item", []),
    ("Home » News » Local » Tarn", []),
    # feet and inches
    ('He is 5\'11" tall, "maybe more", his coach said.', ['"maybe more"']),
    ("She is 5’ 9” tall, “maybe more”, her coach said.", ["“maybe more”"]),
    ('"I ate a 12" pie," he said.', ['"I ate a 12" pie,"']),
    ('"We sold 12" is what he said.', ['"We sold 12"']),
    # spacing
    ('he said," We won " and left', ['" We won "']),
    ('He said ("never") and—"now"—left.', ['"never"', '"now"']),
    ('"Yes.""No."', ['"Yes."', '"No."']),
    ('a straight sh"e within a word', []),
    ('Plan "B" beat plan “A”.', ['"B"', "“A”"]),
    ('"...and so it ends," he said.', ['"...and so it ends,"']),
    ('<img alt="a view" src="tram.png">', ['"a view"', '"tram.png"']),
    # nested
    (
        "“She told me: ‘Go home’ – so I went,” Kim said.",
        ["“She told me: ‘Go home’ – so I went,”", "‘Go home’"],
    ),
    ('"A "B" C," he said.', ['"A "B" C,"', '"B"']),
    ("“He called it “great” and left,” she said.", ["“He called it “great” and left,”", "“great”"]),
    ("“‘Go,’” she said.", ["“‘Go,’”", "‘Go,’"]),
    # nothing between
    ('An empty "" pair', []),
    ("An empty “ ” pair", []),
    ("", []),
    ("No marks at all.", []),
]


@pytest.mark.parametrize(("text", "expected"), PAIRED)
def test_pairs(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(("text", "expected"), PAIRED)
def test_canonical_reads_the_same(text: str, expected: list[str]) -> None:
    written, offsets = canonical_marks(text)
    spans = [offsets.span(s.start, s.end) for s in pair_marks(written).stretches]
    assert [text[start:end] for start, end in spans] == expected
    assert canonical_marks(written)[0] == written


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“She is fine.” A win,” he said.", ["stray-mark"]),
        ("A win,” he said.", ["stray-mark"]),
        ("“A win, he said.", ["unclosed-mark"]),
        ("“A win, he said.\nNo mark here.", ["unclosed-mark"]),
        ("“One.\n“Two,” he said.", []),
        ("The dogs’ bowl, the ’90s and 5'11\".", []),
        ("»  A bullet", []),
    ],
)
def test_warnings(text: str, expected: list[str]) -> None:
    assert codes(pair_marks(text)) == expected


def test_warning_tells_the_place() -> None:
    (warning,) = pair_marks("Fine. A win,” he said.").warnings
    assert (warning.start, warning.end) == (12, 13)
    assert warning.message == "a quotation mark closes and none opened"


def test_never_closed_ends_with_its_paragraph() -> None:
    text = "Lee spoke. “It is lost.\n\nNothing here. “It is not,” Roe said."
    lost, found = pair_marks(text).stretches
    assert (text[lost.start : lost.end], lost.closed, lost.close_length) == ("“It is lost.", False, 0)
    assert (text[found.start : found.end], found.closed, found.continues) == ("“It is not,”", True, None)


@pytest.mark.parametrize("marks", ["“”", '""', "‘’", "''", "«»"])
def test_over_paragraphs(marks: str) -> None:
    text = "{0}We came.\n\n{0}We saw.\n\n{0}We left,{1} she said.".format(*marks)
    pairing = pair_marks(text)
    assert [(s.closed, s.continues, s.paragraph) for s in pairing.stretches] == [
        (False, None, 0),
        (False, 0, 1),
        (True, 1, 2),
    ]
    assert codes(pairing) == []
    assert canonical_marks(text)[0] == "“We came.\n\n“We saw.\n\n“We left,” she said."


def test_inner_quotation_over_paragraphs() -> None:
    text = "“She said: ‘One.\n\n“‘Two,’ and left,” he said."
    outer, inner, outer_again, inner_again = pair_marks(text).stretches
    assert (outer.continues, inner.continues, outer_again.continues, inner_again.continues) == (
        None,
        None,
        0,
        1,
    )
    assert (inner.parent, inner_again.parent) == (0, 2)


def test_a_closed_quotation_is_not_carried_on() -> None:
    pairing = pair_marks("“One,” he said.\n\n“Two,” she said.")
    assert [s.continues for s in pairing.stretches] == [None, None]


def test_opened_anew_in_its_paragraph() -> None:
    text = 'Kim said: "We tried. "We failed." He left.'
    first, second = pair_marks(text).stretches
    assert text[first.start : first.end] == '"We tried.'
    assert (first.closed, second.closed, second.continues) == (False, True, 0)
    assert codes(pair_marks(text)) == ["unclosed-mark"]


def test_depth_and_parent_to_any_depth() -> None:
    text = "“a ‘b “c ‘d “e” d’ c” b’ a”"
    found = [(s.depth, s.parent) for s in pair_marks(text).stretches]
    assert found == [(0, None), (1, 0), (2, 1), (3, 2), (4, 3)]


@pytest.mark.parametrize(
    ("text", "style", "lengths"),
    [
        ("“A b”", "double", (1, 1)),
        ('"A b"', "straight", (1, 1)),
        ("‘A b.’", "single", (1, 1)),
        ("``A b''", "tex", (2, 2)),
        ("„A b“", "low9", (1, 1)),
        ("«A b»", "guillemet", (1, 1)),
    ],
)
def test_style_and_lengths(text: str, style: str, lengths: tuple[int, int]) -> None:
    (stretch,) = pair_marks(text).stretches
    assert (stretch.style, (stretch.open_length, stretch.close_length)) == (style, lengths)


def test_given_paragraphs_hold() -> None:
    text = "“One. Two,” he said."
    assert quoted(text) == ["“One. Two,”"]
    pairing = pair_marks(text, [(0, 5), (6, len(text))])
    assert [(s.start, s.end, s.closed) for s in pairing.stretches] == [(0, 5, False)]
    assert codes(pairing) == ["unclosed-mark", "stray-mark"]
    assert pair_marks(text, []).stretches == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'Is it \"dead\"?' asked Lee.", "“Is it ‘dead’?” asked Lee."),
        ("``We won,'' he said.", "“We won,” he said."),
        ("Ann’s “plan”", "Ann’s “plan”"),
        ("A win,\" he said. 'Tis so.", "A win,\" he said. 'Tis so."),
        ('"A “B ‘C’ D” E"', "“A ‘B ‘C’ D’ E”"),
    ],
)
def test_canonical(text: str, expected: str) -> None:
    assert canonical_marks(text)[0] == expected


def test_canonical_map_is_exact() -> None:
    text = "Lee: ``We won,'' and \"we left\"."
    written, offsets = canonical_marks(text)
    assert written == "Lee: “We won,” and “we left”."
    assert offsets.span(5, 14) == (5, 16)
    assert [offsets.span(i, i + 1) for i in range(19, 28)] == [(i, i + 1) for i in range(21, 30)]


words = st.sampled_from(["dogs", "Lee", "s", "n", "said", "he", "12", "90s", "5", "We won", "in", "a"])
signs = st.sampled_from([*"“”\"‘’'„«»‹›`‚″‟", "''", "``", "’’", "'''"])
glue = st.sampled_from([" ", " ", ",", ". ", "\n", "\n\n", "—", "(", ")", ":", "", "…", "\u00a0", "?"])
articles = st.lists(st.one_of(words, signs, glue), max_size=40).map("".join)


@given(st.one_of(articles, st.text()))
def test_stretches_are_sound(text: str) -> None:
    stretches = pair_marks(text).stretches
    for index, stretch in enumerate(stretches):
        assert 0 <= stretch.start < stretch.end <= len(text)
        assert "\n" not in text[stretch.start : stretch.end]
        assert stretch.open_length + stretch.close_length < stretch.end - stretch.start or not stretch.closed
        if stretch.parent is None:
            assert stretch.depth == 0
        else:
            around = stretches[stretch.parent]
            assert around.start < stretch.start
            assert stretch.end <= around.end
            assert stretch.depth == around.depth + 1
        if stretch.continues is not None:
            assert stretch.continues < index
            assert not stretches[stretch.continues].closed


@example("““dogs’’””")
@given(st.one_of(articles, st.text()))
def test_canonical_is_idempotent_and_keeps_the_stretches(text: str) -> None:
    written, offsets = canonical_marks(text)
    again, second = canonical_marks(written)
    assert again == written
    assert second.is_identity
    assert offsets.output_length == len(written)
    before, after = pair_marks(text).stretches, pair_marks(written).stretches
    assert [(s.start, s.end) for s in before] == [offsets.span(s.start, s.end) for s in after]
    assert [(s.depth, s.parent, s.closed, s.continues, s.paragraph) for s in before] == [
        (s.depth, s.parent, s.closed, s.continues, s.paragraph) for s in after
    ]


@pytest.mark.parametrize("unit", ["“", "'", '"', "``''", "“a ‘b ", "a' ", '1" ', "« ", "'''"])
def test_time_is_linear(unit: str) -> None:
    def seconds(count: int) -> float:
        return cpu_seconds(lambda: canonical_marks(unit * count))

    assert seconds(8000) < 24 * max(seconds(1000), 0.01)
