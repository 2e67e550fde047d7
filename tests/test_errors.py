"""Errors: one base, stable codes, what is wrong and where."""

import pickle

import pytest

from attribution import errors
from attribution.errors import InputError, QuotationError

CODES = {
    "QuotationError": "error",
    "InputError": "invalid-input",
    "EmptyInput": "empty-input",
    "InputTooLarge": "input-too-large",
    "UndecodableInput": "undecodable-input",
    "ModelError": "model-unavailable",
    "DeadlineExceeded": "timeout",
    "PeopleError": "invalid-people-list",
    "LanguageDataError": "invalid-language-data",
    "EvaluationError": "invalid-evaluation-data",
    "CorpusError": "corpus-run",
    "ProcessDied": "process-died",
}
CLASSES = {name: value for name, value in vars(errors).items() if isinstance(value, type)}


def test_the_codes_are_stable() -> None:
    assert {name: error.code for name, error in CLASSES.items()} == CODES
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize("error", CLASSES.values(), ids=CLASSES)
def test_all_have_one_base(error: type[Exception]) -> None:
    assert issubclass(error, QuotationError)
    assert not issubclass(error, AttributeError)
    assert error.__doc__


@pytest.mark.parametrize("name", ["EmptyInput", "InputTooLarge", "UndecodableInput"])
def test_what_cannot_be_read_is_an_input_error(name: str) -> None:
    error = CLASSES[name]("text is at fault", field="text", position=7)
    assert isinstance(error, InputError)
    assert (str(error), error.field, error.position) == ("text is at fault", "text", 7)


def test_field_and_position_need_not_be_known() -> None:
    error = InputError("no article")
    assert (error.field, error.position) == (None, None)


def test_an_error_keeps_its_field_over_processes() -> None:
    error = pickle.loads(pickle.dumps(InputError("html holds a NUL", field="html", position=3)))
    assert (str(error), error.field, error.position) == ("html holds a NUL", "html", 3)
