from __future__ import annotations

from pathlib import Path

import pytest

from attribution.store.benchmarks.kills import Series, run
from attribution.store.store import Store
from tests.store.articles import COST, NEVER, OPEN, incoming

GIVEN = [incoming(OPEN, COST, NEVER), incoming(COST, OPEN)]
PAIRS = [({"text": given.text}, given.extraction) for given in GIVEN]


def test_nothing_that_was_kept_is_lost_by_kills(store: Store) -> None:
    store.close()
    found = run(store.url.render_as_string(hide_password=False), PAIRS, kills=6)
    assert found.kills == 6
    assert found.told > 50
    assert (found.lost, found.findings) == ([], [])


def test_what_is_lost_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("attribution.store.benchmarks.kills._kept", lambda store: set())
    found = run(f"{tmp_path}/store.db", PAIRS, kills=1)
    assert len(found.lost) == found.told > 0
    assert not found.good
    assert Series().good
