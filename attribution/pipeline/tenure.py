"""Whether an office is held no longer: "then-mayor", "once a boxer", "mayor from 1999 to 2003"."""

from __future__ import annotations

from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.runs import HYPHENS
from attribution.pipeline.words import Words

YEAR = 4  # digits


def past_before(words: Words, lexicon: Lexicon, first: int) -> bool:
    """Whether a word for the past stands before a description: "then-mayor", "Lee, previously a judge"."""
    if first < 2:
        return False
    joints = lexicon.joints
    if words.text[first - 1] in HYPHENS or words.tag[first - 1] == "DT":
        before = words.lower[first - 2]
        return before in joints.former or _past_until(words, lexicon, first - 1)
    return _past_until(words, lexicon, first)


def beyond_past(words: Words, lexicon: Lexicon, i: int) -> int:
    """The token after words for the past that begin at token `i`, or `i` itself: "no longer", "once"."""
    for size in (2, 1):
        if i + size < len(words) and " ".join(words.lower[i : i + size]) in lexicon.joints.past:
            return i + size
    return i


def term(words: Words, lexicon: Lexicon, i: int) -> bool:
    """Whether years with an end begin at token `i`: "from 1999 to 2003"."""
    if words.lower[i] not in lexicon.joints.term_from or i + 3 >= len(words):
        return False
    return _year(words, i + 1) and words.lower[i + 2] in lexicon.joints.term_to and _year(words, i + 3)


def _past_until(words: Words, lexicon: Lexicon, last: int) -> bool:
    return any(beyond_past(words, lexicon, last - size) == last for size in (1, 2) if size <= last)


def _year(words: Words, i: int) -> bool:
    return words.text[i].isdigit() and len(words.text[i]) == YEAR
