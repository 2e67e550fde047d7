from __future__ import annotations

from typing import Any

import pytest

from attribution.errors import LanguageDataError
from attribution.lang import identity as module
from attribution.lang.identity import identity
from attribution.lang.loader import read_data


def test_no_word_stands_in_two_lists_that_exclude_each_other() -> None:
    data = identity("en")
    assert not data.crowd & (data.particular | data.portfolios | data.posts)
    assert not data.places & data.words


@pytest.mark.parametrize(
    "broken", [{"surplus": "word"}, {"particular": "voter"}, {"organisations": {"legal": "inc"}}]
)
def test_data_that_cannot_be_is_refused(broken: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    data = {**read_data("en", "identity"), **broken}
    monkeypatch.setattr(module, "read_data", lambda language, name: data)
    with pytest.raises(LanguageDataError):
        identity.__wrapped__("en")
