"""How jobs stand, in the form of Prometheus.

Workers have no port to be asked at: what they did is in the database, exact to the article, and whichever
process is asked gives the same numbers. Several services over one database do so too; do not add those up.
"""

# mypy: disable-error-code="no-untyped-call"
from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.jobs.facts import JobFacts
from api.jobs.tables import GIVEN_UP


class JobMetrics(Collector):
    """The metrics of these facts; of None, that the database does not answer."""

    def __init__(self, facts: JobFacts | None) -> None:
        self._facts = facts

    def collect(self) -> Iterator[Metric]:
        """The families, as Prometheus wants them."""
        up = "1 where the database of jobs answers; where it does not, nothing is said of jobs."
        yield GaugeMetricFamily("attribution_jobs_up", up, value=self._facts is not None)
        if self._facts is not None:
            yield from _gauges(self._facts)
            yield from _counters(self._facts)
            yield from _webhooks(self._facts)


def _gauges(facts: JobFacts) -> Iterator[Metric]:
    age = 0.0 if facts.oldest is None else max(0.0, time.time() - facts.oldest)
    yield GaugeMetricFamily("attribution_jobs_open", "Jobs that are not finished.", value=facts.open)
    yield GaugeMetricFamily("attribution_jobs_oldest_seconds", "Age of the oldest open job.", value=age)
    about = "Processes of workers that were seen of late."
    yield GaugeMetricFamily("attribution_job_workers", about, value=facts.workers)
    articles = GaugeMetricFamily(
        "attribution_job_articles_open", "Articles of jobs without an answer.", labels=("state",)
    )
    articles.add_metric(["waiting"], facts.waiting)
    articles.add_metric(["working"], facts.working)
    yield articles


def _counters(facts: JobFacts) -> Iterator[Metric]:
    articles = CounterMetricFamily(
        "attribution_job_articles", "Articles of jobs that workers have answered.", labels=("state",)
    )
    articles.add_metric(["done"], facts.done)
    articles.add_metric(["failed"], facts.failed)
    yield articles
    about = "Quotations found in articles of jobs."
    yield CounterMetricFamily("attribution_job_quotations", about, value=facts.quotations)


def _webhooks(facts: JobFacts) -> Iterator[Metric]:
    due = "Webhooks of finished jobs that are neither delivered nor given up."
    yield GaugeMetricFamily("attribution_job_webhooks_due", due, value=facts.webhooks_due)
    about = "Attempts to deliver a webhook, by what came of them."
    attempts = CounterMetricFamily("attribution_job_webhook_attempts", about, labels=("outcome",))
    for name, count in facts.webhooks.items():
        if name != GIVEN_UP:
            attempts.add_metric([name], count)
    yield attempts
    given_up = facts.webhooks.get(GIVEN_UP, 0)
    yield CounterMetricFamily("attribution_job_webhooks_given_up", "Webhooks given up.", value=given_up)
