"""Reads the data files of a language folder."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from attribution.errors import LanguageDataError, ModelError


@cache
def read_data(language: str, name: str) -> dict[str, Any]:
    """The parsed content of `attribution/lang/<language>/<name>.toml`; treat it as read-only.

    Raises ModelError when the language or the file does not exist, LanguageDataError when it is not TOML.
    """
    file = resources.files(__package__) / language / f"{name}.toml"
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ModelError(f"no {name} data for language {language!r}") from None
    except tomllib.TOMLDecodeError as error:
        raise LanguageDataError(f"{language}/{name}.toml: {error}") from error


def languages() -> list[str]:
    """Codes of the languages that have a folder, sorted."""
    root = resources.files(__package__)
    return sorted(entry.name for entry in root.iterdir() if (entry / "cues.toml").is_file())


def check_language(language: str) -> None:
    """Raises ModelError for a language that has no folder."""
    if language not in (known := languages()):
        raise ModelError(f"no language data for {language!r}; there is {', '.join(known)}")
