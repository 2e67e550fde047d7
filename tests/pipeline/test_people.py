import pytest

from attribution.lang.pronouns import pronouns
from attribution.pipeline.gender import tell_genders
from attribution.pipeline.joining import people_of
from attribution.pipeline.names import Name
from attribution.pipeline.people import Person, named_gender
from tests.pipeline.reading import LEXICON, words


def people(text: str) -> list[Person]:
    read = words(text)
    found, mentions = people_of(read, LEXICON)
    quoted = [sum(mark in "“”" for mark in read.text[: at + 1]) % 2 == 1 for at in range(len(read))]
    tell_genders(read, LEXICON, pronouns("en"), found, mentions, quoted)
    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Rosa Lee met Peter Marsh. Lee smiled, and Mr Marsh left.", ["Rosa Lee", "Peter Marsh"]),
        ("Rosa Jane Lee sang. Rosa Lee danced. Lee bowed.", ["Rosa Jane Lee"]),
        ("Rosa Jane Lee met Rosa Bo Lee.\n\nRosa Jane Lee sang.", ["Rosa Jane Lee", "Rosa Bo Lee"]),
        ("Rosa Lee Wins Marlow Race\n\nVoters chose Rosa Lee. Lee thanked them.", ["Rosa Lee"]),
        ("The Lee Foundation met Rosa Lee in Marlow.", ["Rosa Lee"]),
        ("Ned Price and Ned Price Jr. sailed.", ["Ned Price", "Ned Price Jr."]),
        ("House Speaker Rosa Lee met Attorney General Peter Marsh.", ["Rosa Lee", "Peter Marsh"]),
        ("Bashar al-Khatib met Jean-Claude Morel.", ["Bashar al-Khatib", "Jean-Claude Morel"]),
        # a surname misspelt once, and another that only looks like it
        ("Rosa Quillan sang in Marlow. Mr Marsh and Quilan left.", ["Rosa Quillan", "Marsh"]),
        ("Rosa Quillan met Peter Quinlan. Quinlan left.", ["Rosa Quillan", "Peter Quinlan"]),
        # an adjective before a known surname
        ("Rosa Lee sang for young fans. Young Lee supporters cheered.", ["Rosa Lee"]),
        ("Name: Rosa Lee Age: 27", ["Rosa Lee"]),
        # titles of Africa and Asia
        ("Alhaji Musa Bello sang. Alhaji Bello left.", ["Musa Bello"]),
        ("Hajia Amina Sule met Pastor Enoch Danjuma. Pastor Danjuma left.", ["Amina Sule", "Enoch Danjuma"]),
        ("Honourable Kwame Otieno sang.", ["Kwame Otieno"]),
        ("Datuk Seri Azman Rahim sang. Azman left.", ["Azman Rahim"]),
        ("Shri Ramesh Kulkarni met Otunba Segun Alade.", ["Ramesh Kulkarni", "Segun Alade"]),
        ("Sheikh Omar Aziz sang. Sheikh Omar left.", ["Omar Aziz"]),
        ("Rosa Lee sang. Sheikh Omar left.", ["Rosa Lee", "Omar"]),
        # a surname before the first name
        ("Wang Jianlong sang. Wang left, and Mr Wang slept.", ["Wang Jianlong"]),
        ("Kovács János sang. Kovács left.", ["Kovács János"]),
        # one word for a name
        ("Darmoto, a farmer, sang in Marlow.", ["Darmoto"]),
        ("Darmoto, a town, grew.", []),
        ("Rosa Lee, 59, of Ashby, Md., sang.", ["Rosa Lee"]),
        # family names that are words
        ("Park Min-jae, a sailor, sang. Park left.", ["Park Min-jae"]),
        ("Mr Park sang in Marlow.", ["Park"]),
        ("Marlow Park Drive-in opened.", []),
        ("Peter Court, a baker, sang. Court left.", ["Peter Court"]),
        # a nickname in marks
        ("Rosa “Lulu” Quill, a nurse, sang. Quill left.", ["Rosa “Lulu” Quill"]),
        ("Mr Marsh sang “Rosa” in Marlow.", ["Marsh"]),
        ("Rosa “Mo” Hall sang in Marlow.", ["Rosa “Mo” Hall"]),
        ("Chief Executive of Marlow Water Ann Lee sang.", ["Ann Lee"]),
        # an office of a place, and words that go with a person
        ("The Mayor of Marlow Rosa Lee sang.", ["Rosa Lee"]),
        ("Rosa Lee met Governor of Zorbu State Musa Danbello.", ["Rosa Lee", "Musa Danbello"]),
        ("Tory MP for Marlow Rosa Lee sang.", ["Rosa Lee"]),
        ("The President of Costa Rica sang.", []),
        # titles in capitals
        ("The ZXP MLA Rosa Lee met Green AM Peter Marsh.", ["Rosa Lee", "Peter Marsh"]),
        # a couple with one surname
        ("Peter and Rosa Quill sang. Mr Quill left.", ["Rosa Quill", "Peter Quill"]),
        ("Peter and Rosa Quill sang. Ms Quill left.", ["Rosa Quill", "Peter Quill"]),
        # a surname of somebody, a first name with another surname, two men
        ("Ann Lee came. Lee and Rosa Quill sang.", ["Ann Lee", "Rosa Quill"]),
        ("Peter Marsh came. Peter and Rosa Quill sang.", ["Peter Marsh", "Rosa Quill"]),
        ("Peter and Tom Quill sang.", ["Tom Quill", "Peter"]),
        # the surname alone is not that of whoever comes in as a relative
        (
            "Ned Quill parted from wife Rosa. Rosa Quill sang. Rosa Quill left. Quill slept.",
            ["Ned Quill", "Rosa Quill"],
        ),
    ],
)
def test_names(text: str, names: list[str]) -> None:
    assert [person.name.text for person in people(text)] == names


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Rosa Lee sang.", "f"),
        ("Mr. Rosa Lee sang.", "m"),
        ("Spokeswoman Xq Zorbu sang in Marlow.", "f"),
        ("Mr. Zorbu sang in Marlow.", "m"),
    ],
)
def test_gender(text: str, gender: str) -> None:
    assert [person.gender for person in people(text)] == [gender]


