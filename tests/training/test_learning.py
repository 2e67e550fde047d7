"""The commands that learn weights of pronouns and descriptions, and the file that they write."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from attribution.lang.loader import read_data
from attribution.lang.weights import NOBODY, priors, weights
from attribution.training import descriptions, pronouns
from attribution.training.learning import file_of
from tests.training.spoken import write_set


def test_the_shipped_file_is_one_that_the_commands_write() -> None:
    shipped = resources.files("attribution.lang") / "en" / "weights.toml"
    assert shipped.read_text(encoding="utf-8") == file_of(read_data("en", "weights"))


@pytest.mark.parametrize("of", ["pronoun", "description", "claim"])
def test_every_feature_is_learned_from_its_prior(of: str) -> None:
    data = read_data("en", "weights")[of]
    assert set(priors("en", of)) == set(data["weights"])
    assert {name: priors("en", of)[name] for name in data["prior"]} == data["prior"]


def test_nobody_is_a_feature_of_descriptions_alone() -> None:
    assert NOBODY in weights("en").description
    assert NOBODY not in weights("en").pronoun


@pytest.mark.parametrize(("of", "main"), [("pronoun", pronouns.main), ("description", descriptions.main)])
def test_the_commands(
    of: str, main: Callable[[list[str]], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, given = tmp_path / "weights.toml", write_set(tmp_path, *"abcde")
    assert main([given, "--out", str(out)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["shipped", "learned", "cross-validated over articles"]
    shipped, made = read_data("en", "weights"), tomllib.loads(out.read_text(encoding="utf-8"))
    assert {other: made[other] for other in made if other != of} == {
        other: shipped[other] for other in shipped if other != of
    }
    assert made[of]["prior"] == shipped[of]["prior"]
    assert made[of]["weights"].keys() == shipped[of]["weights"].keys()


@pytest.mark.parametrize("main", [pronouns.main, descriptions.main])
def test_what_cannot_be_learned_is_status_2_and_said(
    main: Callable[[list[str]], int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "gold.jsonl")]) == 2
    assert main([f"{tmp_path / 'none.jsonl'},{tmp_path / 'who.jsonl'}"]) == 2
    assert main([write_set(tmp_path, "a")]) == 2
    said = capsys.readouterr().err
    assert "GOLD,SPEAKERS" in said
    assert "5 articles" in said
