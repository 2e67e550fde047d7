"""The signals of each language: their shape, and the sentences that they carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from attribution.claims.signals import signals_in, words_of
from attribution.errors import LanguageDataError
from attribution.lang import claims
from attribution.lang.claims import ClaimData, Signal, claim_data
from attribution.lang.weights import weights

DATA = claim_data("en")
SIGNALS = list(DATA.signals.values())


def places(text: str, code: str) -> list[tuple[int, int]]:
    found = signals_in(words_of(text, 0, len(text)), DATA)
    return [(one.start, one.end) for one in found if one.code == code]


def numbered(kind: str) -> list[Any]:
    return [
        pytest.param(signal, written, id=f"{signal.code}-{number}")
        for signal in SIGNALS
        for number, written in enumerate(getattr(signal, kind), 1)
    ]


@pytest.mark.parametrize(("signal", "written"), numbered("examples"))
def test_example(signal: Signal, written: str) -> None:
    """The first words in brackets are those that the signal is shown by."""
    before, words, _ = re.split(r"[][]", written, maxsplit=2)
    text = re.sub(r"[][]", "", written)
    assert places(text, signal.code) == [(len(before), len(before) + len(words))]


@pytest.mark.parametrize(("signal", "written"), numbered("counter_examples"))
def test_counter_example(signal: Signal, written: str) -> None:
    assert places(written, signal.code) == []


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.code)
def test_every_signal_is_complete(signal: Signal) -> None:
    assert signal.examples
    assert signal.counter_examples
    assert signal.code in weights("en").claim


def loaded(monkeypatch: pytest.MonkeyPatch, **changes: Any) -> ClaimData:
    signal = {
        "code": "rain", "kind": "fact", "patterns": ["it <wet>"], "examples": [], "counter_examples": [],
    }  # fmt: skip
    data: Mapping[str, Any] = {
        "exceptions": ["need"],
        "groups": {"wet": ["rained", "*ed"], "office": [], "number": []},
        "signal": [{name: value for name, value in {**signal, **changes}.items() if value is not None}],
    }
    monkeypatch.setattr(claims, "read_data", lambda language, name: data)
    return claim_data.__wrapped__("en")


def test_patterns_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = loaded(monkeypatch, patterns=["^ it/they (_) <wet>"])
    [pattern] = data.signals["rain"].patterns
    assert pattern.anchored
    assert [(element.words, element.optional) for element in pattern.elements] == [
        ({"it", "they"}, False),
        (None, True),
        ({"rained", "*ed"}, False),
    ]
    assert set(data.starts) == {"it", "they"}
    wet = pattern.elements[-1]
    assert [wet.takes(word) for word in ("rained", "soaked", "need", "dry")] == [True, True, False, False]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kind": "weather"}, "kind 'weather'"),
        ({"examples": None}, "missing keys"),
        ({"weight": 1}, "unknown keys"),
        ({"hides": ["snow"]}, "hides unknown"),
        ({"patterns": ["it <dry>"]}, "no group <dry>"),
        ({"patterns": ["it (rained"]}, "no element"),
        ({"patterns": ["it Rained"]}, "no element"),
        ({"patterns": ["it //"]}, "no element"),
        ({"patterns": ["(it) rained"]}, "begins with nothing"),
        ({"patterns": ["_ rained"]}, "begins with nothing"),
        ({"patterns": ["<wet> it"]}, "begins with nothing"),
        ({"patterns": ["it *ed"]}, "no element"),
        ({"patterns": [""]}, "begins with nothing"),
    ],
)
def test_mistakes_are_named(monkeypatch: pytest.MonkeyPatch, changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(LanguageDataError, match=re.escape(fault)):
        loaded(monkeypatch, **changes)
