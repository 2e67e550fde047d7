"""Who said it, before and after: whether two speakers are the same, and whether a name stands near."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attribution.lang.titles import titles
from attribution.lock.records import Known, Markup
from attribution.pipeline.names import parse_name, words_of_name
from attribution.records import Extraction, Quotation, Speaker
from attribution.text.markup import text_of
from attribution.verify.speakers import agrees

NEAR = 300  # code points on either side of a quotation in which its speaker is looked for


def known(speaker: Speaker) -> Known:
    """What is kept of a speaker: its name, and the words that the article has for it."""
    return Known(speaker.id, speaker.name, speaker.label, speaker.kind, tuple(dict.fromkeys(_forms(speaker))))


def _forms(speaker: Speaker) -> Iterator[str]:
    yield speaker.label
    yield from filter(None, (speaker.name, *speaker.aliases))
    yield from (mention.text for mention in speaker.mentions if mention.form != "pronoun")
    for role in speaker.roles:
        yield from filter(None, (role.text, role.title))


def is_same(before: Known, after: Speaker | None, others: Iterable[Speaker], language: str) -> bool | None:
    """Whether `after` is who `before` was; None where that cannot be said.

    `others` are all speakers of the later article: if one of these is who it was, `after` is not.
    """
    if after is None:
        return None
    if (same := _alike(before, after, language)) is not None:
        return same
    elsewhere = (other for other in others if other.id != after.id)
    return False if any(_alike(before, other, language) for other in elsewhere) else None


def _alike(before: Known, after: Speaker, language: str) -> bool | None:
    if before.label.casefold() == after.label.casefold():
        return True
    if before.name and after.name:
        return agrees(before.name, after, language)
    ours, theirs = ({form.casefold() for form in forms} for forms in (before.forms, _forms(after)))
    return True if ours & theirs else None


def speaker_at(extraction: Extraction, start: int, end: int) -> Speaker | None:
    """Who says the quotation that has most of a stretch; of two that have the same, the shorter."""
    best: Quotation | None = None
    most = (0, 0)
    for quotation in extraction.quotations:
        spans = [span for span in quotation.spans if span.field == "body"]
        shared = sum(max(0, min(span.end, end) - max(span.start, start)) for span in spans)
        rank = shared, -sum(span.end - span.start for span in spans)
        if shared and rank > most:
            best, most = quotation, rank
    return extraction.speaker_of(best) if best else None


def stands_near(before: Known, text: str, start: int, end: int, markup: Markup, language: str) -> bool:
    """Whether a name, or other words for the speaker, stand near a place of a text.

    Of a name one word is enough, and what follows it within the word does not count: languages have endings.
    """
    sides = (text[max(0, start - NEAR) : start], text[end : end + NEAR])
    around = " ".join(text_of(side) if markup == "html" else side for side in sides).casefold()
    around = " ".join(around.split())
    return any(re.search(rf"\b{re.escape(words)}", around) for words in _signs(before, language))


def _signs(before: Known, language: str) -> set[str]:
    """What tells that a speaker stands there: the surname, or all of another form."""
    data = titles(language)
    signs = {" ".join(form.casefold().split()) for form in before.forms}
    if before.name:
        signs.add(parse_name(words_of_name(before.name), data).keys[-1])
    return signs - {""}
