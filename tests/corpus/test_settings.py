from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from attribution.corpus.settings import Settings


def test_settings_travel() -> None:
    given = Settings(model="rules", topics=True, batch_bytes=10)
    assert pickle.loads(pickle.dumps(given)) == given
    assert hash(given) == hash(Settings(model="rules", topics=True, batch_bytes=10))


@pytest.mark.parametrize("wrong", [{"seconds": 0}, {"batch_bytes": 0}])
def test_settings_without_sense(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        Settings(**wrong)  # type: ignore[arg-type]


def test_what_paths_lead_to_is_what_counts(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "inner").mkdir(parents=True)
        (tmp_path / name / "inner" / "weights.bin").write_bytes(b"1")
        (tmp_path / f"{name}.csv").write_text("name\nMara Lindqvist\n")
    one, two = (
        Settings(weights=str(tmp_path / name), people=str(tmp_path / f"{name}.csv"), seconds=seconds)
        for name, seconds in (("one", 1.0), ("two", 2.0))
    )
    assert one.identity() == two.identity()
    assert one.identity() != Settings().identity()
    (tmp_path / "two" / "inner" / "weights.bin").write_bytes(b"2")
    assert one.identity()["weights"] != two.identity()["weights"]
    assert one.identity()["people"] == two.identity()["people"]
    with pytest.raises(FileNotFoundError):
        Settings(people=str(tmp_path / "none.csv")).identity()
