from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.training import config
from attribution.training.config import read_config

SHIPPED = Path(config.__file__).parent / "configs" / "tagger.toml"


@pytest.mark.parametrize("path", sorted(SHIPPED.parent.glob("*.toml")), ids=lambda path: path.stem)
def test_the_shipped_settings_are_read(path):
    assert read_config(path).sources


def test_an_unknown_setting_is_named(tmp_path):
    path = tmp_path / "other.toml"
    path.write_text("colour = 1\n" + SHIPPED.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(EvaluationError, match="'colour'"):
        read_config(path)


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(EvaluationError, match=r"none\.toml"):
        read_config(tmp_path / "none.toml")
