from __future__ import annotations

from pathlib import Path

import pytest

from tests.corpus.report.corpora import read


def test_roles_and_affiliations_in_the_spelling_that_most_have(folder: Path) -> None:
    [role] = read(folder, "roles")
    assert [role[name] for name in ("role", "statements", "articles", "speakers")] == ["mayor", "3", "2", "1"]
    assert float(role["share"]) == pytest.approx(3 / 9)
    [affiliation] = read(folder, "affiliations")
    assert [affiliation[name] for name in ("affiliation", "statements", "outlets")] == ["Ostby", "3", "1"]
