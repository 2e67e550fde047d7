"""Learning on a small scale: an encoder of a few random weights and two articles to learn from."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import BertPreTokenizer

from attribution.models.pieces import Ints, Pieces

PACKAGE = "tiny_encoder"
SIZES = {
    "vocab_size": 1300, "hidden_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2,
    "intermediate_size": 40, "max_position_embeddings": 128,
}  # fmt: skip

FERRY = """The ferry to Lunde will stop for the winter, harbour master Ines Aldo said on Monday.

“The boat is old and the sea is rough,” she said. “We will not wait for an accident.”

Shopkeepers on the island were not amused. Teo Brandt, who sells bread near the pier, claimed that nobody \
had asked the islanders. According to the council, a smaller boat will bring the post and milk until April."""

BRIDGE = """Work on the bridge at Karsby goes on. “It will be open by June,” engineer Pia Holm told reporters.

She denied that the steel was too thin. The mayor promised a new road as well, and a lamp at every corner.

“Who pays for the lamps?” asked Jon Falk, a farmer. Nobody answered him, and the meeting ended at noon."""

ARTICLES = [
    ("ferry", FERRY, [
        ("The ferry to Lunde will stop for the winter", "harbour master Ines Aldo", "said"),
        ("“The boat is old and the sea is rough,”", "she", "she said"),
        ("nobody had asked the islanders", "Teo Brandt", "claimed"),
        ("a smaller boat will bring the post and milk until April", "the council", "According to"),
    ]),
    ("bridge", BRIDGE, [
        ("“It will be open by June,”", "engineer Pia Holm", "told"),
        ("the steel was too thin", "She", "denied"),
        ("“Who pays for the lamps?”", "Jon Falk", "asked"),
    ]),
]  # fmt: skip

SETTINGS = f"""
encoder = "{PACKAGE}"
passes = 10
window = 80
batch = 3
overlap = 16
encoder_rate = 1e-3
"""
GOLD = '\n[[source]]\nfile = "gold.jsonl"\n'
PLAIN = '\n[[source]]\nfile = "plain.jsonl"\nplain = true\n'


def learning(name: str) -> ModuleType:
    """A module of the training package; without what it needs the tests that ask for it are skipped."""
    for package in ("torch", "safetensors", "onnx"):
        pytest.importorskip(package)
    return import_module(f"attribution.training.{name}")


def tokenizer() -> Tokenizer:
    """Knows the words of the articles; as in BERT, signs come from number 1000 on and words behind them."""
    words = sorted(set(re.findall(r"\w+", f"{FERRY} {BRIDGE}".lower())))
    signs = ["“", "”", ",", ".", "?"]
    places = {0: "[PAD]", 100: "[UNK]", 102: "[SEP]", 103: "[MASK]", **dict(enumerate(signs, 1000))}
    places |= enumerate(words, 1100)
    pieces = {places.get(number, f"[unused{number}]"): number for number in range(1100 + len(words))}
    made = Tokenizer(WordPiece(pieces, unk_token="[UNK]"))
    made.normalizer = Lowercase()
    made.pre_tokenizer = BertPreTokenizer()
    return made


def encoder(folder: Path) -> Path:
    """Makes a package with an encoder in `folder`; where the encoder lies in it."""
    model = folder / PACKAGE / "model"
    model.mkdir(parents=True)
    (folder / PACKAGE / "__init__.py").write_text("", encoding="utf-8")
    (model / "config.json").write_text(json.dumps(SIZES), encoding="utf-8")
    tokenizer().save(str(model / "tokenizer.json"))
    import_module("safetensors.torch").save_file(bert_weights(), model / "model.safetensors")
    return model


def bert_weights() -> dict[str, Any]:
    """Random weights under the names that BERT has for them."""
    torch = import_module("torch")
    random = torch.Generator().manual_seed(5)
    width, inner = SIZES["hidden_size"], SIZES["intermediate_size"]
    sizes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (SIZES["vocab_size"], width),
        "embeddings.position_embeddings.weight": (SIZES["max_position_embeddings"], width),
        "embeddings.token_type_embeddings.weight": (2, width),
    }
    linear = {"intermediate.dense": (inner, width), "output.dense": (width, inner)}
    linear |= {f"attention.self.{name}": (width, width) for name in ("query", "key", "value")}
    linear |= {"attention.output.dense": (width, width)}
    for layer in range(SIZES["num_hidden_layers"]):
        for name, size in linear.items():
            sizes[f"encoder.layer.{layer}.{name}.weight"] = size
            sizes[f"encoder.layer.{layer}.{name}.bias"] = size[:1]
    weights = {name: torch.randn(size, generator=random) * 0.2 for name, size in sizes.items()}
    norms = ["embeddings.LayerNorm"]
    for layer in range(SIZES["num_hidden_layers"]):
        norms += [f"encoder.layer.{layer}.{part}output.LayerNorm" for part in ("attention.", "")]
    for name in norms:
        weights[f"{name}.weight"], weights[f"{name}.bias"] = torch.ones(width), torch.zeros(width)
    return {f"bert.{name}": value for name, value in weights.items()}


def tagger() -> Any:
    """A tagger of random weights, ready to be used."""
    import_module("torch").manual_seed(3)
    network = learning("network")
    made = network.Tagger(network.Shape(**SIZES))
    with import_module("torch").no_grad():
        for table in (made.encoder.cases, made.encoder.places):
            table.weight.normal_(std=0.3)
    return made.eval()


def write_articles(folder: Path) -> Path:
    """The articles in `folder`, as gold.jsonl with their relations and as plain.jsonl without."""
    gold, plain = [], []
    for name, text, relations in ARTICLES:
        spans = [[[[text.index(part), text.index(part) + len(part)]] for part in one] for one in relations]
        given = [dict(zip(("content", "source", "cue"), each, strict=True)) for each in spans]
        gold.append(json.dumps({"id": name, "text": text, "attributions": given}))
        plain.append(json.dumps({"text": text}))
    (folder / "gold.jsonl").write_text("\n".join(gold), encoding="utf-8")
    (folder / "plain.jsonl").write_text("\n".join(plain), encoding="utf-8")
    return folder


def no_entities(text: str, pieces: Pieces) -> Ints:
    """A labeller that finds nothing."""
    return np.zeros(len(pieces), np.int64)
