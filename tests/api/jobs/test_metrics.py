from __future__ import annotations

import time

import pytest
from flask import Flask

from api.jobs.facts import JobFacts
from api.jobs.metrics import JobMetrics
from api.metrics import Metrics
from tests.api.test_metrics import numbers


def told(facts: JobFacts | None) -> dict[tuple[str, ...], float]:
    return numbers(Metrics().expose(None, JobMetrics(facts)).decode())


def test_what_the_database_says_is_told() -> None:
    oldest = time.time() - 100
    sent = {"delivered": 8, "timeout": 3, "given-up": 1}
    counts = {"done": 50, "failed": 6, "quotations": 700, "webhooks_due": 5, "webhooks": sent}
    found = told(JobFacts(2, 30, 4, oldest, workers=2, **counts))  # type: ignore[arg-type]
    assert found["attribution_jobs_up",] == 1
    assert found["attribution_jobs_open",] == 2
    assert found["attribution_jobs_oldest_seconds",] == pytest.approx(100, abs=5)
    assert found["attribution_job_workers",] == 2
    assert found["attribution_job_articles_open", "waiting"] == 30
    assert found["attribution_job_articles_open", "working"] == 4
    assert found["attribution_job_articles_total", "done"] == 50
    assert found["attribution_job_articles_total", "failed"] == 6
    assert found["attribution_job_quotations_total",] == 700
    assert found["attribution_job_webhooks_due",] == 5
    assert found["attribution_job_webhook_attempts_total", "delivered"] == 8
    assert found["attribution_job_webhook_attempts_total", "timeout"] == 3
    assert ("attribution_job_webhook_attempts_total", "given-up") not in found
    assert found["attribution_job_webhooks_given_up_total",] == 1


def test_of_a_silent_database_only_that_is_told() -> None:
    found = told(None)
    assert found["attribution_jobs_up",] == 0
    assert [name for name, *_ in found if "job" in name] == ["attribution_jobs_up"]


def test_a_job_that_was_handed_in_is_seen(app: Flask) -> None:
    client = app.test_client()
    assert client.post("/v1/jobs", json={"articles": [{"text": "One."}, {"text": "Two."}]}).status_code == 202
    found = numbers(client.get("/metrics").get_data(as_text=True))
    assert found["attribution_jobs_open",] == 1
    assert found["attribution_job_articles_open", "waiting"] == 2
