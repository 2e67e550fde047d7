"""Reading the data of a language, and what is said when it cannot be read."""

from pathlib import Path

import pytest

from attribution.errors import LanguageDataError, ModelError
from attribution.lang import loader
from attribution.lang.loader import languages, read_data


def test_english_is_a_language_and_shared_data_is_none() -> None:
    assert "en" in languages()
    assert "mul" not in languages()  # it has no cues
    assert languages() == sorted(languages())


def test_data_is_read_once() -> None:
    assert read_data("en", "cues") is read_data("en", "cues")


@pytest.mark.parametrize(("language", "name"), [("xx", "cues"), ("en", "recipes")])
def test_what_is_missing_is_named(language: str, name: str) -> None:
    with pytest.raises(ModelError, match=f"no {name} data for language '{language}'"):
        read_data(language, name)


def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "cues.toml").write_text("[[cue]\n", encoding="utf-8")
    monkeypatch.setattr(loader.resources, "files", lambda _: tmp_path)
    with pytest.raises(LanguageDataError, match=r"zz/cues\.toml"):
        read_data("zz", "cues")


def test_a_folder_with_cues_is_a_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("zz", "aa", "without"):
        (tmp_path / name).mkdir()
    for name in ("zz", "aa"):
        (tmp_path / name / "cues.toml").write_text("", encoding="utf-8")
    monkeypatch.setattr(loader.resources, "files", lambda _: tmp_path)
    assert languages() == ["aa", "zz"]
