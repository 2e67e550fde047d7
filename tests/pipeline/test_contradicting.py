"""What rules out somebody called by the same noun. Relations: [content], {cue}, <source>; `|` between two."""

import pytest

from tests.pipeline.reading import name, read, speaker


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # place
        ("Ann Lee, the mayor of Marlow, left. <The mayor of Ostby> {said} [no].", None),
        ("Ann Lee, the mayor of Marlow, left. <The mayor of Marlow> {said} [no].", "Ann Lee"),
        ("Ann Lee, the mayor of Marlow, left. <The mayor> {said} [no].", "Ann Lee"),
        ("Ann Lee, the mayor, left. <The mayor of Ostby> {said} [no].", "Ann Lee"),
        ("Marlow coach Ann Lee left early. <The Ostby coach> {said} [no].", None),
        ("Marlow coach Ann Lee left early. <The Marlow coach> {said} [no].", "Ann Lee"),
        # country, owned or not
        ("US president Ann Lee met Russia's president. “[It froze],” <the Russian president> {said}.", None),
        (
            "US president Ann Lee met Russia's president. “[It froze],” <the American president> {said}.",
            "Ann Lee",
        ),
        # organisation
        (
            "Ann Lee, chief executive of Northquay Ferries, left. "
            "<The chief executive of Dunmere Bank> {said} [no].",
            None,
        ),
        (
            "Ann Lee, chief executive of Northquay Ferries, left. <The chief executive> {said} [no].",
            "Ann Lee",
        ),
        # party
        ("Labour candidate Ann Lee left early. <The Conservative candidate> {said} [no].", None),
        ("Labour candidate Ann Lee left early. <The Labour candidate> {said} [no].", "Ann Lee"),
    ],
)
def test_same_office_of_something_else_is_somebody_else(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ann Lee, mayor of Marlow, resigned. Her deputy, Ned Price, did not. "
            "“[It froze],” <the deputy mayor> {said}.",
            "Ned Price",
        ),
        ("Ann Lee, mayor of Marlow, resigned. “[It froze],” <the deputy mayor> {said}.", None),
        ("Ann Lee, mayor of Marlow, resigned. “[It froze],” <the acting mayor> {said}.", None),
        ("Ann Lee, head coach of Marlow, resigned. “[It froze],” <the assistant coach> {said}.", None),
        ("The president, Ann Lee, resigned. “[It froze],” <the vice president> {said}.", None),
        ("Ned Price, deputy mayor of Marlow, resigned. “[It froze],” <the mayor> {said}.", None),
        ("The deputy mayor, Ned Price, resigned. “[It froze],” <the deputy mayor> {said}.", "Ned Price"),
        # who held the office and who holds it
        (
            "The mayor, Ann Lee, met the former mayor, Ned Price. “[It froze],” {said} <the mayor>.",
            "Ann Lee",
        ),
        (
            "The mayor, Ann Lee, met the former mayor, Ned Price. “[It froze],” {said} <the former mayor>.",
            "Ned Price",
        ),
        ("The president, Ann Lee, resigned. “[It froze],” <the vice-president> {said}.", None),
        ("The vice-president, Ann Lee, resigned. “[It froze],” <the president> {said}.", None),
        ("The vice-president, Ann Lee, resigned. “[It froze],” <the vice-president> {said}.", "Ann Lee"),
        ("Ann Lee, mayor of Marlow, slept. “[It froze],” <the former mayor> {said}.", None),
        ("The former mayor, Ned Price, slept. “[It froze],” {said} <the mayor>.", "Ned Price"),
    ],
)
def test_rank_tells_people_apart(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected


@pytest.mark.parametrize(
    "text",
    [
        "<A government source> {said} [it failed]. | “[It is over],” <the source> {said}.\n\n"
        "The prime minister, Ann Lee, will speak on Monday.",
        "<A Dunmere Street source> {said} [it failed]. | “[It is over],” <the source> {said}.\n\n"
        "Ann Lee, of Dunmere Street, will speak on Monday.",
        "<A union source> {said} [it failed]. | “[It is over],” <the union source> {said}.\n\n"
        "The union leader, Ann Lee, will speak on Monday.",
        "<A company source> {said} [it failed]. | “[It is over],” <the source> {said}.\n\n"
        "The company chairman, Ned Price, will speak on Monday.",
        "<A club insider> {said} [it failed]. | “[It is over],” <the insider> {said}.\n\n"
        "The club chairman, Ned Price, will speak on Monday.",
        "<A council official> {said} [it failed]. | “[It is over],” <the official> {said}.\n\n"
        "The council leader, Ned Price, will speak on Monday.",
    ],
)
def test_source_without_a_name_is_nobody_named_later(text: str) -> None:
    _, known = read(text)
    for number in (0, 1):
        found = speaker(known, number)
        assert found is not None
        assert found["name"] is None
        assert found["anonymous"]


def test_head_noun_that_answers_names_the_spokesman() -> None:
    _, known = read(
        "<A council spokesman> {said} [it failed]. | Ned Price, the spokesman, slept. "
        "“[It is over],” <the spokesman> {said}."
    )
    assert name(known) == "Ned Price"


@pytest.mark.parametrize("word", ["Brazilian", "Italian", "Australian", "Scot"])
def test_nationality_is_no_name(word: str) -> None:
    _, known = read(f"Ann Lee won. “[It froze],” <the {word}> {{said}}.")
    found = speaker(known)
    assert found is not None
    assert (found["kind"], found["name"]) == ("person", None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Brazilian coach Ann Lee won. “[It froze],” <the Brazilian> {said}.", "Ann Lee"),
        ("The Brazilian coach Ann Lee won. “[It froze],” <the Italian> {said}.", None),
        ("“[It froze],” {said} <Ian Scot>.", "Ian Scot"),
    ],
)
def test_nationality_means_the_only_one_called_so(text: str, expected: str | None) -> None:
    _, known = read(text)
    assert name(known) == expected
