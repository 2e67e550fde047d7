"""Key terms of an article and of its quotations."""

import pytest
from spacy.language import Language

from attribution import Extractor
from attribution.assemble import TOPICS
from attribution.topics import CANDIDATES, key_terms

TEXT = (
    "“The harbour bridge needs new steel cables,” said engineer Mara Oyelaran. “The steel cables rust, and "
    "the harbour bridge closes whenever the north wind rises.”\n\n"
    "Mayor Tomasz Wrona said the city budget would pay for "
    "steel cables, a ferry service and a new ferry pier. He said the ferry service would run all night."
)


@pytest.fixture(scope="module")
def terms(nlp: Language) -> tuple[str, ...]:
    return key_terms(nlp(TEXT))


def test_terms_are_lower_case_and_few(terms: tuple[str, ...]) -> None:
    assert 0 < len(terms) <= CANDIDATES
    assert all(term == term.lower() and 1 <= len(term.split()) <= 3 for term in terms)
    assert len(set(terms)) == len(terms)


def test_terms_end_in_a_noun_and_hold_no_verb(nlp: Language, terms: tuple[str, ...]) -> None:
    doc = nlp(TEXT)
    nouns = {token.lower_ for token in doc if token.tag_.startswith("NN")}
    verbs = {token.lower_ for token in doc if token.tag_.startswith("VB")}
    assert all(term.split()[-1] in nouns for term in terms)
    assert not any(verbs & set(term.split()) for term in terms)


def test_what_is_spoken_of_is_among_them(terms: tuple[str, ...]) -> None:
    assert any("steel cables" in term for term in terms)
    assert not {"rises", "the", "said"} & set(terms)


def test_no_term_holds_another(terms: tuple[str, ...]) -> None:
    assert not [(one, other) for one in terms for other in terms if one != other and one in other]


def test_the_same_text_has_the_same_terms(nlp: Language, terms: tuple[str, ...]) -> None:
    assert key_terms(nlp(TEXT)) == terms


@pytest.mark.parametrize("text", ["", "Rain.", "said", "We won", "the the", "“”", "12 34"])
def test_next_to_nothing(nlp: Language, text: str) -> None:
    assert set(key_terms(nlp(text))) <= {"rain"}


def test_topics_of_a_quotation_are_words_of_it(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extractor, "topics", True)
    quotations = extractor.extract(TEXT).quotations
    assert any(quotation.topics for quotation in quotations)
    for quotation in quotations:
        assert len(quotation.topics) <= TOPICS
        assert all(topic in quotation.text.casefold() for topic in quotation.topics)
