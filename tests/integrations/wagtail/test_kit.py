"""The kit as a package: its settings, migrations and engines."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from attribution_wagtail import apps, engines
from attribution_wagtail.articles import Article
from attribution_wagtail.checks import check_settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import override_settings
from wagtail.models import Page

from attribution import Extractor
from attribution.client import UnexpectedAnswer
from attribution.schemas import dump_extraction
from tests.integrations.wagtail.conftest import publish, rows
from tests.integrations.wagtail.engine import FakeEngine
from tests.integrations.wagtail.news.models import ArticlePage

ARTICLE = Article("7", "<p>“Yes,” said Ann Lee.</p>", "A title", "2026-11-02T08:00:00+00:00", "en")


class TestChecks:
    def test_a_good_setting_passes(self) -> None:
        assert check_settings() == []

    @pytest.mark.parametrize(
        ("setting", "number", "words"),
        [
            (["news.PlainPage"], 1, "must be a dictionary"),
            ({"PAGE": {}}, 2, "no key 'PAGE'"),
            ({"ENGINE": "nowhere.Engine"}, 3, "cannot be loaded"),
            ({"JSONLD": "some"}, 4, "must be one of"),
            ({"PAGES": {"news.NoPage": ["body"]}}, 5, "no model"),
            ({"PAGES": {"auth.User": ["username"]}}, 5, "no page"),
            ({"PAGES": {"news.PlainPage": ["text"]}}, 6, "no field 'text'"),
            ({"PAGES": {"news.PlainPage": "body"}}, 6, "list of names"),
        ],
    )
    def test_a_wrong_one_is_told(self, setting: Any, number: int, words: str) -> None:
        with override_settings(ATTRIBUTION_WAGTAIL=setting):
            [error] = check_settings()
        assert (error.id, words in error.msg) == (f"attribution_wagtail.E00{number}", True)

    def test_fields_of_the_mixin_are_looked_at(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ArticlePage, "attributed_fields", ())
        assert [error.id for error in check_settings()] == ["attribution_wagtail.E006"]

    @pytest.mark.parametrize("found", [(), ("attribution",)])
    def test_another_library_of_that_name_is_refused(
        self, monkeypatch: pytest.MonkeyPatch, found: tuple[str, ...]
    ) -> None:
        monkeypatch.setattr(apps, "find_spec", lambda name: name if name in found else None)
        with pytest.raises(ImproperlyConfigured, match="unrelated package"):
            apps._require_library()


def test_the_migrations_are_those_of_the_models() -> None:
    with override_settings(MIGRATION_MODULES={}):
        call_command("makemigrations", "attribution_wagtail", check=True, dry_run=True, verbosity=0)


class TestEngines:
    def test_one_is_made_for_each_process(self) -> None:
        engines.forget_engine()
        assert engines.load_engine() is engines.load_engine()
        assert isinstance(engines.load_engine(), FakeEngine)

    def test_the_embedded_one(
        self, home: Page, extractor: Extractor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("attribution.Extractor", lambda **options: extractor)
        page = ArticlePage(
            title="Closed",
            intro="The quay shut on Monday.",
            body=[
                ("prose", "<p>“The quay is <b>safe</b> again,” said Mara Lindqvist, the mayor of Ostby.</p>"),
                ("list", ["Kenji Arai, the harbour master, said that it had moved."]),
            ],
        )
        with override_settings(ATTRIBUTION_WAGTAIL={"ENGINE": "embedded"}):
            home.add_child(instance=page)
            publish(page)
        assert [(row.text, row.speaker_shown, row.role_shown, row.type) for row in rows(page)] == [
            ("“The quay is safe again,”", "Mara Lindqvist", "mayor of Ostby", "direct"),
            ("that it had moved", "Kenji Arai", "harbour master", "indirect"),
        ]

    def test_the_service(self, extractor: Extractor) -> None:
        given: list[Any] = []

        def answer(request: httpx.Request) -> httpx.Response:
            given.append(request)
            article = json.loads(request.content)
            extraction = extractor.extract(html=article["html"], title=article["title"])
            return httpx.Response(200, json=dump_extraction(extraction))

        service = engines.Service(
            base_url="http://quotes.example", api_key="k1", transport=httpx.MockTransport(answer)
        )
        extraction = service.extract(ARTICLE)
        assert extraction.speakers[0].name == "Ann Lee"
        [request] = given
        assert (str(request.url), request.headers["authorization"]) == (
            "http://quotes.example/v1/extractions",
            "Bearer k1",
        )
        assert json.loads(request.content)["published"] == "2026-11-02T08:00:00+00:00"

    def test_the_record_of_another_text_is_not_taken(self, extractor: Extractor) -> None:
        other = dump_extraction(extractor.extract(html="<p>“No,” said Karl Voss.</p>"))
        transport = httpx.MockTransport(lambda _: httpx.Response(200, json=other))
        service = engines.Service(base_url="http://quotes.example", transport=transport)
        with pytest.raises(UnexpectedAnswer, match="another text"):
            service.extract(ARTICLE)

    def test_an_answer_of_brackets_alone_is_an_error_of_the_service(self) -> None:
        transport = httpx.MockTransport(lambda _: httpx.Response(200, content="[" * 100_000))
        service = engines.Service(base_url="http://quotes.example", transport=transport)
        with pytest.raises(UnexpectedAnswer, match="RecursionError"):
            service.extract(ARTICLE)

    def test_a_service_that_is_down_is_recorded(self, home: Page) -> None:
        closed = {"base_url": "http://127.0.0.1:9", "retries": None}
        page = ArticlePage(title="Down", intro="“No,” said Ann Lee.")
        with (
            override_settings(ATTRIBUTION_WAGTAIL={"ENGINE": "service", "OPTIONS": closed}),
            pytest.MonkeyPatch.context() as patch,
        ):
            patch.setattr("time.sleep", lambda seconds: None)
            home.add_child(instance=page)
            publish(page)
        assert page.live
        assert "http://127.0.0.1:9" in page.attribution.error
