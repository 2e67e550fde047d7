from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from attribution.lock.tokens import Form, write_tokens
from attribution.lock.traces import TAKEN, find_traces
from tests.tree import ROOT

FORM = Form("QX", 2)
TOKENS = write_tokens(FORM, [f"words {number}" for number in range(30)])
TOKEN = TOKENS[11]  # [[QX12....]]
CODE = TOKEN[6:10]
AROUND = "Before it, 12 boats, {} said Ann Lee of the port; after it."

DAMAGES = {
    "small letters": TOKEN.lower(),
    "title case": TOKEN.title(),
    "brackets gone": TOKEN.strip("[]"),
    "one bracket gone": TOKEN[1:],
    "other brackets": f"【{TOKEN.strip('[]')}】",
    "guillemets": f"«{TOKEN.strip('[]')}»",
    "escaped for Markdown": TOKEN.replace("[", "\\[").replace("]", "\\]"),
    "blanks in the brackets": f"[[ {TOKEN.strip('[]')} ]]",
    "blanks between its parts": f"[[QX 12 {CODE}]]",
    "hyphens between its parts": f"QX-12-{CODE}",
    "broken over lines": f"[[QX12\n{CODE}]]",
    "full width": f"[[ＱＸ１２{CODE}]]",
    "digits of Arabic": f"[[QX١٢{CODE}]]",
    "digits of Devanagari": f"[[QX१२{CODE}]]",
    "no check letters": "[[QX12]]",
    "three check letters": f"[[QX12{CODE[:3]}]]",
    "another number": f"[[QX13{CODE}]]",
    "a letter twice": f"[[QX12{CODE[0]}{CODE}]]",
    "two letters changed about": f"[[QX12{CODE[1]}{CODE[0]}{CODE[2:]}]]",
    "Cyrillic letter": TOKEN.replace("X", "Х"),
    "an invisible character": f"[[QX\u200b12{CODE}]]",
    "a soft hyphen": f"[[QX12\xad{CODE}]]",
    "only its letters": CODE,
    "an ending": f"{TOKEN.strip('[]')}s",
    "emphasis inside": f"[[**QX12{CODE}**]]",
    "entities": f"&#91;&#91;QX12{CODE}&#93;&#93;",
    "prefix gone": f"[[12{CODE}]]",
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage(damage: str) -> None:
    text = AROUND.format(DAMAGES[damage])
    [trace] = find_traces(text, FORM, TOKENS)
    assert trace.token in (TOKEN, None)
    assert (trace.token is None) == (damage == "no check letters")
    place = AROUND.index("{")
    assert place <= trace.start < trace.end <= place + len(DAMAGES[damage])


@pytest.mark.parametrize("text", ["[[Quote 1]]", "[[", "]]", "[[QX99LLLL]]", "[[[[x]]]]"])
def test_brackets_that_are_of_no_token(text: str) -> None:
    [trace] = find_traces(AROUND.format(text), FORM, TOKENS)
    assert trace.token is None
    assert AROUND.format(text)[trace.start : trace.end] == text


def test_several() -> None:
    text = f"{TOKENS[0].lower()} and {TAKEN} and [[other]] and {TOKENS[20][2:]}."
    assert [trace.token for trace in find_traces(text, FORM, TOKENS)] == [TOKENS[0], None, TOKENS[20]]


def test_what_stands_on_both_sides_of_a_whole_token_is_not_read_as_one() -> None:
    prefix, code = "QX12", CODE
    assert find_traces(f"{code[:2]}{TAKEN}{code[2:]}", FORM, TOKENS) == []
    assert find_traces(f"{prefix[2:]}{TAKEN}{code[:1]}", FORM, TOKENS) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2024 the NBC and the CDC met; 12 BBC crews, 7 Dr Phil shows, QXZ and X12 were there.",
        "Sales rose 12 % in Q1, 13 % in Q2; see fig. 4 [1], [2].",
        "",
    ],
)
def test_prose_has_none(text: str) -> None:
    assert find_traces(text, FORM, TOKENS) == []


def test_the_demonstration_article_has_none() -> None:
    for name in ("harbour.txt", "harbour.html"):
        text = (ROOT / "attribution" / "examples" / name).read_text(encoding="utf-8")
        assert find_traces(text, FORM, TOKENS) == []


SIGNS = st.characters(codec="utf-8", exclude_characters="\0")


@given(st.integers(0, 29), st.integers(2, 9), SIGNS, st.sampled_from(["put in", "put over", "gone"]))
def test_any_single_slip_inside_is_noticed(number: int, at: int, sign: str, how: str) -> None:
    token = TOKENS[number]
    rest = {"put in": token[at:], "put over": token[at + 1 :], "gone": token[at + 1 :]}[how]
    damaged = token[:at] + ("" if how == "gone" else sign) + rest
    assume(damaged not in TOKENS)
    [trace] = find_traces(AROUND.format(damaged), FORM, TOKENS)
    assert trace.token == token


@given(st.integers(0, 29), st.integers(0, 10), st.integers(1, 8))
def test_the_half_of_a_token_is_noticed(number: int, first: int, length: int) -> None:
    token = TOKENS[number]
    damaged = token[:first] + token[first + length :]
    assume(damaged.strip("[]") != "" and len(damaged) >= len(token) - 3)
    assert find_traces(AROUND.format(damaged), FORM, TOKENS)
