from __future__ import annotations

import pytest

from attribution.store.said import Said

SAID = Said(["“We sell the <b>old</b> ferry … as I told you,”", "Not now."])


@pytest.mark.parametrize(
    "text",
    ["we sell the old ferry", "We sell — the OLD ferry!", "We sell the o&shy;ld ferry", "(as i told you)"],
)
def test_what_was_said_is_found(text: str) -> None:
    [(start, end)] = SAID.places(f"They write: {text}, it says.")
    assert (start, end) == (12 + text.startswith("("), 12 + len(text) - text.endswith(("!", ")")))


@pytest.mark.parametrize("text", ["we sell the ferry", "we sell. And then: the old ferry", "Not now."])
def test_what_was_not_said_so_is_not(text: str) -> None:
    assert not SAID.holds(text)


def test_nothing_said_finds_nothing() -> None:
    assert not Said(["Not now."])
    assert Said(["Not now."]).places("Not now.") == []
