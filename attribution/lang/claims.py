"""Signals of what is worth checking, read from `claims.toml`.

A pattern is a row of elements between blanks, each of which takes one word of a sentence:

| element | takes |
|---|---|
| `word`, `this/that` | that word, one of those |
| `<group>` | a word of a group, in which `*ed` is all words with that ending but for the exceptions |
| `<digits>`, `<year>` | a number in digits |
| `_` | any word |
| `(…)` around one of these | the same, or nothing |
| `^` at the start | nothing: what follows begins the sentence |
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Literal, get_args

from attribution.errors import LanguageDataError
from attribution.lang.loader import read_data

Kind = Literal[
    "figure", "comparison", "record", "change", "cause", "event", "law", "fact", "promise", "prediction",
    "opinion", "feeling", "wish", "question", "command", "courtesy", "vague",
]  # fmt: skip
# what can be checked; of several, the first says best what to look up
FACTS: tuple[Kind, ...] = ("record", "cause", "change", "comparison", "law", "figure", "event", "fact")
DIGITS, YEAR = "<digits>", "<year>"  # what stands for a number in digits, whatever it is

_GROUP, _WORD = re.compile("<([a-z]+)>"), re.compile("[^()<>_^*A-Z]+")
_KEYS = {"code", "kind", "patterns", "hides", "examples", "counter_examples"}


@dataclass(frozen=True, slots=True)
class Element:
    """What one word must be; `words` is None where any will do."""

    words: frozenset[str] | None
    optional: bool = False
    endings: tuple[str, ...] = ()
    exceptions: frozenset[str] = frozenset()

    def takes(self, word: str) -> bool:
        """Whether a word, or what stands for a number, is of those."""
        return (
            self.words is None
            or word in self.words
            or (bool(self.endings) and word.endswith(self.endings) and word not in self.exceptions)
        )


@dataclass(frozen=True, slots=True)
class Pattern:
    """Elements in their order, found at the beginning of a sentence alone if `anchored`."""

    code: str
    elements: tuple[Element, ...]
    anchored: bool = False


@dataclass(frozen=True, slots=True)
class Signal:
    """Something in a sentence that tells for or against checking it. Where it is, those it hides are not."""

    code: str
    kind: Kind
    patterns: tuple[Pattern, ...]
    hides: frozenset[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True)
class ClaimData:
    """The signals of a language in file order, offices of public weight, and words for numbers."""

    signals: Mapping[str, Signal]
    offices: frozenset[str]
    numbers: frozenset[str]

    @cached_property
    def starts(self) -> Mapping[str, tuple[Pattern, ...]]:
        """Word -> the patterns that can begin with it."""
        found: dict[str, list[Pattern]] = {}
        for signal in self.signals.values():
            for pattern in signal.patterns:
                for word in pattern.elements[0].words or ():
                    found.setdefault(word, []).append(pattern)
        return {word: tuple(patterns) for word, patterns in found.items()}


@cache
def claim_data(language: str) -> ClaimData:
    """The data of a language. Raises LanguageDataError naming the signal at fault, ModelError without data.

    >>> claim_data("en").signals["percentage"].kind
    'figure'
    """
    data = read_data(language, "claims")
    words = {name: frozenset(group) for name, group in data["groups"].items()}
    groups = _Groups(words, frozenset(data["exceptions"]))
    signals = [_signal(language, raw, groups) for raw in data["signal"]]
    codes = {signal.code for signal in signals}
    for signal in signals:
        if unknown := signal.hides - codes:
            raise LanguageDataError(f"{language}/claims.toml: {signal.code} hides unknown {sorted(unknown)}")
    if len(codes) < len(signals):
        raise LanguageDataError(f"{language}/claims.toml: a code is there twice")
    return ClaimData({signal.code: signal for signal in signals}, words["office"], words["number"])


@dataclass(frozen=True, slots=True)
class _Groups:
    """Words by the name that patterns know them by, and what no ending takes."""

    words: Mapping[str, frozenset[str]]
    exceptions: frozenset[str]


def _signal(language: str, raw: Mapping[str, Any], groups: _Groups) -> Signal:
    where = f"{language}/claims.toml: signal {raw.get('code')!r}"
    if unknown := set(raw) - _KEYS:
        raise LanguageDataError(f"{where}: unknown keys {sorted(unknown)}")
    if missing := _KEYS - {"hides"} - set(raw):
        raise LanguageDataError(f"{where}: missing keys {sorted(missing)}")
    if raw["kind"] not in get_args(Kind):
        raise LanguageDataError(f"{where}: kind {raw['kind']!r} not known")
    try:
        patterns = tuple(_pattern(raw["code"], written, groups) for written in raw["patterns"])
    except ValueError as error:
        raise LanguageDataError(f"{where}: {error}") from error
    return Signal(
        raw["code"], raw["kind"], patterns, frozenset(raw.get("hides", ())),
        tuple(raw["examples"]), tuple(raw["counter_examples"]),
    )  # fmt: skip


def _pattern(code: str, written: str, groups: _Groups) -> Pattern:
    parts = written.split()
    anchored = parts[:1] == ["^"]
    elements = tuple(_element(part, groups) for part in parts[anchored:])
    if not elements or elements[0].optional or not elements[0].words or elements[0].endings:
        raise ValueError(f"{written!r} begins with nothing that must be there")
    return Pattern(code, elements, anchored)


def _element(written: str, groups: _Groups) -> Element:
    optional = written.startswith("(") and written.endswith(")")
    written = written[1:-1] if optional else written
    if written == "_":
        return Element(None, optional)
    words = frozenset(_alternatives(written, groups))
    endings = tuple(sorted(word[1:] for word in words if word.startswith("*")))
    return Element(words, optional, endings, groups.exceptions)


def _alternatives(written: str, groups: _Groups) -> Iterator[str]:
    for part in written.split("/"):
        if part in (DIGITS, YEAR):
            yield part
        elif group := _GROUP.fullmatch(part):
            if group[1] not in groups.words:
                raise ValueError(f"no group {part}")
            yield from groups.words[group[1]]
        elif _WORD.fullmatch(part):
            yield part
        else:
            raise ValueError(f"{written!r} is no element")
