from __future__ import annotations

import pytest

from attribution.lang.verifying import verifying
from attribution.verify import meaning
from attribution.verify.given import read_given
from attribution.verify.paraphrases import Paraphrase, find_paraphrase
from attribution.verify.words import read_text

DATA = verifying("en")
TEXT = (
    "Thank you for coming. We organised 1,200 volunteers in seven weeks, and every one of them came back. "
    "The council will not sell the old harbour. The library opens in May."
)


def find(quotation: str) -> Paraphrase | None:
    return find_paraphrase(read_given(quotation, DATA), [(read_text(TEXT, DATA), [])], DATA)


@pytest.fixture(params=[False, True])
def model(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    if request.param and not meaning.available():
        pytest.skip("the vectors are not installed")
    monkeypatch.setattr(meaning, "available", lambda: request.param)
    return bool(request.param)


@pytest.mark.usefixtures("model")
class TestParaphrases:
    def test_the_same_in_other_words(self) -> None:
        found = find(
            "Every one of our volunteers returned, all 1200, after the seven weeks that were organised"
        )
        assert found is not None
        assert TEXT[found.start : found.end].startswith("We organised 1,200")
        assert not found.same_words

    def test_the_same_words_in_another_order(self) -> None:
        found = find("In May the library opens. The council will not sell the old harbour.")
        assert found is not None
        assert (found.same_words, TEXT[found.start : found.end].endswith("in May")) == (True, True)

    @pytest.mark.parametrize(
        "quotation",
        [
            "The ferry to the islands is closed for repairs",
            "We organised 900 volunteers in seven weeks and they came back",
            "Hello",
        ],
    )
    def test_something_else(self, quotation: str) -> None:
        assert find(quotation) is None


def test_an_opposite_is_no_paraphrase_by_stems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meaning, "available", lambda: False)
    assert find("The old harbour is what the council wants to sell") is None
    assert find("The old harbour is what the council will never sell") is not None
