"""What became of the words: which changed, which were left out, and whether that may change the sense."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from attribution.lang.verifying import Verifying
from attribution.verify.alignment import Alignment, Pair
from attribution.verify.given import Given
from attribution.verify.records import Change, ChangeKind, Cut, WordingKind
from attribution.verify.words import Text, Word, words_of

FAR = 50  # words left out at an ellipsis, beyond which two sayings are made one
MOST_JOINED = 3  # words that may be written as one
NEAR, NEARER = 6, 3  # words behind the quotation that may take it back

HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}"

Spans = Sequence[tuple[int, int]]

_NEW_CLAUSE = re.compile(r"[;:–—]|,\s+(?:and|but|so)\s")


@dataclass(frozen=True, slots=True)
class Wording:
    """How a quotation and a stretch of the original compare; `matched` of `given` words are the same."""

    kind: WordingKind
    start: int
    end: int
    matched: int
    given: int
    changes: tuple[Change, ...]
    cuts: tuple[Cut, ...]


def compare(given: Given, read: Text, alignment: Alignment, said: Spans, data: Verifying) -> Wording:
    """The wording at an alignment; what is outside of `said` are not the speaker's words.

    Who goes on beyond `said` owes all that stands between, for two sayings are not one.
    """
    theirs = alignment.pairs
    beyond = any(_same(given, read.words, pair) and not _is_said(read, pair, said) for pair in theirs)
    aligned = [pair for pair in theirs if beyond or pair.given is not None or _is_said(read, pair, said)]
    pairs = _with_joined_ends(given, read.words, aligned)
    places = [pair.found for pair in pairs if pair.found is not None]
    start, end = read.words[places[0]].start, read.words[places[-1]].end
    changes = [
        *_leading(given, read, places[0], data),
        *_changes(given, read, pairs, data),
        *_put_in(given, read, pairs, data),
    ]
    cuts = [
        *_cut_at_edges(given, read, start, end, said, data),
        *_cut_at_ellipses(given, read, pairs, data),
    ]
    unlike = (change.given for change in changes if change.kind in ("changed", "added"))
    matched = len(given.words) - sum(len(words_of(words, data)) for words in unlike)
    kind = _kind(changes, cuts, given, data)
    return Wording(kind, start, end, matched, len(given.words), tuple(changes), tuple(cuts))


def _same(given: Given, words: Sequence[Word], pair: Pair) -> bool:
    if pair.given is None or pair.found is None:
        return False
    return given.words[pair.given].key == words[pair.found].key


def _with_joined_ends(given: Given, words: Sequence[Word], pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs, with words at either end that the original writes as one, or as several ("per cent")."""
    found = list(pairs)
    for step in (1, -1):
        found.reverse()
        ours = []
        for pair in found:
            if pair.found is not None:
                break
            ours.append(pair)
        place = found[len(ours)].found if len(ours) < len(found) else None
        if not ours or place is None:
            continue
        wanted = "".join(given.words[p.given].key for p in ours[::-step] if p.given is not None)
        theirs = _joined(words, place + step, step, wanted)
        found[: len(ours)] = [*(Pair(None, at) for at in reversed(theirs)), *ours] if theirs else ours
    return found


def _joined(words: Sequence[Word], place: int, step: int, wanted: str) -> list[int]:
    """Places from `place` on whose words are `wanted`, written together."""
    places: list[int] = []
    while 0 <= place < len(words) and len(places) <= MOST_JOINED:
        places.append(place)
        together = "".join(words[at].key for at in places[::step])
        if together == wanted:
            return places
        place += step
    return []


def _kind(changes: Sequence[Change], cuts: Sequence[Cut], given: Given, data: Verifying) -> WordingKind:
    if any(change.kind in ("changed", "added", "left-out") or _turns(change, data) for change in changes):
        return "altered"
    if cuts:
        return "partial"
    return "edited" if given.edited else "verbatim"


