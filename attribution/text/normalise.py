"""Plain text made even: blanks, line ends, invisible characters and broken encodings, every edit recorded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from attribution.offsets import OffsetMap, OffsetMapBuilder
from attribution.text.document import BREAK

Lines = Literal["detect", "join", "single"]
Gap = Callable[[re.Match[str]], str]

_BLANK = "\t\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000"
_LINE_END = "\n\r\x0b\x0c\x1c-\x1e\u2028\u2029"
_INVISIBLE = (
    "\x01-\x08\x0e-\x1b\x7f\x80-\x84\x86-\x90\x98-\x9f"  # controls
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
_ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff"

_BROKEN = "“”‘’‚„‹›–—―…•′″"  # characters whose UTF-8 bytes are often read as Windows-1252
_WINDOWS = {chr(byte): bytes([byte]).decode("cp1252") for byte in (0x85, *range(0x91, 0x98))}


def _windows_1252(raw: bytes) -> str:
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in raw)


def _misread() -> dict[str, str]:
    """How each of the characters looks when its bytes were read wrongly, once or twice."""
    found = dict(_WINDOWS)
    for character in _BROKEN:
        once = _windows_1252(character.encode())
        found[once] = found[character.encode().decode("latin-1")] = character
        found[_windows_1252(once.encode())] = character
    found["â€"] = "”"  # its last byte is none in Windows-1252, so it gets lost
    return found


def _edit_pattern() -> re.Pattern[str]:
    """What is edited. It starts with one class of characters, which lets the engine skip the rest fast."""
    tails: dict[str, list[str]] = {}
    for misread in sorted(_MOJIBAKE, key=len, reverse=True):
        tails.setdefault(misread[0], []).append(re.escape(misread[1:]))
    misreads = "|".join(f"(?<={first})(?:{'|'.join(rest)})" for first, rest in tails.items())
    gap = f"{_BLANK}{_LINE_END}{_INVISIBLE}"
    unit = f"[ {gap}]|Â\xa0"  # the latter is a no-break space misread
    return re.compile(
        rf"[ {gap}{_ACCENTS}Â{''.join(tails)}]"
        rf"(?:(?P<gap>(?:(?<= )(?:{unit}|(?<=\A )|\Z)|(?<=[{gap}])|(?<=Â)\xa0)(?:{unit})*)"
        rf"|(?P<misread>{misreads})"
        rf"|(?P<accents>(?<=[{_ACCENTS}])[{_ACCENTS}]*))"
    )


_MOJIBAKE = _misread()
_EDIT = _edit_pattern()
_LINE = re.compile(f"\r\n|[{_LINE_END}]")
_SOFT_LINE_END = re.compile("[\x0b\x0c\u2028\u2029]")  # what no keyboard writes within a sentence
_PAGE_END = "\x0c"
_LINE_SEPARATOR = "\u2028"
_NEXT_LINE = "\x85"  # a line end of its own, or the points of Windows-1252
_OTHER_ENDS = re.compile("[\n\r\x91-\x97]")  # beside these it is the points
_SENTENCE_AND_NEXT_LINE = re.compile("""(?<=[.!?:"'”’»)\\]\x85])\x85""")
_SEEN = re.compile(f"[^{_INVISIBLE}]")
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"""[.!?:…]["'”’»)\]]*$""")

_PARAGRAPH_END = re.compile(r"\n[ \t\r]*\n")
_OPENING, _CLOSING = "“„«", "”»"  # straight marks are counted
_QUOTED = 600  # code points within which a quotation must have opened that a line end stands in

_WIDTHS = range(45, 101)  # lengths, in code points, at which text is wrapped by machines
_FILLED = 0.8  # share of line breaks that stand where no further word would have fitted


def normalise(text: str, *, lines: Lines = "detect") -> tuple[str, OffsetMap]:
    """The text with single blanks, `BREAK` between paragraphs and no invisible characters, and the way back.

    `lines` says what a line end means: "detect" finds out whether lines are paragraphs or hard-wrapped,
    "join" takes a single one as a blank and two as the end of a paragraph, "single" takes all as blanks.
    Blanks at both ends go. Linear in the length of the text.

    >>> normalise("One.\\r\\n\\r\\nTwo  words. ")[0]
    'One.\\n\\nTwo words.'
    """
    if _ends_lines_anew(text):
        text = text.replace(_NEXT_LINE, _LINE_SEPARATOR)
    gap = _gap_rule(text, lines)
    out: list[str] = []
    builder = OffsetMapBuilder()
    done = 0
    for match in _EDIT.finditer(text):
        start, end = match.span()
        if match.lastgroup == "accents":
            if start == done:
                continue
            start -= 1
            new = unicodedata.normalize("NFC", text[start:end])
            if len(new) == end - start:
                continue
        elif match.lastgroup == "misread":
            new = _MOJIBAKE[match.group()]
        else:
            new = gap(match) if start > 0 and end < len(text) else ""
        out += (text[done:start], new)
        builder.copy(start - done)
        builder.replace(end - start, len(new))
        done = end
    out.append(text[done:])
    builder.copy(len(text) - done)
    return "".join(out), builder.build()


