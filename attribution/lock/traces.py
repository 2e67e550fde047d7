"""What is left of tokens that were damaged: letters changed, blanks put in, brackets replaced.

A token is looked for by its letters and digits alone, whatever stands between them, in whatever case, width
or script of digits, with two slips at most. Of prefix, number and check letters one is whole then; that is
where it is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from attribution.deadlines import check_deadline
from attribution.lock.tokens import CHECKS, Form, body_of

SLIPS = 2
TAKEN = "\0"  # stands for a token that is whole, for no text may hold it
_INSIDE = 60  # code points between brackets that are left over
_SLACK = 3  # code points between a token and its brackets
_HALF = CHECKS // 2


@dataclass(frozen=True, slots=True)
class Trace:
    """Where something like a token stands, and which it was, if that can be said."""

    start: int
    end: int
    token: str | None
    slips: int = 0


def find_traces(text: str, form: Form, tokens: Iterable[str]) -> list[Trace]:
    """The traces in a text whose whole tokens were replaced by `TAKEN`, in order.

    >>> find_traces("See [qx 1-kbfn] there", Form("QX", 2), ["[[QX1KBFM]]"])
    [Trace(start=4, end=15, token='[[QX1KBFM]]', slips=1)]
    """
    index = _Index(form, tokens)
    found, bones = _spelt(_bones(text), index)
    for first, last, wanted in _anchors(bones, index):
        check_deadline()
        if trace := _nearest(bones, max(first, 0), last, wanted, index.bodies):
            found.append(trace)
    traces = _apart([*found, *_codes_alone(text, index.codes), *_brackets(text, form)])
    return [_whole(text, trace) for trace in traces]


@dataclass(frozen=True, slots=True)
class _Bones:
    """The letters and digits of a text, and where each stands."""

    letters: str
    places: Sequence[int]


def _bones(text: str) -> _Bones:
    letters: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text):
        for letter in (sign,) if sign == TAKEN else _plain(sign):
            letters.append(letter)
            places.append(place)
    return _Bones("".join(letters), places)


def _plain(sign: str) -> str:
    if sign.isascii():
        return sign.upper() if sign.isalnum() else ""
    even = unicodedata.normalize("NFKC", sign).upper()
    return "".join(str(unicodedata.digit(c, c)) for c in even if c.isalnum())


class _Index:
    """Tokens by the parts of their bodies: number, check letters, and halves of these."""

    def __init__(self, form: Form, tokens: Iterable[str]) -> None:
        self.form = form
        self.bodies = {token: "".join(body_of(token)) for token in tokens}
        self.whole = {body: token for token, body in self.bodies.items()}
        self.longest = max(map(len, self.whole), default=0) + SLIPS
        self.codes = {body[-CHECKS:]: token for body, token in self.whole.items()}
        self.numbers = {body[len(form.prefix) : -CHECKS]: token for body, token in self.whole.items()}
        self.halves: dict[str, list[str]] = {}
        for code, token in self.codes.items():
            for half in (code[:_HALF], code[_HALF:]):
                self.halves.setdefault(half, []).append(token)

    def with_half(self, letters: str) -> Iterator[str]:
        """Tokens of which half the check letters are among these."""
        for at in range(len(letters) - _HALF + 1):
            yield from self.halves.get(letters[at : at + _HALF], ())

    def with_number(self, letters: str) -> Iterator[str]:
        """Tokens whose number is among these."""
        for run in re.findall(r"\d+", letters):
            parts = (run[i:j] for i in range(len(run)) for j in range(i + 1, len(run) + 1))
            yield from (self.numbers[part] for part in parts if part in self.numbers)


def _spelt(bones: _Bones, index: _Index) -> tuple[list[Trace], _Bones]:
    """The traces without a slip, and the bones that are left."""
    found = []

    def take(match: re.Match[str]) -> str:
        token = index.whole.get(match[0])
        if token is None:
            return match[0]
        found.append(Trace(bones.places[match.start()], bones.places[match.end() - 1] + 1, token))
        return TAKEN * len(match[0])

    letters = re.sub(rf"{index.form.prefix}\d+[A-Z]{{{CHECKS}}}", take, bones.letters)
    return found, replace(bones, letters=letters)


def _anchors(bones: _Bones, index: _Index) -> Iterator[tuple[int, int, Iterable[str]]]:
    """Stretches of the bones that may hold a token, each with the tokens that it may be."""
    letters, longest, prefix = bones.letters, index.longest, index.form.prefix
    for match in re.finditer(prefix, letters):
        stretch = letters[match.start() : match.start() + longest]
        found = {*index.with_half(stretch), *index.with_number(stretch)}
        yield match.start() - SLIPS, match.start() + longest, sorted(found)
    for at in range(len(letters) - CHECKS + 1):
        if token := index.codes.get(letters[at : at + CHECKS]):
            yield at + CHECKS - longest, at + CHECKS + SLIPS, [token]
    for match in re.finditer(r"\d+", letters):
        behind = match.end() + CHECKS + SLIPS
        if found := set(index.with_half(letters[match.end() : behind])):
            yield match.start() - len(prefix) - SLIPS, behind, sorted(found)


def _nearest(
    bones: _Bones, first: int, last: int, wanted: Iterable[str], bodies: Mapping[str, str]
) -> Trace | None:
    """The token that is most like a part of a stretch."""
    stretch = bones.letters[first:last]
    best: Trace | None = None
    for token in wanted:
        slips, start, end = _compare(bodies[token], stretch)
        if slips <= SLIPS and (best is None or slips < best.slips):
            places = bones.places
            best = Trace(places[first + start], places[first + end - 1] + 1, token, slips)
        if best and best.slips < SLIPS:
            break  # two tokens differ in more letters than one that is a slip away could
    return best


def _compare(body: str, stretch: str) -> tuple[int, int, int]:
    """The fewest slips between a body and a part of the stretch, and where that begins and ends (Sellers)."""
    row = [(0, -at) for at in range(len(stretch) + 1)]  # slips, and the start below zero: the nearest is best
    for letter in body:
        above, row = row, [(row[0][0] + 1, 0)]
        for at, other in enumerate(stretch):
            step = SLIPS + 1 if other == TAKEN else letter != other
            ways = (above[at], step), (above[at + 1], 1), (row[at], 1)
            row.append(min((slips + more, start) for (slips, start), more in ways))
    (slips, start), end = min((cell, at) for at, cell in enumerate(row))
    return slips, -start, end


def _codes_alone(text: str, codes: Mapping[str, str]) -> Iterator[Trace]:
    """Check letters that stand alone, without anything else of their token."""
    for match in re.finditer(rf"\b[A-Z]{{{CHECKS}}}\b", text):
        if token := codes.get(match[0]):
            yield Trace(match.start(), match.end(), token, SLIPS)


def _brackets(text: str, form: Form) -> Iterator[Trace]:
    """Brackets that only tokens have, and are none."""
    opening, closing = (rf"{sign}{{{form.depth},}}" for sign in (r"\[", r"\]"))
    pattern = rf"{opening}[^\[\]{TAKEN}]{{0,{_INSIDE}}}{closing}|{opening}|{closing}"
    for match in re.finditer(pattern, text):
        yield Trace(match.start(), match.end(), None, SLIPS + 1)


def _apart(traces: Iterable[Trace]) -> list[Trace]:
    """The traces that tell most, none touching another."""
    chosen: list[Trace] = []
    for trace in sorted(traces, key=lambda trace: (trace.slips, trace.start)):
        if all(_gap(trace, other) >= 0 for other in chosen):
            chosen.append(trace)
    return sorted(chosen, key=lambda trace: trace.start)


def _gap(one: Trace, other: Trace) -> int:
    """Code points between two traces; brackets may be left over behind a blank or two of their token."""
    slack = _SLACK if (one.token is None) != (other.token is None) else 0
    return max(one.start - other.end, other.start - one.end) - slack


def _whole(text: str, trace: Trace) -> Trace:
    """The trace with the rest of its word, and the brackets right around it."""
    start, end = trace.start, trace.end
    for _ in range(SLIPS if trace.token else 0):
        start -= text[start - 1 : start].isalnum()
        end += text[end : end + 1].isalnum()
    while text[start - 1 : start] == "[":
        start -= 1
    while text[end : end + 1] == "]":
        end += 1
    return replace(trace, start=start, end=end)
