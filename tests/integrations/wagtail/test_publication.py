"""From publication to records beside the page."""

from __future__ import annotations

from typing import Any

import pytest
from attribution_wagtail import extraction
from attribution_wagtail.articles import article_of
from attribution_wagtail.extraction import request_extraction, work_on
from attribution_wagtail.models import PageExtraction, PageQuotation
from attribution_wagtail.tasks import extract_page
from django.test import Client, TestCase, override_settings
from django.urls import reverse
from wagtail.models import Page

from attribution.errors import InputError
from tests.integrations.wagtail.conftest import publish, rows
from tests.integrations.wagtail.engine import FakeEngine
from tests.integrations.wagtail.news.models import ArticlePage, OtherPage, PlainPage


def state(page: Page) -> PageExtraction:
    return PageExtraction.objects.get(page_id=page.pk)


def test_a_published_page_has_its_quotations(article: ArticlePage) -> None:
    record = state(article)
    assert (record.status, record.error, record.current, record.reviewed) == ("done", "", True, False)
    assert [(row.text, row.speaker_shown, row.role_shown) for row in rows(article)] == [
        ("“The quay is safe,”", "Mara Lindqvist", "mayor of Ostby"),
        ("“I saw it move,”", "Kenji Arai", "harbour master"),
    ]
    assert record.revision == article.live_revision


def test_a_page_type_of_the_setting_takes_part(home: Page) -> None:
    page = home.add_child(instance=PlainPage(title="Plain", body="<p>“Yes,” said Ann Lee.</p>"))
    publish(page)
    assert [row.found_speaker for row in rows(page)] == ["Ann Lee"]


def test_other_pages_are_left_alone(home: Page, engine: type[FakeEngine]) -> None:
    publish(home.add_child(instance=OtherPage(title="Other")))
    assert (engine.articles, PageExtraction.objects.count()) == ([], 0)


def test_a_draft_is_not_read(article: ArticlePage, engine: type[FakeEngine]) -> None:
    engine.articles.clear()
    article.intro = "“Not yet,” said Ann Lee."
    with TestCase.captureOnCommitCallbacks(execute=True):
        article.save_revision()
    assert engine.articles == []


def test_nothing_is_done_before_the_commit(article: ArticlePage, engine: type[FakeEngine]) -> None:
    engine.articles.clear()
    article.intro = "“Now,” said Ann Lee."
    with TestCase.captureOnCommitCallbacks() as waiting:
        article.save_revision().publish()
    assert engine.articles == []
    for callback in waiting:
        callback()
    assert [row.found_speaker for row in rows(article)] == ["Ann Lee", "Kenji Arai"]


class TestUnchanged:
    def test_text_is_not_worked_on_again(self, article: ArticlePage, engine: type[FakeEngine]) -> None:
        engine.articles.clear()
        publish(article)
        assert engine.articles == []
        assert state(article).revision == article.live_revision

    def test_nor_when_the_task_comes_twice(self, article: ArticlePage, engine: type[FakeEngine]) -> None:
        engine.articles.clear()
        assert work_on(article.pk) == "done"
        assert engine.articles == []

    def test_but_when_that_is_asked_for(self, article: ArticlePage, engine: type[FakeEngine]) -> None:
        engine.articles.clear()
        assert request_extraction(article.pk, again=True)
        assert len(engine.articles) == 1

    @pytest.mark.parametrize("change", [{"title": "The quay is open"}, {"intro": "Nothing."}])
    def test_a_changed_title_or_text_is(
        self, article: ArticlePage, engine: type[FakeEngine], change: dict[str, str]
    ) -> None:
        engine.articles.clear()
        for name, value in change.items():
            setattr(article, name, value)
        publish(article)
        assert len(engine.articles) == 1


