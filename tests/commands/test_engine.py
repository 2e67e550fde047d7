"""The options of the engine, as the subcommands read them."""

from __future__ import annotations

import argparse

import pytest

from attribution.commands.engine import add_options


@pytest.mark.parametrize("option", ["--people", "--weights"])
@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_path_is_an_error(option: str, value: str, capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    with pytest.raises(SystemExit) as caught:
        parser.parse_args([option, value])
    assert caught.value.code == 2
    assert f"argument {option}: the path is empty" in capsys.readouterr().err


def test_without_them_there_is_none() -> None:
    parser = argparse.ArgumentParser()
    add_options(parser)
    args = parser.parse_args([])
    assert (args.people, args.weights) == (None, None)
