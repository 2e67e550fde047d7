"""Which words in marks of one version of an article are which of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from attribution.lang.verifying import Verifying
from attribution.lock.records import Markup, Passage, Words
from attribution.lock.speakers import is_same, known
from attribution.lock.stretches import find_stretches
from attribution.records import NOT_REPORTED, Extraction, Speaker
from attribution.text.plain import on_plain_text
from attribution.verify.alignment import align
from attribution.verify.given import read_given
from attribution.verify.records import Change, Evidence, Verdict
from attribution.verify.verification import LEAST_SAME, LONGEST, Original, verify
from attribution.verify.wording import compare
from attribution.verify.words import read_text, words_of

LEAST_SHARED = 0.5  # of their words, for two that have nothing else to be compared with

_KINDS: dict[Verdict, Words] = {"verbatim": "kept", "edited": "kept", "partial": "cut"}


@dataclass(frozen=True)
class Version:
    """An article as given, plain text or HTML, and its extraction in code points."""

    article: str
    extraction: Extraction
    html: bool = False
    language: str = "en"

    @property
    def markup(self) -> Markup:
        """What the article is."""
        return "html" if self.html else "text"

    @cached_property
    def plain(self) -> Original:
        """The plain text, and the extraction on it."""
        text, html = (None, self.article) if self.html else (self.article, None)
        extraction, plain = on_plain_text(self.extraction, text=text, html=html)
        return Original(plain, extraction, language=self.language)


@dataclass(frozen=True, slots=True)
class Marked:
    """Words in marks at `[start, end)` of the plain text, and the passage of the article that they are."""

    start: int
    end: int
    keys: tuple[str, ...]
    reported: bool
    speaker: Speaker | None
    passage: Passage


@dataclass(frozen=True, slots=True)
class Match:
    """Words in marks of the later version, and where they are from: `[start, end)` of the earlier one."""

    words: Words
    marked: Marked
    sources: tuple[Marked, ...] = ()
    start: int = 0
    end: int = 0
    changes: tuple[Change, ...] = ()
    cuts: tuple[str, ...] = ()


def words_in_marks(version: Version, data: Verifying) -> list[Marked]:
    """The words in marks of a version, in order, each once; inner marks belong to the outer ones."""
    extraction, plain = version.plain.extraction or version.extraction, version.plain.text
    given = {
        (there.start, there.end): here
        for one, other in zip(version.extraction.quotations, extraction.quotations, strict=True)
        for here, there in zip(one.quoted, other.quoted, strict=True)
    }
    found = []
    for stretch in find_stretches(plain, extraction, "text", all_marks=True):
        start, end, quotation = stretch.start, stretch.end, stretch.quotation
        if (place := given.get((start, end))) is None:
            continue  # the rest of one that reaches beyond another
        speaker = extraction.speaker_of(quotation)
        passage = Passage(
            quotation.id, place.start, place.end, plain[start:end], speaker.label if speaker else None
        )
        keys = tuple(word.key for word in words_of(plain, data, start, end))
        reported = quotation.reason not in NOT_REPORTED
        found.append(Marked(start, end, keys or (plain[start:end],), reported, speaker, passage))
    return found


def find_matches(
    before: Version, after: Version, ours: Sequence[Marked], theirs: Sequence[Marked], data: Verifying
) -> list[Match]:
    """Where each of the later words in marks is from: first those that are the same, then the others."""
    same = _same(ours, theirs, after)
    found = []
    for number, marked in enumerate(theirs):
        if (one := same.get(number)) is not None:
            found.append(Match("kept", marked, (one,), one.start, one.end))
        else:
            taken = [*same.values(), *(source for match in found for source in match.sources)]
            free = [one for one in ours if one not in taken]
            found.append(_nearest(marked, ours, free, before, data))
    return [_with_the_rest(match, found, before, data) for match in found]


def is_from(marked: Marked, matches: Sequence[Match]) -> bool:
    """Whether anything of the earlier words is in the later version."""
    return any(match.sources and match.start < marked.end and marked.start < match.end for match in matches)


def _same(ours: Sequence[Marked], theirs: Sequence[Marked], after: Version) -> dict[int, Marked]:
    """The earlier words that the later ones are, by number: of the same speaker first, else in order."""
    free: dict[tuple[str, ...], list[Marked]] = {}
    for marked in ours:
        free.setdefault(marked.keys, []).append(marked)
    found: dict[int, Marked] = {}
    for wanted in (True, None):
        for number, marked in enumerate(theirs):
            there = free.get(marked.keys, [])
            fitting = (one for one in there if wanted is None or _is_theirs(one, marked, after))
            if number not in found and (one := next(fitting, None)):
                found[number] = one
                there.remove(one)
    return found


def _is_theirs(one: Marked, other: Marked, after: Version) -> bool:
    if one.speaker is None or other.speaker is None:
        return one.speaker is other.speaker
    speakers = after.extraction.speakers
    return is_same(known(one.speaker), other.speaker, speakers, after.language) is True


def _nearest(
    marked: Marked, ours: Sequence[Marked], free: Sequence[Marked], before: Version, data: Verifying
) -> Match:
    """The match of words that are not the same as any; with `free` ones first, which are nobody's yet."""
    words = read_given(marked.passage.text, data).words
    if not words:  # sounds, or nothing but brackets
        return Match("invented", marked)
    if len(words) > LONGEST:
        return _longest(marked, ours)
    found = verify(marked.passage.text, [before.plain], language=before.language)
    evidence = [one for one in (found.evidence, *found.others) if one]
    return (
        _evident(marked, free, ours, evidence)
        or _rewritten(marked, free, before, data)
        or _evident(marked, ours, ours, evidence)
        or Match("invented", marked)
    )


