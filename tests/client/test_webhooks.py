from __future__ import annotations

import json
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import standardwebhooks.webhooks
from werkzeug.datastructures import Headers

from api import create_app
from api.jobs.courier import describe_event, sign
from api.jobs.store import Job as Stored
from attribution.client import InvalidWebhook, Job, Retries, Webhook, verify_webhook
from tests.api.conftest import FakeExtractor
from tests.client.conftest import Wire

SECRET = "whsec_" + "T3N0Ynk" * 6 + "IQ=="
OTHER = "whsec_" + "S3dheWE" * 6 + "IQ=="
BODY = '{"id": "msg_1", "type": "job.finished"}'
URL = "https://desk.example/hooks"

# the example of the scheme's own documentation
KNOWN_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
KNOWN_BODY = b'{"test": 2432232314}'
KNOWN = {
    "Webhook-Id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "Webhook-Timestamp": "1614265330",
    "Webhook-Signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}


class Then(datetime):
    """The clock of the known example."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
        return datetime.fromtimestamp(1614265330 + 100, tz)


def signed(
    body: str = BODY, *, at: float | None = None, secrets: tuple[str, ...] = (SECRET,)
) -> dict[str, str]:
    return sign(secrets, "msg_1", datetime.fromtimestamp(at or time.time(), UTC), body)


def test_a_known_signature(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standardwebhooks.webhooks, "datetime", Then)
    assert verify_webhook(KNOWN, KNOWN_BODY, KNOWN_SECRET) == {"test": 2432232314}
    with pytest.raises(InvalidWebhook):
        verify_webhook(KNOWN, KNOWN_BODY + b" ", KNOWN_SECRET)


def test_the_known_signature_is_old_by_now() -> None:
    with pytest.raises(InvalidWebhook):
        verify_webhook(KNOWN, KNOWN_BODY, KNOWN_SECRET)


@pytest.mark.parametrize("secret", [SECRET, [SECRET], [OTHER, SECRET], (SECRET, OTHER)])
def test_one_secret_of_several_is_enough(secret: Any) -> None:
    assert verify_webhook(signed(), BODY, secret)["id"] == "msg_1"
    assert verify_webhook(Headers(signed(secrets=(OTHER, SECRET))), BODY.encode(), secret)["id"] == "msg_1"


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-timestamp": str(int(time.time()) + 5)},
        {"webhook-timestamp": "now"},
        {"webhook-timestamp": "nan"},
        {"webhook-timestamp": "9" * 400},
        {"webhook-signature": ""},
        {"webhook-signature": "v1"},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,ä"},
        {"webhook-signature": "v1,a"},
        {"webhook-signature": "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
    ],
)
def test_headers_that_were_changed(change: dict[str, str]) -> None:
    with pytest.raises(InvalidWebhook):
        verify_webhook({**signed(), **change}, BODY, SECRET)


def test_what_is_signed_otherwise() -> None:
    for headers in ({}, signed(secrets=(OTHER,)), signed(at=time.time() - 301), signed(at=time.time() + 310)):
        with pytest.raises(InvalidWebhook):
            verify_webhook(headers, BODY, SECRET)
    for body in (BODY.replace("1", "2"), BODY.encode() + b"\xff", ""):
        with pytest.raises(InvalidWebhook):
            verify_webhook(signed(), body, SECRET)
    with pytest.raises(InvalidWebhook):
        verify_webhook(signed(), BODY, [])
    with pytest.raises(InvalidWebhook):
        verify_webhook(signed("5"), "5", SECRET)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_ä", "whsec_a"])
def test_a_secret_that_cannot_be(secret: str) -> None:
    with pytest.raises(ValueError, match="whsec_"):
        verify_webhook(signed(), BODY, secret)


def test_an_event_tells_of_a_job() -> None:
    stored = Stored("j1", "", 2, 1, 1, 0, created=1.0, finished=2.0, expires=3.0)
    body = json.dumps(describe_event(stored))
    job = Job.load(verify_webhook(signed(body), body, SECRET)["job"])
    assert (job.id, job.state, job.done, job.failed, job.webhook) == ("j1", "finished", 1, 1, None)


def test_a_job_with_a_webhook(kind: Any, fake: FakeExtractor, tmp_path: Path) -> None:
    settings = {"state": str(tmp_path), "webhook_hosts": "desk.example", "webhook_secret": SECRET}
    wire = Wire(create_app(settings, extractor=fake))
    with kind("http://service.example", transport=wire, retries=Retries(first=0)) as client:
        job = client.create_job(["One."], webhook=URL)
        assert job.webhook == Webhook(URL, "waiting", 0, None, None, None)
        assert client.create_job(["Two."]).webhook is None
