"""What a run has done, in numbers: of a split, and added up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc


@dataclass
class Totals:
    """Counts over rows. `seconds` are of CPU in extraction; `model` what made the records."""

    rows: int = 0
    seconds: float = 0.0
    characters: int = 0
    speakers: int = 0
    statements: int = 0
    types: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)

    @property
    def failed(self) -> int:
        """Rows without records."""
        return self.errors.total()

    @property
    def quotations(self) -> int:
        """Quotations of all types."""
        return self.types.total()

    @classmethod
    def of(cls, records: pa.Table, *, seconds: float) -> Totals:
        """Those of a split's records, for which extraction took `seconds` of CPU."""
        quotations = pc.list_flatten(records["quotations"])
        lengths = pc.struct_field(records["article"], "length")
        return cls(
            rows=records.num_rows,
            seconds=seconds,
            characters=pc.sum(lengths, min_count=0).as_py(),
            speakers=len(pc.list_flatten(records["speakers"])),
            statements=pc.sum(pc.struct_field(quotations, "statement"), min_count=0).as_py(),
            types=_counted(pc.struct_field(quotations, "type")),
            errors=_counted(pc.struct_field(records["error"], "code")),
            warnings=_counted(pc.struct_field(pc.list_flatten(records["warnings"]), "code")),
        )

    def add(self, more: Totals) -> None:
        """Adds others to these."""
        self.rows += more.rows
        self.seconds += more.seconds
        self.characters += more.characters
        self.speakers += more.speakers
        self.statements += more.statements
        self.types += more.types
        self.errors += more.errors
        self.warnings += more.warnings

    def dump(self) -> dict[str, Any]:
        """As JSON."""
        return {
            "rows": self.rows,
            "seconds": round(self.seconds, 3),
            "characters": self.characters,
            "speakers": self.speakers,
            "statements": self.statements,
            "types": dict(sorted(self.types.items())),
            "errors": dict(sorted(self.errors.items())),
            "warnings": dict(sorted(self.warnings.items())),
        }

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Totals:
        """From JSON. Raises KeyError and TypeError for what is none of ours."""
        return cls(
            rows=data["rows"],
            seconds=data["seconds"],
            characters=data["characters"],
            speakers=data["speakers"],
            statements=data["statements"],
            types=Counter(data["types"]),
            errors=Counter(data["errors"]),
            warnings=Counter(data["warnings"]),
        )


def _counted(codes: Any) -> Counter[str]:
    counts = pc.value_counts(pc.drop_null(codes)).to_pylist()
    return Counter({entry["values"]: entry["counts"] for entry in counts})
