"""The records: frozen, comparable, picklable, and of the words that the schema allows."""

import dataclasses
import pickle
from typing import Any, get_args

import pytest

from attribution import records
from tests.samples import extraction, quotation, sample

RECORDS = [value for value in vars(records).values() if dataclasses.is_dataclass(value)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_and_slotted(record: Any) -> None:
    assert record.__dataclass_params__.frozen
    assert "__slots__" in vars(record)
    assert record.__doc__


def test_a_record_cannot_be_changed() -> None:
    span = records.Span(0, 3, "Lee")
    with pytest.raises(dataclasses.FrozenInstanceError):
        span.start = 1  # type: ignore[misc]


def test_records_compare_by_value_and_kind() -> None:
    assert records.Span(0, 3, "Lee") == records.Span(0, 3, "Lee")
    assert records.Span(0, 3, "Lee") != records.Span(0, 3, "Lee", "title")
    assert records.Span(0, 3, "Lee") != records.Mention(0, 3, "Lee")


def test_an_extraction_survives_pickling() -> None:
    assert pickle.loads(pickle.dumps(sample())) == sample()


def test_speaker_of() -> None:
    found = sample()
    assert found.speaker_of(found.quotations[0]) is found.speakers[0]
    assert found.speaker_of(quotation()) is None
    assert extraction().speaker_of(quotation(speaker="s1")) is None


def test_the_choices_are_those_of_the_record() -> None:
    assert set(get_args(records.Reason)) == {
        "scare", "title", "nickname", "motto", "thought", "plan", "hypothetical", "other",
    }  # fmt: skip
    assert set(get_args(records.Unit)) == {"codepoint", "utf16"}
    assert extraction().schema == records.SCHEMA == "1"
