"""What a verification says, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ChangeKind = Literal["changed", "added", "left-out", "ellipsis", "brackets"]
WordingKind = Literal["verbatim", "edited", "partial", "altered"]
Verdict = Literal["verbatim", "edited", "partial", "altered", "paraphrase", "misattributed", "not-found"]


@dataclass(frozen=True, slots=True)
class Change:
    """Words as given and as they stand in the original; one of them may be empty.

    `changed`, `added` and `left-out` are not told by the quotation, `ellipsis` and `brackets` are.
    """

    kind: ChangeKind
    given: str
    found: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Words of the original that were cut, and that may change the sense; places are code points."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where the words, or something like them, stand; positions are code points of the original's text.

    `wording` says how they compare, whoever said them; `speaker` who did, by the extraction.
    """

    original: str | None
    start: int
    end: int
    text: str
    before: str
    after: str
    wording: Verdict
    score: float
    changes: tuple[Change, ...] = ()
    cuts: tuple[Cut, ...] = ()
    quotation: str | None = None
    speaker: str | None = None
    speaker_agrees: bool | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    """The verdict, what it rests on, and what else was found, the best first."""

    verdict: Verdict
    evidence: Evidence | None
    others: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptArticle:
    """An article of a store: its number there, its key, and which of its revisions has the words.

    `stood_until` is null where that is the current one; else the words have gone since, and it is the number
    of the last revision that had them.
    """

    id: int
    key: str
    title: str | None
    url: str | None
    outlet: str | None
    day: str | None
    revision: int
    stood_until: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEvidence(Evidence):
    """Evidence in an article of a store, with the quotation's number there and its speaker's."""

    article: KeptArticle
    quotation_id: int | None = None
    speaker_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreVerification(Verification):
    """What a store says; `compared` articles were read word by word.

    Not `complete`: more of them may have such words than were compared.
    """

    compared: int
    complete: bool
