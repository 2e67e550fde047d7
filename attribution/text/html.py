"""HTML taken apart into the blocks of text that a reader sees, each piece with its place in the markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from attribution.offsets import OffsetMap, OffsetMapBuilder
from attribution.text.document import BREAK
from attribution.text.markup import BLOCK_TAGS, VOID_TAGS, Token, attributes, entities, tokens

_LEFT_OUT_TAGS = frozenset((
    "script", "style", "noscript", "template", "nav", "aside", "footer", "button", "figcaption",
    "dialog", "select", "datalist", "textarea", "option", "svg", "math", "iframe", "object",
    "canvas", "audio", "video", "map", "rt", "rp",
))  # fmt: skip
_SUSPECT_TAGS = frozenset(("form", "menu"))
_HOLDERS = frozenset(("html", "body", "main", "article"))  # what their classes say is about the page
_CLOSES = {
    "li": frozenset(("li",)),
    "dt": frozenset(("dt", "dd")),
    "dd": frozenset(("dt", "dd")),
    "td": frozenset(("td", "th")),
    "th": frozenset(("td", "th")),
    "tr": frozenset(("td", "th", "tr")),
    "tbody": frozenset(("td", "th", "tr", "tbody", "thead")),
}
LINE_END = " "
_QUOTES = ("“”", "‘’")
_MOST_BLANKS = 3  # pieces inside a quotation that count as nothing
_WRITTEN_MARKS = frozenset("\"'“”„«»‘’‹›&")  # "&": a reference, of a mark for the most part
_NOT_SEEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LINE_ENDS = dict.fromkeys(map(ord, "\n\r\x0b\x0c\x1c\x1d\x1e\u2028\u2029"), " ")
_NAME_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_SUSPECT_NAMES = frozenset((
    "caption", "credit", "credits", "related", "recirc", "recirculation", "recommended",
    "recommendations", "trending", "popular", "share", "sharing", "social", "newsletter",
    "newsletters", "subscribe", "subscription", "signup", "promo", "promos", "promotion", "advert",
    "adverts", "advertisement", "advertising", "ad", "ads", "sponsored", "sponsor", "comment",
    "comments", "disqus", "breadcrumb", "breadcrumbs", "sidebar", "outbrain", "taboola", "cookie",
    "nav", "navigation", "navbar", "menu", "footer", "tags", "readmore", "seealso", "hidden",
))  # fmt: skip
_CERTAIN_NAMES = frozenset((
    "caption", "wp-caption-text", "image-caption", "photo-caption", "comments", "comment",
    "comment-list", "commentlist", "comments-area", "disqus_thread",
))  # fmt: skip
_PULL_NAMES = frozenset(("pull", "pullquote", "pullquotes", "callout", "blockquote", "quote"))


@dataclass(slots=True)
class Block:
    """A paragraph, heading, list item, cell …: `tag` is the element right around it."""

    tag: str
    suspect: int | None = None  # index into Page.suspects of the nearest element that seems not to be article
    pull: bool = False  # inside what may be a pull quote
    letters: int = 0
    linked: int = 0  # letters inside links


class Piece(NamedTuple):
    """A stretch of the markup that is text, or a tag with the `sign` that a reader sees in its place.

    That is a blank for one that ends a line, a mark for `<q>`. `block` is the index of its block, None where
    nobody sees it.
    """

    start: int
    end: int
    block: int | None
    sign: str = ""


class Suspect(NamedTuple):
    """An element that seems not to be article; `around` is the index of the suspect that holds it.

    `certain` where its name leaves no doubt: captions, comments of readers.
    """

    around: int | None
    certain: bool


@dataclass(slots=True)
class Page:
    """All blocks and pieces of some markup in order, and what it says of itself."""

    markup: str
    blocks: list[Block] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    suspects: list[Suspect] = field(default_factory=list)
    whole: bool = False  # a whole page, not the fragment that a CMS stores
    depth: int = 0  # deepest nesting of elements
    head: list[Token] = field(default_factory=list)  # tags and raw content that may tell title, address, date


class _Element(NamedTuple):
    name: str
    left_out: bool
    suspect: int | None
    pull: bool


def read_blocks(markup: str) -> Page:
    """Take `markup` apart. Never raises, whatever its state, and is linear in its length.

    >>> page = read_blocks("<p>“No,” <b>Lee</b> said.<p>So be it.<script>x</script>")
    >>> [block.tag for block in page.blocks]
    ['p', 'p']
    """
    reader = _Reader(markup)
    for token in tokens(markup):
        reader.take(token)
    return reader.page


def write_text(page: Page, chosen: Set[int]) -> tuple[str, OffsetMap, list[int]]:
    """The chosen blocks as text with `BREAK` between them, the way back, and where words were left out.

    The last is positions in the text, ascending. Blanks are as in the markup, each line end a blank.
    """
    writer = _Writer(page.markup)
    for piece in page.pieces:
        if piece.block is None or piece.block not in chosen:
            writer.leave_out(piece)
        else:
            writer.write(piece)
    return "".join(writer.parts), writer.builder.build(), writer.cuts


def decoded(markup: str, start: int, end: int) -> Iterator[tuple[int, int, str | None]]:
    """Text `[start, end)` in parts: `(start, end, characters)` of a reference, None for plain text."""
    done = start
    for first, last, characters in entities(markup, start, end):
        if first > done:
            yield done, first, None
        yield first, last, characters
        done = last
    if done < end:
        yield done, end, None


class _Writer:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.parts: list[str] = []
        self.builder = OffsetMapBuilder()
        self.cuts: list[int] = []
        self.at = 0  # in the markup
        self.length = 0  # of the text
        self.block: int | None = None
        self.pending_cut = False

    def leave_out(self, piece: Piece) -> None:
        if not self.markup[piece.start : piece.end].isspace() and not piece.sign:
            self.pending_cut = True

    def write(self, piece: Piece) -> None:
        self.builder.drop(piece.start - self.at)
        if piece.block != self.block and self.length:
            self.parts.append(BREAK)
            self.length += len(BREAK)
            self.builder.insert(len(BREAK))
        if self.pending_cut and self.length:
            self.cuts.append(self.length)
        self.pending_cut, self.block, self.at = False, piece.block, piece.end
        if piece.sign:
            self._add(piece.sign)
            self.builder.replace(piece.end - piece.start, 1)
            return
        for start, end, characters in decoded(self.markup, piece.start, piece.end):
            self._add(self.markup[start:end] if characters is None else characters)
            if characters is None:
                self.builder.copy(end - start)
            else:
                self.builder.replace(end - start, len(characters))

    def _add(self, text: str) -> None:
        self.parts.append(text.translate(_LINE_ENDS))
        self.length += len(text)


class _Reader:
    def __init__(self, markup: str) -> None:
        self.page = Page(markup)
        self.stack: list[_Element] = []
        self.open: Counter[str] = Counter()
        self.left_out = 0  # how many of the open elements nobody sees
        self.block: int | None = None
        self.line_ends = 0
        self.linked = False
        # the marks of the open <q> elements, empty where they are written out, and the piece that opens each
        self.quotes: list[tuple[str, int]] = []

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.kind == "text":
            self._text(token)
        elif token.kind == "open":
            self._open(token)
        elif token.kind == "close":
            self._close(token)
        elif token.kind == "raw":
            self.page.head.append(token)
        elif self.page.markup.startswith(("<!d", "<!D"), token.start):
            self.page.whole = True

    def _text(self, token: Token) -> None:
        letters = sum(map(str.isalnum, self.page.markup[token.start : token.end]))
        blank = not letters and self.page.markup[token.start : token.end].isspace()
        if self.left_out:
            if not blank:
                self.page.pieces.append(Piece(token.start, token.end, None))
            return
        if self.line_ends > 1 and not blank:
            self.block = None
        if not blank:
            self.line_ends = 0
        if self.block is None:
            if blank:
                return
            self.block = self._new_block()
        block = self.page.blocks[self.block]
        block.letters += letters
        block.linked += letters if self.linked else 0
        self.page.pieces.append(Piece(token.start, token.end, self.block))

    def _new_block(self) -> int:
        around = self.stack[-1] if self.stack else _Element("body", False, None, False)
        self.page.blocks.append(Block(around.name, around.suspect, around.pull))
        return len(self.page.blocks) - 1

    def _open(self, token: Token) -> None:
        name = token.name
        if name in ("html", "head", "body"):
            self.page.whole = True
        if name in ("meta", "link", "time", "script", "title"):
            self.page.head.append(token)
        if name == "br":
            self._line_end(token)
        if name == "q":
            self._quote(token)
        if name == "a":
            self.linked = True
        if name in VOID_TAGS:
            self.block = None if name == "hr" else self.block
            return
        if name in BLOCK_TAGS:
            self._end_block()
            self._close_implied(name)
        element = self._element(token)
        if name in BLOCK_TAGS or element.left_out or self.left_out:
            self._push(element)

    def _element(self, token: Token) -> _Element:
        around = self.stack[-1] if self.stack else _Element("", False, None, False)
        name = token.name
        if self.left_out:
            return _Element(name, False, None, False)
        named = attributes(self.page.markup, token) if token.end - token.start > len(name) + 2 else {}
        words = _name_parts(named) if name not in _HOLDERS else set()
        certain = bool(words) and not _CERTAIN_NAMES.isdisjoint(_names(named).lower().split())
        suspect = around.suspect
        if name in _SUSPECT_TAGS or (name in BLOCK_TAGS and (certain or words & _SUSPECT_NAMES)):
            self.page.suspects.append(Suspect(suspect, certain))
            suspect = len(self.page.suspects) - 1
        pull = around.pull or name == "blockquote" or bool(words & _PULL_NAMES)
        return _Element(name, name in _LEFT_OUT_TAGS or _is_hidden(named), suspect, pull)

    def _push(self, element: _Element) -> None:
        self.stack.append(element)
        self.open[element.name] += 1
        self.left_out += element.left_out
        self.page.depth = max(self.page.depth, len(self.stack))

    def _pop(self) -> _Element:
        element = self.stack.pop()
        self.open[element.name] -= 1
        self.left_out -= element.left_out
        return element

    def _close_implied(self, name: str) -> None:
        if self.stack and self.stack[-1].name == "p":
            self._pop()
        closes = _CLOSES.get(name, frozenset())
        while self.stack and self.stack[-1].name in closes:
            self._pop()

    def _close(self, token: Token) -> None:
        if token.name == "a":
            self.linked = False
        if token.name == "br":
            self._line_end(token)
        if token.name == "q":
            self._quote(token)
        if token.name in BLOCK_TAGS:
            self._end_block()
        if self.open[token.name]:
            while self._pop().name != token.name:
                pass

    def _end_block(self) -> None:
        if not self.left_out:
            self.block = None
            self.line_ends = 0
            self.quotes = []

    def _line_end(self, token: Token) -> None:
        if not self.left_out and self.block is not None:
            self.line_ends += 1
            self.page.pieces.append(Piece(token.start, token.end, self.block, LINE_END))

    def _quote(self, token: Token) -> None:
        """Put marks in the place of `<q>`, as browsers do, unless it is empty or has them written out."""
        if self.left_out:
            return
        if token.kind == "open":
            markup = self.page.markup
            beside = {markup[max(token.start - 1, 0) : token.start], markup[token.end : token.end + 1]}
            written = not _WRITTEN_MARKS.isdisjoint(beside)
            self.quotes.append(("" if written else _QUOTES[len(self.quotes) % 2], len(self.page.pieces)))
            sign = self.quotes[-1][0][:1]
        else:
            marks, opened = self.quotes.pop() if self.quotes else ("", 0)
            sign = "" if marks and self._emptied(opened) else marks[1:]
        if sign:
            if self.block is None:
                self.block = self._new_block()
            self.page.pieces.append(Piece(token.start, token.end, self.block, sign))

    def _emptied(self, opened: int) -> bool:
        """Whether nothing but blanks came after the piece that opens a quotation; if so, it is taken away."""
        inside = self.page.pieces[opened + 1 : opened + 1 + _MOST_BLANKS]
        empty = all(p.sign == LINE_END or self.page.markup[p.start : p.end].isspace() for p in inside)
        if not empty or len(self.page.pieces) > opened + len(inside) + 1:
            return False
        del self.page.pieces[opened]
        return True


def _name_parts(named: dict[str, str]) -> set[str]:
    return {part.lower() for part in _NAME_PART.findall(_names(named))}


def _names(named: dict[str, str]) -> str:
    return f"{named.get('class', '')} {named.get('id', '')}"[:500]


def _is_hidden(named: dict[str, str]) -> bool:
    return (
        "hidden" in named
        or named.get("aria-hidden", "").lower() == "true"
        or _NOT_SEEN.search(named.get("style", "")) is not None
    )
