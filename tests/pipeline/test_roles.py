"""Roles. Relations are marked [content], {cue}, <source>; `|` stands between two of them."""

import pickle

import pytest

from attribution.pipeline.roles import Roles, create_roles
from tests.pipeline.reading import pipeline, read, role, speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[It is safe], {said} <department spokesman Ned Price>.", "department spokesman"),
        (
            "[It is safe], {said} <Priya Nair, the deputy head of Harbour Trust>.",
            "deputy head of Harbour Trust",
        ),
        ("[It is safe], {said} <Priya Nair, 45, a nurse>.", "nurse"),
        ("<Sen. Ann Lee (R-Ky.)> {said} [it was safe].", "Sen."),
        ("<Former Secretary of State Ann Lee> {said} [it was safe].", "Former Secretary of State"),
        ("<The minister for sport, Ann Lee,> {said} [it was safe].", "minister for sport"),
        ("<Ambassador to Norway Ann Lee> {said} [it was safe].", "Ambassador to Norway"),
        ("Ann Lee is the director of the museum. <She> {said} [it was safe].", "director of the museum"),
        ("Ann Lee, who served as mayor of Marlow, left. <She> {said} [it was safe].", "mayor of Marlow"),
        ("Ann Lee, a baker, left Marlow.\n\n<Lee> {said} [it was safe].", "baker"),
        ("<A retired teacher> {said} [it was safe].", "retired teacher"),
        ("<Mr. Ned Price> {said} [it was safe].", None),
        ("<Dr. Ann Lee> {said} [it was safe].", None),
        ("<Ann Lee> {said} [it was safe].", None),
        ("“[No],” {said} <Ann Lee, the prefect>.", "prefect"),
        ("“[No],” {said} <Ann Lee>, whose brother is a judge.", None),
        ("Ann Lee, whose father served as mayor of Marlow, left. <She> {said} [no].", None),
        # the comma does not tie a clause to the surname that speaks it
        ("Ann Lee, a baker, left.\n\n[It hurt the nominee for mayor], <Lee> {said}.", "baker"),
        ("<One of the ward’s nurses, Ann Lee,> {said} [no].", "One of the ward’s nurses"),
        ("<Ann Lee, one of the owners of the mill,> {said} [no].", "one of the owners of the mill"),
        ("Sens. Ned Price and Ann Lee met.\n\n“[No],” {said} <Lee>.", "Sens"),
        ("<Marlow Water Board (MWB) spokesman Ned Price> {said} [no].", "Marlow Water Board (MWB) spokesman"),
        ("“[No],” {said} <a man by the road>.", None),
        ("“[No],” {said} <a government source>.", None),
        ("They met a retired judge <who> {said} [it was safe].", "retired judge"),
        ("They met a source <who> {said} [it was safe].", None),
        ("They met in a house <that> {said} [welcome].", None),
        # an office goes before a friend
        ("Mayor Ann Lee left. “[No],” {said} <Ann Lee, a friend of the miller>.", "Mayor"),
        ("<Ann Lee - a former baker -> {said} [no].", "former baker"),
        ("[No], {said} <Ann Lee, a top outside Price adviser>.", "top outside Price adviser"),
        # who is addressed is not described
        ("“He said, ‘Ann Lee, you are the queen,’” {said} <Lee>.", None),
        # somebody just introduced goes by a description
        ("Ann Lee had mended her nets. The skipper had slept. “[No],” <she> {said}.", "skipper"),
    ],
)
def test_role_of_a_relation(text: str, expected: str | None) -> None:
    doc, known = read(text)
    assert role(doc, known) == expected


def test_nearest_of_several_roles() -> None:
    text = "Ann Lee, a baker, left Marlow. | <Senator Lee> {said} [it was safe]."
    doc, known = read(text)
    assert role(doc, known) == "Senator"
    found = speaker(known)
    assert found is not None
    assert [doc.text[r["start"] : r["end"]] for r in found["roles"]] == ["baker", "Senator"]


@pytest.mark.parametrize(
    ("text", "title", "affiliation"),
    [
        ("[No], {said} <Ann Lee, chief economist at Marlow Bank>.", "chief economist", "Marlow Bank"),
        ("[No], {said} <Ann Lee, the head of the Harbour Trust>.", "head", "Harbour Trust"),
        ("[No], {said} <Ann Lee, Marlow Bank’s chief economist>.", "chief economist", "Marlow Bank"),
        ("[No], {said} <Ann Lee, a nurse>.", "nurse", None),
        ("[No], {said} <Ann Lee (D-Kent)>.", None, "D-Kent"),
    ],
)
def test_title_and_affiliation(text: str, title: str | None, affiliation: str | None) -> None:
    doc, known = read(text)
    found = speaker(known)
    assert found is not None
    (note,) = found["roles"]
    span = note["affiliation"]
    assert note["title"] == title
    assert (doc.text[span[0] : span[1]] if span else None) == affiliation


@pytest.mark.parametrize(
    ("text", "former"),
    [
        ("<Former mayor Ann Lee> {said} [no].", True),
        ("[No], {said} <Ann Lee, an ex-minister>.", True),
        ("<Mayor Ann Lee> {said} [no].", False),
    ],
)
def test_former(text: str, former: bool) -> None:
    _, known = read(text)
    found = speaker(known)
    assert found is not None
    assert [note["former"] for note in found["roles"]] == [former]


def test_organisations_have_no_roles() -> None:
    _, known = read("<The Marlow Times, a weekly newspaper,> {reported} [a loss].")
    found = speaker(known)
    assert found is not None
    assert found["roles"] == []


def test_pickles() -> None:
    assert isinstance(pickle.loads(pickle.dumps(create_roles(pipeline(), "r", language="en"))), Roles)
