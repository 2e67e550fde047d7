"""Articles to make corpora of."""

from __future__ import annotations

from typing import Any

HARBOUR = (
    "“We open the lock gates at noon,” harbour master Mara Lindqvist said on Tuesday.\n"
    "She added that the new pier had cost nine million crowns."
)
FERRY = (
    "Ned Abara, the ferry company's director, denied that boats were late. “They ran on time,” he told "
    "reporters."
)
PAGE = (
    "<html><head><title>Pool opens</title></head><body><article><p>“We shall swim,” said coach "
    "Ann Lee.</p><p>The pool &amp; its garden open in May.</p></article></body></html>"
)


def article(**changes: Any) -> dict[str, Any]:
    """A row with all fields, changed as wanted."""
    empty = {
        "text": None,
        "html": None,
        "title": None,
        "id": None,
        "url": None,
        "published": None,
        "language": None,
    }
    return {**empty, **changes}


ARTICLES: list[dict[str, Any]] = [
    article(text=HARBOUR, id="h1", title="Gates open", published="2026-05-05", outlet="Quay News"),
    article(text="  ", id="blank", outlet="Quay News"),
    article(html=PAGE, id="p1", url="https://pool.example/1", language="en", outlet="Pool Post"),
    article(text=FERRY, id="f1", outlet=None),
    article(id="nothing", outlet="Quay News"),
    article(text=FERRY, html=PAGE, id="both", outlet="Quay News"),
]
