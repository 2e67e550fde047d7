"""What a plot shows, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Series:
    """A named row of numbers, one for each label of its plot; None where there is none.

    One that is `faint` stands for what nobody knows.
    """

    name: str
    values: Sequence[float | None]
    faint: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, one a label, each a stack of the series. `shares`: the numbers are shares, so a bar ends at 1."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over months, such as 2026-05."""

    title: str
    months: Sequence[str]
    series: Sequence[Series]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """Points with a size and a label, and pairs of them with a weight."""

    title: str
    points: Sequence[tuple[str, int]]
    pairs: Sequence[tuple[int, int, int]]


Plot: TypeAlias = Bars | Lines | Network


def counted(month: str) -> int:
    """The number of a month, such that the next has the next.

    >>> counted("2026-01") - counted("2025-12")
    1
    """
    year, of_year = month.split("-")
    return int(year) * 12 + int(of_year) - 1


def month_of(number: int) -> str:
    """The month that has this number."""
    return f"{number // 12:04}-{number % 12 + 1:02}"


def months_between(months: Sequence[str]) -> list[str]:
    """All months from the first of these to the last, which are in order.

    >>> months_between(["2025-12", "2026-02"])
    ['2025-12', '2026-01', '2026-02']
    """
    if not months:
        return []
    return [month_of(number) for number in range(counted(months[0]), counted(months[-1]) + 1)]
