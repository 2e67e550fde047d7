"""The readable view: every quotation in its paragraph, with speaker and role beside it.

On a terminal content, cue and source are told apart by colour. Elsewhere the content stands in ⟦ ⟧.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from attribution.export import Item
from attribution.records import Extraction, Quotation, Span

SUFFIX = ".txt"
BESIDE = 37  # columns for speaker and role
SURROUNDINGS = 240  # code points of the paragraph shown on either side
ELLIPSIS = "…"

CONTENT, CUE, SOURCE, NAME, FAINT = "bold yellow", "italic cyan", "green", "bold green", "dim"

# A control character in an article must not reach the reader's terminal.
_CONTROLS = dict.fromkeys((*range(32), *range(127, 160)), " ")


def write(items: Iterable[Item], stream: TextIO) -> None:
    """Writes each item as text as wide as the terminal, 100 columns elsewhere."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = 100
    for item in items:
        with console.capture() as captured:
            for part in _article(item, marked=console.color_system is None):
                console.print(part)
        stream.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _article(item: Item, *, marked: bool) -> Iterator[RenderableType]:
    extraction = item.extraction
    article = extraction.article
    yield Text(_clean(" · ".join(filter(None, (article.title, article.id, article.published)))), style="bold")
    spoken = len(extraction.speakers)
    yield Text(f"{_many(len(extraction.quotations), 'quotation')}, {_many(spoken, 'speaker')}", style=FAINT)
    for quotation in extraction.quotations:
        row = Table.grid(padding=(0, 2), expand=False)
        row.add_column(width=BESIDE)
        row.add_column()
        row.add_row(_beside(extraction, quotation), _passage(item, quotation, marked=marked))
        yield Text()
        yield row
    for warning in extraction.warnings:
        place = "" if warning.start is None else f" at {warning.start}"
        yield Text(f"warning {warning.code}{place}: {_clean(warning.message)}", style="red")
    yield Text()


def _many(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _beside(extraction: Extraction, quotation: Quotation) -> Text:
    """Speaker, role, type and confidence, a line each."""
    speaker = extraction.speaker_of(quotation)
    known = speaker.label if speaker else quotation.source.text if quotation.source else None
    lines = [Text(_clean(known), style=NAME) if known else Text("no speaker found", style=FAINT)]
    if quotation.role:
        lines.append(Text(_clean(quotation.role.text)))
    lines.extend(Text(_clean(words)) for words in _circumstances(quotation))
    lines.append(Text(", ".join(_kinds(quotation)), style=FAINT))
    lines.append(Text(_confidence(quotation), style=FAINT))
    return Text("\n").join(lines)


def _circumstances(quotation: Quotation) -> Iterator[str]:
    """To whom, through what and when it was said."""
    if quotation.addressee:
        yield f"to {quotation.addressee.text}"
    if quotation.medium:
        yield f"through {quotation.medium.text}"
    if quotation.time:
        value = quotation.time.value
        yield f"when: {quotation.time.text}" + (f" ({value})" if value else "")


def _kinds(quotation: Quotation) -> Iterator[str]:
    yield f"{quotation.id} {quotation.type}"
    if quotation.cue and quotation.cue.negated:
        yield "negated"
    if quotation.parent:
        yield f"inside {quotation.parent}"
    if not quotation.statement:
        yield f"no statement ({quotation.reason or 'other'})"


def _confidence(quotation: Quotation) -> str:
    sure = quotation.confidence
    scores = (("content", sure.content), ("source", sure.source), ("speaker", sure.speaker))
    return ", ".join(f"{name} {score:.0%}" for name, score in scores if score is not None)


def _passage(item: Item, quotation: Quotation, *, marked: bool) -> Text:
    """The quotation in its paragraph, or between its context where the text is not at hand."""
    text = _text_of(item, quotation.spans[0].field) if quotation.spans else None
    if text is None:
        return _from_context(quotation, marked=marked)
    start, end = min(s.start for s in quotation.spans), max(s.end for s in quotation.spans)
    left = max(text.rfind("\n", 0, start) + 1, start - SURROUNDINGS)
    stop = text.find("\n", end)
    right = min(len(text) if stop < 0 else stop, end + SURROUNDINGS)
    passage = Text(ELLIPSIS if left and text[left - 1] != "\n" else "")
    for piece, style in _pieces(text, quotation, left, right):
        shown = _clean(piece)
        passage.append(f"⟦{shown}⟧" if marked and style == CONTENT else shown, style=style)
    return passage.append(ELLIPSIS if right < len(text) and text[right] != "\n" else "")


def _text_of(item: Item, field: str) -> str | None:
    if item.extraction.unit != "codepoint":
        return None
    return item.text if field == "body" else item.extraction.article.title


def _pieces(text: str, quotation: Quotation, left: int, right: int) -> Iterator[tuple[str, str]]:
    """`text[left:right]` cut at the spans of the quotation, each piece with its style."""
    position = left
    for span, style in _styled(quotation):
        if span.start < position or span.end > right:
            continue
        yield text[position : span.start], ""
        yield text[span.start : span.end], style
        position = span.end
    yield text[position:right], ""


def _styled(quotation: Quotation) -> list[tuple[Span, str]]:
    found = [(span, CONTENT) for span in quotation.spans]
    field = quotation.spans[0].field
    for span, style in ((quotation.cue, CUE), (quotation.source, SOURCE)):
        if span and span.field == field:
            found.append((span, style))
    return sorted(found, key=lambda pair: pair[0].start)


def _from_context(quotation: Quotation, *, marked: bool) -> Text:
    shown = _clean(quotation.text)
    return Text.assemble(
        (f"{_clean(quotation.context.before)} ", FAINT),
        (f"⟦{shown}⟧" if marked else shown, CONTENT),
        (f" {_clean(quotation.context.after)}", FAINT),
    )


def _clean(text: str) -> str:
    return text.translate(_CONTROLS)
