from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attribution import Extractor
from attribution.errors import InputError, UndecodableInput
from attribution.lock import Key, KeyRefused, lock, unlock
from attribution.lock.locking import check_key, digest_of
from attribution.lock.schemas import dump_key, load_key
from attribution.records import NOT_REPORTED, Speaker
from tests.lock.marked import marked, spanned
from tests.tree import ROOT

TEXT = "“We won,” said Mayor Ann Lee. “And we shall ‘win’ again.” Nobody else spoke."
LEE = Speaker("s1", "Ann Lee", "Ann Lee", "person", named=True)
TOKEN = re.compile(r"\[+[A-Z]+\d+[A-Z]+\]+")


def test_words_in_marks_give_way_to_tokens() -> None:
    locked = lock(TEXT, spanned(TEXT, [(0, 9), (30, 57)], LEE))
    assert TOKEN.sub("#", locked.text) == "# said Mayor Ann Lee. # Nobody else spoke."
    one, other = locked.key.tokens
    assert (one.text, one.opening, one.closing, one.speaker, one.near) == ("“We won,”", "“", "”", "s1", True)
    assert TEXT[other.start : other.end] == other.text == "“And we shall ‘win’ again.”"
    assert locked.key.speaker_of(one) == locked.key.speakers[0]
    assert locked.key.speakers[0].forms == ("Ann Lee",)


def test_what_is_quoted_inside_goes_with_what_is_around() -> None:
    assert [words.text for words in lock(TEXT, marked(TEXT)).key.tokens] == [
        "“We won,”",
        "“And we shall ‘win’ again.”",
    ]


def test_the_speaker_must_stand_near_only_where_it_did() -> None:
    text = "“We won.” " + "Nothing else happened. " * 20 + "Ann Lee was there."
    assert not lock(text, spanned(text, [(0, 9)], LEE)).key.tokens[0].near
    text = "“Ann Lee won,” he said."
    assert not lock(text, spanned(text, [(0, 14)], LEE)).key.tokens[0].near


def test_titles_and_scare_quotes_stay_unless_they_are_asked_for(extractor: Extractor) -> None:
    text = (ROOT / "attribution" / "examples" / "harbour.txt").read_text(encoding="utf-8")
    extraction = extractor.extract(text)
    reported, everything = lock(text, extraction), lock(text, extraction, all_marks=True)
    assert "“The Long Ebb”" in reported.text
    assert not re.search("[“”]", everything.text)
    ignored = [q for q in extraction.quotations if q.reason in NOT_REPORTED]
    assert len(everything.key.tokens) == len(reported.key.tokens) + len(ignored) == 20


def test_indirect_content_stays(extractor: Extractor) -> None:
    text = "Ann Lee said that the bridge would open. “We won,” said Bob Roy."
    locked = lock(text, extractor.extract(text))
    assert TOKEN.sub("#", locked.text) == "Ann Lee said that the bridge would open. # said Bob Roy."


@pytest.mark.parametrize(
    ("html", "locked"),
    [
        ("<p>“We <b>won</b>,” said Lee.</p>", "<p># said Lee.</p>"),
        ("<p>“We won<br>it,” said Lee.</p>", "<p># said Lee.</p>"),
        ("<p><em>“We won</em> it,” said Lee.</p>", "<p><em>#</em> # said Lee.</p>"),
        ("<p>“<i>We won,</i>” said Lee.</p>", "<p># said Lee.</p>"),
        (
            "<p>“We <b>won</p><p>it all</b> at last,” said Lee.</p>",
            "<p>“We won</p><p>it all</b> at last”</p>",
        ),
        ("<p>“We <i><b>won</i></b> it,” said Lee.</p>", "<p># <i><b>#</i></b> # said Lee.</p>"),
        ("<p>&ldquo;We &amp; you won,&rdquo; said Lee.</p>", "<p># said Lee.</p>"),
        ("<p>“We <!-- x > y --> won,” said Lee.</p>", "<p># said Lee.</p>"),
    ],
)
def test_tags_stay_whole(html: str, locked: str) -> None:
    first = min(html.find(sign) for sign in ("“", "&ldquo;") if sign in html)
    last = max(html.find(sign) + len(sign) for sign in ("”", "&rdquo;"))
    found = lock(html, spanned(html, [(first, last)]), html=True)
    assert unlock(found.text, found.key).text == html
    if "</p><p>" not in html:
        assert TOKEN.sub("#", found.text) == locked
    for words in found.key.tokens:
        assert words.text.count("<b>") == words.text.count("</b>")
        assert words.text.count("<p>") == words.text.count("</p>")


def test_text_like_tokens_is_nothing_to_be_afraid_of() -> None:
    first = lock(TEXT, marked(TEXT))
    text = (
        f"{first.text} {first.text.lower()} [[QX1]] [[[x]]] QZ QX 1 {first.key.tokens[0].token[2:-2]} {TEXT}"
    )
    again = lock(text, marked(text))
    assert again.key.tokens[0].token.startswith("[[[[")
    assert not set(TOKEN.findall(text)) & {words.token for words in again.key.tokens}
    assert unlock(again.text, again.key).text == text
    twice = lock(again.text, marked(again.text))
    assert (twice.text, twice.key.tokens) == (again.text, ())


def test_an_extraction_of_something_else() -> None:
    with pytest.raises(InputError, match="another article"):
        lock(TEXT + " ", marked(TEXT))
    with pytest.raises(InputError, match="code points"):
        lock(TEXT, replace(marked(TEXT), unit="utf16"))
    with pytest.raises(UndecodableInput):
        lock("\0", marked(TEXT))


