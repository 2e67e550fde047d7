"""Fixtures shared by the whole suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from attribution import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """One Extractor with its default settings for all tests: loading it takes seconds."""
    from attribution import Extractor

    return Extractor()