@pytest.mark.parametrize(
    ("first", "gender"),
    [("jo-rosa", "f"), ("rosa-xq", "f"), ("rosa-peter", ""), ("xq-zq", ""), ("peter", "m")],
)
def test_gender_of_a_first_name_in_parts(first: str, gender: str) -> None:
    person = Person(Name((first, "quill"), (first, "quill"), ""))
    assert named_gender(person, LEXICON) == gender


def test_gender_that_rests_on_one_pronoun_is_a_guess() -> None:
    kelly, robin = people("Kelly Quill came with his son. Robin Berg sang. She bowed. She left.")
    assert (kelly.gender, kelly.guessed) == ("m", True)
    assert (robin.gender, robin.guessed) == ("f", False)


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Robin Berg sang. She bowed.", "f"),
        # "he" in her own words is somebody else, and so is who a clause with "who" is about
        ("“He sings,” Robin Berg said.", ""),
        ("Robin Berg spoke to the baker who lost his cap.", ""),
        ("Robin Berg, who lost his cap, spoke.", "m"),
        ("Robin Berg spoke of the cap that he lost.", "m"),
        # a first name alone: a woman's is seldom a surname, a man's often
        ("Mr. Marsh met Melanie. He spoke of his cap.", "f"),
    ],
)
def test_whom_a_pronoun_tells_of(text: str, gender: str) -> None:
    assert people(text)[-1].gender == gender


def test_a_man_s_first_name_alone_can_be_a_woman_s_surname() -> None:
    (warren,) = people("Warren sang. She bowed. She smiled at her friends.")
    assert warren.gender == "f"


def test_a_name_that_a_later_mention_alone_makes_sure() -> None:
    read = words("Melanie sang. Mr Marsh met Melanie in Marlow.")
    read.entity[0] = ""  # an odd mark before it can hide a name from the entities
    found, _ = people_of(read, LEXICON)
    assert {person.name.text: [m.first for m in person.mentions] for person in found} == {
        "Melanie": [0, 6],
        "Marsh": [4],
    }


@pytest.mark.parametrize(("name", "known"), [("XQR", False), ("XQ", False), ("Xqr", True), ("XQRZ", True)])
def test_two_or_three_capital_letters_name_nobody_new(name: str, known: bool) -> None:
    read = words(f"Rosa Lee spoke to {name} in Marlow.")
    read.entity[4] = "PERSON"
    found, _ = people_of(read, LEXICON)
    assert (len(found) == 2) is known
