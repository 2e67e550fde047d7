"""What the tests of the WordPress plugin share: one site, one impostor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from api.benchmarks.service import Service
from tests.system.wordpress.impostor import Impostor, impersonate
from tests.system.wordpress.site import Site, serve_site

VERSION = "6.5"
expect.set_options(timeout=15_000)  # PHP's own server has few processes, and the editor asks for much
COMPLAINT = "plugins/attribution"


@pytest.fixture(scope="session")
def running_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that every test may write to."""
    folder = tmp_path_factory.mktemp("wordpress") / "site"
    with serve_site(VERSION, folder) as site:
        yield site
        assert COMPLAINT not in site.log()


@pytest.fixture(scope="session")
def running_impostor() -> Iterator[Impostor]:
    with impersonate() as impostor:
        yield impostor


@pytest.fixture
def impostor(running_impostor: Impostor) -> Impostor:
    """A server that answers what it is told, and has not been asked anything."""
    running_impostor.asked.clear()
    running_impostor.say(500, {})
    return running_impostor


@pytest.fixture
def site(running_site: Site, impostor: Impostor) -> Site:
    """The site, set up to ask the impostor, with nothing automatic and no key."""
    code = "delete_option('attribution_key'); return update_option('attribution_settings', $given);"
    running_site.php(code, address=impostor.url, post_types=["post"])
    return running_site


@pytest.fixture
def real(site: Site, service: Service) -> Site:
    """The site, set up to ask a real service."""
    site.set(address=service.url)
    return site
