"""Records to try things on, and an extractor that needs no model."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from attribution import records
from attribution.errors import InputError, QuotationError

TEXT = "“We shall swim,” said coach Mara Oyelaran.\nThe pool opened in May."


def quotation(start: int = 0, end: int = 16, *, text: str = TEXT, **changes: Any) -> records.Quotation:
    """A direct quotation of `text[start:end]` by s1, changed as wanted."""
    span = records.Span(start, end, text[start:end])
    values: dict[str, Any] = {
        "id": "q1", "type": "direct", "text": span.text, "spans": (span,), "cue": None, "source": None,
        "speaker": None, "role": None, "addressee": None, "medium": None, "time": None, "parent": None,
        "paragraph": 0, "context": records.Context("", ""), "quoted": (span,), "topics": (),
        "statement": True, "reason": None, "confidence": records.Confidence(0.9),
    }  # fmt: skip
    return records.Quotation(**{**values, **changes})


def extraction(
    *quotations: records.Quotation, id: str | None = "a1", text: str = TEXT, **changes: Any
) -> records.Extraction:
    """An extraction of `text` that holds the quotations."""
    article = records.Article(id, None, None, None, "en", "00", len(text))
    values: dict[str, Any] = {"speakers": (), "warnings": (), "model": records.Model("fake", "1")}
    return records.Extraction(article, quotations, **{**values, **changes})


def sample() -> records.Extraction:
    """The extraction of TEXT, complete."""
    role = records.Role(22, 27, "coach", title="coach")
    said = quotation(
        cue=records.Cue(17, 21, "said", lemma="say"),
        source=records.Mention(22, 41, "coach Mara Oyelaran"),
        speaker="s1",
        role=role,
        context=records.Context("", " said coach Mara Oyelaran."),
        confidence=records.Confidence(0.9, 0.8, 0.7, 0.6),
    )
    mention = records.Mention(28, 41, "Mara Oyelaran")
    speaker = records.Speaker(
        "s1", "Mara Oyelaran", "Mara Oyelaran", "person", True,
        mentions=(mention,), roles=(role,), ids={"desk": "17"},
    )  # fmt: skip
    return extraction(said, speakers=(speaker,))


class FakeEngine:
    """Finds what stands in “ ”; refuses articles that hold the word BROKEN; `seen` is what it was given."""

    def __init__(self) -> None:
        self.seen: list[dict[str, Any]] = []
        self.most_waiting = 0

    def extract_many(
        self, articles: Iterable[str | Mapping[str, Any]], *, unit: str = "codepoint", batch_size: int = 16,
        on_error: str = "raise",
    ) -> Iterator[records.Extraction | QuotationError]:  # fmt: skip
        source = iter(articles)
        while batch := list(islice(source, batch_size)):
            for article in batch:
                assert isinstance(article, Mapping)
                self.seen.append(dict(article))
                yield self._one(article, unit)

    def _one(self, article: Mapping[str, Any], unit: str) -> records.Extraction | QuotationError:
        text = article.get("text") or article["html"]
        if "BROKEN" in text:
            return InputError("the article is broken", field="text")
        found = [
            quotation(m.start(), m.end(), text=text, id=f"q{n}", statement="THOUGHT" not in m.group())
            for n, m in enumerate(re.finditer("“[^”]*”", text), 1)
        ]
        notes = (records.Warning("language", "the article is in Danish"),) if "DANISH" in text else ()
        made = extraction(*found, id=article.get("id"), text=text, unit=unit, warnings=notes)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return replace(made, article=replace(made.article, sha256=digest))
