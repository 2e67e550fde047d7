"""Two versions of an article: what became of the words in marks, and of who says them."""

from __future__ import annotations

from attribution.errors import InputError
from attribution.lang.verifying import verifying
from attribution.lock.matching import Marked, Match, Version, find_matches, is_from, words_in_marks
from attribution.lock.records import Compared, Comparison, Passage, Voice
from attribution.lock.speakers import is_same, known, speaker_at, stands_near

__all__ = ["Version", "compare"]


def compare(before: Version, after: Version, *, all_marks: bool = False) -> Comparison:
    """What became of each quotation's words in marks, from one version of an article to a later one.

    `all_marks` also compares what stands in marks and was not said. Positions are those of the versions as
    given. Words are compared as `attribution.verify` does: marks, case and spelling are no difference.
    Raises InputError for an extraction in UTF-16 units, or of another article.
    """
    if before.extraction.unit != "codepoint" or after.extraction.unit != "codepoint":
        raise InputError("the positions of the extractions must be code points", field="unit")
    data = verifying(before.language)
    ours, theirs = words_in_marks(before, data), words_in_marks(after, data)
    matches = find_matches(before, after, ours, theirs, data)
    shown = [
        _compared(match, before, after)
        for match in matches
        if all_marks or match.marked.reported or any(one.reported for one in match.sources)
    ]
    dropped = [
        Compared("dropped", None, marked.passage, None)
        for marked in ours
        if (all_marks or marked.reported) and not is_from(marked, matches)
    ]
    return Comparison((*shown, *dropped))


def _compared(match: Match, before: Version, after: Version) -> Compared:
    source = _joined(match, before) if match.sources else None
    speaker = _voice(match, before, after) if match.sources else None
    return Compared(match.words, speaker, source, match.marked.passage, match.changes, match.cuts)


def _joined(match: Match, before: Version) -> Passage:
    """The earlier passages as one, from where the first begins to where the last ends."""
    first, last = match.sources[0], match.sources[-1]
    text = before.plain.text[first.start : last.end]
    passage = first.passage
    return Passage(passage.quotation, passage.start, last.passage.end, text, passage.speaker)


def _voice(match: Match, before: Version, after: Version) -> Voice | None:
    """Who says it now."""
    marked: Marked = match.marked
    extraction = before.plain.extraction or before.extraction
    speaker = speaker_at(extraction, match.start, match.end)
    if speaker is None:
        return None
    said = known(speaker)
    same = is_same(said, marked.speaker, after.extraction.speakers, after.language)
    if same is not None:
        return "same" if same else "other"
    outer = match.sources[0].speaker
    if outer and outer.id != speaker.id and is_same(known(outer), marked.speaker, (), after.language):
        return "other"  # who was quoting somebody
    earlier, later = match.sources[0].passage, marked.passage
    stood = stands_near(said, before.article, earlier.start, earlier.end, before.markup, before.language)
    stands = stands_near(said, after.article, later.start, later.end, after.markup, after.language)
    return "gone" if stood and not stands else None
