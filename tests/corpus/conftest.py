"""What the tests of corpora share: one extractor, as each process of a run has one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from attribution import Extractor


@pytest.fixture
def loaded(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> Extractor:
    """The extractor of all tests as that of this process, whatever the settings."""
    monkeypatch.setattr("attribution.corpus.batches.extractor_for", lambda settings: extractor)
    return extractor
