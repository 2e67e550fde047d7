"""The settings of the site that the tests run in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PREFIX = "tests.integrations.wagtail"
SETTINGS: dict[str, Any] = {
    "SECRET_KEY": "for tests",
    "ALLOWED_HOSTS": ["*"],
    "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    "ROOT_URLCONF": f"{PREFIX}.urls",
    "STATIC_URL": "/static/",
    "MEDIA_ROOT": str(Path("/nonexistent")),
    "USE_TZ": True,
    "TIME_ZONE": "UTC",  # Django sets that of the whole process
    "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    "TASKS": {
        "default": {
            "BACKEND": "django_tasks.backends.immediate.ImmediateBackend",
            "ENQUEUE_ON_COMMIT": False,
        },
        "kept": {
            "BACKEND": "django_tasks.backends.dummy.DummyBackend",
            "QUEUES": ["slow"],
            "ENQUEUE_ON_COMMIT": False,
        },
    },
    "WAGTAIL_SITE_NAME": "The Tideline",
    "WAGTAILADMIN_BASE_URL": "http://127.0.0.1",
    "ATTRIBUTION_WAGTAIL": {
        "PAGES": {"news.PlainPage": ["body"]},
        "ENGINE": f"{PREFIX}.engine.FakeEngine",
    },
    "INSTALLED_APPS": [
        "attribution_wagtail",
        f"{PREFIX}.news",
        "wagtail.users",
        "wagtail.admin",
        "wagtail.images",
        "wagtail.documents",
        "wagtail.search",
        "wagtail",
        "modelcluster",
        "taggit",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    "MIDDLEWARE": [
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    "TEMPLATES": [
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
}


class NoMigrations(dict[str, None]):
    """For MIGRATION_MODULES: tables are made of the models as they are, which takes a tenth of the time."""

    def __contains__(self, label: object) -> bool:
        return True

    def __getitem__(self, label: str) -> None:
        return None
