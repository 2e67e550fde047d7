"""The task that a worker of the project runs."""

from __future__ import annotations

from django_tasks import task

from attribution_wagtail.extraction import work_on


@task()
def extract_page(page_id: int) -> str | None:
    """Extracts one page and returns its status; what fails is recorded beside the page."""
    return work_on(page_id)