def _evident(
    marked: Marked, wanted: Sequence[Marked], ours: Sequence[Marked], evidence: Sequence[Evidence]
) -> Match | None:
    """The match by the best evidence that is in any of the words that are wanted."""
    for one in evidence:
        if any(passage.start < one.end and one.start < passage.end for passage in wanted):
            sources = (source for source in ours if source.start < one.end and one.start < source.end)
            return _match(marked, tuple(sources), one)
    return None


def _match(marked: Marked, sources: tuple[Marked, ...], evidence: Evidence) -> Match:
    changes, words = evidence.changes, _KINDS.get(evidence.wording, "altered")
    if words == "altered" and not changes:  # other words altogether
        changes = (Change("changed", marked.passage.text, evidence.text),)
    cuts = tuple(cut.text for cut in evidence.cuts)
    return Match(words, marked, sources, evidence.start, evidence.end, changes, cuts)


def _rewritten(marked: Marked, free: Sequence[Marked], before: Version, data: Verifying) -> Match | None:
    """The match with those of the free words that have most of it, if that is half."""
    keys = Counter(marked.keys)

    def shared(one: Marked) -> float:
        return (keys & Counter(one.keys)).total() / max(keys.total(), len(one.keys))

    best = max(free, key=shared, default=None)
    if best is None or shared(best) < LEAST_SHARED:
        return None
    read = read_text(before.plain.text[best.start : best.end], data)
    given = read_given(marked.passage.text, data)
    alignments = align([word.key for word in given.words], given.gaps, [word.key for word in read.words], 1)
    changes: tuple[Change, ...] = (Change("changed", marked.passage.text, best.passage.text),)
    if alignments and alignments[0].found != (0, 0):
        changes = compare(given, read, alignments[0], [(0, len(read.text))], data).changes or changes
    return Match("altered", marked, (best,), best.start, best.end, changes)


def _longest(marked: Marked, ours: Sequence[Marked]) -> Match:
    """The match of words that are too many to be compared one by one."""
    wanted = Counter(marked.keys)
    best = max(ours, key=lambda one: (wanted & Counter(one.keys)).total(), default=None)
    if best is None or (wanted & Counter(best.keys)).total() < LEAST_SAME * len(marked.keys):
        return Match("invented", marked)
    change = Change("changed", marked.passage.text, best.passage.text)
    return Match("altered", marked, (best,), best.start, best.end, (change,))


def _with_the_rest(match: Match, matches: Sequence[Match], before: Version, data: Verifying) -> Match:
    """The match, called shortened where true words are left of more; nothing is cut that stands beside it."""
    if match.words not in ("kept", "cut"):
        return match
    quotation = match.marked.passage.quotation
    beside = [other for other in matches if other.sources and other.marked.passage.quotation == quotation]
    kept = [
        (other.start, other.end) for other in (beside if match.words == "cut" else matches) if other.sources
    ]
    words = (word for one in match.sources for word in words_of(before.plain.text, data, one.start, one.end))
    if all(any(start <= word.start and word.end <= end for start, end in kept) for word in words):
        return replace(match, words="kept", cuts=())
    return replace(match, words="shortened") if match.words == "kept" else match