class TestRows:
    def test_stay_with_their_reviews_where_the_quotation_is_the_same(self, article: ArticlePage) -> None:
        first, second = rows(article)
        PageQuotation.objects.filter(pk=second.pk).update(verdict="corrected", speaker="Kenji Arai-Holm")
        article.intro = (
            "“A new one,” said Ann Lee. “The quay is safe,” said Mara Lindqvist, the mayor of Ostby."
        )
        publish(article)
        now = rows(article)
        assert [row.pk for row in now[1:]] == [first.pk, second.pk]
        assert [row.quotation_id for row in now] == ["q1", "q2", "q3"]
        assert now[2].speaker_shown == "Kenji Arai-Holm"

    def test_of_quotations_that_are_gone_rest_and_come_back(self, article: ArticlePage) -> None:
        first, _second = rows(article)
        PageQuotation.objects.filter(pk=first.pk).update(verdict="accepted")
        words, article.intro = article.intro, "Nothing."
        publish(article)
        assert [row.found_speaker for row in rows(article)] == ["Kenji Arai"]
        assert PageQuotation.objects.get(pk=first.pk).present is False
        article.intro = words
        publish(article)
        back = rows(article)[0]
        assert (back.pk, back.verdict) == (first.pk, "accepted")

    def test_do_not_stand_for_the_same_words_of_somebody_else(self, article: ArticlePage) -> None:
        PageQuotation.objects.filter(pk=rows(article)[0].pk).update(verdict="accepted")
        article.intro = "“The quay is safe,” said Ann Lee."
        publish(article)
        assert (rows(article)[0].found_speaker, rows(article)[0].verdict) == ("Ann Lee", "")

    def test_the_same_words_twice_are_two(self, home: Page) -> None:
        page = home.add_child(instance=ArticlePage(title="Twice", intro="“No,” said Ann Lee. " * 2))
        publish(page)
        publish(page)
        assert [row.text for row in rows(page)] == ["“No,”", "“No,”"]

    def test_words_that_nobody_stated_are_apart(self, home: Page) -> None:
        page = home.add_child(instance=ArticlePage(title="Scare", intro="“so safe” said Ann Lee."))
        publish(page)
        record = state(page)
        assert ([row.reason for row in record.others], record.statements) == (["scare"], [])
        assert record.reviewed


