"""The words of whole articles, indexed: what was said may stand in one without being found as a quotation.

What is indexed are short codes: of each term, and of each two that stand beside each other. They tell which
articles may have a stretch of words, without places, and what is found is compared word by word afterwards:
two terms may share a code. Of an article the current revision is indexed, and of an earlier one the
quotations that the next no longer has.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, delete, insert, select, update

from attribution.offsets import OffsetMap
from attribution.store.packing import pack_text, unpack_text
from attribution.store.tables import changes, texts
from attribution.store.terms import terms_of
from attribution.text.plain import page_text

_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"
_LENGTH = 4  # digits of a code: more would make the index larger, fewer would find more articles in vain
_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class PlainPage:
    """The plain text of a page in HTML, and the way from it to the markup."""

    text: str
    way: OffsetMap

    @classmethod
    def read(cls, html: str) -> PlainPage:
        """Reads the markup."""
        return cls(*page_text(html))

    def pack(self) -> bytes:
        """As a column holds it."""
        return pack_text(json.dumps([self.text, self.way.pieces], ensure_ascii=False))

    @classmethod
    def unpack(cls, packed: bytes) -> PlainPage:
        """The page that was packed."""
        words, pieces = json.loads(unpack_text(packed))
        return cls(words, OffsetMap(tuple((out, source, n, m) for out, source, n, m in pieces)))


def code_of(*terms: str) -> str:
    """The code of a term, or of two that stand beside each other.

    >>> code_of("gate"), code_of("lock", "gate")
    ('uegx', 'elfm')
    """
    number = zlib.crc32(" ".join(terms).encode())
    return "".join(_DIGITS[number >> 5 * place & 31] for place in range(_LENGTH))


def codes_of(words: str) -> list[str]:
    """The codes that stand for a text, each once.

    >>> len(codes_of("Noon, and noon again")), len(codes_of("Noon"))
    (6, 1)
    """
    terms = [term.key for term in terms_of(words)]
    return sorted({code_of(term) for term in terms} | {code_of(*two) for two in pairwise(terms)})


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index has of a revision, made ready before any transaction: codes, and the page of HTML."""

    codes: str
    page: bytes | None = None

    @classmethod
    def of(cls, content: str, *, html: bool) -> Indexed:
        """Of the input as it was given."""
        page = PlainPage.read(content) if html else None
        return cls(as_column(codes_of(page.text if page else content)), page.pack() if page else None)


def as_column(codes: Iterable[str]) -> str:
    """Codes as the column that is indexed holds them."""
    return " ".join(codes)


def index_text(connection: Connection, revision: int, given: Indexed) -> None:
    """Indexes a revision as the current one of its article."""
    connection.execute(insert(texts).values(id=revision, page=given.page, codes=given.codes))


def supersede_text(connection: Connection, earlier: int, revision: int) -> None:
    """Once `revision` follows `earlier`: quotations that only the earlier one has stay indexed, no more."""
    gone = select(changes.c.before).where(changes.c.revision_id == revision, changes.c.before.is_not(None))
    codes = codes_of_dropped(connection.execute(gone.order_by(changes.c.id)).scalars())
    ours = texts.c.id == earlier
    if codes:
        connection.execute(update(texts).where(ours).values(codes=codes))
    else:
        connection.execute(delete(texts).where(ours))


def codes_of_dropped(quotations: Iterable[str]) -> str:
    """The codes of what a later revision no longer has; nothing where it has all."""
    return as_column(codes_of(_BETWEEN.join(quotations)))
