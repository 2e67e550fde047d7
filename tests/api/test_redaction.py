from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, request

from api import create_app
from api.database import Database
from api.keys import Keys
from api.redaction import redact, redact_log
from tests.api.conftest import FakeExtractor

PATH = "/v1/extractions"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged, at any level, as the service writes it."""
    written = io.StringIO()
    handler, root = logging.StreamHandler(written), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    redact_log(root)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_ids_stay_and_secrets_go(tmp_path: Path) -> None:
    key, text = Keys(Database(folder=tmp_path)).create("desk", "read")
    assert redact(f"GET /{text}?a={text} atr_ no") == f"GET /atr_{key.id}_…?a=atr_{key.id}_… atr_ no"


def test_secrets_of_webhooks_go() -> None:
    secret = "whsec_" + "T3N0Ynk+" * 5 + "IQ=="
    assert redact(f"signed by {secret}, he said") == "signed by whsec_…, he said"


def test_messages_and_tracebacks(log: io.StringIO, tmp_path: Path) -> None:
    key, text = Keys(Database(folder=tmp_path)).create("desk", "read")
    try:
        raise KeyError(text)
    except KeyError:
        logging.getLogger("api").exception("found %s", text)
    assert "Traceback" in log.getvalue()
    assert log.getvalue().count(f"atr_{key.id}_…") == 2
    assert text.split("_")[2] not in log.getvalue()


def test_a_log_is_redacted_once(log: io.StringIO) -> None:
    redact_log(logging.getLogger())
    logging.getLogger("api").warning("as it is")
    assert log.getvalue() == "as it is\n"


def test_no_key_gets_into_a_log_or_an_answer_to_others(
    log: io.StringIO, fake: FakeExtractor, tmp_path: Path
) -> None:
    _, text = Keys(Database(folder=tmp_path)).create("desk", "read")
    secret = text.split("_")[2]
    app = create_app({"access": "keys", "state": str(tmp_path), "log_level": "DEBUG"}, extractor=fake)
    add_failing_view(app)
    client, bearer = app.test_client(), {"Authorization": f"Bearer {text}"}
    answers = [
        client.post(PATH, json={"text": "Hello."}, headers=bearer),
        client.post(PATH, json={"text": "Hello."}, headers={"Authorization": f"Bearer {text}x"}),
        client.post(f"{PATH}?key={text}", json={"text": "Hello."}),
        client.post(PATH, json={"text": 5}, headers={**bearer, "X-Request-ID": text}),
        client.get(f"/v1/{text}", headers=bearer),
        client.get("/fail", headers=bearer),
    ]
    assert [answer.status_code for answer in answers] == [200, 401, 401, 422, 404, 500]
    assert "Traceback" in log.getvalue()
    assert secret not in log.getvalue()
    for answer in answers:
        assert secret not in answer.get_data(as_text=True) + str(answer.headers)


def add_failing_view(app: Flask) -> None:
    """At /fail, which is of nobody's blueprint but open."""

    def fail() -> None:
        raise RuntimeError(f"cannot go on with {dict(request.headers)}")

    app.add_url_rule("/fail", "docs.fail", view_func=fail)
