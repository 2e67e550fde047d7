"""TEI P5: the article with `said` around what is said, and those who say it as participants.

Several articles make a teiCorpus. A quotation that the speaker interrupts, or that goes on in the next
paragraph, is several elements, led from one to the next by @next and @prev.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from attribution.export import Item, with_text
from attribution.export.characters import fit, one_line
from attribution.export.identifiers import article_uri, language_tag
from attribution.export.layers import Paragraph, Stretch, paragraphs, rendered, stretches
from attribution.records import NOT_REPORTED, Quotation, Speaker

SUFFIX = ".xml"
NAMESPACE = "http://www.tei-c.org/ns/1.0"

_WORD = re.compile(r"[A-Za-z][\w.-]*", flags=re.ASCII)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_CORPUS_HEAD = (
    "<teiHeader><fileDesc><titleStmt><title>Quotations of news articles</title></titleStmt>"
    "<publicationStmt><p>Made by attribution.</p></publicationStmt>"
    "<sourceDesc><p>The articles name theirs.</p></sourceDesc></fileDesc></teiHeader>\n"
)


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes a TEI document, of several articles a corpus. Raises InputError where an item has no text."""
    rest = iter(items)
    first, second = next(rest, None), next(rest, None)
    if first is None:
        return
    stream.write(_DECLARATION)
    if second is None:
        stream.write(_Document(first, "").markup(namespace=True))
        return
    stream.write(f'<teiCorpus xmlns="{NAMESPACE}">\n{_CORPUS_HEAD}')
    for number, item in enumerate(chain([first, second], rest), 1):
        stream.write(_Document(item, f"a{number}.").markup(namespace=False))
    stream.write("</teiCorpus>\n")


