"""The application, and what it listens to."""

from __future__ import annotations

from importlib.util import find_spec

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed
from django.utils.translation import gettext_lazy as _


class AttributionConfig(AppConfig):
    """The application in INSTALLED_APPS."""

    name = "attribution_wagtail"
    verbose_name = _("Quotations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Has publication lead to an extraction, and the settings checked."""
        _require_library()
        from wagtail.signals import page_published

        from attribution_wagtail.checks import check_settings
        from attribution_wagtail.engines import forget_engine
        from attribution_wagtail.extraction import on_published

        page_published.connect(on_published, dispatch_uid="attribution_wagtail")
        setting_changed.connect(forget_engine, dispatch_uid="attribution_wagtail")
        checks.register(check_settings)


def _require_library() -> None:
    """Refuses to start without the library, or with the other package that has its name."""
    if find_spec("attribution") is None or find_spec("attribution.records") is None:
        raise ImproperlyConfigured(
            "attribution_wagtail needs the library attribution from the checkout that it came with; "
            "the package index has an unrelated package of that name."
        )
