from __future__ import annotations

import json
from pathlib import Path

import pytest

from attribution.corpus.benchmarks import speed


@pytest.mark.system  # a minute of many processes
def test_speed_is_measured(texts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert speed.main([str(texts), "--articles", "200", "--rounds", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["medians"]["speed_of_all_over_one"] > 0
    assert set(found["rounds"][0]) == {"extract_many", "one", "all"}


def test_ratios() -> None:
    one = {"extract_many": (100.0, 90.0), "one": (110.0, 99.0), "all": (55.0, 108.0)}
    found = speed._ratios(one)
    assert [round(ratio, 3) for ratio in found.values()] == [2.0, 0.1, 0.1, 0.2]
