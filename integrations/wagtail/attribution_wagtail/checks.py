"""System checks: what is wrong with the setting is said before a page is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils.module_loading import import_string
from wagtail.models import Page

from attribution_wagtail.conf import JSONLD, KEYS, NAME, Conf, conf
from attribution_wagtail.engines import ENGINES
from attribution_wagtail.pages import AttributedPageMixin


def check_settings(app_configs: Any = None, **_: Any) -> list[CheckMessage]:
    """The errors of the setting and of the pages that take part."""
    given = getattr(settings, NAME, {})
    if not isinstance(given, dict):
        return [Error(f"{NAME} must be a dictionary.", id="attribution_wagtail.E001")]
    errors: list[CheckMessage] = [
        Error(f"{NAME} has no key {key!r}; there are {', '.join(KEYS)}.", id="attribution_wagtail.E002")
        for key in sorted(set(map(str, given)) - set(KEYS))
    ]
    return [*errors, *_engine(conf()), *_pages(conf()), *_mixins()]


def _engine(chosen: Conf) -> Iterator[CheckMessage]:
    try:
        import_string(ENGINES.get(chosen.engine, chosen.engine))
    except ImportError as error:
        yield Error(f"{NAME}: ENGINE cannot be loaded: {error}", id="attribution_wagtail.E003")
    if chosen.jsonld not in JSONLD:
        yield Error(f"{NAME}: JSONLD must be one of {', '.join(JSONLD)}.", id="attribution_wagtail.E004")


def _pages(chosen: Conf) -> Iterator[CheckMessage]:
    for label, names in chosen.pages.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            yield Error(f"{NAME}: PAGES names {label!r}, which is no model.", id="attribution_wagtail.E005")
            continue
        if not issubclass(model, Page):
            yield Error(f"{NAME}: {label} is no page.", id="attribution_wagtail.E005")
        else:
            yield from _fields(model, names)


def _mixins() -> Iterator[CheckMessage]:
    for model in apps.get_models():
        if issubclass(model, AttributedPageMixin):
            yield from _fields(model, model.attributed_fields)


def _fields(model: type[Model], names: Any) -> Iterator[CheckMessage]:
    if isinstance(names, str) or not names:
        yield Error(
            f"{model._meta.label}: the fields of the article must be a list of names.",
            obj=model,
            id="attribution_wagtail.E006",
        )
        return
    for name in names:
        try:
            model._meta.get_field(name)
        except FieldDoesNotExist:
            yield Error(
                f"{model._meta.label} has no field {name!r}.", obj=model, id="attribution_wagtail.E006"
            )
