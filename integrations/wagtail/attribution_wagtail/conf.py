"""The setting ATTRIBUTION_WAGTAIL, a dictionary, with its defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from django.conf import settings

NAME = "ATTRIBUTION_WAGTAIL"
JSONLD = ("reviewed", "all")


@dataclass(frozen=True, slots=True)
class Conf:
    """The keys of the setting, in capitals there.

    `pages` names the fields that hold the article, by page type ("news.ArticlePage"); `engine` is "embedded",
    "service" or the path of a class, and gets `options`; `tasks` is what django-tasks' `using` takes:
    backend, queue_name, priority; `jsonld` tells which quotations the page's JSON-LD has.
    """

    pages: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    engine: str = "embedded"
    options: Mapping[str, Any] = field(default_factory=dict)
    tasks: Mapping[str, Any] = field(default_factory=dict)
    jsonld: str = "reviewed"


KEYS = tuple(known.name.upper() for known in fields(Conf))


def conf() -> Conf:
    """The setting as it is now; keys that are none are left to the check."""
    given = getattr(settings, NAME, {})
    return Conf(**{key.lower(): value for key, value in given.items() if key in KEYS})
