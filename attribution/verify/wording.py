"""What became of the words: which changed, which were left out, and whether that may change the sense."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from attribution.lang.verifying import Verifying
from attribution.verify.alignment import Alignment, Pair
from attribution.verify.cuts import cut_at_edges, cut_at_ellipses, plain_keys
from attribution.verify.given import Given
from attribution.verify.records import Change, ChangeKind, Cut, WordingKind
from attribution.verify.runs import Spans, has_same, kinds_of
from attribution.verify.words import Text, Word, words_of

MOST_JOINED = 3  # words that may be written as one

HYPHENS = "-\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{SOFT HYPHEN}"


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
    kept: tuple[tuple[int, int], ...] = ()  # where the words are that are the same


def compare(given: Given, read: Text, alignment: Alignment, said: Spans, data: Verifying) -> Wording:
    """The wording at an alignment; what is outside of `said` are not the speaker's words.

    Who goes on beyond `said` owes all that stands between, for two sayings are not one.
    """
    theirs = alignment.pairs
    beyond = any(has_same(given, read.words, pair) and not _is_said(read, pair, said) for pair in theirs)
    aligned = [
        pair if beyond or _is_said(read, pair, said) else Pair(pair.given, None)
        for pair in theirs
        if beyond or pair.given is not None or _is_said(read, pair, said)
    ]
    pairs = _with_joined_ends(given, read.words, aligned)
    places = [pair.found for pair in pairs if pair.found is not None]
    start, end = read.words[places[0]].start, read.words[places[-1]].end
    changes = [
        *_leading(given, read, places[0], data),
        *_changes(given, read, pairs, data),
        *_put_in(given, read, pairs, data),
    ]
    cuts = [
        *cut_at_edges(given, read, start, end, said, data),
        *cut_at_ellipses(given, read, pairs, data),
    ]
    unlike = (change.given for change in changes if change.kind in ("changed", "added"))
    matched = len(given.words) - sum(len(words_of(words, data)) for words in unlike)
    kind = _kind(changes, cuts, given, data)
    kept = tuple(
        read.words[p.found][:2] for p in pairs if p.found is not None and has_same(given, read.words, p)
    )
    return Wording(kind, start, end, matched, len(given.words), tuple(changes), tuple(cuts), kept)


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
    given, found = (set(plain_keys(side, data)) for side in (change.given, change.found))
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
    for (kind, _), run in groupby(kinds_of(given, read.words, pairs), key=lambda entry: (entry[0], entry[1])):
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


def _is_said(read: Text, pair: Pair, said: Spans) -> bool:
    word = read.words[pair.found] if pair.found is not None else None
    return word is not None and any(start <= word.start and word.end <= end for start, end in said)
