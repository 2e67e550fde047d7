"""Small phrases in a Doc, read from the words with the parse as a witness: times and noun phrases.

Positions are token indices, half-open. Nothing here looks further than the phrase itself.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from attribution.lang.details import TimeWords

LONGEST_TIME = 14  # tokens
LONGEST_NOUN_PHRASE = 24
LONGEST_TITLE = 9
YEAR = re.compile(r"(?:1[5-9]|20)[0-9]{2}")
NUMBER = re.compile(r"[0-9]{1,2}(?:st|nd|rd|th)?")
CLOCK = re.compile(r"[0-9]{1,2}(?:[:.][0-9]{2})?(?:am|pm)|[0-9]{1,2}[:.][0-9]{2}|[0-9]{1,2}")
NUMERIC_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|mid-[0-9]{4}")
BASE = frozenset(
    ("DT", "PDT", "PRP$", "JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "VBN", "VBG", "HYPH", "FW", "$", "#")
)
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "FW", "DT", "JJ", "VBG"))
COUNTED = frozenset(("number", "quantity", "shift", "part", "unit"))
MODIFIERS = frozenset(("compound", "nmod", "poss", "amod", "nummod", "det"))


def time_end(doc: Doc, start: int, stop: int, words: TimeWords) -> int | None:
    """Where the time that begins at `start` ends; None when no time begins there.

    "on Tuesday" is one, "Tuesday's edition" and "since Tuesday" are not.
    """
    if not _may_begin(doc, start, words):
        return None
    end, month, period, before = start, False, False, None
    for place in range(start, min(stop, start + LONGEST_TIME)):
        word = doc[place].lower_.rstrip(".")
        kind = words.kinds.get(word) or _number_kind(word)
        if kind is None and not (word == "," and end == place):
            break
        if kind in ("weekday", "month", "day", "anchor"):
            end, month = place + 1, month or kind == "month"
        elif kind == "half":
            end = place + 1 if place > start and CLOCK.fullmatch(doc[place - 1].lower_) else end
        elif kind == "zone":
            end = place + 1 if end == place else end
        elif kind == "unit":
            end = place + 1 if period or (end == place and place > start) else end
        elif kind == "part" or (word in words.closers and (end == place or before == "unit")):
            end = place + 1
        elif kind == "number" and month or kind == "year" and (place > start or end > start):
            end = place + 1
        elif kind == "date":
            end = place + 1
        period = period or kind in ("shift", "quantity") or word in words.closers
        before = kind
    end = _trimmed(doc, start, end)
    if end == start + 1 and words.kinds.get(doc[start].lower_) in ("part", "filler"):
        return None
    return end if end > start and not _leads_on(doc, start, end) else None


def _may_begin(doc: Doc, start: int, words: TimeWords) -> bool:
    word = doc[start].lower_.rstrip(".")
    if (words.kinds.get(word) or _number_kind(word)) in (None, "zone", "half"):
        return False
    before = start - 1
    while before >= max(0, start - 4) and words.kinds.get(doc[before].lower_) in COUNTED:
        before -= 1
    return before < 0 or doc[before].lower_ not in words.not_after


def _number_kind(word: str) -> str | None:
    if YEAR.fullmatch(word):
        return "year"
    if NUMERIC_DATE.fullmatch(word):
        return "date"
    if NUMBER.fullmatch(word) or CLOCK.fullmatch(word):
        return "date" if word.endswith(("am", "pm")) else "number"
    return None


def _trimmed(doc: Doc, start: int, end: int) -> int:
    while end > start and doc[end - 1].text == ",":
        end -= 1
    return end


def _leads_on(doc: Doc, start: int, end: int) -> bool:
    """True when the words only modify a noun that follows: "a Tuesday briefing"."""
    if end >= len(doc):
        return False
    last, following = doc[end - 1], doc[end]
    if following.tag_ == "POS" or following.lower_ in ("-", "–") and not following.whitespace_:
        return True
    return last.dep_ in MODIFIERS and last.head.i >= end and following.tag_ in BASE


def base_end(doc: Doc, start: int, stop: int, words: TimeWords) -> int:
    """Where the plain noun phrase from `start` ends: determiners, modifiers, nouns; `start` when none."""
    if start < stop and doc[start].tag_ == "PRP":
        return start + 1
    place = start
    while place < min(stop, start + LONGEST_NOUN_PHRASE):
        token = doc[place]
        if token.tag_ == "``" and (place == start or doc[place - 1].tag_ in ("POS", "NNP", "DT", "PRP$")):
            closed = _closing(doc, place, stop)
            if closed is None:
                break
            place = closed
            continue
        if token.tag_ not in BASE or (place > start and _breaks(doc, place, stop, words)):
            break
        place += 1
    while place > start and doc[place - 1].tag_ not in NOUNS and doc[place - 1].tag_ != "''":
        place -= 1
    return place


def _closing(doc: Doc, place: int, stop: int) -> int | None:
    """The position after the mark that closes the one at `place`, a few words on: “Today”."""
    for end in range(place + 1, min(stop, place + LONGEST_TITLE)):
        if doc[end].tag_ == "''":
            return end + 1
    return None


def _breaks(doc: Doc, place: int, stop: int, words: TimeWords) -> bool:
    """True when a new phrase begins at `place`: a time, a participle after a noun, a second determiner."""
    token, before = doc[place], doc[place - 1]
    if time_end(doc, place, stop, words) is not None:
        return True
    if before.tag_ in ("NN", "NNS", "NNP", "NNPS"):
        return token.tag_ in ("VBN", "VBG", "DT", "PRP$", "PDT")
    return False


def right_parts(doc: Doc, start: int, end: int, wanted: frozenset[str]) -> int:
    """The end of the phrase with those contiguous right dependents of its head whose label is wanted."""
    head = head_of(doc, start, end)
    for child in head.rights:
        left, right = child.left_edge.i, child.right_edge.i + 1
        if right <= end or child.dep_ == "punct":
            continue
        gap = left - end
        if child.dep_ not in wanted or gap > 1 or (gap == 1 and doc[end].text != ","):
            break
        end = right
    return end


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The last noun of a plain noun phrase."""
    for place in range(end - 1, start - 1, -1):
        if doc[place].tag_ in NOUNS:
            return doc[place]
    return doc[end - 1]
