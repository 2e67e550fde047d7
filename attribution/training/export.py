"""From a checkpoint to what the package ships: two ONNX graphs in int8, the tokenizer, the settings."""

from __future__ import annotations

import json
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from attribution.training.network import Relations, Tagger, tokenizer_of

OPSET = 17


class _Reading(nn.Module):
    """States, cue scores and entity scores of windows without padding."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.encoder, self.cues, self.entities = tagger.encoder, tagger.cues, tagger.entities

    def forward(self, ids: Tensor, cases: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        states = self.encoder(ids, cases, places)
        return states, self.cues(states).squeeze(-1), self.entities(states)


class _RelationReading(nn.Module):
    """Labels and verdicts of the cues of windows without padding."""

    def __init__(self, relations: Relations) -> None:
        super().__init__()
        self.relations = relations

    def forward(
        self, states: Tensor, paragraphs: Tensor, cues: Tensor, offsets: Tensor
    ) -> tuple[Tensor, Tensor]:
        real = torch.ones_like(paragraphs)
        found: tuple[Tensor, Tensor] = self.relations(states, paragraphs, real, cues, offsets)
        return found


def export(
    tagger: Tagger, encoder: Path, out: Path, *, settings: dict[str, object], int8: bool = True
) -> None:
    """Writes encoder.onnx, relations.onnx, tokenizer.json and tagger.json to `out`, for `Network` to read.

    `encoder` is the folder with the tokenizer; `settings` are those of `Config.shipped`. Without `int8` the
    weights stay as exact as they are.
    """
    out.mkdir(parents=True, exist_ok=True)
    tagger.eval()
    numbers = torch.zeros(1, 8, dtype=torch.long)
    _write(
        _Reading(tagger), (numbers + 1000, numbers, numbers), out / "encoder.onnx",
        ["ids", "cases", "places"], ["states", "scores", "entities"], int8=int8,
    )  # fmt: skip
    states = torch.zeros(1, 8, tagger.encoder.norm.weight.shape[0])
    cues = torch.tensor([[0, 2, 3], [0, 4, 4]])
    _write(
        _RelationReading(tagger.relations), (states, numbers, cues, torch.arange(-3, 4)),
        out / "relations.onnx", ["states", "paragraphs", "cues", "offsets"], ["labels", "verdicts"],
        int8=int8,
    )  # fmt: skip
    tokenizer_of(encoder).save(str(out / "tokenizer.json"))
    (out / "tagger.json").write_text(json.dumps(settings, indent=2) + "\n", encoding="utf-8")


def _write(
    module: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    inputs: list[str],
    outputs: list[str],
    *,
    int8: bool,
) -> None:
    axes = {name: {1: "length"} for name in (*inputs, *outputs)}
    axes |= {"cues": {0: "cues"}, "verdicts": {0: "cues"}, "offsets": {0: "around"}}
    axes |= {"labels": {0: "cues", 1: "around"}}
    axes = {name: axis for name, axis in axes.items() if name in inputs + outputs}
    exact = path.with_suffix(".exact.onnx")
    torch.onnx.export(
        module, example, str(exact), input_names=inputs, output_names=outputs, dynamic_axes=axes,
        opset_version=OPSET, dynamo=False,
    )  # fmt: skip
    if int8:
        quantize_dynamic(str(exact), str(path), weight_type=QuantType.QInt8, per_channel=True)
        exact.unlink()
    else:
        exact.replace(path)
    onnx.checker.check_model(str(path))
