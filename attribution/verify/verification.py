"""One verdict on a quotation, with the best evidence for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from attribution.errors import InputError
from attribution.lang.titles import titles
from attribution.lang.verifying import Verifying, verifying
from attribution.pipeline.names import fit, parse_name, words_of_name
from attribution.records import Extraction, Quotation, Speaker
from attribution.verify.alignment import align
from attribution.verify.given import Given, read_given
from attribution.verify.paraphrases import find_paraphrase, stems_of
from attribution.verify.records import Cut, Evidence, Verdict, Verification
from attribution.verify.wording import Wording, compare
from attribution.verify.words import Text, read_text, words_of

LONGEST = 500  # words of a quotation
PLACES, PLACES_OF_SPEAKERS = 5, 40  # looked at; short words may have been said by many
SURROUNDINGS = 200  # code points of the original shown on either side
LEAST_SAME = 0.6  # of the words, for a quotation that was altered
LEAST_CARRIED = 0.5  # of its words that carry the sense
UNSAID = ("hypothetical", "thought")  # reasons why a quotation is no statement, at which nothing was uttered
PARAPHRASE_WEIGHT = 0.5  # of its share, as a score

_ORDER: Sequence[Verdict] = (
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
    given = read_given(quotation, data)
    if not given.words:
        raise InputError("the quotation has no words", field="quotation")
    if len(given.words) > LONGEST:
        raise InputError(
            f"the quotation has {len(given.words)} words; {LONGEST} are compared", field="quotation"
        )
    found = [evidence for original in originals for evidence in _find(given, original, speaker, data)]
    found.sort(key=_rank)
    if not found:
        return Verification("not-found", None)
    return Verification(_verdict(found[0]), found[0], tuple(found[1:5]))


def _verdict(evidence: Evidence) -> Verdict:
    return "misattributed" if evidence.speaker_agrees is False else evidence.wording


def _rank(evidence: Evidence) -> tuple[int, float]:
    return _ORDER.index(_verdict(evidence)), -evidence.score


def _find(given: Given, original: Original, speaker: str | None, data: Verifying) -> Iterator[Evidence]:
    words = original.read.words
    literal = False
    most = PLACES_OF_SPEAKERS if speaker else PLACES
    wanted, there = ([word.key for word in side] for side in (given.words, words))
    for alignment in align(wanted, given.gaps, there, most):
        if alignment.found == (0, 0):
            continue
        quoted = _quotation_at(original, words[alignment.found[0]].start, words[alignment.found[1] - 1].end)
        said = _spans(quoted) if quoted else [(0, len(original.text))]
        wording = compare(given, original.read, alignment, said, data)
        wording = _as_said(wording, quoted, original)
        if _is_literal(given, wording, original, data):
            literal = True
            yield _evidence(original, wording.start, wording.end, wording.kind, quoted, speaker,
                            wording.matched / wording.given, wording)  # fmt: skip
    if not literal and (other := find_paraphrase(given, original.read, _contents(original), data)):
        quoted = _quotation_at(original, other.start, other.end)
        kind: Verdict = "altered" if other.same_words else "paraphrase"
        score = other.share if other.same_words else PARAPHRASE_WEIGHT * other.share
        evidence = _evidence(original, other.start, other.end, kind, quoted, speaker, score)
        if evidence.speaker_agrees is not False or other.same_words:
            yield evidence


def _as_said(wording: Wording, quoted: Quotation | None, original: Original) -> Wording:
    """The wording, less good where the article does not say that one speaker did utter these words."""
    if quoted is None or wording.kind == "altered":
        return wording
    for other in original.extraction.quotations if original.extraction else ():
        apart = all(_share_of(other, start, end) == 0 for start, end in _spans(quoted))
        if apart and other.speaker != quoted.speaker and _share_of(other, wording.start, wording.end):
            return replace(wording, kind="altered")
    cue = quoted.cue
    if cue and (cue.negated or cue.act == "deny" or quoted.reason in UNSAID):
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
    wanted = stems_of(given.words)
    there = stems_of(words_of(original.text, data, wording.start, wording.end))
    carried = len(wanted & there) / len(wanted) if wanted else 1.0
    return wording.matched >= LEAST_SAME * wording.given and carried >= LEAST_CARRIED


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
        speaker_agrees=_agrees(speaker, said, original.language) if speaker else None,
    )


def _speaker_of(original: Original, quoted: Quotation | None) -> Speaker | None:
    if original.extraction is None or quoted is None or quoted.speaker is None:
        return None
    return next(speaker for speaker in original.extraction.speakers if speaker.id == quoted.speaker)


def _agrees(given: str, said: Speaker | None, language: str) -> bool | None:
    """Whether a name can be that of a speaker; None where that is not known."""
    if said is None:
        return None
    data = titles(language)
    words = words_of_name(given)
    while len(words) > 1 and data.is_title(words[0]):
        words = words[1:]
    name = parse_name(words, data)
    if said.kind != "person" and set(name.keys) & set(parse_name(words_of_name(said.label), data).keys):
        return None  # her office, or the firm that bears his name
    if said.name is None:
        return None if said.kind == "person" else False
    names = [parse_name(words_of_name(alias), data) for alias in (said.name, *said.aliases)]
    # a surname alone may be anybody's of that name, but a full name is not his sister's
    names = [other for other in names if not name.full or other.full] or names
    return any(fit(name, other, data) or fit(other, name, data) for other in names)
