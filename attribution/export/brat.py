"""brat stand-off: what stands where in a text, line by line, to be looked at and corrected in brat.

An article makes two files, `.txt` and `.ann`; written to a stream there is only the second, of one article.
Spans are Content, Cue, Source, Addressee, Medium and Time; relations lead from a Content to the others and to
the Content around it (Inside). A speaker is a class of Sources that are equal, and a note beside the Content.
docs/exports.md has the configuration for brat.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TextIO

from attribution.errors import InputError
from attribution.export import Item, with_text
from attribution.export.characters import fit, one_line
from attribution.records import Extraction, Quotation, Span

# brat shows each line by itself, so no fragment may reach beyond one
_LINE = re.compile(r"[^\r\n]+")
_RELATIONS = {
    "Cue": "Cued_by",
    "Source": "Said_by",
    "Addressee": "Said_to",
    "Medium": "Through",
    "Time": "When",
}

Fragments = tuple[tuple[int, int], ...]


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes the annotations of an article. Raises InputError for a second, whose names would be the same."""
    for number, item in enumerate(items):
        if number:
            raise InputError("brat takes two files an article: write several into a folder", field="format")
        extraction, text = with_text(item, format="brat")
        stream.writelines(_Annotations(extraction, text).lines())


def files(item: Item) -> Iterable[tuple[str, str]]:
    """The text and its annotations."""
    extraction, text = with_text(item, format="brat")
    return [(".txt", fit(text)), (".ann", "".join(_Annotations(extraction, text).lines()))]


class _Annotations:
    """The lines of one article; spans that several quotations share have one line."""

    def __init__(self, extraction: Extraction, text: str) -> None:
        self.extraction, self.text = extraction, fit(text)
        self.count: defaultdict[str, int] = defaultdict(int)
        self.known: dict[tuple[str, Fragments], str] = {}
        self.contents: dict[str, str] = {}
        self.sources: defaultdict[str, list[str]] = defaultdict(list)

    def lines(self) -> Iterator[str]:
        """All lines, in the order of the quotations; what leads to other quotations is at the end."""
        for quotation in self.extraction.quotations:
            yield from self._quotation(quotation)
        yield from self._inside()
        for same in self.sources.values():
            if len(same) > 1:
                yield f"*\tEquiv {' '.join(same)}\n"

    def _quotation(self, quotation: Quotation) -> Iterator[str]:
        fragments = self._fragments(quotation.spans)
        if not fragments:
            return
        content = self.contents[quotation.id] = self._next("T")
        yield self._span(content, "Content", fragments)
        yield f"{self._next('A')}\tType {content} {quotation.type}\n"
        if not quotation.statement:
            yield f"{self._next('A')}\tNo_statement {content} {quotation.reason or 'other'}\n"
        for kind, span in _beside(quotation):
            yield from self._related(content, kind, span, quotation)
        if note := self._note(quotation):
            yield f"{self._next('#')}\tAnnotatorNotes {content}\t{note}\n"

    def _related(self, content: str, kind: str, span: Span, quotation: Quotation) -> Iterator[str]:
        fragments = self._fragments([span])
        if not fragments:
            return
        known = self.known.get((kind, fragments))
        name = known or self._next("T")
        if known is None:
            self.known[kind, fragments] = name
            yield self._span(name, kind, fragments)
            if kind == "Cue" and quotation.cue:
                yield f"{self._next('A')}\tAct {name} {quotation.cue.act}\n"
                if quotation.cue.negated:
                    yield f"{self._next('A')}\tNegated {name}\n"
        if kind == "Source" and quotation.speaker and name not in self.sources[quotation.speaker]:
            self.sources[quotation.speaker].append(name)
        yield f"{self._next('R')}\t{_RELATIONS[kind]} Arg1:{content} Arg2:{name}\n"

    def _inside(self) -> Iterator[str]:
        for quotation in self.extraction.quotations:
            inner, outer = self.contents.get(quotation.id), self.contents.get(quotation.parent or "")
            if inner and outer:
                yield f"{self._next('R')}\tInside Arg1:{inner} Arg2:{outer}\n"

    def _note(self, quotation: Quotation) -> str:
        speaker = self.extraction.speaker_of(quotation)
        known = {"speaker": speaker and speaker.label, "role": quotation.role and quotation.role.text}
        return "; ".join(f"{name}: {one_line(words)}" for name, words in known.items() if words)

    def _span(self, name: str, kind: str, fragments: Fragments) -> str:
        places = ";".join(f"{start} {end}" for start, end in fragments)
        words = " ".join(self.text[start:end] for start, end in fragments)
        return f"{name}\t{kind} {places}\t{words}\n"

    def _fragments(self, spans: Sequence[Span]) -> Fragments:
        """The lines of the spans in the body, without blanks at their ends, in the order of the text."""
        found = []
        for span in spans:
            for line in _LINE.finditer(self.text, span.start, span.end) if span.field == "body" else ():
                words = line.group()
                start = line.start() + len(words) - len(words.lstrip())
                found.append((start, start + len(words.strip())))
        return tuple(sorted((start, end) for start, end in found if start < end))

    def _next(self, kind: str) -> str:
        self.count[kind] += 1
        return f"{kind}{self.count[kind]}"


def _beside(quotation: Quotation) -> Iterator[tuple[str, Span]]:
    for kind, span in (
        ("Cue", quotation.cue),
        ("Source", quotation.source),
        ("Addressee", quotation.addressee),
        ("Medium", quotation.medium),
        ("Time", quotation.time),
    ):
        if span:
            yield kind, span
