"""The first tables."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("wagtailcore", "0094_alter_page_locale"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PageExtraction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("pending", "waiting"), ("done", "done"), ("failed", "failed")],
                        default="pending",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("error", models.TextField(blank=True, default="", verbose_name="error")),
                ("wanted", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("sha256", models.CharField(blank=True, default="", editable=False, max_length=64)),
                ("data", models.JSONField(editable=False, null=True, verbose_name="extraction")),
                ("requested_at", models.DateTimeField(null=True, verbose_name="requested at")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="finished at")),
                ("reviewed", models.BooleanField(default=False, verbose_name="reviewed")),
                ("reviewed_at", models.DateTimeField(null=True, verbose_name="last reviewed at")),
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attribution",
                        to="wagtailcore.page",
                        verbose_name="page",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="last reviewer",
                    ),
                ),
                (
                    "revision",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="wagtailcore.revision",
                        verbose_name="revision",
                    ),
                ),
            ],
            options={
                "verbose_name": "extraction",
                "verbose_name_plural": "extractions",
            },
        ),
        migrations.CreateModel(
            name="PageQuotation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(editable=False, max_length=64)),
                ("quotation_id", models.CharField(editable=False, max_length=20)),
                ("number", models.PositiveIntegerField(default=0, editable=False)),
                ("present", models.BooleanField(default=True, editable=False)),
                ("statement", models.BooleanField(default=True, editable=False)),
                ("reason", models.CharField(blank=True, default="", editable=False, max_length=20)),
                ("type", models.CharField(editable=False, max_length=10)),
                ("text", models.TextField(editable=False, verbose_name="quotation")),
                ("before", models.TextField(blank=True, default="", editable=False)),
                ("after", models.TextField(blank=True, default="", editable=False)),
                ("confidence", models.FloatField(editable=False, null=True)),
                ("found_speaker", models.TextField(blank=True, default="", editable=False)),
                ("found_kind", models.CharField(blank=True, default="", editable=False, max_length=20)),
                ("found_role", models.TextField(blank=True, default="", editable=False)),
                (
                    "verdict",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "To review"),
                            ("accepted", "Accepted"),
                            ("corrected", "Corrected"),
                            ("rejected", "Rejected"),
                        ],
                        default="",
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("speaker", models.CharField(blank=True, default="", max_length=255, verbose_name="speaker")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("person", "person"),
                            ("group", "group"),
                            ("organisation", "organisation"),
                            ("document", "document"),
                            ("author", "author of the article"),
                            ("none", "nobody"),
                        ],
                        default="person",
                        max_length=20,
                        verbose_name="the speaker is a",
                    ),
                ),
                ("role", models.CharField(blank=True, default="", max_length=255, verbose_name="role")),
                ("reviewed_at", models.DateTimeField(editable=False, null=True)),
                (
                    "extraction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="quotations",
                        to="attribution_wagtail.pageextraction",
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "quotation",
                "verbose_name_plural": "quotations",
                "ordering": ("extraction", "number"),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("extraction", "key"), name="attribution_wagtail_quotation"
                    )
                ],
            },
        ),
    ]
