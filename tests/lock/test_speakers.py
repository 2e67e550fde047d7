from __future__ import annotations

from typing import Any

import pytest

from attribution.lock.speakers import NEAR, is_same, known, stands_near
from attribution.records import Kind, Mention, Role, Speaker


def speaker(label: str, *, name: str | None = None, id: str = "s1", **more: Any) -> Speaker:
    kind: Kind = more.pop("kind", "person")
    return Speaker(id, name, label, kind, named=name is not None, **more)


LEE = speaker(
    "Ann Lee",
    name="Ann Lee",
    aliases=("Lee",),
    mentions=(Mention(0, 9, "the mayor", form="nominal"), Mention(20, 23, "she", form="pronoun")),
    roles=(Role(30, 44, "mayor of Ostby", title="mayor"),),
)
ROY = speaker("Bob Roy", name="Bob Roy", id="s2")
OFFICIAL = speaker("official in her ministry", id="s3")
FIRM = speaker("Northquay Ferries", name="Northquay Ferries", id="s4", kind="organisation")


def test_what_is_kept_of_a_speaker() -> None:
    assert known(LEE).forms == ("Ann Lee", "Lee", "the mayor", "mayor of Ostby", "mayor")


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (LEE, LEE, True),
        (LEE, speaker("Lee", name="Lee"), True),
        (LEE, speaker("A. Lee", name="A. Lee"), True),
        (LEE, ROY, False),
        (LEE, speaker("Bea Lee", name="Bea Lee"), False),
        (LEE, None, None),
        (LEE, speaker("mayor of Ostby"), True),
        (LEE, speaker("the mayor"), True),
        (LEE, speaker("neighbour"), None),
        (LEE, FIRM, False),
        (FIRM, FIRM, True),
        (OFFICIAL, OFFICIAL, True),
        (OFFICIAL, ROY, None),
        (OFFICIAL, None, None),
    ],
)
def test_the_same_speaker(before: Speaker, after: Speaker | None, same: bool | None) -> None:
    assert is_same(known(before), after, (), "en") is same


def test_who_stands_elsewhere_is_not_the_one_who_speaks() -> None:
    assert is_same(known(OFFICIAL), ROY, (ROY, OFFICIAL), "en") is False
    assert is_same(known(LEE), speaker("neighbour", id="s9"), (LEE, ROY), "en") is False
    assert is_same(known(LEE), speaker("neighbour", id="s9"), (ROY,), "en") is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("# said Ann Lee.", True),
        ("Lee came. #", True),
        ("LEES Rede: #", True),
        ("sagte Lees: #", True),
        ("# said the mayor.", True),
        ("# said the Mayor of\nOstby.", True),
        ("# said Leander.", False),
        ("# said Slee.", False),
        ("# said Roy.", False),
        (f"# {'x' * NEAR} Lee", False),
        ("#", False),
    ],
)
def test_whether_a_speaker_stands_near(text: str, near: bool) -> None:
    at = text.index("#")
    assert stands_near(known(LEE), text, at, at + 1, "text", "en") == near


def test_tags_are_no_words() -> None:
    assert stands_near(known(LEE), "<p>#</p><p>Ann <b>Lee</b></p>", 3, 4, "html", "en")
    assert not stands_near(known(LEE), "<p class='Lee'>#</p>", 15, 16, "html", "en")
