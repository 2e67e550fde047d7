"""Words of one wording in the place of words of another: whether what differs matters, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rapidfuzz.distance import DamerauLevenshtein

from attribution.lang.conflicts import Conflicting, conflicting
from attribution.lang.verifying import Verifying, verifying
from attribution.store.tokens import Token, tokens_of
from attribution.verify.words import Word

Difference = Literal["number", "negation", "condition", "name", "words"]

GRAVE, SERIOUS, PLAIN, SLIGHT, LEAST = 5, 4, 3, 2, 1
ONE = "1"  # may be an article, or stand for a noun
TYPO = 6  # letters of words that one letter more or less makes no others, as far as anybody can tell

Run = tuple[str, Sequence[Word]]  # a text, and words of it that stand beside each other


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the first wording and those of the second in their place; of one there may be none.

    `telling` is how many words carry sense, on the side that has more of them.
    """

    difference: Difference
    severity: int
    first: str
    second: str
    telling: int = 0

    def turned(self) -> Change:
        """The same, seen from the other side."""
        return replace(self, first=self.second, second=self.first)


def cut_off(words: str, *, turned: bool) -> Change:
    """A condition or a negation that one of them leaves out: the first, or `turned`, the second."""
    change = Change("condition", SERIOUS, "", words)
    return change.turned() if turned else change


def compare_run(ours: Run, theirs: Run, language: str = "en") -> Change | None:
    """The change between two runs of words; None where nothing differs that matters."""
    data, turning = conflicting(language), verifying(language)
    mine, other = (tokens_of(*run, data) for run in (ours, theirs))
    if "".join(token.key for token in mine) == "".join(token.key for token in other):
        return None  # one word that is written as two
    if (not other and _is_aside(*ours)) or (not mine and _is_aside(*theirs)):
        return None
    mine, other = _less(mine, other), _less(other, mine)
    judged = _judged(mine, other, data, turning)
    if judged is None:
        return None
    difference, severity = judged
    told = max(len(_telling(mine, data)), len(_telling(other, data)))
    return Change(difference, severity, _written(*ours), _written(*theirs), told)


def _is_aside(text: str, words: Sequence[Word]) -> bool:
    """Whether words stand in parentheses, as what an editor explains does."""
    start, end = words[0].start, words[-1].end
    return text[:start].rstrip().endswith("(") and text[end:].lstrip(" .").startswith(")")


def _judged(
    mine: Sequence[Token], other: Sequence[Token], data: Conflicting, turning: Verifying
) -> tuple[Difference, int] | None:
    if _numbers(mine, other):
        return "number", GRAVE
    if _negations(mine, turning) != _negations(other, turning) or _are_opposites(mine, other, data, turning):
        return "negation", GRAVE
    told = _telling(mine, data), _telling(other, data)
    if all(told) and any(token.name for side in told for token in side):
        return "name", LEAST if _is_typo(*told) else SERIOUS
    if all(told):
        return "words", LEAST if _is_typo(*told) else PLAIN
    return ("words", SLIGHT) if any(told) else None


def _less(tokens: Sequence[Token], others: Sequence[Token]) -> list[Token]:
    """Tokens without those that the other side has too, wherever in the run."""
    there = Counter(token.form for token in others)
    left = []
    for token in tokens:
        if there[token.form]:
            there[token.form] -= 1
        else:
            left.append(token)
    return left


def _numbers(mine: Iterable[Token], other: Iterable[Token]) -> bool:
    """Whether figures differ; that one word stands there or not is none, as it may be an article."""
    found = [{token.form for token in side if token.number} for side in (mine, other)]
    return bool(any(found) and (all(found) or found[0] ^ found[1] != {ONE}))


def _negations(tokens: Iterable[Token], turning: Verifying) -> int:
    return sum(turning.negates(token.key) for token in tokens)


def _are_opposites(
    mine: Iterable[Token], other: Iterable[Token], data: Conflicting, turning: Verifying
) -> bool:
    """Whether a word of one is the opposite of a word of the other, in itself or by a syllable before it."""
    keys, others = ({token.key for token in side} for side in (mine, other))
    return any(data.opposites.get(key, frozenset()) & others for key in keys) or any(
        prefix + key in others or (key.startswith(prefix) and key.removeprefix(prefix) in others)
        for key in keys
        for prefix in turning.prefixes
    )


def _telling(tokens: Iterable[Token], data: Conflicting) -> list[Token]:
    """Those that carry sense; verbs that tell how sure something is do."""
    return [
        token
        for token in tokens
        if (token.form != ONE if token.number else token.key not in data.common and len(token.key) > 1)
    ]


def _is_typo(mine: Sequence[Token], other: Sequence[Token]) -> bool:
    if len(mine) != len(other):
        return False
    return all(
        min(len(a.key), len(b.key)) >= TYPO and DamerauLevenshtein.distance(a.key, b.key) == 1
        for a, b in zip(mine, other, strict=True)
    )


def _written(text: str, words: Sequence[Word]) -> str:
    return text[words[0].start : words[-1].end] if words else ""
