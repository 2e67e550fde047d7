"""The network: an encoder of word pieces, a head that finds cues, and one that reads a cue's relation.

The encoder runs once a window. `Cues` scores each piece as part of a cue. `Relations` looks at the pieces
around one cue with that cue in mind and labels them none, content, source or cue; two more outputs say
whether the cue brings in a relation at all and whether it was stated.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from attribution.errors import ModelError
from attribution.models.pieces import CASES, ENTITIES, PLACES

LABELS = 4
_HIDDEN = 128  # width of the relation head
_HEADS = 4
_NEAR = 16  # distances that are told apart one by one
_DISTANCES = 2 * (_NEAR + 5)


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the encoder, as its own configuration names them, and of the relation head."""

    vocab_size: int = 30522
    hidden_size: int = 384
    num_hidden_layers: int = 6
    num_attention_heads: int = 12
    intermediate_size: int = 1536
    max_position_embeddings: int = 512
    relation_layers: int = 2


class Layer(nn.Module):
    """One transformer layer, normalised after each part as BERT does."""

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.project = nn.Linear(width, 3 * width)
        self.output = nn.Linear(width, width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.widen = nn.Linear(width, inner)
        self.narrow = nn.Linear(inner, width)
        self.last_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        """States `[batch, length, width]`; `mask`, if any, is added to the attention scores."""
        batch, length, width = states.shape
        split = self.project(states).view(batch, length, 3, self.heads, width // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        # written out: the fused form is slower to train in bfloat16 on a processor
        scores = (query * (width // self.heads) ** -0.5) @ key.transpose(-1, -2)
        if mask is not None:
            scores = scores + mask.to(scores.dtype)
        mixed = scores.softmax(-1) @ value
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        states = self.norm(states + self.output(mixed))
        inner = self.narrow(functional.gelu(self.widen(states)))
        normed: Tensor = self.last_norm(states + inner)
        return normed


class Encoder(nn.Module):
    """Word pieces, their case and their place in quotation marks -> one state a piece."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        width = shape.hidden_size
        self.words = nn.Embedding(shape.vocab_size, width)
        self.positions = nn.Embedding(shape.max_position_embeddings, width)
        self.cases = nn.Embedding(len(CASES), width)
        self.places = nn.Embedding(len(PLACES), width)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        layers = (
            Layer(width, shape.num_attention_heads, shape.intermediate_size)
            for _ in range(shape.num_hidden_layers)
        )
        self.layers = nn.ModuleList(layers)
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.places.weight)
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, cases: Tensor, places: Tensor, real: Tensor | None = None) -> Tensor:
        """All `[batch, length]`; `real` is 0 on padding, None where there is none."""
        at = torch.arange(ids.shape[1], device=ids.device)
        states: Tensor = self.words(ids) + self.positions(at) + self.cases(cases) + self.places(places)
        states = functional.dropout(self.norm(states), 0.1, self.training)
        mask = None if real is None else (1.0 - real.to(states.dtype))[:, None, None, :] * -1e4
        for layer in self.layers:
            states = layer(states, mask)
        return states


class Relations(nn.Module):
    """Reads the relation of one cue from the states around it."""

    def __init__(self, width: int, layers: int) -> None:
        super().__init__()
        self.token = nn.Linear(width, _HIDDEN)
        self.cue = nn.Linear(2 * width, 2 * _HIDDEN)
        self.distance = nn.Embedding(_DISTANCES, _HIDDEN)
        self.break_distance = nn.Embedding(5, _HIDDEN)
        self.norm = nn.LayerNorm(_HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(_HIDDEN, _HEADS, 2 * _HIDDEN) for _ in range(layers))
        self.labels = nn.Linear(_HIDDEN, LABELS)
        self.verdict = nn.Linear(_HIDDEN, 2)
        nn.init.normal_(self.distance.weight, std=0.1)
        nn.init.normal_(self.break_distance.weight, std=0.1)

    def forward(
        self, states: Tensor, paragraphs: Tensor, real: Tensor, cues: Tensor, offsets: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Labels `[cues, offsets, 4]` of the pieces around the first piece of each cue, and its two verdicts.

        `cues` rows are (window, first piece, last piece); `offsets` ascend and hold 0.
        """
        window, first, last = cues.unbind(1)
        length = states.shape[1]
        at = first[:, None] + offsets
        inside = (at >= 0) & (at < length)
        at = at.clamp(0, length - 1)
        row = window[:, None]
        inside = inside & real[row, at].bool()
        scale, shift = self.cue(torch.cat([states[window, first], states[window, last]], 1)).chunk(2, 1)
        steps = (paragraphs[row, at] - paragraphs[window, first][:, None]).clamp(-2, 2) + 2
        hidden = self.token(states)[row, at] * (1 + scale[:, None]) + shift[:, None]
        hidden = hidden + self.distance(_buckets(offsets)) + self.break_distance(steps)
        hidden = self.norm(hidden)
        mask = (~inside).to(hidden.dtype)[:, None, None, :] * -1e4
        for layer in self.layers:
            hidden = layer(hidden, mask)
        return self.labels(hidden), self.verdict(hidden[:, (offsets < 0).sum()])


class Tagger(nn.Module):
    """Encoder and heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape)
        self.cues = nn.Sequential(nn.Linear(shape.hidden_size, 128), nn.GELU(), nn.Linear(128, 1))
        self.relations = Relations(shape.hidden_size, shape.relation_layers)
        self.entities = nn.Linear(shape.hidden_size, len(ENTITIES))


def around(reach: int) -> Tensor:
    """The offsets from `-reach` to `reach`."""
    return torch.arange(-reach, reach + 1)


def _buckets(offsets: Tensor) -> Tensor:
    """Number of the embedding of each distance: exact when near, then by doubling widths."""
    size = offsets.abs().float()
    far = _NEAR + torch.log2((size / _NEAR).clamp(min=1)).floor() + 1
    bucket = torch.where(size < _NEAR, size, far).long()
    return torch.where(offsets < 0, bucket + _DISTANCES // 2, bucket)


def package_folder(package: str) -> Path:
    """The folder `model` of an installed package. Raises ModelError when there is none."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        raise ModelError(f"the package {package} with the encoder's weights is not installed")
    return Path(spec.origin).parent / "model"


def tokenizer_of(folder: Path) -> Tokenizer:
    """The tokenizer in the folder of an encoder, made to neither cut nor fill up."""
    tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def pretrained(folder: Path) -> Tagger:
    """A tagger with the encoder of a folder in Hugging Face's BERT form and new heads.

    The folder holds config.json and model.safetensors. Raises OSError without them, KeyError for other
    weights.
    """
    raw = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    tagger = Tagger(Shape(**{name: raw[name] for name in Shape.__dataclass_fields__ if name in raw}))
    weights = {
        name.removeprefix("bert."): value for name, value in load_file(folder / "model.safetensors").items()
    }
    encoder = tagger.encoder
    with torch.no_grad():
        encoder.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        encoder.positions.weight.copy_(weights["embeddings.position_embeddings.weight"] + kind)
        _copy(encoder.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(encoder.layers):
            assert isinstance(layer, Layer)
            _copy_layer(layer, weights, f"encoder.layer.{number}.")
    return tagger


def _copy_layer(layer: Layer, weights: dict[str, Tensor], prefix: str) -> None:
    for part in ("weight", "bias"):
        joined = [weights[f"{prefix}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
        getattr(layer.project, part).copy_(torch.cat(joined))
    _copy(layer.output, weights, prefix + "attention.output.dense")
    _copy(layer.norm, weights, prefix + "attention.output.LayerNorm")
    _copy(layer.widen, weights, prefix + "intermediate.dense")
    _copy(layer.narrow, weights, prefix + "output.dense")
    _copy(layer.last_norm, weights, prefix + "output.LayerNorm")


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(module, part).copy_(weights[f"{name}.{part}"])


def load_checkpoint(path: Path, encoder: Path) -> Tagger:
    """The tagger of a checkpoint with its averaged weights; `encoder` is the folder it started from.

    Raises ModelError for weights of another network.
    """
    state = torch.load(path, map_location="cpu")
    tagger = Tagger(Shape(**state["shape"])) if "shape" in state else pretrained(encoder)
    missing, unknown = tagger.load_state_dict(state["averaged"], strict=False)
    if unknown or any(not name.startswith("entities.") for name in missing):
        raise ModelError(f"{path}: not a checkpoint of this network")
    return tagger


def mean_of(taggers: Sequence[Tagger]) -> Tagger:
    """One tagger, the first, with the mean weights of all; they must be of one shape and one beginning."""
    states = [tagger.state_dict() for tagger in taggers]
    mean = {name: torch.stack([state[name] for state in states]).mean(0) for name in states[0]}
    taggers[0].load_state_dict(mean)
    return taggers[0]
