from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api import create_app
from attribution import records

MODEL = records.Model("fake", "1")


class FakeExtractor:
    """Answers at once: the whole text as one direct quotation. Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.error: Exception | None = None

    def extract(self, text: str | None = None, **options: Any) -> records.Extraction:
        self.asked.append({"text": text, **options})
        if self.error is not None:
            raise self.error
        source = text if text is not None else options["html"]
        digest = hashlib.sha256(source.encode()).hexdigest()
        known = {name: options.get(name) for name in ("id", "url", "title", "published", "language")}
        return records.Extraction(
            article=records.Article(**known, sha256=digest, length=len(source)),
            quotations=(quotation_of(source),),
            speakers=(),
            warnings=(),
            model=MODEL,
            unit=options.get("unit", "codepoint"),
        )


def quotation_of(text: str) -> records.Quotation:
    span = records.Span(0, len(text), text)
    return records.Quotation(
        id="q1", type="direct", text=text, spans=(span,), cue=None, source=None, speaker=None, role=None,
        addressee=None, medium=None, time=None, parent=None, paragraph=0, context=records.Context("", ""),
        quoted=(span,), topics=(), statement=True, reason=None, confidence=records.Confidence(0.9),
    )  # fmt: skip


@pytest.fixture
def fake() -> FakeExtractor:
    return FakeExtractor()


@pytest.fixture
def app(fake: FakeExtractor, tmp_path: Path) -> Flask:
    settings = {"limit": 100_000, "log_level": "INFO", "state": str(tmp_path)}
    return create_app(settings, extractor=fake)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class ClosingClient(FlaskClient):
    """Reads and closes each answer at once, as a server does; what is seen of a request is told then."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


@pytest.fixture
def closing(app: Flask) -> FlaskClient:
    app.test_client_class = ClosingClient
    return app.test_client()


@pytest.fixture(autouse=True)
def no_request_at_hand() -> None:
    """A test that leaves an answer open would leave its request id to the log lines of the next one."""
    structlog.contextvars.clear_contextvars()
