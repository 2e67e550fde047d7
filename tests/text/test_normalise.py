from __future__ import annotations

import pytest

from attribution.text.normalise import normalise

CASES = {
    "Windows line ends": ("One.\r\n\r\nTwo.", "One.\n\nTwo."),
    "old Mac line ends": ("One.\r\rTwo.", "One.\n\nTwo."),
    "lines as paragraphs": ("One ran.\nTwo sat.", "One ran.\n\nTwo sat."),
    "blank lines with tabs in them": ("\t\nOne \n\t\n\t\n Two \n", "One\n\nTwo"),
    "single lines beside blank ones": ("One.\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree."),
    "a paragraph separator": ("One.\u2029Two.", "One.\n\nTwo."),
    "separators of lines and pages as paragraphs": (
        "One ran.\u2028Two sat.\x0bThree lay.\x0cFour.",
        "One ran.\n\nTwo sat.\n\nThree lay.\n\nFour.",
    ),
    "a line separator within a sentence": ("“We\u2028waited\x0bhere.”", "“We waited here.”"),
    "a paragraph separator within a sentence": ("“We\u2029waited.”", "“We waited.”"),
    "two line separators within a sentence": ("Results\u2028\u2028marlow 0", "Results\n\nmarlow 0"),
    "the end of a page within a sentence": ("“We\n\x0c\nwaited.”", "“We waited.”"),
    "next lines as line ends": ("One ran.\x85“Two\x85\x85sat.”\x85", "One ran.\n\n“Two\n\nsat.”"),
    "a next line within a sentence": ("“No.\x85“We\x85waited.”", "“No.\n\n“We waited.”"),
    "next lines beside others are points": ("Wait\x85 No.\x85\nTwo.", "Wait… No.…\n\nTwo."),
    "next lines beside misread marks are points": ("\x93No.\x85\x94", "“No.…”"),
    "next lines within sentences are points": ("Wait\x85 and\x85 see.", "Wait… and… see."),
    "tabs and runs of blanks": ("One\t\ttwo   three", "One two three"),
    "no-break, thin and figure spaces": ("5\xa0km,\u20096\u2007m\u202f!", "5 km, 6 m !"),
    "zero-width characters and a byte order mark": ("\ufeffha\u200bpp\u2060y", "happy"),
    "soft hyphens": ("govern\xadment", "government"),
    "bidi controls": ("\u202aLee\u202c \u200fsaid\u2069", "Lee said"),
    "control characters": ("Lee\x1b said\x07", "Lee said"),
    "invisible characters among blanks": ("Lee \u200b said", "Lee said"),
    "combining accents": ("Jose\u0301 said e\u0301", "José said é"),
    "an accent that composes with nothing": ("x\u0301 \u0301y", "x\u0301 \u0301y"),
    "an accent after an accent": ("u\u0308\u0301", "ǘ"),
    "emoji with joiners": ("👩\u200d🚒 said", "👩\u200d🚒 said"),
    "misread marks": ("â€œNo,â€\x9d she said. Itâ€™s â€˜fineâ€™ â€” â€¦", "“No,” she said. It’s ‘fine’ — …"),
    "misread marks that lost a byte": ("â€œNo,â€ she said.", "“No,” she said."),
    "marks misread twice": ("Ã¢â‚¬Å“Noâ€", "“No”"),
    "marks misread as Latin-1": ("â\x80\x9cNoâ\x80\x9d", "“No”"),
    "Windows-1252 marks": ("\x93No\x94, it\x92s", "“No”, it’s"),
    "misread no-break spaces": ("5Â\xa0km, 6 Â\xa0 m", "5 km, 6 m"),
    "ligatures and accents in use": ("The ﬁle of Â and Ã", "The ﬁle of Â and Ã"),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES)
def test_text_is_made_even(given: str, expected: str) -> None:
    assert normalise(given)[0] == expected


WRAPPED = (
    "The mayor of Larkfield said on Tuesday that the old bridge would stay\n"
    "shut until spring. “We have no choice in this matter,” Joan Park told\n"
    "a crowd on the Market Square.\n"
    "\n"
    "Traders fear the winter. Omar Khan, who has sold bread there since he\n"
    "was a boy, said: “Nobody will walk around the hill for a loaf of it.”\n"
    "He may be right.\n"
)


def test_wrapped_lines_are_joined() -> None:
    paragraphs = normalise(WRAPPED)[0].split("\n\n")
    assert [p[-20:] for p in paragraphs] == ["n the Market Square.", "it.” He may be right."[-20:]]


def test_wrapped_lines_without_blank_ones_break_where_a_line_was_left_short() -> None:
    paragraphs = normalise(WRAPPED.replace("\n\n", "\n"))[0].split("\n\n")
    assert len(paragraphs) == 2
    assert paragraphs[1].startswith("Traders")


def test_a_line_that_goes_on_in_small_letters_is_joined() -> None:
    text = "He urged everybody who could to give and to take part personally\nin the count.\n\nNo one did."
    assert normalise(text)[0].split("\n\n")[0].endswith("personally in the count.")


def test_short_lines_are_not_taken_for_wrapped_text() -> None:
    text = "Results\nLarkfield 2\nHarbour 1\nmarlow 0"
    assert normalise(text)[0] == text.replace("\n", "\n\n")


def test_line_ends_can_be_joined() -> None:
    assert normalise("One\ntwo\n\nthree", lines="join")[0] == "One two\n\nthree"
    assert normalise("One\ntwo\n\nthree", lines="single")[0] == "One two three"


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("Lee  said", "Lee said", (0, 9)),
        ("\ufeff\nLee said", "Lee", (2, 5)),
        ("â€œNoâ€\x9d", "“", (0, 3)),
        ("Jose\u0301 said", "é", (3, 5)),
        ("go\xadne", "gone", (0, 5)),
        ("a\r\n\r\nb", "b", (5, 6)),
        ("We\u2028wait.\u2029Lee", "wait", (3, 7)),
        ("One.\x85\x85Two.", "Two", (6, 9)),
    ],
)
def test_edits_are_mapped_back(text: str, words: str, expected: tuple[int, int]) -> None:
    made, offsets = normalise(text)
    start = made.index(words)
    assert offsets.span(start, start + len(words)) == expected


@pytest.mark.parametrize(
    ("text", "even"),
    [
        ("“It is over,\nand we won,” said Lee.", "“It is over, and we won,” said Lee."),
        ("“Not this,\nnor that,\nnor us,” said Lee.", "“Not this, nor that, nor us,” said Lee."),
        ('Lee said: "It is over,\nand we won."', 'Lee said: "It is over, and we won."'),
        ("Rain fell.\n\n“It is over,\r\nand we won.”", "Rain fell.\n\n“It is over, and we won.”"),
        # near misses: no quotation is open, or the next line begins anew
        ("apples\noranges", "apples\n\noranges"),
        ("We need “fuel”:\nrope\nsails", "We need “fuel”:\n\nrope\n\nsails"),
        ('We need "fuel" and\nrope', 'We need "fuel" and\n\nrope'),
        ("“It is over\n\nand we won,” said Lee.", "“It is over\n\nand we won,” said Lee."),
        ("“It is over.\nwe won,” said Lee.", "“It is over.\n\nwe won,” said Lee."),
        ("“It is over,\nAnd we won,” said Lee.", "“It is over,\n\nAnd we won,” said Lee."),
        ("“Lee,\n\nrope\nsails", "“Lee,\n\nrope\n\nsails"),
    ],
)
def test_a_short_line_in_an_open_quotation_goes_on(text: str, even: str) -> None:
    assert normalise(text)[0] == even
