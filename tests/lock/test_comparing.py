from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution import Extractor
from attribution.errors import InputError
from attribution.lock import Compared, Comparison, Version, compare
from tests.lock.marked import marked
from tests.tree import ROOT

FOLDER = ROOT / "tests" / "lock"
TABLE = tomllib.loads((FOLDER / "versions.toml").read_text(encoding="utf-8"))["versions"]
VERSIONS = {version["name"]: version for version in TABLE}
ARTICLE: str = tomllib.loads((FOLDER / "edits.toml").read_text(encoding="utf-8"))["article"]


@pytest.fixture(scope="module")
def original(extractor: Extractor) -> Version:
    return Version(ARTICLE, extractor.extract(ARTICLE))


def told(compared: Compared, starts: list[int]) -> Iterator[str]:
    """What is not as it was, as the table has it."""
    number = f" {starts.index(compared.before.start) + 1}" if compared.before else ""
    if compared.words != "kept":
        yield f"{compared.words}{number}"
    if compared.speaker in ("other", "gone"):
        yield f"{compared.speaker}{number}"


@pytest.mark.parametrize("name", VERSIONS)
def test_version(original: Version, extractor: Extractor, name: str) -> None:
    text = ARTICLE
    steps = iter(VERSIONS[name]["edit"])
    for old, new in zip(steps, steps, strict=True):
        assert old in text, old
        text = text.replace(old, new)
    starts = sorted(q.before.start for q in compare(original, original).quotations if q.before)
    later = Version(text, extractor.extract(text))
    found = compare(original, later)
    assert sorted(words for q in found.quotations for words in told(q, starts)) == sorted(
        VERSIONS[name]["found"]
    )
    check_places(found, original, later)


def check_places(found: Comparison, before: Version, after: Version) -> None:
    for compared in found.quotations:
        for passage, version in ((compared.before, before), (compared.after, after)):
            if passage is not None:
                assert version.article[passage.start : passage.end] == passage.text


def test_the_table_is_long_enough() -> None:
    assert len(TABLE) == len(VERSIONS) >= 35


def test_whatever_an_extraction_has_twice_is_compared_once(original: Version) -> None:
    found = compare(original, original)
    assert [(q.words, q.speaker, q.at_fault) for q in found.quotations] == [("kept", "same", False)] * 8
    assert found.faults == ()


@pytest.mark.parametrize("name", ["harbour.txt", "harbour.html"])
def test_text_and_html_of_the_demonstration_article(extractor: Extractor, name: str) -> None:
    folder = ROOT / "attribution" / "examples"
    text, page = ((folder / f"harbour.{kind}").read_text(encoding="utf-8") for kind in ("txt", "html"))
    versions = [
        Version(text, extractor.extract(text)),
        Version(page, extractor.extract(html=page), html=True),
    ]
    before, after = versions if name == "harbour.txt" else versions[::-1]
    found = compare(before, after)
    assert (len(found.quotations), found.faults) == (18, ())
    markup = next(q for q in found.quotations if q.after and q.after.text.startswith("“You could slide"))
    place = markup.after if after.html else markup.before
    assert place is not None
    assert page[place.start : place.end] == "&ldquo;You could slide a coin into it and hear it drop,&rdquo;"


def test_what_nobody_said_is_compared_on_request(extractor: Extractor) -> None:
    texts = ["The “temporary” fence stayed.", "The “permanent” fence stayed."]
    versions = [Version(text, extractor.extract(text)) for text in texts]
    assert compare(*versions).quotations == ()
    assert [q.words for q in compare(*versions, all_marks=True).quotations] == ["invented", "dropped"]


def test_the_same_words_of_two_speakers(extractor: Extractor) -> None:
    text = "“No comment,” said Ann Lee.\n\n“No comment,” said Bob Roy."
    about = "“No comment,” said Bob Roy.\n\n“No comment,” said Ann Lee."
    before, after = (Version(words, extractor.extract(words)) for words in (text, about))
    found = compare(before, after)
    assert found.faults == ()
    assert [q.before.speaker for q in found.quotations if q.before] == ["Bob Roy", "Ann Lee"]


def test_the_same_words_altered_everywhere(extractor: Extractor) -> None:
    text = (
        "Ann Lee spoke of “thousands of broken windows” on Monday.\n\n"
        "Bob Roy had spoken of “thousands of broken windows” before.\n\nNobody counted."
    )
    changed = text.replace("thousands of broken", "thousands of old")
    found = compare(*(Version(words, extractor.extract(words)) for words in (text, changed)))
    assert [(q.words, q.speaker, q.before.speaker) for q in found.quotations if q.before] == [
        ("altered", "same", "Ann Lee"),
        ("altered", "same", "Bob Roy"),
    ]


def test_one_of_many_that_are_the_same_is_altered(extractor: Extractor) -> None:
    said = "{} spoke of “thousands of broken windows” that day.\n\n"
    text = "".join(
        map(said.format, ("Ann Lee", "Bob Roy", "Cy Poe", "Di Fox", "Ed Ray", "Flo Kent", "Gus Orr"))
    )
    changed = text[:-60] + text[-60:].replace("thousands of", "thousands")
    found = compare(*(Version(words, extractor.extract(words)) for words in (text, changed)))
    [fault] = found.faults
    assert (fault.words, fault.before.speaker if fault.before else "") == ("altered", "Gus Orr")


@pytest.mark.parametrize(("word", "outcome"), [("", "kept"), (" twelve", "altered"), (None, "invented")])
def test_words_without_end(word: str | None, outcome: str) -> None:
    long = " ".join(f"w{number}x" for number in range(600))
    other = "“" + " ".join(f"y{number}z" for number in range(600)) + "”"
    before = f"“{long}” said Lee."
    after = other if word is None else f"“{long}{word}” said Lee."
    found = compare(Version(before, marked(before)), Version(after, marked(after)))
    assert found.quotations[0].words == outcome


@pytest.mark.parametrize(
    "texts", [("Nothing.", "Nothing."), ("“…” “Um.”", "“Um.” “?”"), ("“Um.”", "“Er.”"), ("“A.”", "“[A]”")]
)
def test_marks_without_words(texts: tuple[str, str]) -> None:
    before, after = (Version(text, marked(text)) for text in texts)
    assert all(q.words in ("kept", "invented", "dropped") for q in compare(before, after).quotations)


def test_extractions_that_do_not_fit(original: Version) -> None:
    with pytest.raises(InputError, match="code points"):
        compare(original, replace(original, extraction=replace(original.extraction, unit="utf16")))
    with pytest.raises(InputError, match="not of this article"):
        compare(original, replace(original, article="“No.”"))


MARKED = st.lists(
    st.one_of(
        st.text(st.characters(codec="utf-8", exclude_characters="\0")), st.sampled_from([*'“”‘’"', " said "])
    ),
    max_size=12,
).map("".join)


@given(MARKED)
def test_nothing_changed_in_what_did_not_change(text: str) -> None:
    version = Version(text, marked(text))
    assert compare(version, version).faults == ()


@given(MARKED, MARKED)
def test_every_quotation_is_in_the_comparison(one: str, other: str) -> None:
    before, after = Version(one, marked(one)), Version(other, marked(other))
    found = compare(before, after)
    check_places(found, before, after)
    assert len([q for q in found.quotations if q.after]) == len(compare(after, after).quotations)