def _turns(change: Change, data: Verifying) -> bool:
    """Whether brackets put in or take out a negation, be it a syllable ("unsafe")."""
    if change.kind != "brackets":
        return False
    given, found = (set(_keys(side, data)) for side in (change.given, change.found))
    turned = {prefix + key for prefix in data.prefixes for key in given ^ found}
    return bool(turned & (given | found)) or any(map(data.negates, given ^ found))


def _leading(given: Given, read: Text, place: int, data: Verifying) -> Iterator[Change]:
    """Brackets before the first word. What they replace is not known, but may be a negation."""
    if -1 in given.brackets:
        before = read.words[place - 1] if place else None
        replaced = read.text[before.start : before.end] if before and data.negates(before.key) else ""
        yield Change("brackets", given.text[slice(*given.brackets[-1])], replaced)


def _put_in(given: Given, read: Text, pairs: Sequence[Pair], data: Verifying) -> Iterator[Change]:
    """Brackets that replace nothing; or, at the end, maybe the word that they turn into its opposite."""
    end = next(pair.found for pair in reversed(pairs) if pair.found is not None) + 1
    behind = {one.given: other for one, other in pairwise(pairs)}
    for place, (start, stop) in given.brackets.items():
        following = behind.get(place)
        if place >= 0 and (following is None or following.given is not None):
            change = Change("brackets", given.text[start:stop], "")
            turned = replace(change, found=_written(read, end) if following is None else "")
            yield turned if _turns(turned, data) else change


def _written(read: Text, place: int) -> str:
    return read.text[read.words[place].start : read.words[place].end] if place < len(read.words) else ""


def _changes(given: Given, read: Text, pairs: Sequence[Pair], data: Verifying) -> Iterator[Change]:
    """Runs of words that differ, each as one change; what was split or joined only is none."""
    for (kind, _), run in groupby(_kinds(given, read.words, pairs), key=lambda entry: (entry[0], entry[1])):
        if kind == "same":
            continue
        members = [pair for _, _, pair in run]
        ours = [given.words[pair.given] for pair in members if pair.given is not None]
        theirs = [read.words[pair.found] for pair in members if pair.found is not None]
        found = read.text[theirs[0].start : theirs[-1].end] if theirs else ""
        if kind == "ellipsis":
            yield Change("ellipsis", "…", found)
        elif kind == "brackets":
            yield Change("brackets", _bracket(given, members), found)
        else:
            told = given.text[ours[0].start : ours[-1].end] if ours else ""
            together = ["".join(word.key for word in side) for side in (ours, theirs)]
            if together[0] != together[1] or not _may_join(together[0], told + found, data):
                yield Change(_name(ours, theirs), told, found)


def _may_join(key: str, written: str, data: Verifying) -> bool:
    """Whether a word may be written as several; "a part" is not "apart".

    Nor is "1-0" the number 10, nor who re-signs who resigns.
    """
    if key in data.apart or any(letter.isdigit() for letter in key):
        return False
    return key in data.joined or any(hyphen in written for hyphen in HYPHENS)


def _name(ours: Sequence[Word], theirs: Sequence[Word]) -> ChangeKind:
    if not theirs:
        return "added"
    return "changed" if ours else "left-out"


def _bracket(given: Given, members: Sequence[Pair]) -> str:
    place = next((pair.given for pair in members if pair.given is not None), None)
    return given.text[slice(*given.brackets[place])] if place in given.brackets else "[]"


def _kinds(given: Given, words: Sequence[Word], pairs: Sequence[Pair]) -> Iterator[tuple[str, int, Pair]]:
    """What each pair is, with a number that sets runs apart which are beside each other."""
    before, number = -1, 0
    for pair in pairs:
        if pair.given is None:
            gap = given.gaps[before] if before >= 0 else "none"
            yield (
                ("changed" if gap == "none" else gap),
                number,
                Pair(before if gap == "brackets" else None, pair.found),
            )
            continue
        before = pair.given
        same = _same(given, words, pair)
        number += same
        yield ("same" if same else "changed"), number, pair


