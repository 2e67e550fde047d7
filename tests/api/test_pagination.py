from __future__ import annotations

from urllib.parse import urljoin

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from api.pagination import link_next

ENTRIES = list(range(7))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    def show_shelf(name: str) -> tuple[dict[str, list[int]], dict[str, str]]:
        after, limit = request.args.get("after", -1, int), request.args.get("limit", 3, int)
        found = [entry for entry in ENTRIES if entry > after][: limit + 1]
        page = found[:limit]
        return {"entries": page}, link_next("after", page[-1] if len(found) > limit else None)

    app.add_url_rule("/shelves/<name>", "docs.shelf", view_func=show_shelf)
    return app.test_client()


@pytest.mark.parametrize(("limit", "pages"), [(3, [3, 3, 1]), (7, [7]), (6, [6, 1]), (20, [7])])
def test_who_follows_the_links_sees_each_entry_once(
    client: FlaskClient, limit: int, pages: list[int]
) -> None:
    path: str | None = f"/shelves/north%20wing?limit={limit}&colour=red+%26+blue"
    seen: list[list[int]] = []
    while path is not None:
        response = client.get(path)
        seen.append(response.get_json()["entries"])
        assert len(seen) <= len(pages)
        link = response.headers.get("Link")
        relative = None if link is None else link.removesuffix('>; rel="next"').removeprefix("<")
        assert relative is None or relative.startswith("?")  # so that a proxy may serve it below a path
        path = None if relative is None else urljoin(path, relative)
        assert path is None or "colour=red+%26+blue" in path
    assert [len(page) for page in seen] == pages
    assert [entry for page in seen for entry in page] == ENTRIES
