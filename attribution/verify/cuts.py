"""What was cut from around and within the words of a quotation, and whether that may change the sense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import groupby

from attribution.lang.verifying import Verifying
from attribution.verify.alignment import Pair
from attribution.verify.given import Given
from attribution.verify.records import Cut
from attribution.verify.runs import Spans, has_same, kinds_of
from attribution.verify.words import Text, words_of

FAR = 50  # words left out at an ellipsis, beyond which two sayings are made one
NEAR, NEARER = 6, 3  # words behind the quotation that may take it back

_OPENING = ("“", "‘", "«", "„")
_CLOSING = " \n”’»“\"'"
_CLAUSE = re.compile(r"[.,;:?!–—]\s|[–—]")
_NEW_CLAUSE = re.compile(r"[;:–—]|,\s+(?:and|but|so)\s")


def cut_at_edges(
    given: Given, read: Text, start: int, end: int, said: Spans, data: Verifying
) -> Iterator[Cut]:
    """What was cut before and behind the words, of the speaker's own, where it may change the sense."""
    first, last = read.around(start, end)
    before, after = _said(read.text, first, start, said), _said(read.text, end, last, said)
    if _turns_before(before.text, _mark_before(read.text, start), data):
        yield before
    taken_back = _is_taken_back(read, last, said, data)
    if taken_back:
        yield taken_back
    elif _turns_behind(given, read, start, end, after.text, data):
        yield after


def _turns_behind(given: Given, read: Text, start: int, end: int, after: str, data: Verifying) -> bool:
    """Whether `after`, the rest of the sentence, makes the words a question, or narrows them."""
    asked = after.endswith("?") and not given.asks and len(given.words) > NEARER
    narrows = not read.text[end:].lstrip(_CLOSING).startswith(",")
    number = _is_number_cut(given, after, narrows, data)
    denial = bool(after) and _narrows_denial(given, read.text, start, end, data)
    keys = _without_either_way(plain_keys(after, data), data)
    return asked or number or denial or _turns_after(keys, narrows, data)


def _is_taken_back(read: Text, end: int, said: Spans, data: Verifying) -> Cut | None:
    """The sentence behind that begins with "but only if" and the like, and was cut."""
    following = next((sentence for sentence in read.sentences if sentence[0] >= end), None)
    cut = _said(read.text, *following, said) if following else None
    return cut if cut and _has_phrase(plain_keys(cut.text, data)[:NEARER], data) else None


def _is_number_cut(given: Given, after: str, narrows: bool, data: Verifying) -> bool:
    """Whether "5" was all that was left of "5 million"."""
    number = given.words[-1].key[-1].isdigit()
    return narrows and number and not data.magnitudes.isdisjoint(plain_keys(after, data)[:1])


def plain_keys(text: str, data: Verifying) -> list[str]:
    """What the words of a text are compared by."""
    return [word.key for word in words_of(text, data)]


def _said(text: str, first: int, behind: int, said: Spans) -> Cut:
    """What the speaker said between two places, whoever interrupts."""
    while behind > first and text[behind - 1].isspace():
        behind -= 1
    parts = [(max(first, start), min(behind, end)) for start, end in said if start < behind and end > first]
    words = " ".join(text[start:end].strip(" ,;”’\"'“‘\n") for start, end in parts)
    return Cut(parts[0][0] if parts else first, parts[-1][1] if parts else first, words.strip())


def _mark_before(text: str, start: int) -> str:
    """The mark that stands before a place; none where it opens words within those of somebody else."""
    before = text[text.rfind("\n", 0, start) + 1 : start].rstrip()
    mark, before = before[-1:], before[:-1]
    within = before.count("“") > before.count("”") or (mark == "“" and "‘" in before)
    return "" if mark in _OPENING and within else mark


def _turns_before(before: str, mark: str, data: Verifying) -> bool:
    """Whether what stands before sets a condition, denies it or gives it to somebody else.

    `mark` is what stands right before the words. Where they stand in marks, and what is before them does not,
    it is the reporter's, who may tell of them in the past and the conditional.
    """
    keys = _without_leading(plain_keys(before, data), data)
    clauses = [match.end() for match in _NEW_CLAUSE.finditer(f"{before} ")]
    clause = _without_leading(plain_keys(before[clauses[-1] :] if clauses else before, data), data)
    clause = _without_either_way(_without_own(clause, data), data)
    if any(key in data.conditions for key in [*keys[:1], *clause]) or _has_phrase(clause, data):
        return True
    told = any(key in data.before for key in clause) and mark not in _OPENING
    return told or (mark != "," and any(map(data.negates, clause)))


