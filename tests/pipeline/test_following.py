"""Appositions, honours and party tags after a name. Relations are marked [content], {cue}, <source>."""

import pytest

from tests.pipeline.reading import read, role


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“[No],” {said} <Ann Lee, 59, of Marlow, a nurse>.", "nurse"),
        ("“[No],” {said} <Ann Lee of the Harbour Trust, an early campaigner>.", "early campaigner"),
        ("“[No],” {said} <Ann Lee, an economics and history faculty member at Marlow College>.",
         "economics and history faculty member at Marlow College"),
        ("“[No],” {said} <Ann Lee, Bread for Marlow’s executive director>.",
         "Bread for Marlow’s executive director"),
        ("“[No],” {said} <Ann Lee, now the mayor of Marlow>.", "mayor of Marlow"),
        ("“[No],” {said} <Ann Lee, co-author of “Bread and Salt: A Life.”>",
         "co-author of “Bread and Salt: A Life.”"),
        ("“[No],” {said} <Ann Lee, the public face of the trust>.", "public face of the trust"),
        ("“[No],” {said} <Ann Lee MP>.", "MP"),
        ("“[No],” {said} <Ann Lee (R-Kent)>.", "R-Kent"),
        ("“[No],” {said} <Ann Lee, D-Kent>.", "D-Kent"),
        ("“[No],” {said} <Sen. Ann Lee (R-Kent)>.", "Sen."),  # the tag is the last resort
        ("“[No],” {said} <Ann Lee PhD>.", None),
        ("“[No],” {said} <Ann Lee (X-ray)>.", None),
        ("“[No],” {said} <Ann Lee of Marlow>.", None),
        ("“[No],” {said} <Ann Lee>, pointing at a nurse.", None),
    ],
)  # fmt: skip
def test_after_a_name(text: str, expected: str | None) -> None:
    doc, known = read(text)
    assert role(doc, known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“[No],” {said} <Ann Lee, once a boxer and now an economist at Marlow Bank>.",
         [("boxer", True), ("economist at Marlow Bank", False)]),
        ("“[No],” {said} <Ann Lee, a boxer>, and now a judge must rule.", [("boxer", False)]),
    ],
)  # fmt: skip
def test_two_appositions(text: str, expected: list[tuple[str, bool]]) -> None:
    doc, known = read(text)
    [speaker] = known["speakers"]
    assert [(doc.text[r["start"] : r["end"]], r["former"]) for r in speaker["roles"]] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "[Her name was Ann Lee], <a neighbour> {said}. | “[No],” {said} <Lee>.",
            [(None, "neighbour"), ("Ann Lee", None)],
        ),
        (
            "[He blamed Ann Lee], <a lawyer> {said}. | “[No],” {said} <Lee>.",
            [(None, "lawyer"), ("Ann Lee", None)],
        ),
        (
            "<Ann Lee, deputy head of Harbour Trust> {said} [it would open].",
            [("Ann Lee", "deputy head of Harbour Trust")],
        ),
    ],
)
def test_who_says_the_clause_of_a_name_is_somebody_else(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    doc, known = read(text)
    found = []
    for relation in known["relations"]:
        speaker = known["speakers"][relation["speaker"]]
        roles = [doc.text[r["start"] : r["end"]] for r in speaker["roles"]]
        found.append((speaker["name"], roles[0] if roles else None))
    assert found == expected
