"""What is locked, the key to it, and what went wrong on the way, as values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from attribution.errors import QuotationError
from attribution.records import Kind
from attribution.verify.records import Change

Markup = Literal["text", "html"]
FaultKind = Literal[
    "lost", "doubled", "damaged", "unknown", "disordered", "marked-twice", "moved", "unattributed"
]
Checked = Literal["tokens", "speakers"]
Words = Literal["kept", "shortened", "cut", "altered", "dropped", "invented"]
Voice = Literal["same", "other", "gone"]

SCHEMA = "1"


@dataclass(frozen=True, slots=True)
class Known:
    """A speaker as the article knows it: `forms` are all words that stand for it there."""

    id: str
    name: str | None
    label: str
    kind: Kind
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LockedWords:
    """Words that a token stands for, marks included: `text` is the article at `[start, end)`, as given.

    `opening` and `closing` are their marks, empty where a paragraph ends without one. `near` says that the
    speaker's name stands near them and must do so later on; `enclosed`, that marks or brackets do already.
    """

    token: str
    quotation: str
    start: int
    end: int
    text: str
    opening: str
    closing: str
    speaker: str | None
    near: bool
    enclosed: bool


@dataclass(frozen=True, slots=True)
class Key:
    """What `unlock` needs: the words of each token. `digest` is of all the rest, so that a change is seen.

    `sha256` is of the UTF-8 bytes of the article, `length` its code points.
    """

    markup: Markup
    language: str
    sha256: str
    length: int
    tokens: tuple[LockedWords, ...]
    speakers: tuple[Known, ...]
    digest: str
    schema: str = SCHEMA

    def speaker_of(self, words: LockedWords) -> Known | None:
        """Who said the words, or None where the article does not tell."""
        return next((known for known in self.speakers if known.id == words.speaker), None)


@dataclass(frozen=True, slots=True)
class Locked:
    """An article with tokens in the place of its quotations, and the key to them."""

    text: str
    key: Key


@dataclass(frozen=True, slots=True)
class Fault:
    """What became of a token that it must not. Places are code points of the text that was to be unlocked.

    For a lost token it is the place behind the one that stood before it. `before` and `after` name who
    said it, where that is what is wrong.
    """

    kind: FaultKind
    message: str
    token: str | None
    quotation: str | None
    start: int
    end: int
    line: int
    column: int
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Unlocked:
    """An article with its quotations put back, and what was looked at: the tokens alone, or who speaks, too.

    `lost` are tokens whose loss was allowed; `unsure` those of which it cannot be said who speaks now.
    """

    text: str
    checked: Checked
    lost: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()


class KeyRefused(QuotationError):
    """A key that is none, or that was changed since it was made."""

    code = "invalid-key"


class UnlockRefused(QuotationError):
    """A text that is not unlocked; `faults` has all that is wrong with it, in the order of the text."""

    code = "unlock-refused"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(told, self.faults)))


def told(fault: Fault) -> str:
    """A fault in one line.

    >>> told(Fault("lost", "the token is gone", "[[QX1KBFM]]", "q1", 12, 12, 2, 3))
    'line 2, column 3 (code point 12): [[QX1KBFM]]: the token is gone'
    """
    token = f"{fault.token}: " if fault.token else ""
    return f"line {fault.line}, column {fault.column} (code point {fault.start}): {token}{fault.message}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words in marks in one version, at `[start, end)` of it as given, and who says them there."""

    quotation: str
    start: int
    end: int
    text: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Compared:
    """What became of words in marks, and of who says them.

    `words`: `kept`, `shortened` (true words, nothing that turns them was cut), `cut` (so that the sense may
    change), `altered`, `dropped` (no `after`) or `invented` (no `before`). `speaker`: the `same`, `other`,
    `gone` (it stood near, and nothing does), or None where it cannot be said. In `changes`, `found` is
    the version before and `given` the one after; `cuts` are words of the version before.
    """

    words: Words
    speaker: Voice | None
    before: Passage | None
    after: Passage | None
    changes: tuple[Change, ...] = ()
    cuts: tuple[str, ...] = ()

    @property
    def at_fault(self) -> bool:
        """Whether somebody should look at it."""
        return self.words not in ("kept", "shortened") or self.speaker in ("other", "gone")


@dataclass(frozen=True, slots=True)
class Comparison:
    """All words in marks of two versions: those of the later one in their order, then what was dropped."""

    quotations: tuple[Compared, ...]

    @property
    def faults(self) -> tuple[Compared, ...]:
        """Those that somebody should look at."""
        return tuple(compared for compared in self.quotations if compared.at_fault)