def _without_leading(keys: Sequence[str], data: Verifying) -> list[str]:
    """The words behind the last phrase that only leads on, such as "which is to say"."""
    words = f" {' '.join(keys)} "
    ends = [
        words.rindex(f" {phrase} ") + len(phrase) + 2 for phrase in data.leading if f" {phrase} " in words
    ]
    return words[max(ends, default=0) :].split()


def _without_own(keys: Sequence[str], data: Verifying) -> list[str]:
    """The words less "I think", "we have always said" and the like."""
    left, place = list(keys), 0
    while place < len(left):
        verb = place + 1
        while left[place] in data.own_subjects and verb < len(left) and left[verb] in data.own_helpers:
            verb += 1
        if left[place] in data.own_subjects and verb < len(left) and left[verb] in data.own_verbs:
            left[place : verb + 1] = []
        else:
            place += 1
    return left


def _narrows_denial(given: Given, text: str, start: int, end: int, data: Verifying) -> bool:
    """Whether what was kept denies and its clause goes on: "nobody was hurt" of "nobody was hurt indoors"."""
    if len(given.words) <= NEARER or len(given.words) - 1 in given.brackets:
        return False  # a catchword; or what is in brackets stands for what follows
    goes_on = text[end : end + 1].isspace() and text[end:].lstrip()[:1].isalnum()
    return goes_on and any(map(data.negates, plain_keys(_CLAUSE.split(text[start:end])[-1], data)))


def _without_either_way(keys: Sequence[str], data: Verifying) -> list[str]:
    """The words less "with or without", "whether or not" and the like, which set no condition."""
    words = f" {' '.join(keys)} "
    for phrase in data.either_way:
        words = words.replace(f" {phrase} ", " ")
    return words.split()


def _has_phrase(keys: Sequence[str], data: Verifying) -> bool:
    words = f" {' '.join(keys)} "
    return any(f" {phrase} " in words for phrase in data.phrases)


def _turns_after(keys: Sequence[str], narrows: bool, data: Verifying) -> bool:
    """Whether the next words set a condition, take it back, or narrow it, as they may without a comma."""
    return (
        any(key in data.conditions or key in data.after for key in keys[:NEARER])
        or any(key in data.reversals or (narrows and data.negates(key)) for key in keys[:NEAR])
        or _has_phrase(keys[:NEAR], data)
        or (narrows and bool(keys) and keys[0] in data.restricting)
    )


def cut_at_ellipses(given: Given, read: Text, pairs: Sequence[Pair], data: Verifying) -> Iterator[Cut]:
    """What was left out at an ellipsis, where it may change the sense."""
    same = {pair.found for pair in pairs if pair.found is not None and has_same(given, read.words, pair)}
    for kind, run in groupby(kinds_of(given, read.words, pairs), key=lambda entry: entry[0]):
        if kind != "ellipsis":
            continue
        places = [pair.found for _, _, pair in run if pair.found is not None]
        keys = _without_either_way([read.words[place].key for place in places], data)
        turned = any(data.negates(key) or key in data.conditions for key in keys)
        if turned or len(places) > FAR or _is_beheaded(read, places, same, data):
            yield _cut(read.text, read.words[places[0]].start, read.words[places[-1]].end)


def _is_beheaded(read: Text, places: Sequence[int], same: Set[int], data: Verifying) -> bool:
    """Whether of another sentence the beginning is left out, and what is kept of it begins no clause."""
    last = places[-1]
    ours = [place for place in places if _sentence(read, place) == _sentence(read, last)]
    begins = ours[0] == 0 or _sentence(read, ours[0] - 1) != _sentence(read, last)
    goes_on = last + 1 in same and _sentence(read, last + 1) == _sentence(read, last)
    if not begins or not goes_on:
        return False
    apart = read.text[read.words[last].end : read.words[last + 1].start].strip()
    left = _without_own([read.words[place].key for place in ours], data)
    return not apart and len(left) > 1


def _sentence(read: Text, place: int | None) -> int | None:
    """Where the sentence of a word begins."""
    return None if place is None else read.around(read.words[place].start, read.words[place].end)[0]


def _cut(text: str, start: int, end: int) -> Cut:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Cut(start, end, text[start:end])
