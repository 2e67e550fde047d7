from __future__ import annotations

import pytest

from attribution.text.html import read_blocks
from attribution.text.pagehead import PageHead, read_head
from attribution.text.reader import read_html


def head(tags: str) -> PageHead:
    return read_head(read_blocks(f"<html><head>{tags}</head><body><p>Lee said no."))


def test_all_that_a_page_says_of_itself() -> None:
    found = read_html(
        "<html><head><title>Lee: &lsquo;No&rsquo; | The Post</title>"
        "<meta property='og:title' content='Lee: ‘No’'>"
        "<link rel=canonical href='https://post.example/lee'>"
        "<meta property='article:published_time' content='2024-05-03T10:00:00Z'></head><body><p>Lee said no."
    )
    assert found.page_title == "Lee: ‘No’"
    assert found.page_url == "https://post.example/lee"
    assert found.page_published == "2024-05-03T10:00:00Z"


@pytest.mark.parametrize(
    "tags",
    [
        "<meta itemprop='datePublished' content='2024-05-03'>",
        '<script type=\'application/ld+json\'>{"@type": "Report", "datePublished": "2024-05-03"}</script>',
        "<time datetime='2024-05-03'>3 May</time>",
        "<meta name='date' content='last Friday'><time datetime='2024-05-03'>",
        "<meta property='article:published_time' content='0001-01-01T00:00:00Z'><time datetime='2024-05-03'>",
    ],
)
def test_the_date_in_its_several_places(tags: str) -> None:
    assert head(tags).published == "2024-05-03"


def test_what_a_page_does_not_say_is_none() -> None:
    assert head("<title> </title><meta name=author content=Lee><link rel=icon href=x>") == PageHead()


def test_a_fragment_says_nothing() -> None:
    assert read_head(read_blocks("<p>Lee</p><time datetime='2024-05-03'>")) == PageHead()
