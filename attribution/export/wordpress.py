"""WordPress blocks: core/quote or core/pullquote with the speaker as citation, to paste into a post.

Only what may be set apart as somebody's words is in it, see `published`. WordPress does more with a text than
show it: it reads block comments, runs shortcodes in [ ] and loads what stands behind a bare address. None of
these is left to the words of an article: a word joiner, which nobody sees, keeps them apart. Character
references would not do, as its editor turns them back into characters.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import ClassVar, Literal, TextIO

from attribution.export import Item
from attribution.export.characters import one_line
from attribution.export.published import credit, quotable

JOINER = "\N{WORD JOINER}"

_ADDRESS = re.compile(r"^(https?:)(//\S*)$", re.IGNORECASE)

Kind = Literal["quote", "pullquote"]


@dataclass(frozen=True, slots=True)
class Blocks:
    """The format with one kind of block."""

    kind: Kind
    SUFFIX: ClassVar = ".html"

    def write(self, items: Iterable[Item], stream: TextIO) -> None:
        """Writes a block for each quotation, an empty line after each."""
        for item in items:
            for words, citation in _said(item):
                stream.write(_BLOCKS[self.kind](words, citation) + "\n\n")


def _said(item: Item) -> Iterator[tuple[str, str]]:
    """Words and citation of each quotation, as HTML; the citation is empty where nobody was found."""
    for quotation in quotable(item.extraction):
        said_by = credit(item.extraction, quotation)
        yield _inert(one_line(quotation.text)), f"<cite>{_inert(said_by)}</cite>" if said_by else ""


def _inert(words: str) -> str:
    escaped = escape(words).replace("[", f"[{JOINER}")
    return _ADDRESS.sub(rf"\1{JOINER}\2", escaped)


def _quote(words: str, citation: str) -> str:
    return (
        '<!-- wp:quote -->\n<blockquote class="wp-block-quote"><!-- wp:paragraph -->\n'
        f"<p>{words}</p>\n<!-- /wp:paragraph -->{citation}</blockquote>\n<!-- /wp:quote -->"
    )


def _pullquote(words: str, citation: str) -> str:
    return (
        '<!-- wp:pullquote -->\n<figure class="wp-block-pullquote"><blockquote>'
        f"<p>{words}</p>{citation}</blockquote></figure>\n<!-- /wp:pullquote -->"
    )


_BLOCKS = {"quote": _quote, "pullquote": _pullquote}

QUOTES = Blocks("quote")
PULLQUOTES = Blocks("pullquote")