def _is_said(read: Text, pair: Pair, said: Spans) -> bool:
    word = read.words[pair.found] if pair.found is not None else None
    return word is not None and any(start <= word.start and word.end <= end for start, end in said)


def _cut_at_edges(
    given: Given, read: Text, start: int, end: int, said: Spans, data: Verifying
) -> Iterator[Cut]:
    first, last = read.around(start, end)
    before, after = _said(read.text, first, start, said), _said(read.text, end, last, said)
    if _turns_before(before.text, read.text[:start].rstrip().endswith(","), data):
        yield before
    asked = after.text.endswith("?") and not given.asks and len(given.words) > NEARER
    narrows = not read.text[end:].lstrip().startswith(",")
    number = _is_number_cut(given, after.text, narrows, data)
    taken_back = _is_taken_back(read, last, said, data)
    if taken_back:
        yield taken_back
    elif asked or number or _turns_after(_keys(after.text, data), narrows, data):
        yield after


def _is_taken_back(read: Text, end: int, said: Spans, data: Verifying) -> Cut | None:
    """The sentence behind that begins with "but only if" and the like, and was cut."""
    following = next((sentence for sentence in read.sentences if sentence[0] >= end), None)
    cut = _said(read.text, *following, said) if following else None
    return cut if cut and _has_phrase(_keys(cut.text, data)[:NEARER], data) else None


def _is_number_cut(given: Given, after: str, narrows: bool, data: Verifying) -> bool:
    """Whether "5" was all that was left of "5 million"."""
    number = given.words[-1].key[-1].isdigit()
    return narrows and number and not data.magnitudes.isdisjoint(_keys(after, data)[:1])


def _keys(text: str, data: Verifying) -> list[str]:
    return [word.key for word in words_of(text, data)]


def _said(text: str, first: int, behind: int, said: Spans) -> Cut:
    """What the speaker said between two places, whoever interrupts."""
    while behind > first and text[behind - 1].isspace():
        behind -= 1
    parts = [(max(first, start), min(behind, end)) for start, end in said if start < behind and end > first]
    words = " ".join(text[start:end].strip(" ,;”’\"'“‘\n") for start, end in parts)
    return Cut(parts[0][0] if parts else first, parts[-1][1] if parts else first, words.strip())


def _turns_before(before: str, apart: bool, data: Verifying) -> bool:
    """Whether what stands before sets a condition, denies it or gives it to somebody else."""
    keys = _keys(before, data)
    clauses = [match.end() for match in _NEW_CLAUSE.finditer(f"{before} ")]
    clause = _without_own(_keys(before[clauses[-1] :] if clauses else before, data), data)
    if any(key in data.conditions for key in [*keys[:1], *clause]) or _has_phrase(clause, data):
        return True
    return any(key in data.before for key in clause) or (not apart and any(map(data.negates, clause)))


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


def _cut_at_ellipses(given: Given, read: Text, pairs: Sequence[Pair], data: Verifying) -> Iterator[Cut]:
    kept = {_sentence(read, pair.found) for pair in pairs if _same(given, read.words, pair)}
    for kind, run in groupby(_kinds(given, read.words, pairs), key=lambda entry: entry[0]):
        if kind != "ellipsis":
            continue
        places = [pair.found for _, _, pair in run if pair.found is not None]
        keys = [read.words[place].key for place in places if _sentence(read, place) in kept]
        if len(places) > FAR or any(data.negates(key) or key in data.conditions for key in keys):
            yield _cut(read.text, read.words[places[0]].start, read.words[places[-1]].end)


def _sentence(read: Text, place: int | None) -> int | None:
    """Where the sentence of a word begins."""
    return None if place is None else read.around(read.words[place].start, read.words[place].end)[0]


def _cut(text: str, start: int, end: int) -> Cut:
    while start < end and not text[start].isalnum():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Cut(start, end, text[start:end])
