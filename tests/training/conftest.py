"""Fixtures of the tests of training; those with an encoder need PyTorch."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.training.config import Config, read_config
from attribution.training.data import Example, read_examples
from tests.training import tiny


@pytest.fixture(scope="session")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with gold.jsonl and plain.jsonl."""
    return tiny.write_articles(tmp_path_factory.mktemp("articles"))


@pytest.fixture(scope="session")
def _package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tiny.learning("network")
    folder = tmp_path_factory.mktemp("packages")
    tiny.encoder(folder)
    return folder


@pytest.fixture
def encoder(_package: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of an encoder, whose package can be imported."""
    monkeypatch.syspath_prepend(_package)
    return _package / tiny.PACKAGE / "model"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings of a run over the gold articles."""
    path = tmp_path / "settings.toml"
    path.write_text(tiny.SETTINGS + tiny.GOLD, encoding="utf-8")
    return read_config(path)


@pytest.fixture
def examples(articles: Path, config: Config) -> list[Example]:
    """The gold articles as examples."""
    return list(read_examples(articles, config.sources[0], tiny.tokenizer(), tiny.no_entities))
