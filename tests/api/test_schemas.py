from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from api.schemas import ExtractionRequestSchema
from attribution.errors import UndecodableInput


def load(**article: Any) -> dict[str, Any]:
    loaded: dict[str, Any] = ExtractionRequestSchema().load({"text": "Hello.", **article})
    return loaded


def fault(**article: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        load(**article)
    return caught.value.messages_dict


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-29",
        "2024-05-17T09:30",
        "2024-05-17T09:30:00",
        "2024-05-17T09:30:00Z",
        "2024-05-17T09:30:00.25+02:00",
        "2024-05-17T09:30:00-0330",
        "2024-05-17T09:30+02",
    ],
)
def test_published_is_a_date_or_a_date_with_a_time(value: str) -> None:
    assert load(published=value)["published"] == value


@pytest.mark.parametrize(
    "value",
    [
        "",
        "17 May 2024",
        "2024-02-30",
        "2023-02-29",
        "2024-13-01",
        "2024-05-17T25:00",
        "2024-05-17 09:30",
        "2024-05-17x09:30",
        "2024-W20-5",
        "20240517",
        "٢٠٢٤-05-17",
        "2024-05-17\n",
    ],
)
def test_published_is_nothing_else(value: str) -> None:
    assert set(fault(published=value)) == {"published"}


@pytest.mark.parametrize(
    "value",
    [
        "https://news.example/a?b=c#d",
        "http://localhost:8080/",
        "http://cms/draft/1",
        "https://[2001:db8::1]/x",
    ],
)
def test_url_is_a_web_address(value: str) -> None:
    assert load(url=value)["url"] == value


@pytest.mark.parametrize(
    "value",
    [
        "news.example/a",
        "/a",
        "ftp://news.example/a",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
        "https://news.example:99999/",
        "https://news.example/a b",
        "https://news.example/a\nb",
        "https://news.example/" + "a" * 3000,
    ],
)
def test_url_is_nothing_else(value: str) -> None:
    assert set(fault(url=value)) == {"url"}


@pytest.mark.parametrize("value", ["en", "en-GB", "zh-Hant-TW", "gsw"])
def test_language_is_a_code(value: str) -> None:
    assert load(language=value)["language"] == value


@pytest.mark.parametrize("value", ["English", "e", "en_GB", "en-", "12", "en\n"])
def test_language_is_nothing_else(value: str) -> None:
    assert set(fault(language=value)) == {"language"}


@pytest.mark.parametrize("name", ["title", "url", "published", "language", "id", "unit", "text", "html"])
@pytest.mark.parametrize("value", [1, 1.5, True, ["a"], {"a": "b"}])
def test_types_are_strict(name: str, value: Any) -> None:
    assert name in fault(**{name: value})


@pytest.mark.parametrize("name", ["title", "url", "published", "language", "id", "html"])
def test_null_is_as_good_as_nothing(name: str) -> None:
    assert load(**{name: None})[name] is None


@pytest.mark.parametrize("name", ["title", "id"])
def test_blank_is_not(name: str) -> None:
    assert "Blank" in fault(**{name: " \t"})[name][0]


def test_unit_is_one_of_two() -> None:
    assert load()["unit"] == "codepoint"
    assert load(unit="utf16")["unit"] == "utf16"
    assert fault(unit="bytes") == {"unit": ["Must be one of codepoint, utf16."]}
    assert set(fault(unit=None)) == {"unit"}


def test_exactly_one_of_text_and_html() -> None:
    assert set(fault(text=None)) == {"text"}
    assert set(fault(html="<p>Hello.</p>")) == {"html"}
    assert load(text=None, html="<p>Hello.</p>")["html"] == "<p>Hello.</p>"
    with pytest.raises(ValidationError, match="Give text or html"):
        ExtractionRequestSchema().load({})


def test_unknown_keys_are_errors() -> None:
    assert fault(author="M. Lindqvist", Text="x") == {
        "author": ["Unknown field."],
        "Text": ["Unknown field."],
    }


@pytest.mark.parametrize("name", ["text", "title", "url", "published", "language", "id", "unit"])
@pytest.mark.parametrize("character", ["\0", chr(0xD800), chr(0xDFFF)])
def test_characters_that_no_text_may_hold(name: str, character: str) -> None:
    with pytest.raises(UndecodableInput, match=f"^{name} holds .* at position 2$") as caught:
        load(**{name: f"ab{character}c"})
    assert (caught.value.field, caught.value.position) == (name, 2)


def test_a_whole_pair_of_surrogates_is_a_character() -> None:
    assert load(text="\N{GRINNING FACE}")["text"] == "\N{GRINNING FACE}"
