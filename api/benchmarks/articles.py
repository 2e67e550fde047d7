"""Articles to measure with: of one length, no two alike, made of the example that the project ships."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from itertools import count, islice

WORDS = 600


def articles(number: int, words: int = WORDS) -> list[str]:
    """So many texts of so many words, in paragraphs.

    >>> [len(text.split()) for text in articles(3, words=50)]
    [50, 50, 50]
    """
    return [_article(first, words) for first in range(number)]


def _article(first: int, words: int) -> str:
    """Paragraphs from the one numbered `first` on, as often as it takes; the first line names the article."""
    lines = [f"Report {first} of the harbour board."]
    left = words - len(lines[0].split())
    for paragraph in _paragraphs(first):
        found = paragraph.split()
        if len(found) >= left:
            lines.append(" ".join(found[:left]))
            return "\n\n".join(line for line in lines if line)
        lines.append(paragraph)
        left -= len(found)
    raise AssertionError("paragraphs never end")


def _paragraphs(first: int) -> Iterator[str]:
    text = files("attribution").joinpath("examples", "harbour.txt").read_text(encoding="utf-8")
    found = [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]
    yield from (found[number % len(found)].strip() for number in islice(count(first), None))
