"""Where sentences begin and end, by their marks alone: for texts that nothing has parsed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

_END = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s)|\n")


def sentences(text: str, abbreviations: Collection[str]) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence. `abbreviations` are words in lower case whose full stop ends none.

    >>> text = "No. Dr. Lee is in. Go."
    >>> [text[start:end] for start, end in sentences(text, {"dr"})]
    ['No.', 'Dr. Lee is in.', 'Go.']
    """
    start = 0
    for match in _END.finditer(text):
        if not _is_short(text, match.start(), match[0], abbreviations):
            yield start, match.end()
            start = match.end()
            while start < len(text) and text[start].isspace():
                start += 1
    yield start, len(text)


def _is_short(text: str, place: int, mark: str, abbreviations: Collection[str]) -> bool:
    """True for the full stop of an abbreviation or an initial."""
    word = re.search(r"[\w.'’]*$", text[max(0, place - 20) : place])
    key = word[0].lower() if word else ""
    return mark == "." and (key in abbreviations or (len(key) == 1 and key.isalpha() and key != "i"))
