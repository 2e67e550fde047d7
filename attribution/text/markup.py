"""Reads HTML as a row of tokens with their positions, as browsers would, whatever state it is in.

The tokenizer never raises and is linear: nothing is searched for twice where it was not found once.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import Literal, NamedTuple

Kind = Literal["text", "open", "close", "raw", "skip"]

BLOCK_TAGS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
    "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
    "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html",
    "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "pre", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul",
))  # fmt: skip
VOID_TAGS = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
))  # fmt: skip
_RAW_TAGS = frozenset(("script", "style", "xmp", "iframe", "noembed", "noframes", "title", "textarea"))
_SHOWN_RAW_TAGS = frozenset(("title", "textarea"))  # read on as markup when they are never closed

_START = re.compile(r"<[a-zA-Z/!?]")
_TAG = re.compile(r"""</?([a-zA-Z][^\s/>]*+)(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+')?+)*+>""")
_LOOSE_TAG = re.compile(r"</?([a-zA-Z][^\s/>]*+)[^>]*+>")
_ATTRIBUTE = re.compile(r"""([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?""")
_COMMENT_END = re.compile("--!?>")
_ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]+;?|#[0-9]+;?|[a-zA-Z][a-zA-Z0-9]*;?)")
_BLANKS = re.compile(r"\s+")

_STRICT_FAILURES = 8  # so many tags with a quote gone astray, and quotes mean nothing any more
_LONGEST_NAME = max(map(len, html5))
_LONGEST_LOOSE_NAME = max(len(name) for name in html5 if not name.endswith(";"))


class Token(NamedTuple):
    """A stretch `[start, end)` of the markup; `name` is that of a tag, in small letters.

    "raw" is the content of an element that holds no markup (script, style, title, …), "skip" a comment,
    declaration or instruction.
    """

    kind: Kind
    start: int
    end: int
    name: str = ""


def tokens(markup: str) -> Iterator[Token]:
    """All tokens of `markup`, in order, covering it without a gap.

    >>> [token.kind for token in tokens("<p>One<!-- > --> two")]
    ['open', 'text', 'skip', 'text']
    """
    return _Tokenizer(markup).read()


def attributes(markup: str, tag: Token) -> dict[str, str]:
    """The attributes of an opening tag, entities decoded; of a repeated one the first counts.

    >>> text = '<a HREF="x?a&amp;b" hidden>'
    >>> attributes(text, next(tokens(text)))
    {'href': 'x?a&b', 'hidden': ''}
    """
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(markup, tag.start + 1 + len(tag.name), tag.end - 1):
        value = next((group for group in match.groups()[1:] if group is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def entities(markup: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The character references in `[start, end)`: where each stands and what it is read as.

    As in browsers, some old names need no semicolon, and numbers that no character has become U+FFFD.

    >>> list(entities("R&amp;D &copy2024 &#147;", 0, 24))
    [(1, 6, '&'), (8, 13, '©'), (18, 24, '“')]
    """
    for match in _ENTITY.finditer(markup, start, end):
        name = match.group()[1:]
        if name.startswith("#"):
            yield match.start(), match.end(), html.unescape(match.group())
            continue
        if name.endswith(";") and len(name) <= _LONGEST_NAME and name in html5:
            yield match.start(), match.end(), html5[name]
            continue
        for length in range(min(len(name), _LONGEST_LOOSE_NAME), 1, -1):
            if name[:length] in html5:
                yield match.start(), match.start() + 1 + length, html5[name[:length]]
                break


def text_of(markup: str) -> str:
    """The words of a piece of HTML: tags removed, entities decoded, blanks collapsed.

    A tag that ends a line (`<br>`, or one of a block) counts as a blank.

    >>> text_of("“We <em>will</em> win,”<br>Ann&nbsp;Lee said</p><p>“Soon.”")
    '“We will win,” Ann Lee said “Soon.”'
    """
    parts: list[str] = []
    for token in tokens(markup):
        if token.kind == "text":
            done = token.start
            for start, end, character in entities(markup, token.start, token.end):
                parts += (markup[done:start], character)
                done = end
            parts.append(markup[done : token.end])
        elif token.name in BLOCK_TAGS or token.name == "br":
            parts.append(" ")
    return _BLANKS.sub(" ", "".join(parts)).strip()


class _Tokenizer:
    def __init__(self, markup: str) -> None:
        self.markup = markup
        self.last_close = markup.rfind(">")
        self.last_cdata_end = markup.rfind("]]>")
        self.cdata_end = -1
        self.strict_failures = 0
        self.unclosed: set[str] = set()

    def read(self) -> Iterator[Token]:
        at = 0
        while at < len(self.markup):
            start = self._next_start(at)
            yield from self._text(at, start)
            at = start
            if start < len(self.markup):
                token = self._markup(start)
                yield token
                at = token.end
                if token.kind == "open" and token.name in _RAW_TAGS:
                    raw = self._raw(token)
                    if raw.end > at:
                        yield raw
                        at = raw.end

    def _next_start(self, at: int) -> int:
        found = _START.search(self.markup, at)
        if found and (found.start() < self.last_close or self.markup.startswith("<!--", found.start())):
            return found.start()
        return len(self.markup)

    def _text(self, start: int, end: int) -> Iterator[Token]:
        if start <= self.cdata_end < end:
            if start < self.cdata_end:
                yield Token("text", start, self.cdata_end)
            yield Token("skip", self.cdata_end, self.cdata_end + 3)
            start = self.cdata_end + 3
        if start < end:
            yield Token("text", start, end)

    def _markup(self, start: int) -> Token:
        if self.markup.startswith("<!--", start):
            return Token("skip", start, self._comment_end(start))
        if self.markup.startswith("<![CDATA[", start) and start < self.last_cdata_end:
            self.cdata_end = self.markup.index("]]>", start)
            return Token("skip", start, start + len("<![CDATA["))
        tag = self._tag(start)
        if tag is None:
            return Token("skip", start, self.markup.index(">", start) + 1)
        kind: Kind = "close" if self.markup[start + 1] == "/" else "open"
        return Token(kind, start, tag.end(), tag[1].lower())

    def _tag(self, start: int) -> re.Match[str] | None:
        if self.strict_failures < _STRICT_FAILURES:
            if found := _TAG.match(self.markup, start):
                return found
            self.strict_failures += self.markup[start + 1] not in "!?"
        return _LOOSE_TAG.match(self.markup, start)

    def _comment_end(self, start: int) -> int:
        inside = start + len("<!--")
        for short in (">", "->"):
            if self.markup.startswith(short, inside):
                return inside + len(short)
        found = _COMMENT_END.search(self.markup, inside)
        return found.end() if found else len(self.markup)

    def _raw(self, tag: Token) -> Token:
        """The content of an element without markup; empty where one that people see is never closed."""
        if tag.name not in self.unclosed:
            found = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(self.markup, tag.end)
            if found:
                return Token("raw", tag.end, found.start(), tag.name)
            self.unclosed.add(tag.name)
        end = tag.end if tag.name in _SHOWN_RAW_TAGS else len(self.markup)
        return Token("raw", tag.end, end, tag.name)