class TestFailure:
    def test_of_the_engine_is_recorded_and_the_page_is_live(
        self, home: Page, engine: type[FakeEngine]
    ) -> None:
        engine.error = InputError("too long by a yard", field="html")
        page = home.add_child(instance=ArticlePage(title="Long", intro="“No,” said Ann Lee.", live=False))
        publish(page)
        record = state(page)
        assert (page.live, record.status, record.error) == (True, "failed", "too long by a yard")

    def test_what_nobody_expected_is_told_without_its_words(
        self, home: Page, engine: type[FakeEngine], caplog: pytest.LogCaptureFixture
    ) -> None:
        engine.error = RuntimeError("password hunter2")
        page = home.add_child(instance=ArticlePage(title="Odd", intro="“No,” said Ann Lee."))
        publish(page)
        assert "RuntimeError" in state(page).error
        assert "hunter2" not in state(page).error
        assert "hunter2" in caplog.text

    def test_an_older_extraction_stays_and_is_known_to_be_old(
        self, article: ArticlePage, engine: type[FakeEngine]
    ) -> None:
        engine.error = RuntimeError("no")
        article.intro = "Nothing."
        publish(article)
        record = state(article)
        assert (record.status, record.current, len(rows(article))) == ("failed", False, 2)

    def test_the_next_publication_tries_again(self, article: ArticlePage, engine: type[FakeEngine]) -> None:
        engine.error, article.intro = RuntimeError("no"), "“Now,” said Ann Lee."
        publish(article)
        engine.error = None
        publish(article)
        assert (state(article).status, state(article).error, state(article).current) == ("done", "", True)

    def test_of_the_broker_is_recorded(self, article: ArticlePage, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse() -> None:
            raise ConnectionError("no broker")

        monkeypatch.setattr(extraction, "_enqueue", lambda page_id: refuse())
        article.intro = "Nothing."
        publish(article)
        assert (article.live, state(article).status) == (True, "failed")
        assert "ConnectionError" in state(article).error

    def test_of_a_block_of_the_site_is_recorded(
        self, article: ArticlePage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(page: Page) -> None:
            raise KeyError("heading")

        monkeypatch.setattr(extraction, "article_of", refuse)
        publish(article)
        assert (article.live, state(article).status) == (True, "failed")

    def test_of_the_database_does_not_stop_publication(
        self, article: ArticlePage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def refuse(**_: Any) -> None:
            raise OSError("disk full")

        monkeypatch.setattr(PageExtraction.objects, "get_or_create", refuse)
        publish(article)
        assert article.live
        assert "disk full" in caplog.text

    def test_publishing_in_the_editor_goes_on(
        self, article: ArticlePage, editor: Client, engine: type[FakeEngine]
    ) -> None:
        engine.error = RuntimeError("no")
        data = {"title": "Renamed", "slug": article.slug, "intro": "“Now,” said Ann Lee.", "body-count": "0"}
        with TestCase.captureOnCommitCallbacks(execute=True):
            answer = editor.post(
                reverse("wagtailadmin_pages:edit", args=[article.pk]),
                {**data, "action-publish": "action-publish"},
            )
        assert answer.status_code == 302
        assert Page.objects.get(pk=article.pk).title == "Renamed"
        assert state(article).status == "failed"


class TestTasks:
    def test_one_for_a_page_that_is_gone_does_nothing(self, article: ArticlePage) -> None:
        article.delete()
        assert work_on(article.pk) is None

    def test_an_older_article_does_not_overwrite_a_newer_one(
        self, article: ArticlePage, engine: type[FakeEngine], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(extraction, "_enqueue", lambda page_id: None)
        article.intro = "“First,” said Ann Lee."
        publish(article)
        read = FakeEngine.extract

        def publish_meanwhile(self: FakeEngine, given: Any) -> Any:
            monkeypatch.setattr(FakeEngine, "extract", read)
            page = ArticlePage.objects.get(pk=article.pk)
            page.intro = "“Second,” said Ann Lee."
            publish(page)
            return read(self, given)

        monkeypatch.setattr(FakeEngine, "extract", publish_meanwhile)
        assert work_on(article.pk) == "pending"
        assert work_on(article.pk) == "done"
        assert rows(article)[0].text == "“Second,”"

    def test_the_work_is_left_to_the_backend_of_the_site(self, article: ArticlePage) -> None:
        tasks: Any = {"backend": "kept", "queue_name": "slow"}
        backend = extract_page.using(**tasks).get_backend()
        backend.clear()
        article.intro = "“Later,” said Ann Lee."
        with override_settings(ATTRIBUTION_WAGTAIL={"TASKS": tasks}):
            publish(article)
        assert state(article).status == "pending"
        [task] = backend.results
        assert (task.args, task.task.queue_name) == ([article.pk], "slow")


class TestArticle:
    def test_has_the_prose_of_all_blocks_and_nothing_else(self, home: Page) -> None:
        page = ArticlePage(
            title="All & <sundry>",
            intro="One <b>bold</b> man\nspoke.\n\nTwo & more.",
            body=[
                ("prose", "<p>Three <b>is</b> rich.</p>"),
                ("text", "Four </p><script>."),
                ("quote", "Five."),
                ("card", {"heading": "Six", "words": "<p>Seven.</p>"}),
                ("list", ["Eight", "Nine"]),
                ("more", [("text", "Ten")]),
                ("note", "Left out."),
                ("code", "<p>Left out.</p>"),
                ("pull", None),
            ],
        )
        home.add_child(instance=page)
        article = article_of(Page.objects.get(pk=page.pk).specific)
        assert article.html.split("\n") == [
            "<p>One &lt;b&gt;bold&lt;/b&gt; man",
            "spoke.</p>",
            "<p>Two &amp; more.</p>",
            "<p>Three <b>is</b> rich.</p>",
            "<p>Four &lt;/p&gt;&lt;script&gt;.</p>",
            "<blockquote><p>Five.</p></blockquote>",
            "<p>Six</p>",
            "<p>Seven.</p>",
            "<p>Eight</p>",
            "<p>Nine</p>",
            "<p>Ten</p>",
        ]
        assert (article.id, article.title, article.language) == (str(page.pk), "All & <sundry>", "en")

    def test_of_an_empty_page_is_empty(self, home: Page) -> None:
        page = home.add_child(instance=ArticlePage(title="Empty"))
        assert article_of(page).html == ""
