from __future__ import annotations

from typing import Any

from django.db import migrations, models
from wagtail.fields import RichTextField, StreamField


def page_type(name: str, *fields: tuple[str, models.Field[Any, Any]]) -> migrations.CreateModel:
    parent = models.OneToOneField(
        "wagtailcore.page", models.CASCADE, parent_link=True, primary_key=True, serialize=False
    )
    return migrations.CreateModel(name, [("page_ptr", parent), *fields], bases=("wagtailcore.page",))


class Migration(migrations.Migration):
    dependencies = (("wagtailcore", "0094_alter_page_locale"),)
    operations = (
        page_type(
            "ArticlePage", ("intro", models.TextField(blank=True)), ("body", StreamField([], blank=True))
        ),
        page_type("PlainPage", ("body", RichTextField(blank=True))),
        page_type("OtherPage"),
    )