def _ends_lines_anew(text: str) -> bool:
    """Whether NEL ends the lines of a text: it has no other line ends, and half of them end a sentence."""
    count = text.count(_NEXT_LINE)
    return (
        count > 0
        and _OTHER_ENDS.search(text) is None
        and 2 * len(_SENTENCE_AND_NEXT_LINE.findall(text)) >= count
    )


def _gap_rule(text: str, lines: Lines) -> Gap:
    if lines == "single":
        return lambda gap: " " if _has_blank(gap.group()) else ""
    if lines == "join":
        return lambda gap: {"\n": " "}.get(new := _gap_text(gap.group()), new)
    layout = _Layout.of(text)

    def detected(gap: re.Match[str]) -> str:
        new = _gap_text(gap.group())
        if _may_be_soft(gap.group()) and layout.in_sentence(gap):
            return " "
        return layout.line_end(gap) if new == "\n" else new

    return detected


def _may_be_soft(gap: str) -> bool:
    """Whether a line end may stand within a sentence, however short the line: a separator, a page's end."""
    if _SOFT_LINE_END.search(gap) is None:
        return False
    return _PAGE_END in gap or len(_LINE.findall(gap)) == 1


def _has_blank(gap: str) -> bool:
    return _SEEN.search(gap) is not None


def _gap_text(gap: str) -> str:
    """A `BREAK`, one line end, a blank, or nothing."""
    ends = len(_LINE.findall(gap)) + gap.count("\u2029")
    if ends:
        return BREAK if ends > 1 else "\n"
    return " " if _has_blank(gap) else ""


@dataclass(frozen=True, slots=True)
class _Layout:
    """How the lines of a text are set: hard-wrapped at `width`, or (None) each line a paragraph."""

    text: str
    width: int | None

    @classmethod
    def of(cls, text: str) -> _Layout:
        """Find the width: nearly every line is as full as it can be, and no paragraph is longer."""
        lines = [line.strip() for line in _LINE.split(text)]
        pairs = [(len(a), len(b.split(None, 1)[0])) for a, b in pairwise(lines) if a and b]
        lengths = sorted(length for length, _ in pairs)
        width = lengths[len(lengths) * 98 // 100] if lengths else 0
        if width not in _WIDTHS or max(map(len, lines)) > 2 * width:
            return cls(text, None)
        filled = sum(length + 1 + word > width for length, word in pairs)
        return cls(text, width if filled >= _FILLED * len(pairs) else None)

    def line_end(self, gap: re.Match[str]) -> str:
        """What a single line end becomes: a blank within a sentence or a wrapped line, else a `BREAK`."""
        line, following = self._beside(gap)
        if self.width is not None and len(line) + 1 + len(following) > self.width:
            return " "
        goes_on = self.in_sentence(gap) and (len(line) >= min(_WIDTHS) or self._in_quotation(gap))
        return " " if goes_on else BREAK

    def _in_quotation(self, gap: re.Match[str]) -> bool:
        """Whether a quotation that opened shortly before the gap, in its paragraph, is still open there."""
        before = _PARAGRAPH_END.split(self.text[max(0, gap.start() - _QUOTED) : gap.start()])
        paragraph: str = before[-1]
        opened, closed = (max(paragraph.rfind(sign) for sign in signs) for signs in (_OPENING, _CLOSING))
        if opened >= 0 or closed >= 0:
            return opened > closed
        whole = len(before) > 1 or gap.start() <= _QUOTED
        return whole and paragraph.count('"') % 2 == 1

    def in_sentence(self, gap: re.Match[str]) -> bool:
        """Whether no sentence ends before the gap and the word after it goes on in small letters."""
        line, following = self._beside(gap)
        return bool(line) and not _SENTENCE_END.search(line) and following[:1].islower()

    def _beside(self, gap: re.Match[str]) -> tuple[str, str]:
        """The line before the gap, as far as it matters, and the word after it."""
        before = self.text[max(0, gap.start() - max(_WIDTHS)) : gap.start()]
        word = _WORD.search(self.text, gap.end())
        return _LINE.split(before)[-1].strip(), word.group() if word else ""
