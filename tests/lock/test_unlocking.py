from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from attribution import Extractor
from attribution.errors import EmptyInput
from attribution.lock import Locked, UnlockRefused, lock, unlock
from attribution.lock.schemas import dump_unlocked
from tests.lock.marked import marked, spanned
from tests.tree import ROOT

TABLE = tomllib.loads((ROOT / "tests" / "lock" / "edits.toml").read_text(encoding="utf-8"))
EDITS = {edit["name"]: edit for edit in TABLE["edits"]}
ARTICLE = TABLE["article"]


def parts(token: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"\[\[([A-Z]{2})(\d+)([A-Z]{4})\]\]", token)
    assert found
    return found[1], found[2], found[3]


def rewritten(pattern: str) -> Callable[[str], str]:
    """A token written by another pattern: p, n and c are its prefix, number and check letters."""

    def write(token: str) -> str:
        prefix, number, code = parts(token)
        return pattern.format(p=prefix, n=number, c=code, c0=code[0], c1=code[1], c2=code[2:])

    return write


DAMAGES: Mapping[str, Callable[[str], str]] = {
    "small": str.lower,
    "title": str.title,
    "spaced": rewritten("[[{p} {n} {c}]]"),
    "padded": rewritten("[[ {p}{n}{c} ]]"),
    "bare": rewritten("{p}{n}{c}"),
    "open": rewritten("[[{p}{n}{c}"),
    "lenticular": rewritten("【{p}{n}{c}】"),
    "single": rewritten("[{p}{n}{c}]"),
    "hyphens": rewritten("[[{p}-{n}-{c}]]"),
    "broken": rewritten("[[{p}{n}\n{c}]]"),
    "short": rewritten("[[{p}{n}]]"),
    "renumbered": rewritten("[[{p}9{c}]]"),
    "misspelt": rewritten("[[{p}{n}S{c1}{c2}]]"),
    "swapped": rewritten("[[{p}{n}{c1}{c0}{c2}]]"),
    "escaped": rewritten("\\[\\[{p}{n}{c}\\]\\]"),
    "arabic": lambda token: token.translate({ord("0") + n: 0x660 + n for n in range(10)}),
    "wide": lambda token: token.translate({c: c + 0xFEE0 for c in range(0x21, 0x7F)}),
    "invisible": rewritten("[[{p}{n}\u200b{c}]]"),
    "cyrillic": rewritten("[[QХ{n}{c}]]"),
}


@pytest.fixture(scope="module")
def locked(extractor: Extractor) -> Locked:
    return lock(ARTICLE, extractor.extract(ARTICLE))


def numbered(locked: Locked, text: str) -> str:
    """The text with numbers in place of the tokens."""
    for number, words in enumerate(locked.key.tokens, 1):
        text = text.replace(words.token, f"<{number}>")
    return text


def edited(locked: Locked, edit: Mapping[str, Any]) -> str:
    """The locked text after an edit of the table."""
    text = edit.get("text", TABLE["locked"])
    steps = iter(edit.get("edit", ()))
    for old, new in zip(steps, steps, strict=True):
        assert old in text, old
        text = text.replace(old, new)

    def token(match: re.Match[str]) -> str:
        whole = locked.key.tokens[int(match[1]) - 1].token
        return DAMAGES[match[2]](whole) if match[2] else whole

    return re.sub(r"<(\d+)\|?(\w*)>", token, text)


def test_the_table_is_long_enough_and_each_damage_is_in_it(locked: Locked) -> None:
    assert len(TABLE["edits"]) == len(EDITS) >= 60
    assert numbered(locked, locked.text) == TABLE["locked"]
    assert set(re.findall(r"\|(\w+)>", str(TABLE["edits"]))) == set(DAMAGES)


@pytest.mark.parametrize("name", EDITS)
def test_edit(locked: Locked, extractor: Extractor, name: str) -> None:
    edit = EDITS[name]
    text = edited(locked, edit)
    allow = edit.get("allow", False)
    try:
        unlocked = unlock(text, locked.key, extractor=extractor, allow_lost=allow)
        found = []
        assert unlocked.text == restored(text, locked)
        assert bool(unlocked.lost) == allow
    except UnlockRefused as refused:
        numbers = {words.token: number for number, words in enumerate(locked.key.tokens, 1)}
        found = [f"{f.kind} {numbers[f.token]}" if f.token in numbers else f.kind for f in refused.faults]
    assert sorted(found) == sorted(edit["found"])


