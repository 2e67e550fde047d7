"""A relation in the making, in token ranges, as the readers of syntax and marks hand it to the stage."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from attribution.lang.cues import CueEntry
from attribution.pipeline.clauses import TokenRange


@dataclass(slots=True)
class Draft:
    """`pieces` come from the parse, `quotes` are numbers of stretches in marks, with how each was joined."""

    cue: TokenRange | None = None
    verb: Token | None = None
    entry: CueEntry | None = None
    source: TokenRange | None = None
    pieces: list[TokenRange] = field(default_factory=list)
    quotes: list[tuple[int, str]] = field(default_factory=list)
    second_cue: int | None = None  # token of the "he said" that repeats it after the marks
    frame: str = ""
    confidence: float = 0.5

    @property
    def act(self) -> str:
        """The speech act of the cue; without a cue a quotation is said."""
        return self.entry.act if self.entry else "say"
