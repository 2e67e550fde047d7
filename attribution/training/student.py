"""A smaller tagger out of a trained one: some of its layers, and what is used most of their inner units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from attribution.training.batches import Batch
from attribution.training.network import Layer, Tagger


def student_of(
    teacher: Tagger, layers: Sequence[int], *, inner: int, relation_layers: int, sample: Iterable[Batch]
) -> Tagger:
    """A tagger with the given layers of the teacher's encoder and `inner` units in each feed-forward part.

    `layers` are numbers, counted from 0 and ascending. The units that stay are those with the greatest mean
    size of what they pass on over `sample`; the heads are the teacher's, as far as it has as many layers.
    """
    shape = replace(
        teacher.shape,
        num_hidden_layers=len(layers),
        intermediate_size=inner,
        relation_layers=relation_layers,
    )
    student = Tagger(shape)
    used = _use(teacher, sample)
    weights = {
        name: value for name, value in teacher.state_dict().items() if not name.startswith("encoder.layers.")
    }
    weights = {name: value for name, value in weights.items() if name in student.state_dict()}
    student.load_state_dict(weights, strict=False)
    for layer, number in zip(student.encoder.layers, layers, strict=True):
        source = teacher.encoder.layers[number]
        assert isinstance(source, Layer)
        kept = used[number].topk(inner).indices.sort().values
        layer.load_state_dict(_narrowed(source.state_dict(), kept))
    return student


def _narrowed(weights: dict[str, Tensor], kept: Tensor) -> dict[str, Tensor]:
    made = dict(weights)
    made["widen.weight"], made["widen.bias"] = weights["widen.weight"][kept], weights["widen.bias"][kept]
    made["narrow.weight"] = weights["narrow.weight"][:, kept]
    return made


def _use(teacher: Tagger, sample: Iterable[Batch]) -> list[Tensor]:
    """For each layer the mean size of what each feed-forward unit adds to the states."""
    layers = [layer for layer in teacher.encoder.layers if isinstance(layer, Layer)]
    used = [torch.zeros(teacher.shape.intermediate_size) for _ in layers]

    def note(number: int) -> Any:
        def hook(_module: object, _inputs: object, output: Tensor) -> None:
            used[number] += functional.gelu(output.float()).abs().mean((0, 1))

        return layers[number].widen.register_forward_hook(hook)

    hooks = [note(number) for number in range(len(layers))]
    teacher.eval()
    with torch.no_grad():
        for batch in sample:
            teacher.encoder(batch.ids, batch.cases, batch.places, batch.real)
    for hook in hooks:
        hook.remove()
    return [use * layer.narrow.weight.norm(dim=0) for use, layer in zip(used, layers, strict=True)]
