"""Who reads the article: the engine in this process, or the service over HTTP.

An engine is a class that takes the setting's OPTIONS and has `extract(article)`. One is made for each
process, when the first article comes.
"""

from __future__ import annotations

import hashlib
from threading import Lock
from typing import Any, Protocol, cast

from django.utils.module_loading import import_string

from attribution.records import Extraction
from attribution_wagtail.articles import Article
from attribution_wagtail.conf import NAME, conf

ENGINES = {
    "embedded": "attribution_wagtail.engines.Embedded",
    "service": "attribution_wagtail.engines.Service",
}


class Engine(Protocol):
    """What reads articles."""

    def extract(self, article: Article) -> Extraction:
        """The extraction of one article, with offsets into its HTML; raises whatever went wrong."""


class Embedded:
    """The engine in this process, seconds to load; `options` are those of `attribution.Extractor`."""

    def __init__(self, **options: Any) -> None:
        from attribution import Extractor

        self._extractor = Extractor(**options)
        self._turn = Lock()  # one article at a time: zones of memory must not overlap

    def extract(self, article: Article) -> Extraction:
        """The extraction of an article."""
        with self._turn, self._extractor.memory_zone():
            return self._extractor.extract(**_arguments(article))


class Service:
    """The service over HTTP; `options` are those of `attribution.client.Client`, base_url for one."""

    def __init__(self, **options: Any) -> None:
        from attribution.client import Client

        self._client = Client(**options)

    def extract(self, article: Article) -> Extraction:
        """The extraction of an article; a busy service is asked again for a while.

        Raises UnexpectedAnswer for the record of another text, as something on the way may give.
        """
        from attribution.client import UnexpectedAnswer

        extraction = self._client.extract(**_arguments(article))
        if extraction.article.sha256 != hashlib.sha256(article.html.encode()).hexdigest():
            raise UnexpectedAnswer("the service answered about another text")
        return extraction


_loading = Lock()
_loaded: list[Engine] = []


def load_engine() -> Engine:
    """The engine of this process, made when it is first asked for."""
    with _loading:
        if not _loaded:
            chosen = conf()
            make = import_string(ENGINES.get(chosen.engine, chosen.engine))
            _loaded.append(cast(Engine, make(**chosen.options)))
        return _loaded[0]


def forget_engine(*, setting: str = NAME, **_: Any) -> None:
    """Has the next article read by a new engine, after the setting changed (in tests)."""
    if setting == NAME:
        with _loading:
            _loaded.clear()


def _arguments(article: Article) -> dict[str, Any]:
    return {
        "html": article.html,
        "title": article.title,
        "id": article.id,
        "published": article.published,
        "language": article.language,
    }
