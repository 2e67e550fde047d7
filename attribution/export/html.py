"""A page to look at: each article with its quotations highlighted, and a card for each speaker.

One file, without a script, which asks no other host for anything; its policy forbids both. All words of an
article are text to it, never markup. Several articles stand one after the other.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files
from typing import TextIO

from attribution.export import Item, on_text
from attribution.export.characters import fit, one_line
from attribution.export.identifiers import language_tag, web_address
from attribution.export.layers import Paragraph, Stretch, paragraphs, rendered, stretches
from attribution.export.published import known_as
from attribution.records import Extraction, Quotation, Speaker

_TYPES = ("direct", "mixed", "indirect")


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes one page with all articles; an item without text shows its records alone, in their context."""
    number = 0
    for number, item in enumerate(items, 1):
        if number == 1:
            stream.write(_head(item.extraction))
        stream.write(_Article(on_text(item) or item, f"a{number}-").markup())
    if number:
        stream.write("</main>\n</body>\n</html>\n")


@cache
def _style() -> str:
    return files(__package__).joinpath("page.css").read_text(encoding="utf-8")


def _head(extraction: Extraction) -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    article = extraction.article
    title = one_line(article.title or article.id or "") or "Quotations"
    return (
        f'<!DOCTYPE html>\n<html lang="{language_tag(article) or ""}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{escape(title)}</title>\n<style>{_style()}</style>\n</head>\n<body>\n<main>\n"
    )


class _Article:
    """One article; `prefix` keeps its identifiers apart from those of the others on the page."""

    def __init__(self, item: Item, prefix: str) -> None:
        self.extraction = item.extraction
        self.prefix = prefix
        readable = self.extraction.unit == "codepoint"
        self.text = fit(item.text) if readable and item.text is not None else None
        self.title = fit(self.extraction.article.title or "")
        in_title = stretches(self.extraction, "title") if readable else ()
        self.head = paragraphs(self.title, in_title)
        self.body = paragraphs(self.text or "", stretches(self.extraction, "body") if self.text else ())
        contents = [s for p in (*self.head, *self.body) for s in p.stretches if s.kind == "content"]
        self.shown = {stretch.number for stretch in contents}

    def markup(self) -> str:
        """The article element: its text on the left, the cards on the right."""
        title = " ".join(self._words(self.title, paragraph) for paragraph in self.head)
        words = "".join(f'<p dir="auto">{self._words(self.text or "", p)}</p>\n' for p in self.body)
        text = f'<section class="text" aria-label="Article">\n{words or self._alone()}</section>\n'
        cards = "".join(self._cards())
        return (
            f'<article>\n<h1 dir="auto">{title or "Quotations"}</h1>\n'
            f'<p class="facts">{self._facts()}</p>\n{_key()}'
            f'<div class="columns">\n{text}'
            f'<section class="cards" aria-label="Speakers">\n<h2>Who says it</h2>\n{cards}</section>\n'
            "</div>\n</article>\n"
        )

    def _facts(self) -> str:
        article, number = self.extraction.article, len(self.extraction.quotations)
        known = [escape(one_line(words)) for words in (article.id, article.published) if words]
        if address := web_address(article.url):
            known.append(f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(address)}</a>')
        known.append(f"{number} quotation{'' if number == 1 else 's'}")
        return " · ".join(known)

    def _words(self, text: str, paragraph: Paragraph) -> str:
        return rendered(text, paragraph, words=escape, opening=self._opening, closing=_closing)

    def _opening(self, stretch: Stretch) -> str:
        quotation = self.extraction.quotations[stretch.number]
        if stretch.kind != "content":
            return f'<span class="{stretch.kind}">'
        name = f' id="{self._id(stretch.number)}"' if stretch.part == 1 else ""
        about = known_as(self.extraction, quotation)
        return f'<mark class="{_class(quotation)}"{name} title="{escape(about or "nobody named")}">'

    def _alone(self) -> str:
        """The quotations between the words around them, for a reader who has not the article."""
        passages = []
        for number, quotation in enumerate(self.extraction.quotations):
            if number not in self.shown:
                before, after = _text(quotation.context.before), _text(quotation.context.after)
                mark = f'<mark class="{_class(quotation)}" id="{self._id(number)}">'
                passages.append(f'<p dir="auto">{before} {mark}{_text(quotation.text)}</mark> {after}</p>\n')
        return "".join(passages)

    def _cards(self) -> Iterator[str]:
        numbered = list(enumerate(self.extraction.quotations))
        for speaker in self.extraction.speakers:
            yield self._card(speaker, [(n, q) for n, q in numbered if q.speaker == speaker.id])
        known = {speaker.id for speaker in self.extraction.speakers}
        if rest := [(n, q) for n, q in numbered if q.speaker not in known]:
            yield self._card(None, rest)

    def _card(self, speaker: Speaker | None, said: list[tuple[int, Quotation]]) -> str:
        label = one_line(speaker.label) if speaker else "No speaker found"
        roles = dict.fromkeys(one_line(role.text) for role in speaker.roles) if speaker else ()
        role = f'<p class="role" dir="auto">{escape("; ".join(roles))}</p>\n' if roles else ""
        lines = "".join(self._line(number, quotation) for number, quotation in said)
        name = f'<h3 dir="auto">{escape(label)}</h3>'
        return f'<section class="card">\n{name}\n{role}<ul>\n{lines}</ul>\n</section>\n'

    def _line(self, number: int, quotation: Quotation) -> str:
        words = f"<bdi>{escape(one_line(quotation.text))}</bdi>"
        linked = f'<a href="#{self._id(number)}">{words}</a>' if self._is_there(number) else words
        sure = f"{quotation.confidence.content:.0%}"
        return f"<li>{linked} <small>{_kind(quotation)}, {sure} sure</small></li>\n"

    def _is_there(self, number: int) -> bool:
        return number in self.shown or not self.body

    def _id(self, number: int) -> str:
        return f"{self.prefix}q{number + 1}"


def _key() -> str:
    marks = " ".join(f'<mark class="{name}">{name}</mark>' for name in _TYPES)
    return f'<p class="key">{marks} <mark class="aside">no statement</mark></p>\n'


def _closing(stretch: Stretch) -> str:
    return "</mark>" if stretch.kind == "content" else "</span>"


def _class(quotation: Quotation) -> str:
    return quotation.type if quotation.statement else "aside"


def _kind(quotation: Quotation) -> str:
    reason = "" if quotation.statement else f", no statement: {quotation.reason or 'other'}"
    return quotation.type + reason


def _text(words: str) -> str:
    return escape(one_line(words))
