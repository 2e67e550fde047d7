"""An engine for tests: it finds “words,” said Name, the role. in the text of the HTML."""

from __future__ import annotations

import re
from html import unescape
from typing import ClassVar

from attribution_wagtail import articles

from attribution.records import (
    Article,
    Confidence,
    Context,
    Cue,
    Extraction,
    Mention,
    Model,
    Quotation,
    Role,
    Span,
    Speaker,
    Warning,
)

SAID = re.compile(r"(?P<words>“[^”]*”) said (?P<name>[^,.]+)(?:, the (?P<role>[^.]+))?\.")


class FakeEngine:
    """Remembers what it was given, and fails when it is told to."""

    articles: ClassVar[list[articles.Article]] = []
    error: ClassVar[Exception | None] = None
    warnings: ClassVar[tuple[Warning, ...]] = ()

    def extract(self, article: articles.Article) -> Extraction:
        self.articles.append(article)
        if self.error is not None:
            raise self.error
        text = unescape(re.sub(r"<[^>]*>", "", article.html))
        speakers: dict[str, Speaker] = {}
        found = [quotation(number, said, speakers) for number, said in enumerate(SAID.finditer(text), 1)]
        return Extraction(
            article=Article(
                id=article.id, url=None, title=article.title, published=article.published,
                language=article.language, sha256="0" * 64, length=len(article.html),
            ),
            quotations=tuple(found),
            speakers=tuple(speakers.values()),
            warnings=self.warnings,
            model=Model("fake", "1"),
        )  # fmt: skip


def quotation(number: int, said: re.Match[str], speakers: dict[str, Speaker]) -> Quotation:
    """The record of a match; words that begin with a small letter are scare quotes."""
    start, name, role = said.start(), said["name"], said["role"]
    speaker = speakers.setdefault(name, Speaker(f"s{len(speakers) + 1}", name, name, "person", named=True))
    span = Span(start, said.end("words"), said["words"])
    scare = said["words"][1:2].islower()
    return Quotation(
        id=f"q{number}", type="direct", text=span.text, spans=(span,),
        cue=Cue(start, start, "said", lemma="say"),
        source=Mention(said.start("name"), said.end("name"), name),
        speaker=speaker.id, role=role and Role(said.start("role"), said.end("role"), role, title=role),
        addressee=None, medium=None, time=None, parent=None, paragraph=0,
        context=Context(said.string[max(0, start - 60) : start], said.string[said.end("words") :][:60]),
        quoted=(span,), topics=(), statement=not scare, reason="scare" if scare else None,
        confidence=Confidence(0.9, source=0.9, speaker=0.8), evidence=(),
    )  # fmt: skip
