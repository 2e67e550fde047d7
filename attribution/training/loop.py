"""The training loop: seeded, clipped, warmed up, decayed to nothing; weights averaged, checkpoints kept."""

from __future__ import annotations

import dataclasses
import json
import logging
import math
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import nn

from attribution.errors import EvaluationError
from attribution.training.batches import Batch, batches, pass_windows
from attribution.training.config import Config
from attribution.training.data import Entities, Example, read_examples
from attribution.training.losses import loss_of
from attribution.training.network import Tagger, load_checkpoint, package_folder, pretrained, tokenizer_of
from attribution.training.student import student_of
from attribution.training.teacher import Teacher

CHECKPOINT = "checkpoint.pt"
_REPORT = 25  # steps between two lines of the log
_PARTS = ("cue", "labels", "verdict", "entities", "states")
_SAMPLE = 40  # batches that tell which units of a teacher are used

_log = logging.getLogger(__name__)


def train(
    config: Config, data: Path, out: Path, *, teacher: Path | None = None, start: Path | None = None
) -> Tagger:
    """Trains as `config` says on the files in `data`; checkpoints and log.jsonl go to `out`.

    `teacher`: the OUT folder of an earlier run, to learn from; `start`: that of a run whose weights this one
    goes on from. Raises EvaluationError where `config` wants a teacher and none is given, and where the files
    hold nothing to learn from.
    """
    if teacher is None and (config.layers or any(source.plain for source in config.sources)):
        raise EvaluationError("these settings are for a student: give a --teacher")
    torch.manual_seed(config.seed)
    torch.set_num_threads(config.threads)
    out.mkdir(parents=True, exist_ok=True)
    folder = package_folder(config.encoder)
    tokenizer, entities = tokenizer_of(folder), Entities()
    examples = [list(read_examples(data, source, tokenizer, entities)) for source in config.sources]
    _log.info("%d articles read", sum(map(len, examples)))
    reader = Teacher(teacher / "model") if teacher else None
    return _Run(config, _beginning(config, folder, examples[0], teacher, start), out, reader).over(examples)


def _beginning(
    config: Config, encoder: Path, examples: list[Example], teacher: Path | None, start: Path | None
) -> Tagger:
    """The tagger with the weights that the run begins with."""
    if start is not None:
        return load_checkpoint(start / CHECKPOINT, encoder)
    if teacher is None:
        return pretrained(encoder)
    model = load_checkpoint(teacher / CHECKPOINT, encoder)
    return _student(config, model, examples) if config.layers else model


def _student(config: Config, teacher: Tagger, examples: list[Example]) -> Tagger:
    windows = pass_windows(examples, config, random.Random(config.seed))[: _SAMPLE * config.batch]
    return student_of(
        teacher,
        config.layers or (),
        inner=config.inner or teacher.shape.intermediate_size,
        relation_layers=config.relation_layers,
        sample=batches(windows, config.batch),
    )


class _Run:
    """One run: the network, its optimiser, its averaged copy."""

    def __init__(self, config: Config, tagger: Tagger, out: Path, teacher: Teacher | None) -> None:
        self.config, self.tagger, self.out, self.teacher = config, tagger, out, teacher
        self.averaged = {name: value.clone() for name, value in tagger.state_dict().items()}
        self.optimiser = torch.optim.AdamW(_groups(tagger, config), fused=True)
        self.step = 0
        self.began = self.saved = time.monotonic()
        self.pieces = 0
        self.losses = dict.fromkeys(_PARTS, 0.0)  # running means

    def over(self, examples: list[list[Example]]) -> Tagger:
        """Trains on the examples of each source and returns the tagger with averaged weights."""
        rng = random.Random(self.config.seed)
        each = len(pass_windows(self._chosen(examples, rng), self.config, random.Random(0)))
        if not each:
            raise EvaluationError("the sources hold no article that is long enough to learn from")
        total = math.ceil(each * self.config.passes / self.config.batch)
        _log.info("about %d windows a pass, %d steps", each, total)
        self.tagger.train()
        for batch in self._stream(examples, rng):
            done = self._done(total)
            if done >= 1:
                break
            self._advance(batch, _rate(done, self.config.warm_up))
            if self.step % _REPORT == 0:
                self._report(total)
            if time.monotonic() - self.saved > 60 * self.config.save_minutes:
                self._save()
        self._save()
        self.tagger.load_state_dict(self.averaged)
        return self.tagger.eval()

    def _chosen(self, examples: list[list[Example]], rng: random.Random) -> list[Example]:
        """The articles of one pass."""
        chosen = []
        for source, read in zip(self.config.sources, examples, strict=True):
            share = read if source.share >= 1 else rng.sample(read, math.ceil(source.share * len(read)))
            chosen += share * source.repeat
        return chosen

    def _stream(self, examples: list[list[Example]], rng: random.Random) -> Iterator[Batch]:
        while True:
            windows = pass_windows(self._chosen(examples, rng), self.config, rng)
            yield from batches(windows, self.config.batch, self.teacher)

    def _done(self, total: int) -> float:
        """Share of the run that lies behind."""
        share = self.step / total
        if self.config.minutes is None:
            return share
        return max(share, (time.monotonic() - self.began) / (60 * self.config.minutes))

    def _advance(self, batch: Batch, rate: float) -> None:
        for group in self.optimiser.param_groups:
            group["lr"] = group["full"] * rate
        with torch.autocast("cpu", torch.bfloat16):
            loss = loss_of(self.tagger, batch, self.config)
        loss.total(self.config).backward()
        nn.utils.clip_grad_norm_(self.tagger.parameters(), self.config.clip)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        self.pieces += int(batch.real.sum())
        self._average()
        for name in _PARTS:
            self.losses[name] = 0.96 * self.losses[name] + 0.04 * float(getattr(loss, name).detach())

    def _average(self) -> None:
        decay = min(self.config.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.tagger.named_parameters():
                if value.requires_grad:
                    self.averaged[name].lerp_(value, 1 - decay)

    def _report(self, total: int) -> None:
        seconds = time.monotonic() - self.began
        row: dict[str, Any] = {"step": self.step, "of": total, "seconds": round(seconds)}
        row |= {"pieces_per_second": round(self.pieces / seconds)}
        row |= {name: round(value, 4) for name, value in self.losses.items()}
        with open(self.out / "log.jsonl", "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    def _save(self) -> None:
        state = {
            "averaged": self.averaged,
            "shape": dataclasses.asdict(self.tagger.shape),
            "step": self.step,
        }
        torch.save(state, self.out / "part.pt")
        (self.out / "part.pt").replace(self.out / CHECKPOINT)
        self.saved = time.monotonic()


def _groups(tagger: Tagger, config: Config) -> list[dict[str, Any]]:
    """Encoder layers learn slowly, what is new learns fast."""
    slow = [*tagger.encoder.layers.parameters(), *tagger.encoder.norm.parameters()]
    slow += tagger.encoder.positions.parameters()
    known = {id(parameter) for parameter in slow}
    fast = [p for p in tagger.parameters() if p.requires_grad and id(p) not in known]
    rates = ((slow, config.encoder_rate), (fast, config.head_rate))
    return [{"params": p, "lr": rate, "full": rate, "weight_decay": config.weight_decay} for p, rate in rates]


def _rate(done: float, warm_up: float) -> float:
    """Share of the full learning rate: up during the warm-up, then down in a line."""
    return max(done, 1e-3) / warm_up if done < warm_up else (1 - done) / (1 - warm_up)
