"""What somebody changed in the records of a text: which quotation is which, and in what they differ."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from attribution.records import Extraction, Quotation

Values = Mapping[str, Any]

# what people decide on a quotation; the rest follows from it, or tells how sure the engine was
DECIDED = (
    "spans", "type", "cue", "source", "speaker", "role", "addressee", "medium", "time", "statement", "reason"
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """A quotation before and after; None for one that was added or left out.

    `was` and `became` are the values in which the two differ, as JSON.
    """

    before: Quotation | None
    after: Quotation | None
    was: Values
    became: Values

    @property
    def same(self) -> bool:
        """Whether nothing was decided otherwise."""
        return not self.was and not self.became


def differences(before: Extraction, after: Extraction, *, named: Collection[str] = ()) -> list[Difference]:
    """The quotations of two extractions of one text, paired; those `named` are the same in any place."""
    found = []
    pairs = pair(before.quotations, after.quotations, named=named)
    for old, new in pairs:
        was = decided(before, old) if old else {}
        became = decided(after, new) if new else {}
        names = [name for name in DECIDED if was.get(name) != became.get(name) or not (old and new)]
        found.append(
            Difference(
                old,
                new,
                {name: was[name] for name in names} if old else {},
                {name: became[name] for name in names} if new else {},
            )
        )
    return found


def decided(extraction: Extraction, quotation: Quotation) -> Values:
    """What is decided on a quotation, as JSON; of the speaker, who it is."""
    values = {name: _plain(getattr(quotation, name)) for name in DECIDED}
    speaker = extraction.speaker_of(quotation)
    values["speaker"] = speaker and {"name": speaker.name, "label": speaker.label, "kind": speaker.kind}
    return values


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return dataclasses.asdict(value) if dataclasses.is_dataclass(value) else value  # type: ignore[arg-type]


def pair(
    before: Sequence[Quotation], after: Sequence[Quotation], *, named: Collection[str] = ()
) -> list[tuple[Quotation | None, Quotation | None]]:
    """Which quotation is which: the same name, if they share words; then those that share the most."""
    left = {quotation.id: quotation for quotation in before}
    right = {quotation.id: quotation for quotation in after}
    found: list[tuple[Quotation | None, Quotation | None]] = []
    sure = [(name, name) for name in left if name in right and name in named]
    for pairs in (sure, _same_names(left, right), _most_shared(left, right)):
        for one, other in pairs:
            if one in left and other in right:
                found.append((left.pop(one), right.pop(other)))
    return [*found, *((old, None) for old in left.values()), *((None, new) for new in right.values())]


_Named = Mapping[str, Quotation]


def _same_names(left: _Named, right: _Named) -> list[tuple[str, str]]:
    return [(name, name) for name in left if name in right and shared(left[name], right[name])]


def _most_shared(left: _Named, right: _Named) -> list[tuple[str, str]]:
    scores = [
        (-points, one, other)
        for one, old in left.items()
        for other, new in right.items()
        if (points := shared(old, new))
    ]
    return [(one, other) for _, one, other in sorted(scores)]


def shared(one: Quotation, other: Quotation) -> int:
    """Code points that two contents share."""
    return sum(
        max(0, min(a.end, b.end) - max(a.start, b.start))
        for a in one.spans
        for b in other.spans
        if a.field == b.field
    )
