"""Who is the subject, how far does a phrase reach: each construction with a near miss."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from attribution.pipeline.clauses import (
    agent,
    is_passive,
    noun_phrase,
    own_subject,
    runs,
    subject,
    subtree,
    trimmed,
)


def word(doc: Doc, text: str) -> Token:
    return next(token for token in doc if token.text == text)


@pytest.mark.parametrize(
    ("sentence", "verb", "who"),
    [
        ("Ann Lee said the dam was weak.", "said", "Lee"),
        ("“It leaks,” said the engineer.", "said", "engineer"),
        ("Ann Lee sighed and said the dam was weak.", "said", "Lee"),
        ("Ann Lee went on to say that the dam was weak.", "say", "Lee"),
        ("They received a letter saying that the dam was weak.", "saying", "letter"),
        ("Ann Lee, who said the dam was weak, left the board.", "said", "Lee"),
        ("Grace Wanjiru, a farmer from Elburgon, who said the dam was weak, left.", "said", "Wanjiru"),
        ("The board dismissed Lee, saying the dam was weak.", "saying", "board"),
        ("Tenants were told by the landlord that the lift was safe.", "told", "landlord"),
        ("Tenants were told that the lift was safe.", "told", None),
        ("It is too early to tell.", "tell", None),
    ],
)
def test_subject(nlp: Language, sentence: str, verb: str, who: str | None) -> None:
    found = subject(word(nlp(sentence), verb))
    assert (found.text if found is not None else None) == who


def test_own_subject_is_not_shared(nlp: Language) -> None:
    doc = nlp("Ann Lee sighed and said the dam was weak.")
    assert own_subject(word(doc, "said")) is None
    sighed = own_subject(word(doc, "sighed"))
    assert sighed is not None
    assert sighed.text == "Lee"


def test_own_subject_is_the_nearest_of_two(nlp: Language) -> None:
    doc = nlp.make_doc("Rain Lee said")
    parsed = Doc(doc.vocab, ["Rain", "Lee", "said"], heads=[2, 2, 2], deps=["nsubj", "nsubj", "ROOT"])
    found = own_subject(parsed[2])
    assert found is not None
    assert found.text == "Lee"


@pytest.mark.parametrize(
    ("sentence", "verb", "passive"),
    [
        ("Residents were told to leave.", "told", True),
        ("The plan was rejected by the council.", "rejected", True),
        ("The council has rejected the plan.", "rejected", False),
        ("The council rejected the plan.", "rejected", False),
    ],
)
def test_passives(nlp: Language, sentence: str, verb: str, passive: bool) -> None:
    assert is_passive(word(nlp(sentence), verb)) is passive


@pytest.mark.parametrize(
    ("sentence", "verb", "who"),
    [
        ("The plan was rejected by the council.", "rejected", "council"),
        ("The plan was rejected in May.", "rejected", None),
    ],
)
def test_agents(nlp: Language, sentence: str, verb: str, who: str | None) -> None:
    found = agent(word(nlp(sentence), verb))
    assert (found.text if found is not None else None) == who


@pytest.mark.parametrize(
    ("sentence", "head", "phrase"),
    [
        ("The mayor of Marlow said no.", "mayor", "The mayor of Marlow"),
        ("Ann Lee, the mayor of Marlow, said no.", "Lee", "Ann Lee, the mayor of Marlow"),
        ("The mayor who lost said no.", "mayor", "The mayor"),
        ("Ann Lee and Omar Khan said no.", "Lee", "Ann Lee and Omar Khan"),
        ("Ann Lee, who runs the port, said no.", "Lee", "Ann Lee"),
    ],
)
def test_noun_phrase_takes_apposition_and_no_relative_clause(
    nlp: Language, sentence: str, head: str, phrase: str
) -> None:
    doc = nlp(sentence)
    start, end = noun_phrase(word(doc, head))
    assert doc[start:end].text == phrase


def test_subtree_is_from_first_to_last_word_below(nlp: Language) -> None:
    doc = nlp("Lee denied having met the buyer.")
    start, end = subtree(word(doc, "met"))
    assert doc[start:end].text == "having met the buyer"


@pytest.mark.parametrize(
    ("tokens", "found"),
    [
        ([], []),
        ([4], [(4, 5)]),
        ([0, 1, 2], [(0, 3)]),
        ([0, 1, 3, 4, 7], [(0, 2), (3, 5), (7, 8)]),
    ],
)
def test_runs(tokens: list[int], found: list[tuple[int, int]]) -> None:
    assert list(runs(tokens)) == found


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        (", the bridge was safe –", "the bridge was safe"),
        ("( we won )", "we won"),
        ("\n the bridge ;", "the bridge"),
        ("the bridge , he said", "the bridge , he said"),
        (", : –", ""),
    ],
)
def test_trimmed(nlp: Language, text: str, inner: str) -> None:
    doc = nlp.make_doc(text)
    start, end = trimmed(doc, 0, len(doc))
    assert doc[start:end].text == inner