def _edit(data: dict[str, Any], path: str, value: Any) -> None:
    *way, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    inner: Any = data
    for part in way:
        inner = inner[part]
    inner[last] = value


CHANGES = {
    "tokens.0.text": "“We lost,”",
    "tokens.0.speaker": None,
    "tokens.0.near": False,
    "tokens.0.end": 8,
    "speakers.0.name": "Bob Roy",
    "speakers.0.label": "Bob Roy",
    "speakers.0.forms": ["Ann Lee", "Bob Roy"],
    "sha256": "0" * 64,
    "digest": "0" * 64,
    "markup": "html",
    "tokens": [],
}


@pytest.mark.parametrize("path", CHANGES)
def test_a_key_that_was_changed(path: str) -> None:
    key = lock(TEXT, spanned(TEXT, [(0, 9), (30, 57)], LEE)).key
    check_key(key)
    data = dump_key(key)
    _edit(data, path, CHANGES[path])
    changed = load_key(data)
    with pytest.raises(KeyRefused, match="changed"):
        check_key(changed)


@pytest.mark.parametrize("path", ["tokens.0.text", "speakers.0.label", "sha256"])
def test_words_and_speakers_are_in_the_check_letters(path: str) -> None:
    """A digest that was made anew does not help: the tokens stand in the edited text."""
    data = dump_key(lock(TEXT, spanned(TEXT, [(0, 9), (30, 57)], LEE)).key)
    _edit(data, path, CHANGES[path])
    changed = load_key(data)
    with pytest.raises(KeyRefused, match="fit together"):
        check_key(replace(changed, digest=digest_of(changed)))


def test_the_json_of_a_key() -> None:
    key = lock(TEXT, spanned(TEXT, [(0, 9)], LEE)).key
    assert load_key(dump_key(key)) == key
    for changed, message in [
        ({**dump_key(key), "colour": "red"}, "colour: Unknown field."),
        ({**dump_key(key), "schema": "2"}, "schema: Must be equal to 1."),
        ({**dump_key(key), "length": -1}, "length: "),
        ({**dump_key(key), "tokens": [{}]}, "tokens.0.token: "),
        ([], "_schema: Invalid input type."),
    ]:
        with pytest.raises(KeyRefused, match=message):
            load_key(changed)


def test_an_article_without_quotations() -> None:
    locked = lock("Nothing was said.", marked("Nothing was said."))
    assert (locked.text, locked.key.tokens) == ("Nothing was said.", ())
    assert unlock("Nothing at all.", locked.key).text == "Nothing at all."


SIGNS = st.text(st.characters(codec="utf-8", exclude_characters="\0"))
PIECES = [
    *"“”‘’\"«»", "[[", "]]", "QX1", "[[QX1KBFM]]", "\n\n", " said ", "שלום", "👩\u200d🚀", "e\u0301", "مرحبا",
]  # fmt: skip
TAGS = [
    "<p>", "</p>", "<b>", "</b>", "<br>", "<i class='“x'>", "</i>", "<!-- “ -->", "&ldquo;", "&rdquo;", "<q>",
    "</q>", "<script>“</script>", "<", ">", "&amp;",
]  # fmt: skip
PROSE = st.lists(st.one_of(SIGNS, st.sampled_from(PIECES)), max_size=30).map("".join)
HTML = st.lists(st.one_of(PROSE, st.sampled_from(TAGS)), max_size=30).map("".join)


def round_trip(article: str, key_spans: list[tuple[int, int]], *, html: bool) -> Key:
    locked = lock(article, spanned(article, key_spans, LEE), html=html)
    assert unlock(locked.text, locked.key).text == article
    assert load_key(dump_key(locked.key)) == locked.key
    return locked.key


@given(PROSE)
def test_any_text_comes_back(text: str) -> None:
    locked = lock(text, marked(text))
    assert unlock(locked.text, locked.key).text == text
    assert all(words.token not in text for words in locked.key.tokens)


@given(st.data(), HTML, st.booleans())
def test_any_spans_of_any_article_come_back(data: st.DataObject, article: str, html: bool) -> None:
    places = st.integers(0, len(article))
    spans = data.draw(
        st.lists(st.tuples(places, places).map(lambda pair: (min(pair), max(pair))), max_size=6)
    )
    round_trip(article, spans, html=html)


@given(HTML.filter(lambda html: bool(re.search(r"\w", re.sub(r"<[^>]*>", "", html)))))
@settings(max_examples=25)
def test_any_html_comes_back_as_it_is_read(extractor: Extractor, html: str) -> None:
    try:
        extraction = extractor.extract(html=html)
    except InputError:  # no words outside of scripts and comments
        return
    locked = lock(html, extraction, html=True, all_marks=True)
    assert unlock(locked.text, locked.key).text == html


@pytest.mark.parametrize("name", ["harbour.txt", "harbour.html"])
def test_the_demonstration_article_comes_back_with_its_speakers(extractor: Extractor, name: str) -> None:
    article = (ROOT / "attribution" / "examples" / name).read_text(encoding="utf-8")
    html = name.endswith(".html")
    given: dict[str, Any] = {"html" if html else "text": article}
    locked = lock(article, extractor.extract(**given), html=html)
    unlocked = unlock(locked.text, locked.key, extractor=extractor)
    assert (unlocked.text, unlocked.checked, unlocked.lost, unlocked.unsure) == (article, "speakers", (), ())
