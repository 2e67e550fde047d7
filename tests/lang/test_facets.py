import pytest

from attribution.lang.facets import facets


@pytest.mark.parametrize(
    ("words", "spelled_out", "expected"),
    [
        (["the", "republican", "nominee"], True, {"party": {"republican"}}),
        (["gop", "hopeful"], True, {"party": {"republican"}}),
        (["new", "hampshire", "senator"], True, {"state": {"new_hampshire"}}),
        (["d", "vt."], False, {"party": {"democratic"}, "state": {"vermont"}}),
        # short forms mean nothing in running text
        (["d", "vt."], True, {}),
        (["harbour", "master"], True, {}),
    ],
)
def test_told(words: list[str], spelled_out: bool, expected: dict[str, set[str]]) -> None:
    assert facets("en").told(words, spelled_out=spelled_out) == expected


def test_forms_are_lower_case_without_final_stop() -> None:
    assert all(form == form.lower().rstrip(".") for form in facets("en").forms)