def restored(text: str, locked: Locked) -> str:
    for words in locked.key.tokens:
        text = text.replace(words.token, words.text)
    return text


def faults_of(text: str, locked: Locked, **options: Any) -> list[str]:
    """The kinds of what is wrong."""
    with pytest.raises(UnlockRefused) as refused:
        unlock(text, locked.key, **options)
    return [fault.kind for fault in refused.value.faults]


def test_every_fault_names_its_place(locked: Locked) -> None:
    text = edited(locked, {"edit": ["<2>", "<2|small>", "<4>", "", "<8>", "<8> <8>"]})
    with pytest.raises(UnlockRefused) as refused:
        unlock(text, locked.key)
    for fault in refused.value.faults:
        lines = text.split("\n")
        assert fault.start == sum(len(line) + 1 for line in lines[: fault.line - 1]) + fault.column - 1
    small, lost, doubled = refused.value.faults
    second = locked.key.tokens[1].token
    assert text[small.start : small.end] == second.lower()
    assert (small.token, small.quotation) == (second, "q1")
    assert (lost.kind, lost.start) == ("lost", lost.end)
    assert text[: lost.start].endswith(locked.key.tokens[2].token)
    assert text[doubled.start : doubled.end] == locked.key.tokens[7].token
    assert str(refused.value).splitlines()[0] == (
        f"line 3, column 54 (code point {small.start}): {second}: the token was damaged"
    )


def test_who_said_it_before_and_now(locked: Locked, extractor: Extractor) -> None:
    text = edited(locked, EDITS["another name"])
    with pytest.raises(UnlockRefused) as refused:
        unlock(text, locked.key, extractor=extractor)
    fault = refused.value.faults[0]
    assert (fault.before, fault.after) == ("Piet Oyelaran", "Runa Falk")
    assert fault.message == "somebody else says it now: Piet Oyelaran before, Runa Falk now"


def test_without_an_extractor_only_tokens_are_checked_and_that_is_said(locked: Locked) -> None:
    text = edited(locked, EDITS["the names changed about"])
    unlocked = unlock(text, locked.key)
    assert (unlocked.checked, unlocked.unsure) == ("tokens", ())
    assert unlocked.text == restored(text, locked)


def test_nothing_is_read_where_nothing_is_left(locked: Locked, extractor: Extractor) -> None:
    assert unlock(" ", locked.key, extractor=extractor, allow_lost=True).text == " "
    assert len(unlock("A word.", locked.key, extractor=extractor, allow_lost=True).lost) == 8
    with pytest.raises(EmptyInput):
        extractor.extract(" ")


def test_the_key_of_another_article(locked: Locked) -> None:
    other = "“We won,” said Lee. “All of it.”"
    foreign = lock(other, marked(other))
    kinds = faults_of(locked.text, foreign)
    assert set(kinds) == {"lost", "unknown"}
    assert (kinds.count("lost"), kinds.count("unknown")) == (2, 8)


def test_the_key_of_another_version_of_the_article(locked: Locked, extractor: Extractor) -> None:
    """The same words all over, but for one: no token is taken for one of the other version."""
    changed = ARTICLE.replace("all night", "").replace("midnight", "ten")
    other = lock(changed, extractor.extract(changed))
    assert not {w.token for w in other.key.tokens} & {w.token for w in locked.key.tokens}
    assert "lost" in faults_of(other.text, locked)


def test_html(extractor: Extractor) -> None:
    html = (
        "<p>“We have <em>won</em> it,” said <b>Ann Lee</b>, mayor. “&lt;Twice&gt;.”</p><p>Bob Roy left.</p>"
    )
    locked = lock(html, extractor.extract(html=html), html=True)
    text = locked.text.replace("<b>Ann Lee</b>", "Ann <i>Lee</i>")
    assert (
        "“We have <em>won</em> it,” said Ann <i>Lee</i>" in unlock(text, locked.key, extractor=extractor).text
    )
    assert faults_of(locked.text.replace("Ann Lee", "Bob Roy"), locked, extractor=extractor) == [
        "moved",
        "moved",
    ]
    around = locked.text.replace(locked.key.tokens[0].token, f"&ldquo;{locked.key.tokens[0].token}&rdquo;")
    assert faults_of(around, locked) == ["marked-twice"]


