"""What comes into a store: an article and its records, checked and made ready before any transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from attribution.errors import InputError
from attribution.lang.verifying import verifying
from attribution.records import Extraction, Quotation
from attribution.schemas import dump_extraction
from attribution.store.beside import beside_of
from attribution.store.packing import pack_record, pack_text
from attribution.store.sketches import marked_words, wording_of
from attribution.store.terms import as_column, fingerprint_of, terms_of
from attribution.store.texts import Indexed
from attribution.store.worth import worth_of
from attribution.text.plain import in_code_points
from attribution.verify.given import read_given

GIVEN = frozenset({"text", "html", "title", "id", "url", "published", "language", "outlet"})


@dataclass(frozen=True)
class Incoming:
    """An article as it was given to the extractor, where it appeared, and the records made of it.

    Of `text` and `html` one is there. Raises InputError where the records are not of this input.
    """

    extraction: Extraction
    text: str | None = None
    html: str | None = None
    outlet: str | None = None

    @classmethod
    def of(cls, article: Mapping[str, Any], extraction: Extraction) -> Incoming:
        """From an article as `extract` takes it, which may name its `outlet`. Raises InputError."""
        unknown = sorted(set(article) - GIVEN)
        if unknown:
            raise InputError(f"unknown key {unknown[0]!r} of an article", field=unknown[0])
        text, html, outlet = (article.get(name) for name in ("text", "html", "outlet"))
        return cls(extraction, text, html, outlet)

    def __post_init__(self) -> None:
        if (self.text is None) == (self.html is None):
            raise InputError("give either text or html", field="text")
        if hashlib.sha256(self.content.encode()).hexdigest() != self.extraction.article.sha256:
            raise InputError("the records are of another text: their sha256 is not this one's", field="text")
        for name in ("outlet", "id", "url", "title", "published"):
            value = self.outlet if name == "outlet" else getattr(self.extraction.article, name)
            if value is not None and "\0" in value:
                raise InputError("a NUL, which no text may hold", field=name)

    def prepare(self) -> None:
        """Makes what takes time, so that no transaction waits for it."""
        _ = (self.record, self.packed, self.quotations, self.indexed)

    @property
    def content(self) -> str:
        """The input as given."""
        return self.text if self.text is not None else self.html or ""

    @property
    def key(self) -> str:
        """What the article is known by: its id, else its address, else the hash of its text."""
        article = self.extraction.article
        return article.id or article.url or f"sha256:{article.sha256}"

    @cached_property
    def placed(self) -> Extraction:
        """The records with their places in code points of the input."""
        return in_code_points(self.extraction, self.content)

    @cached_property
    def record(self) -> bytes:
        """The records, packed."""
        return pack_record(dump_extraction(self.placed))

    @cached_property
    def packed(self) -> bytes:
        """The input, packed."""
        return pack_text(self.content)

    @cached_property
    def indexed(self) -> Indexed:
        """What the index of whole articles has of it."""
        return Indexed.of(self.content, html=self.text is None)

    @property
    def day(self) -> str | None:
        """The day of publication, YYYY-MM-DD; None where none is known."""
        return day_of(self.extraction.article.published)

    @property
    def appeared_in(self) -> str | None:
        """The outlet: as given, else the host of the article's address."""
        return self.outlet or host_of(self.extraction.article.url)

    @cached_property
    def quotations(self) -> list[dict[str, Any]]:
        """What the table of quotations says of each quotation by itself."""
        marked = marked_words(self.placed)
        return [self._values(quotation, marked.get(quotation.id)) for quotation in self.placed.quotations]

    def _values(self, quotation: Quotation, marked: str | None) -> dict[str, Any]:
        """Of one, whose words in marks are `marked` where these are to be compared with others."""
        speaker, role = self.placed.speaker_of(quotation), quotation.role
        terms = terms_of(quotation.text)
        wording = wording_of(read_given(marked, verifying("en"))) if marked else None
        return {
            "local": quotation.id,
            "type": quotation.type,
            "act": quotation.cue.act if quotation.cue else None,
            "negated": bool(quotation.cue and quotation.cue.negated),
            "statement": quotation.statement,
            "reason": quotation.reason,
            "text": quotation.text,
            "start": quotation.spans[0].start,
            "end": quotation.spans[-1].end,
            "speaker": (speaker.name or speaker.label) if speaker else None,
            "role": role.text if role else None,
            "affiliation": role.affiliation.text if role and role.affiliation else None,
            "outlet": self.appeared_in,
            "day": self.day,
            "fingerprint": fingerprint_of(terms),
            "marked": marked if quotation.type == "mixed" and wording is not None else None,
            "wording": wording,
            "terms": as_column(terms),
            "beside": beside_of(quotation, speaker),
            "confidence": quotation.confidence.content,
            **worth_of(quotation, speaker),
        }


def host_of(url: str | None) -> str | None:
    """The host of an address, by which an outlet is known that nobody names.

    >>> host_of("https://www.post.example/a")
    'post.example'
    """
    host = urlsplit(url or "").hostname
    return host.removeprefix("www.") if host else None


def day_of(published: str | None) -> str | None:
    """The day of an ISO 8601 date or time.

    >>> day_of("2026-03-01T08:00:00Z"), day_of("spring")
    ('2026-03-01', None)
    """
    try:
        return date.fromisoformat((published or "")[:10]).isoformat()
    except ValueError:
        return None