class _Document:
    """One article; `prefix` keeps its identifiers apart from those of others in the same corpus."""

    def __init__(self, item: Item, prefix: str) -> None:
        self.extraction, text = with_text(item, format="tei")
        self.prefix = prefix
        self.text, self.title = fit(text), fit(self.extraction.article.title or "")
        self.body = paragraphs(self.text, stretches(self.extraction, "body"))
        self.head = paragraphs(self.title, stretches(self.extraction, "title"))
        pieces = [s for p in (*self.head, *self.body) for s in p.stretches if s.kind == "content"]
        self.parts = {piece.number: piece.part for piece in pieces}
        self.speakers = {s.id: f"{prefix}s{n}" for n, s in enumerate(self.extraction.speakers, 1)}

    def markup(self, *, namespace: bool) -> str:
        """The TEI element."""
        opened = f'<TEI xmlns="{NAMESPACE}">' if namespace else "<TEI>"
        head = "".join(f"<head>{self._words(self.title, p)}</head>\n" for p in self.head)
        body = "".join(f"<p>{self._words(self.text, p)}</p>\n" for p in self.body) or "<p/>\n"
        return f"{opened}\n{self._header()}<text>\n<body>\n{head}{body}</body>\n</text>\n</TEI>\n"

    def _header(self) -> str:
        article, model = self.extraction.article, self.extraction.model
        title = one_line(article.title or article.id or "") or "News article"
        made = f"Quotations marked by attribution ({model.name} {model.version})."
        tag = language_tag(article)
        language = f'<langUsage><language ident="{tag}"/></langUsage>\n' if tag else ""
        return (
            f"<teiHeader>\n<fileDesc>\n<titleStmt><title>{_escaped(title)}</title></titleStmt>\n"
            f"<publicationStmt><p>{_escaped(made)}</p></publicationStmt>\n"
            f"<sourceDesc>\n<bibl>{self._source(title)}</bibl>\n{self._documents()}</sourceDesc>\n</fileDesc>\n"
            f"<profileDesc>\n{language}{self._participants()}</profileDesc>\n</teiHeader>\n"
        )

    def _source(self, title: str) -> str:
        article = self.extraction.article
        published = f"<date>{_escaped(article.published)}</date>" if article.published else ""
        return (
            f'<title level="a">{_escaped(title)}</title>{published}'
            f'<idno type="URI">{_escaped(article_uri(article))}</idno>'
        )

    def _documents(self) -> str:
        found = [
            f"<bibl xml:id={_value(self.speakers[s.id])}>{_escaped(s.label)}</bibl>"
            for s in self.extraction.speakers
            if s.kind in ("document", "none")
        ]
        return f"<listBibl>{''.join(found)}</listBibl>\n" if found else ""

    def _participants(self) -> str:
        known = self.extraction.speakers
        people = [self._person(s) for s in known if s.kind in ("person", "author", "group")]
        bodies = [self._organisation(s) for s in known if s.kind == "organisation"]
        lists = "".join(
            f"<{name}>\n{''.join(entries)}</{name}>\n"
            for name, entries in (("listPerson", people), ("listOrg", bodies))
            if entries
        )
        return f"<particDesc>\n{lists}</particDesc>\n" if lists else ""

    def _person(self, speaker: Speaker) -> str:
        element = "personGrp" if speaker.kind == "group" else "person"
        if speaker.named:
            names = "".join(f"<persName>{_escaped(n)}</persName>" for n in (speaker.label, *speaker.aliases))
        else:
            names = f"<note>{_escaped(speaker.label)}</note>"
        words = dict.fromkeys(one_line(role.text) for role in speaker.roles)
        roles = "".join(f"<occupation>{_escaped(role)}</occupation>" for role in words)
        name = _value(self.speakers[speaker.id])
        return f"<{element} xml:id={name}>{names}{roles}{_ids(speaker)}</{element}>\n"

    def _organisation(self, speaker: Speaker) -> str:
        name = f"<orgName>{_escaped(speaker.label)}</orgName>"
        return f"<org xml:id={_value(self.speakers[speaker.id])}>{name}{_ids(speaker)}</org>\n"

    def _words(self, text: str, paragraph: Paragraph) -> str:
        return rendered(text, paragraph, words=escape, opening=self._opening, closing=self._closing)

    def _opening(self, stretch: Stretch) -> str:
        quotation = self.extraction.quotations[stretch.number]
        if stretch.kind == "quoted":
            return "<q>"
        if stretch.kind == "content":
            links = "".join(f" {name}={_value(value)}" for name, value in self._links(quotation, stretch))
            return f"<{_element(quotation)}{links}>"
        content = f' corresp="#{self._id(stretch.number, 1)}"' if stretch.number in self.parts else ""
        return f'<seg type="{stretch.kind}"{content}>'

    def _closing(self, stretch: Stretch) -> str:
        quotation = self.extraction.quotations[stretch.number]
        name = {"content": _element(quotation), "quoted": "q"}.get(stretch.kind, "seg")
        return f"</{name}>"

    def _links(self, quotation: Quotation, stretch: Stretch) -> Iterator[tuple[str, str]]:
        number, part = stretch.number, stretch.part
        yield "xml:id", self._id(number, part)
        if part > 1:
            yield "prev", f"#{self._id(number, part - 1)}"
        if part < self.parts[number]:
            yield "next", f"#{self._id(number, part + 1)}"
        if _element(quotation) == "said":
            if quotation.speaker in self.speakers:
                yield "who", f"#{self.speakers[quotation.speaker]}"
            yield "direct", "true" if quotation.type == "direct" else "false"
            yield "aloud", _aloud(quotation)

    def _id(self, number: int, part: int) -> str:
        return f"{self.prefix}q{number + 1}" + (f".{part}" if part > 1 else "")


def _element(quotation: Quotation) -> str:
    """Words in marks that nobody reports are no `said`."""
    if quotation.reason not in NOT_REPORTED:
        return "said"
    return "soCalled" if quotation.reason == "scare" else "q"


def _aloud(quotation: Quotation) -> str:
    """Whether it was vocalised; what came through a medium may have been written."""
    if quotation.reason in ("thought", "plan", "hypothetical"):
        return "false"
    return "true" if quotation.statement and quotation.medium is None else "unknown"


def _ids(speaker: Speaker) -> str:
    return "".join(
        f"<idno type={_value(scheme if _WORD.fullmatch(scheme) else 'other')}>{_escaped(value)}</idno>"
        for scheme, value in speaker.ids.items()
    )


def _escaped(text: str) -> str:
    return escape(one_line(text))


def _value(text: str) -> str:
    return quoteattr(one_line(text))
