from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from api.conditions import ResultTags
from api.config import Config
from attribution.records import Model
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem

PATH = "/v1/extractions"
ARTICLE = {"text": "“The ferry is late,” said Ines Okafor.", "id": "a-1"}
MODEL = Model("tagger", "3")


def test_an_article_that_has_not_changed_costs_no_work(client: FlaskClient, fake: FakeExtractor) -> None:
    tag = client.post(PATH, json=ARTICLE).headers["ETag"]
    response = client.post(PATH, json=ARTICLE, headers={"If-None-Match": tag})
    read_problem(response, 412, "precondition-failed")
    assert response.headers["ETag"] == tag
    assert len(fake.asked) == 1


@pytest.mark.parametrize("form", ["{}", "W/{}", '"other", {}', '"other",W/{}, W/"more"'])
def test_ways_to_name_a_result(client: FlaskClient, form: str) -> None:
    tag = client.post(PATH, json=ARTICLE).headers["ETag"]
    assert client.post(PATH, json=ARTICLE, headers={"If-None-Match": form.format(tag)}).status_code == 412


@pytest.mark.parametrize("given", ["*", '"other"', "nonsense", ""])
def test_what_names_no_result_is_no_reason_to_stop(client: FlaskClient, given: str) -> None:
    client.post(PATH, json=ARTICLE)
    assert client.post(PATH, json=ARTICLE, headers={"If-None-Match": given}).status_code == 200


def test_a_changed_article_is_worked_on(client: FlaskClient, fake: FakeExtractor) -> None:
    tag = client.post(PATH, json=ARTICLE).headers["ETag"]
    changes: list[dict[str, Any]] = [{"text": "Other."}, {"id": "a-2"}, {"unit": "utf16"}, {"title": "Late"}]
    for change in changes:
        response = client.post(PATH, json={**ARTICLE, **change}, headers={"If-None-Match": tag})
        assert response.status_code == 200
        assert response.headers["ETag"] != tag


def test_the_same_article_in_another_way_has_the_same_tag(client: FlaskClient) -> None:
    tag = client.post(PATH, json=ARTICLE).headers["ETag"]
    bare = client.post(f"{PATH}?id=a-1&unit=codepoint", data=ARTICLE["text"], content_type="text/plain")
    assert bare.headers["ETag"] == tag


def test_if_match_asks_for_one_result_alone(client: FlaskClient, fake: FakeExtractor) -> None:
    tag = client.post(PATH, json=ARTICLE).headers["ETag"]
    for given, status in ((tag, 200), ("*", 200), ('"other"', 412), (f"W/{tag}", 412)):
        assert client.post(PATH, json=ARTICLE, headers={"If-Match": given}).status_code == status


def test_a_fresh_service_works_first(client: FlaskClient, fake: FakeExtractor) -> None:
    assert client.post(PATH, json=ARTICLE, headers={"If-None-Match": '"any"'}).status_code == 200
    assert len(fake.asked) == 1


class TestState:
    def test_model_and_settings_are_in_the_tag(self) -> None:
        tag = ResultTags(Config()).tag(ARTICLE, MODEL)
        assert ResultTags(Config()).tag(dict(reversed(ARTICLE.items())), MODEL) == tag
        others = [
            ResultTags(Config()).tag(ARTICLE, Model("tagger", "4")),
            ResultTags(Config()).tag(ARTICLE, Model("rules", "3")),
            ResultTags(Config(topics=True)).tag(ARTICLE, MODEL),
            ResultTags(Config(pipeline="other")).tag(ARTICLE, MODEL),
        ]
        assert len({tag, *others}) == 5

    def test_so_is_what_stands_in_the_people_list(self, tmp_path: Path) -> None:
        people = tmp_path / "people.csv"
        people.write_text("name\nInes Okafor\n", encoding="utf-8")
        config = Config(people=str(people))
        before = ResultTags(config).tag(ARTICLE, MODEL)
        people.write_text("name\nMara Lindqvist\n", encoding="utf-8")
        assert ResultTags(config).tag(ARTICLE, MODEL) != before

    def test_so_is_what_the_pipeline_says_of_itself(self, tmp_path: Path) -> None:
        config = Config(pipeline=str(tmp_path))
        before = ResultTags(config).tag(ARTICLE, MODEL)
        (tmp_path / "meta.json").write_text('{"version": "2"}', encoding="utf-8")
        assert ResultTags(config).tag(ARTICLE, MODEL) != before


@pytest.mark.parametrize("path", ["/v1/openapi.json", "/docs", "/problems/bad-request", "/static/docs.js"])
@pytest.mark.parametrize("coding", ["gzip", "identity"])
def test_pages_are_sent_once(client: FlaskClient, path: str, coding: str) -> None:
    headers = {"Accept-Encoding": coding}
    with client.get(path, headers=headers) as first:
        pass
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-cache"
    for method in ("GET", "HEAD"):
        known = {**headers, "If-None-Match": first.headers["ETag"]}
        with client.open(path, method=method, headers=known) as again:
            assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"].removeprefix("W/") == first.headers["ETag"].removeprefix("W/")
        assert "Content-Length" not in again.headers
    with client.get(path, headers={**headers, "If-None-Match": '"other"'}) as other:
        assert other.status_code == 200


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_what_is_read_may_be_asked_for_by_its_tag_alone(client: FlaskClient, coding: str) -> None:
    asked = {"Accept-Encoding": coding}
    tag = client.get("/v1/openapi.json", headers=asked).headers["ETag"]
    for wanted in ("*", tag):
        answer = client.get("/v1/openapi.json", headers={**asked, "If-Match": wanted})
        assert answer.status_code == 200
    answer = client.get("/v1/openapi.json", headers={**asked, "If-Match": '"other"'})
    read_problem(answer, 412, "precondition-failed")
    assert answer.headers["ETag"] == tag
    assert len(answer.data) < 1_000


def test_health_and_errors_have_no_tag(client: FlaskClient) -> None:
    for path in ("/v1/health/live", "/v1/health/ready", "/nowhere"):
        assert "ETag" not in client.get(path).headers
