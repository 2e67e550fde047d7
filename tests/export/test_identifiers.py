"""Identifiers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from attribution.export.identifiers import (
    article_uri,
    language_tag,
    publication_date,
    quotation_uri,
    same_as,
    web_address,
)
from tests.export.formats import URL, story


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "ftp://example.org", "//x.org",
        "https://", "https:///a", "https://[::1", "https://example.org/a b", 'https://example.org/"x', "a\nb",
        "https://example.org/<b>", "", "https://example.org/\u202e", None,
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_are_addresses(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize("url", ["http://example.org", "https://user@example.org:8080/a%20b?c=d&e=[f]#g'~"])
def test_addresses_stay_as_they_are(url: str) -> None:
    assert web_address(url) == url


def test_an_article_without_address_is_named_by_its_words_or_its_id() -> None:
    article = replace(story().article, url="javascript:x")
    assert article_uri(article) == "ni:///sha-256;q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s"
    assert article_uri(replace(article, sha256="00")).startswith("urn:uuid:")
    assert article_uri(replace(article, url=URL)) == URL


def test_a_quotation_is_named_apart_from_others_and_from_other_versions() -> None:
    made = story()
    changed = replace(made, article=replace(made.article, sha256="cd" * 32))
    names = {quotation_uri(m, q) for m in (made, changed) for q in m.quotations}
    assert len(names) == 6
    assert quotation_uri(made, made.quotations[0]) in names


def test_languages_dates_and_entities_must_be_what_they_say() -> None:
    made = story()
    assert language_tag(replace(made.article, language="pt-BR")) == "pt-BR"
    assert language_tag(replace(made.article, language='en" x="')) is None
    assert publication_date(made.article) == "2024-05-14"
    assert publication_date(replace(made.article, published="yesterday")) is None
    assert publication_date(replace(made.article, published=None)) is None
    assert same_as(replace(made.speakers[0], ids={"wikidata": "../Q1"})) is None
