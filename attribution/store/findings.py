"""What is wrong with a store, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that should not be: a stable code, the row or part of the store, and what is wrong there.

    The message holds no words of an article. `mendable` is true for what can be made anew from the texts and
    records that came in (`store/mending.py`).
    """

    code: str
    where: str
    message: str
    mendable: bool = False


def row(table: str, number: object) -> str:
    """How a row is named in findings."""
    return f"{table} {number}"
