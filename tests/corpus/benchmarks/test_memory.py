from __future__ import annotations

import json
import sys
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from attribution.corpus.benchmarks import memory


@pytest.mark.system  # half a minute of many processes
def test_a_run_is_watched(
    texts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(memory, "EVERY", 0.5)
    assert memory.main([str(texts), "--articles", "300", "--workers", "1"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["rows"] == 300
    assert len(found["mb_by_tenth"]) == 10
    assert max(parent for parent, _ in found["mb_by_tenth"]) > 20
    assert max(child for _, child in found["mb_by_tenth"]) > 100


def test_a_run_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "EVERY", 0.05)
    with pytest.raises(CalledProcessError):
        list(memory.watched([sys.executable, "-c", "raise SystemExit(3)"]))


def test_the_highest_of_each_tenth() -> None:
    looks = [(float(at), 10.0 + at, 100.0 - at) for at in range(20)]
    assert [memory._highest(looks, tenth) for tenth in (0, 9)] == [(11, 100), (29, 82)]
    assert [memory._highest(looks[:3], tenth) for tenth in (0, 9)] == [(10, 100), (12, 98)]