def test_marks_that_stood_around_before_are_none_of_its_own() -> None:
    text = '[“We won”] and "“twice”"'
    locked = lock(text, spanned(text, [(1, 9), (16, 23)]))
    assert [words.enclosed for words in locked.key.tokens] == [True, True]
    assert unlock(locked.text, locked.key).text == text


def test_a_speaker_without_a_name(extractor: Extractor) -> None:
    text = (
        "“The talks are dead,” said an official at the ministry.\n\n"
        "“They are not,” said Helle Brandvold, the minister."
    )
    locked = lock(text, extractor.extract(text))
    one, other = (words.token for words in locked.key.tokens)
    about = locked.text.replace(one, "#").replace(other, one).replace("#", other)
    assert faults_of(about, locked, extractor=extractor) == ["moved", "moved"]
    assert unlock(locked.text, locked.key, extractor=extractor).unsure == ()


def test_an_article_whose_speakers_are_not_known(extractor: Extractor) -> None:
    text = "“The bridge opens at noon.” It was on every wall."
    locked = lock(text, extractor.extract(text), all_marks=True)
    assert len(locked.key.tokens) == 1
    assert unlock(locked.text, locked.key, extractor=extractor).text == text


def test_the_json_of_both_outcomes(locked: Locked) -> None:
    done = dump_unlocked(unlock(locked.text, locked.key), "tokens")
    assert (done["text"], done["checked"], done["faults"]) == (ARTICLE, "tokens", [])
    try:
        unlock(locked.text[:200], locked.key)
    except UnlockRefused as refused:
        told = dump_unlocked(refused, "tokens")
    assert set(told) == set(done)
    assert told["text"] is None
    assert told["faults"][0]["kind"] == "lost"


NUMBERS = st.integers(0, 7)


@given(NUMBERS)
def test_the_loss_of_any_token_is_noticed(locked: Locked, number: int) -> None:
    token = locked.key.tokens[number].token
    text = locked.text.replace(token, "")
    assert faults_of(text, locked) == ["lost"]
    assert unlock(text, locked.key, allow_lost=True).lost == (token,)


@given(NUMBERS, st.integers(0, 900), st.booleans())
def test_a_second_copy_anywhere_is_noticed(locked: Locked, number: int, at: int, allow: bool) -> None:
    taken = [m.span() for m in re.finditer(r"\[\[\w+\]\]", locked.text)]
    at = next((end for start, end in taken if start < at < end), at)
    text = locked.text[:at] + locked.key.tokens[number].token + locked.text[at:]
    assert "doubled" in faults_of(text, locked, allow_lost=allow)


@given(
    NUMBERS,
    st.integers(0, 9),
    st.characters(codec="utf-8", exclude_characters="\0"),
    st.integers(0, 2),
    st.booleans(),
)
@settings(max_examples=150)
def test_any_slip_in_any_token_is_noticed(
    locked: Locked, number: int, at: int, sign: str, gone: int, allow: bool
) -> None:
    token = locked.key.tokens[number].token
    damaged = token[: at + 1] + sign + token[at + 1 + gone :]
    assume(damaged != token and token not in damaged)
    assert "damaged" in faults_of(locked.text.replace(token, damaged), locked, allow_lost=allow)


@given(st.permutations(range(8)))
@settings(max_examples=15)
def test_tokens_at_the_places_of_others(locked: Locked, extractor: Extractor, order: list[int]) -> None:
    """Whatever comes back has each speaker's words with that speaker, in their order."""
    places = iter(order)
    text = re.sub(r"\[\[\w+\]\]", lambda _: locked.key.tokens[next(places)].token, locked.text)
    speakers = [locked.key.tokens[number].speaker for number in order]
    kept = speakers == [words.speaker for words in locked.key.tokens]
    if order == sorted(order):
        assert unlock(text, locked.key, extractor=extractor).text == ARTICLE
    else:
        kinds = faults_of(text, locked, extractor=extractor)
        assert ("moved" in kinds or "unattributed" in kinds) or (kept and "disordered" in kinds)
