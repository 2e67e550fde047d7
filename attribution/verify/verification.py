"""One verdict on a quotation, with the best evidence for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from attribution.errors import InputError
from attribution.lang.verifying import Verifying, verifying
from attribution.records import Extraction, Quotation, Speaker
from attribution.verify.alignment import Alignment, align
from attribution.verify.given import Given, read_given
from attribution.verify.paraphrases import find_paraphrase, stems_of
from attribution.verify.records import Cut, Evidence, Verdict, Verification
from attribution.verify.speakers import is_doubtful, said_by
from attribution.verify.stems import stem
from attribution.verify.wording import Wording, compare
from attribution.verify.words import Text, read_text, words_of

LONGEST = 500  # words of a quotation
PLACES, PLACES_OF_SPEAKERS = 5, 40  # looked at; short words may have been said by many
OTHERS = 4  # pieces of evidence besides the best
SURROUNDINGS = 200  # code points of the original shown on either side
LEAST_SAME = 0.6  # of the words, for a quotation that was altered
LEAST_ALIKE = 0.75  # of its words in another form or place, where the original has no more words there
LEAST_CARRIED = 0.5  # of its words that carry the sense
UNSAID = ("hypothetical", "thought")  # reasons why a quotation is no statement, at which nothing was uttered
PARAPHRASE_WEIGHT = 0.5  # of its share, as a score

ORDER: Sequence[Verdict] = (
    "verbatim",
    "edited",
    "partial",
    "altered",
    "misattributed",
    "paraphrase",
    "not-found",
)


@dataclass(frozen=True)
class Original:
    """A text that a quotation may be from: an article with its extraction, or a transcript without.

    Positions in `extraction` are code points of `text`, so an article in HTML is given as plain text.
    """

    text: str
    extraction: Extraction | None = None
    id: str | None = None
    language: str = "en"

    @cached_property
    def read(self) -> Text:
        """Words and sentences of the text, read once."""
        return read_text(self.text, verifying(self.language))

    def with_records(self, extraction: Extraction) -> Original:
        """The same with its records; the text is not read again."""
        found = replace(self, extraction=extraction)
        found.__dict__["read"] = self.read
        return found


def verify(
    quotation: str, originals: Iterable[Original], *, speaker: str | None = None, language: str = "en"
) -> Verification:
    """Whether `quotation` stands in one of the originals, and whether `speaker`, if named, said it.

    Raises InputError when the quotation has no words or too many.

    >>> original = Original("I do not think we should close the bridge.")
    >>> found = verify("we should close the bridge", [original])
    >>> found.verdict, found.evidence.cuts[0].text
    ('partial', 'I do not think')
    """
    data = verifying(language)
    given = read_quotation(quotation, data)
    return settle(evidence for original in originals for evidence in _find(given, original, speaker, data))


def read_quotation(quotation: str, data: Verifying) -> Given:
    """The quotation, read. Raises InputError when it has no words or too many."""
    given = read_given(quotation, data)
    if not given.words:
        raise InputError("the quotation has no words", field="quotation")
    if len(given.words) > LONGEST:
        raise InputError(
            f"the quotation has {len(given.words)} words; {LONGEST} are compared", field="quotation"
        )
    return given


def settle(found: Iterable[Evidence]) -> Verification:
    """The verdict on all that was found."""
    ranked = sorted(found, key=rank)
    if not ranked:
        return Verification("not-found", None)
    return Verification(verdict_of(ranked[0]), ranked[0], tuple(ranked[1 : 1 + OTHERS]))


def verdict_of(evidence: Evidence) -> Verdict:
    """The verdict, if this is the best evidence."""
    return "misattributed" if evidence.speaker_agrees is False else evidence.wording


def rank(evidence: Evidence) -> tuple[int, bool, float]:
    """By which evidence is sorted, the best first."""
    return ORDER.index(verdict_of(evidence)), evidence.speaker_agrees is None, -evidence.score


def _find(given: Given, original: Original, speaker: str | None, data: Verifying) -> list[Evidence]:
    places = find_places(given, original, speaker)
    found = find_literal(given, original, places, speaker, data)
    return found or find_meaning(given, [original], speaker, data)


def find_places(given: Given, original: Original, speaker: str | None) -> list[Alignment]:
    """Where in an original the words may stand, the likeliest first."""
    wanted, there = ([word.key for word in side] for side in (given.words, original.read.words))
    places = align(wanted, given.gaps, there, PLACES_OF_SPEAKERS if speaker else PLACES)
    return [alignment for alignment in places if alignment.found != (0, 0)]


def find_literal(
    given: Given, original: Original, places: Iterable[Alignment], speaker: str | None, data: Verifying
) -> list[Evidence]:
    """Where most of the words stand in an original, of the places where they may."""
    found: list[Evidence] = []
    for alignment in places:
        quoted = _quotation_at(original, *span_of(original, alignment))
        said = _spans(quoted) if quoted else [(0, len(original.text))]
        wording = compare(given, original.read, alignment, said, data)
        wording = _as_said(wording, quoted, original)
        if _is_literal(given, wording, original, data):
            found.append(_evidence(original, wording.start, wording.end, wording.kind, quoted, speaker,
                                   wording.matched / wording.given, wording))  # fmt: skip
    return found


def span_of(original: Original, alignment: Alignment) -> tuple[int, int]:
    """Where in the text of an original the words stand that belong to an alignment."""
    first, behind = alignment.found
    return original.read.words[first].start, original.read.words[behind - 1].end


def find_meaning(
    given: Given, originals: Sequence[Original], speaker: str | None, data: Verifying, **options: Any
) -> list[Evidence]:
    """Where the originals say the same in other words, or in another order; one place or none.

    `options` are those of `find_paraphrase`.
    """
    reads = [(original.read, _contents(original)) for original in originals]
    other = find_paraphrase(given, reads, data, **options)
    if other is None:
        return []
    original = originals[other.original]
    quoted = _quotation_at(original, other.start, other.end)
    kind: Verdict = "altered" if other.same_words else "paraphrase"
    score = other.share if other.same_words else PARAPHRASE_WEIGHT * other.share
    evidence = _evidence(original, other.start, other.end, kind, quoted, speaker, score)
    return [evidence] if evidence.speaker_agrees is not False or other.same_words else []


def _as_said(wording: Wording, quoted: Quotation | None, original: Original) -> Wording:
    """The wording, less good where the article does not say that one speaker did utter these words."""
    if quoted is None or wording.kind == "altered":
        return wording
    for other in original.extraction.quotations if original.extraction else ():
        apart = all(_share_of(other, start, end) == 0 for start, end in _spans(quoted))
        mine = other.speaker == quoted.speaker or not any(_share_of(other, *place) for place in wording.kept)
        if apart and not mine:
            return replace(wording, kind="altered")
    cue = quoted.cue
    marked = any(span.start <= wording.start and wording.end <= span.end for span in quoted.quoted)
    unsaid = quoted.reason in UNSAID and not (marked and quoted.reason == "thought")
    if cue and (cue.negated or cue.act == "deny" or unsaid):
        cut = Cut(cue.start, cue.end, cue.text)
        return replace(wording, kind="partial", cuts=(*wording.cuts, cut))
    return wording


def _contents(original: Original) -> list[tuple[int, int]]:
    """Where the contents of quotations stand."""
    quotations = original.extraction.quotations if original.extraction else ()
    return [span for quotation in quotations for span in _spans(quotation)]


def _is_literal(given: Given, wording: Wording, original: Original, data: Verifying) -> bool:
    """Whether so much is the same that it is the same saying, and not only the same small words."""
    if wording.kind != "altered":
        return True
    words = words_of(original.text, data, wording.start, wording.end)
    wanted, there = stems_of(given.words), stems_of(words)
    carried = len(wanted & there) / len(wanted) if wanted else 1.0
    alike = Counter(stem(word.key) for word in given.words) & Counter(stem(word.key) for word in words)
    close = len(words) <= wording.given and alike.total() >= LEAST_ALIKE * wording.given
    return (close or wording.matched >= LEAST_SAME * wording.given) and carried >= LEAST_CARRIED


def _quotation_at(original: Original, start: int, end: int) -> Quotation | None:
    """The quotation that has most of a stretch of the text."""
    best, most = None, 0
    for quotation in original.extraction.quotations if original.extraction else ():
        shared = _share_of(quotation, start, end)
        if shared > most:
            best, most = quotation, shared
    return best


def _share_of(quotation: Quotation, start: int, end: int) -> int:
    """How many code points of a quotation are between two places."""
    return sum(max(0, min(last, end) - max(first, start)) for first, last in _spans(quotation))


def _spans(quotation: Quotation) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in quotation.spans if span.field == "body"]


def _evidence(
    original: Original, start: int, end: int, kind: Verdict, quoted: Quotation | None, speaker: str | None,
    score: float, wording: Wording | None = None,
) -> Evidence:  # fmt: skip
    text = original.text
    said = _speaker_of(original, quoted)
    return Evidence(
        original=original.id,
        start=start,
        end=end,
        text=text[start:end],
        before=text[max(0, start - SURROUNDINGS) : start],
        after=text[end : end + SURROUNDINGS],
        wording=kind,
        score=round(score, 3),
        changes=wording.changes if wording else (),
        cuts=wording.cuts if wording else (),
        quotation=quoted.id if quoted else None,
        speaker=said.name if said else None,
        speaker_agrees=_agrees(speaker, quoted, original) if speaker else None,
    )


def _agrees(speaker: str, quoted: Quotation | None, original: Original) -> bool | None:
    if quoted is None or original.extraction is None:
        return None
    return said_by(speaker, quoted, original.extraction, original.text, original.language)


def _speaker_of(original: Original, quoted: Quotation | None) -> Speaker | None:
    if original.extraction is None or quoted is None:
        return None
    said = original.extraction.speaker_of(quoted)
    if said and is_doubtful(said, quoted, original.extraction, original.text, original.language):
        return None
    return said
