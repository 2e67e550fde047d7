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
    (
        "DT",
        "PDT",
        "PRP$",
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "CD",
        "POS",
        "VBN",
        "VBG",
        "HYPH",
        "FW",
        "$",
        "#",
    )
)
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "CD", "FW", "DT", "JJ", "VBG"))
COUNTED = frozenset(("number", "quantity", "shift", "part", "unit"))
NEVER_FIRST = frozenset((None, "zone", "half"))
CLOSING = frozenset(("weekday", "month", "day", "anchor", "part", "date"))
DATED = frozenset(("weekday", "month", "day", "date", "year"))
APOSTROPHES = frozenset(("’", "'"))
MODIFIERS = frozenset(("compound", "nmod", "poss", "amod", "nummod", "det"))


def time_end(doc: Doc, start: int, stop: int, words: TimeWords) -> int | None:
    """Where the time that begins at `start` ends; None when no time begins there.

    "on Tuesday" is one, "Tuesday's edition" and "since Tuesday" are not.
    """
    if not _may_begin(doc, start, words):
        return None
    for phrase in words.phrases:
        if tuple(token.lower_ for token in doc[start : start + len(phrase)]) == phrase:
            return start + len(phrase)
    run = _Run(start)
    for place in range(start, min(stop, start + LONGEST_TIME)):
        kind = _kind(doc[place], words)
        if kind is None and not (doc[place].text == "," and run.end == place):
            break
        if (
            kind == "unit"
            and not run.counts(place)
            and _kind(doc[min(place + 1, stop - 1)], words) != "anchor"
        ):
            break
        run.take(doc, place, kind)
    end = run.end - 1 if run.end > start and doc[run.end - 1].text == "," else run.end
    if end == start or (end == start + 1 and _kind(doc[start], words) in ("part", "filler")):
        return None
    if run.dated and _kind(doc[start], words) == "duration":
        return None
    return None if _leads_on(doc, start, end) else end


class _Run:
    """A time in the making: how far it reaches and what it holds so far."""

    __slots__ = ("counted", "dated", "end", "month", "start")

    def __init__(self, start: int) -> None:
        self.start = self.end = start
        self.month = self.dated = self.counted = False

    def counts(self, place: int) -> bool:
        """True when a unit at `place` is counted ("last week") or follows a named day ("Christmas Day")."""
        return self.counted or self.end == place > self.start

    def take(self, doc: Doc, place: int, kind: str | None) -> None:
        """Reach to `place` if a time may end with a word of this kind there."""
        if self._may_end(doc, place, kind):
            self.end = place + 1
        self.month = self.month or kind == "month"
        self.dated = self.dated or kind in DATED
        self.counted = self.counted or kind in ("shift", "quantity", "duration")

    def _may_end(self, doc: Doc, place: int, kind: str | None) -> bool:
        if kind == "half":
            return place > self.start and CLOCK.fullmatch(doc[place - 1].lower_) is not None
        if kind == "unit":
            return self.counts(place)
        if kind == "number":
            return self.month
        if kind == "zone":
            return self.end == place
        return kind in CLOSING or (kind == "year" and place > self.start)


def _kind(token: Token, words: TimeWords) -> str | None:
    word = token.lower_.rstrip(".")
    return words.kinds.get(word) or _number_kind(word)


def _may_begin(doc: Doc, start: int, words: TimeWords) -> bool:
    """True where a word of a time stands that "since", "than" and the like do not govern."""
    if _kind(doc[start], words) in NEVER_FIRST:
        return False
    before = start - 1
    while before >= max(0, start - 4) and _kind(doc[before], words) in COUNTED:
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


def _leads_on(doc: Doc, start: int, end: int) -> bool:
    """True when the words only modify a noun that follows: "a Tuesday briefing"."""
    if end >= len(doc):
        return False
    last, following = doc[end - 1], doc[end]
    if following.tag_ == "POS" or (following.lower_ in ("-", "–") and not following.whitespace_):
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
        if token.text in APOSTROPHES and place > start and place + 1 < stop and doc[place + 1].tag_ in BASE:
            place += 1
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


def right_parts(doc: Doc, start: int, end: int, wanted: frozenset[str], *, commas: bool) -> int:
    """The end of the phrase with those contiguous right dependents of its head whose label is wanted.

    With `commas` also those behind a comma.
    """
    head = head_of(doc, start, end)
    for child in head.rights:
        left, right = child.left_edge.i, child.right_edge.i + 1
        if right <= end or child.dep_ == "punct":
            continue
        gap = left - end
        if child.dep_ not in wanted or gap > 1 or (gap == 1 and not (commas and doc[end].text == ",")):
            break
        if child.dep_ == "acl" and (gap or child.tag_ != "VBN"):
            break
        end = right
    return end


def head_of(doc: Doc, start: int, end: int) -> Token:
    """The last noun of a plain noun phrase."""
    for place in range(end - 1, start - 1, -1):
        if doc[place].tag_ in NOUNS:
            return doc[place]
    return doc[end - 1]
