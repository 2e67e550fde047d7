from __future__ import annotations

import pytest

from api.config import Config, ConfigError
from api.lifetime import Lifetime, check_memory, used_megabytes


def lifetime(**settings: int) -> Lifetime:
    return Lifetime(Config.load(settings, {}))


def test_without_limits_a_process_lives_on() -> None:
    assert lifetime().why_over(10**9) == ""


def test_it_is_over_after_so_many_answers_and_at_most_a_tenth_more() -> None:
    assert lifetime(recycle=100).why_over(99) == ""
    assert lifetime(recycle=100).why_over(110) == "it has answered 110 times"


def test_it_is_over_when_it_takes_too_much_memory_but_not_before_it_did_anything() -> None:
    assert lifetime(memory=1).why_over(0) == ""
    assert "MB of memory" in lifetime(memory=1).why_over(1)
    assert lifetime(memory=1_000_000).why_over(1) == ""


def test_a_limit_that_the_model_alone_exceeds() -> None:
    with pytest.raises(ConfigError, match="ATTRIBUTION_MEMORY is 1 MB, and the model alone takes"):
        check_memory(Config.load({"memory": 1}, {}))
    check_memory(Config.load({"memory": round(used_megabytes()) + 100}, {}))
