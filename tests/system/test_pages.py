"""Pages of the service that are there to be read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from api.benchmarks.service import Service

pytestmark = pytest.mark.system


def test_the_documentation_asks_no_other_machine_for_anything(
    service: Service, page: Page, screenshot: Callable[[Page, str], None]
) -> None:
    page.goto(f"{service.url}/docs")
    page.get_by_text("/v1/extractions/batch").first.wait_for()
    screenshot(page, "docs")
