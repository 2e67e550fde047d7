"""An article without a person: text and records of the same length, from which words and names are gone."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from attribution.records import Extraction, Mention, Quotation, Span, Speaker
from attribution.store.blacking import Names, black_at
from attribution.store.content import context_in
from attribution.store.said import Said
from attribution.text.document import Document
from attribution.text.plain import on_plain_text
from attribution.text.reader import read_plain

GAP = " … "
_NOTHING = Said(())
_NO_LIMIT = 2**31  # what is kept was within the limit when it came


@dataclass(frozen=True)
class Wanted:
    """What is to go: whom `speaker` means, what `quotation` means, and names and sayings anywhere."""

    names: Names
    speaker: Callable[[Speaker], bool] = lambda _: False
    quotation: Callable[[Quotation, str | None], bool] = lambda _, __: False  # of whom, by the records
    said: Said = _NOTHING

    def sayings(self, extraction: Extraction) -> set[str]:
        """The words of what is to go from some records."""
        went = self.went(extraction)
        return {quotation.text for quotation in extraction.quotations if quotation.id in went}

    def went(self, extraction: Extraction) -> frozenset[str]:
        """Quotations of whoever goes, and those that stand in one of these."""
        named: dict[str | None, str] = {s.id: s.name or s.label for s in extraction.speakers}
        gone = {speaker.id for speaker in extraction.speakers if self.speaker(speaker)}
        first = [
            q for q in extraction.quotations if q.speaker in gone or self.quotation(q, named.get(q.speaker))
        ]
        covered = [(s.field, s.start, s.end) for q in first for s in q.spans]
        return frozenset(
            q.id
            for q in extraction.quotations
            if q in first
            or any(
                f == s.field and s.start < end and start < s.end for s in q.spans for f, start, end in covered
            )
        )


@dataclass(frozen=True)
class Redacted:
    """A revision in plain text without what was to go; the quotations that went of each of its records."""

    text: str
    title: str | None
    records: list[Extraction]
    went: list[frozenset[str]]
    names: Names


def redact(
    records: list[Extraction], title: str | None, content: str, *, html: bool, wanted: Wanted, here: bool
) -> Redacted:
    """A revision and all its records without what is wanted to go; a page becomes its plain text.

    Words and names are blacked out, so that all other places stay as they are in the plain text; `here`,
    where a speaker goes from the article, each word of the name by itself.
    """
    moved = [
        on_plain_text(one, html=content) if html else on_plain_text(one, text=content) for one in records
    ]
    text = moved[0][1] if moved else content
    known = [found for found, _ in moved]
    others = {s.name or s.label for found in known for s in found.speakers if not wanted.speaker(s)}
    names = wanted.names.with_words(others) if here else wanted.names
    went = [wanted.went(found) for found in known]
    spans = [span for found, gone in zip(known, went, strict=True) for span in _spans_of(found, gone, wanted)]
    stays = [span for found, gone in zip(known, went, strict=True) for span in _stay(found, gone)]
    plain = black_at(names.black(text), _places("body", text, spans, stays, wanted.said))
    headline = title and black_at(names.black(title), _places("title", title, spans, stays, wanted.said))
    document = read_plain(plain, title=headline, limit=_NO_LIMIT)
    without = [_Without(plain, headline, names, document, wanted) for _ in known]
    made = [one.records(found, gone) for one, found, gone in zip(without, known, went, strict=True)]
    return Redacted(plain, headline, made, went, names)


def _stay(extraction: Extraction, went: frozenset[str]) -> list[Span]:
    """What others say."""
    return [span for one in extraction.quotations if one.id not in went for span in one.spans]


def _places(field: str, text: str, spans: list[Span], stays: list[Span], said: Said) -> list[tuple[int, int]]:
    """What is to be blacked out: some spans, and sayings but where somebody else says the same."""
    kept = [(span.start, span.end) for span in stays if span.field == field]
    again = [
        (start, end)
        for start, end in said.places(text)
        if not any(first < end and start < last for first, last in kept)
    ]
    return [*((span.start, span.end) for span in spans if span.field == field), *again]


def _spans_of(extraction: Extraction, went: frozenset[str], wanted: Wanted) -> list[Span]:
    """All that is said in them or names who says it."""
    found: list[Span] = []
    for quotation in extraction.quotations:
        if quotation.id in went:
            found += [*quotation.spans, *quotation.quoted]
    for speaker in extraction.speakers:
        if wanted.speaker(speaker):
            found += [mention for mention in speaker.mentions if mention.form != "pronoun"]
            found += speaker.roles
    gone = {speaker.id for speaker in extraction.speakers if wanted.speaker(speaker)}
    for quotation in extraction.quotations:
        if quotation.speaker in gone:
            named = (quotation.source, quotation.role)
            found += [span for span in named if span and not _is_pronoun(span)]
    return found


def _is_pronoun(span: Span) -> bool:
    return isinstance(span, Mention) and span.form == "pronoun"


@dataclass(frozen=True)
class _Without:
    """What records are made of when something is gone."""

    text: str
    title: str | None
    names: Names
    document: Document
    wanted: Wanted

    def records(self, extraction: Extraction, went: frozenset[str]) -> Extraction:
        """The records without what went, their words those of the text as it is now."""
        speakers = [speaker for speaker in extraction.speakers if not self.wanted.speaker(speaker)]
        kept = [quotation for quotation in extraction.quotations if quotation.id not in went]
        about = replace(
            extraction.article,
            title=self.title,
            sha256=hashlib.sha256(self.text.encode()).hexdigest(),
            length=len(self.text),
        )
        return replace(
            extraction,
            article=about,
            speakers=tuple(self._rewritten(speaker) for speaker in speakers),
            quotations=tuple(self._quotation(quotation, went) for quotation in kept),
            warnings=tuple(self._rewritten(warning) for warning in extraction.warnings),
        )

    def _quotation(self, quotation: Quotation, went: frozenset[str]) -> Quotation:
        found: Quotation = self._rewritten(quotation)
        return replace(
            found,
            text=GAP.join(span.text for span in found.spans),
            parent=None if quotation.parent in went else quotation.parent,
            context=context_in(self.document, found.spans),
            topics=tuple(topic for topic in quotation.topics if topic in found.text.casefold()),
        )

    def _rewritten(self, value: Any) -> Any:
        """A record with the words of its places, and no name in any other text."""
        if isinstance(value, str):
            return self.names.black(value)
        if isinstance(value, tuple):
            return tuple(self._rewritten(item) for item in value)
        if not dataclasses.is_dataclass(value) or isinstance(value, type):
            return value
        changes = {
            field.name: self._rewritten(getattr(value, field.name)) for field in dataclasses.fields(value)
        }
        if isinstance(value, Span):
            source = self.text if value.field == "body" else self.title or ""
            changes["text"] = source[value.start : value.end]
        return replace(value, **changes)
