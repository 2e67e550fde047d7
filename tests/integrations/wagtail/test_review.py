"""Reviewing: who may, what is kept, what the history tells; and hostile content in the admin."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from attribution_wagtail.models import PageExtraction, PageQuotation
from attribution_wagtail.views import review_address
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, PageLogEntry

from attribution.records import Warning
from tests.integrations.wagtail.conftest import publish, rows
from tests.integrations.wagtail.engine import FakeEngine
from tests.integrations.wagtail.news.models import ArticlePage, OtherPage

HOSTILE = "</script><img src=x onerror=alert(1)><svg onload=alert(2)>\"'><style>*{display:none}</style>"


def seen(client: Client, page: Page) -> BeautifulSoup:
    answer = client.get(review_address(page))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def shown(soup: BeautifulSoup) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    [form] = [form for form in soup.find_all("form") if form.find("fieldset")]
    data = {}
    for field in form.find_all(["input", "select"]):
        if field.name == "select":
            data[field["name"]] = field.find("option", selected=True)["value"]
        elif field.get("type") != "radio" or field.has_attr("checked"):
            data[field["name"]] = field.get("value", "")
    return data


def decide(client: Client, page: Page, data: dict[str, str], row: PageQuotation, **decision: str) -> Any:
    """Sends a form with a decision on a row."""
    sent = {**data, **{f"quotation-{row.pk}-{name}": value for name, value in decision.items()}}
    return client.post(review_address(page), sent)


def messages_in(answer: Any) -> str:
    return " ".join(
        part.get_text() for part in BeautifulSoup(answer.content, "html.parser")(class_="messages")
    )


@pytest.fixture
def member(article: ArticlePage) -> Client:
    """A browser of somebody who gets into the admin and may edit nothing yet."""
    user = get_user_model().objects.create_user("kenji", "kenji@example.org", "secret")
    group = Group.objects.create(name="Desk")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def allow(page: Page, codename: str) -> None:
    permission = Permission.objects.get(codename=codename, content_type__app_label="wagtailcore")
    group = Group.objects.get(name="Desk")
    GroupPagePermission.objects.create(group=group, page=page, permission=permission)


class TestDecisions:
    def test_are_kept_with_who_decided(self, article: ArticlePage, editor: Client) -> None:
        first, second = rows(article)
        data = shown(seen(editor, article))
        answer = decide(editor, article, data, first, verdict="accepted")
        assert answer.status_code == 302
        kept, other = rows(article)
        assert (kept.verdict, kept.reviewer.username, kept.reviewed_at is not None) == (
            "accepted",
            "ines",
            True,
        )
        assert (other.verdict, other.reviewer) == ("", None)
        assert not PageExtraction.objects.get(page=article).reviewed
        decide(editor, article, shown(seen(editor, article)), second, verdict="rejected")
        record = PageExtraction.objects.get(page=article)
        assert (record.reviewed, record.reviewer.username, record.open_count) == (True, "ines", 0)

    def test_a_correction_has_speaker_kind_and_role(self, article: ArticlePage, editor: Client) -> None:
        data = shown(seen(editor, article))
        first = rows(article)[0]
        assert data[f"quotation-{first.pk}-speaker"] == "Mara Lindqvist"
        decide(
            editor, article, data, first,
            verdict="corrected", speaker="Ostby Council", kind="organisation", role="",
        )  # fmt: skip
        kept = rows(article)[0]
        assert (kept.speaker_shown, kept.kind, kept.role_shown) == ("Ostby Council", "organisation", "")
        soup = seen(editor, article)
        assert "In place of: Mara Lindqvist, mayor of Ostby" in " ".join(soup.get_text().split())
        again = shown(soup)
        assert again[f"quotation-{first.pk}-speaker"] == "Ostby Council"

    def test_a_correction_must_correct(self, article: ArticlePage, editor: Client) -> None:
        first = rows(article)[0]
        answer = decide(editor, article, shown(seen(editor, article)), first, verdict="corrected")
        assert answer.status_code == 200
        assert "accept the quotation" in answer.content.decode()
        assert rows(article)[0].verdict == ""

    def test_can_be_taken_back(self, article: ArticlePage, editor: Client) -> None:
        first = rows(article)[0]
        decide(editor, article, shown(seen(editor, article)), first, verdict="corrected", speaker="Ann Lee")
        decide(editor, article, shown(seen(editor, article)), first, verdict="")
        kept = rows(article)[0]
        assert (kept.verdict, kept.speaker, kept.reviewer, kept.speaker_shown) == (
            "",
            "",
            None,
            "Mara Lindqvist",
        )

    def test_nobody_elses_is_overwritten_unseen(self, article: ArticlePage, editor: Client) -> None:
        first, second = rows(article)
        stale = shown(seen(editor, article))
        decide(editor, article, stale, first, verdict="rejected")
        answer = decide(editor, article, stale, first, verdict="accepted")
        assert "Somebody else has decided" in answer.content.decode()
        assert rows(article)[0].verdict == "rejected"
        decide(editor, article, stale, second, verdict="accepted")
        assert [row.verdict for row in rows(article)] == ["rejected", "accepted"]

    def test_one_that_is_wrong_keeps_the_others_from_being_kept(
        self, article: ArticlePage, editor: Client
    ) -> None:
        first, second = rows(article)
        data = shown(seen(editor, article)) | {f"quotation-{first.pk}-verdict": "accepted"}
        answer = decide(editor, article, data, second, verdict="no such")
        assert answer.status_code == 200
        assert [row.verdict for row in rows(article)] == ["", ""]

    def test_on_a_quotation_of_another_page_are_not_taken(
        self, article: ArticlePage, editor: Client, home: Page
    ) -> None:
        other = home.add_child(instance=ArticlePage(title="Other", intro="“No,” said Ann Lee."))
        publish(other)
        decide(editor, article, shown(seen(editor, article)), rows(other)[0], verdict="rejected")
        assert rows(other)[0].verdict == ""

    def test_nothing_changed_is_said(self, article: ArticlePage, editor: Client) -> None:
        answer = editor.post(review_address(article), shown(seen(editor, article)), follow=True)
        assert "Nothing was changed." in answer.content.decode()
        assert not PageLogEntry.objects.filter(action="attribution_wagtail.review").exists()

    def test_the_history_of_the_page_tells_of_them(self, article: ArticlePage, editor: Client) -> None:
        first = rows(article)[0]
        decide(editor, article, shown(seen(editor, article)), first, verdict="corrected", speaker=HOSTILE)
        entry = PageLogEntry.objects.get(action="attribution_wagtail.review")
        assert (entry.user.username, entry.data["before"]["verdict"]) == ("ines", "")
        page = editor.get(reverse("wagtailadmin_pages:history", args=[article.pk])).content
        soup = BeautifulSoup(page, "html.parser")
        assert f"Corrected: “The quay is safe,” — {HOSTILE}" in soup.get_text()
        assert not soup.find_all("img", src="x")


class TestAccess:
    def test_who_may_not_edit_the_page_is_refused(self, article: ArticlePage, member: Client) -> None:
        for answer in (
            member.get(review_address(article)),
            member.post(review_address(article), {}),
            member.post(reverse("attribution_wagtail:again", args=[article.pk])),
        ):
            assert (answer.status_code, answer.url) == (302, reverse("wagtailadmin_home"))

    def test_who_may_edit_the_page_may_review_it(self, article: ArticlePage, member: Client) -> None:
        allow(article, "change_page")
        decide(member, article, shown(seen(member, article)), rows(article)[0], verdict="accepted")
        assert rows(article)[0].reviewer.username == "kenji"

    def test_who_is_not_signed_in_is_asked_to(self, article: ArticlePage) -> None:
        answer = Client().get(review_address(article))
        assert answer.url.startswith(reverse("wagtailadmin_login"))

    @pytest.mark.parametrize("name", ["review", "again"])
    def test_a_form_from_elsewhere_is_refused(self, article: ArticlePage, editor: Client, name: str) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.cookies = editor.cookies
        answer = strict.post(reverse(f"attribution_wagtail:{name}", args=[article.pk]), {})
        assert answer.status_code == 403

    def test_extraction_is_asked_for_by_post_alone(self, article: ArticlePage, editor: Client) -> None:
        assert editor.get(reverse("attribution_wagtail:again", args=[article.pk])).status_code == 405

    def test_no_such_page(self, editor: Client, database: None) -> None:
        assert editor.get(reverse("attribution_wagtail:review", args=[4711])).status_code == 404


class TestShown:
    def test_the_editor_has_a_panel(self, article: ArticlePage, editor: Client) -> None:
        soup = BeautifulSoup(
            editor.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content, "html.parser"
        )
        panel = soup.find(class_="attribution--panel")
        assert [words.get_text() for words in panel("blockquote")] == [
            "“The quay is safe,”",
            "“I saw it move,”",
        ]
        assert "2 quotations · 2 to review" in " ".join(panel.get_text().split())
        assert panel.find("a", href=review_address(article))
        assert panel.find(id="attribution-page")["value"] == str(article.pk)
        assert not panel.find_all("form"), "a form within the editor's form would break it"

    def test_a_page_not_yet_published_has_a_panel_too(self, home: Page, editor: Client) -> None:
        address = reverse("wagtailadmin_pages:add", args=["news", "articlepage", home.pk])
        assert "when the page is published" in editor.get(address).content.decode()

    def test_the_menu_of_a_page_leads_to_the_review(
        self, article: ArticlePage, editor: Client, home: Page
    ) -> None:
        def links(page: Page) -> Iterable[Any]:
            content = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content
            return BeautifulSoup(content, "html.parser").find_all("a", href=review_address(page))

        other = home.add_child(instance=OtherPage(title="Other"))
        assert len(list(links(article))) == 2  # the menu and the panel
        assert not list(links(other))

    def test_a_failure_is_shown_with_what_is_left(
        self, article: ArticlePage, editor: Client, engine: type[FakeEngine]
    ) -> None:
        engine.error, article.intro = RuntimeError("no"), "Nothing."
        publish(article)
        text = " ".join(seen(editor, article).get_text().split())
        assert "Looking for quotations failed. An unexpected error (RuntimeError)" in text
        assert "of an earlier version" in text

    def test_looking_again_mends_it(
        self, article: ArticlePage, editor: Client, engine: type[FakeEngine]
    ) -> None:
        engine.error, article.intro = RuntimeError("no"), "“Now,” said Ann Lee."
        publish(article)
        engine.error = None
        answer = editor.post(reverse("attribution_wagtail:again", args=[article.pk]), follow=True)
        assert "Looking for quotations: done." in answer.content.decode()
        assert rows(article)[0].found_speaker == "Ann Lee"

    def test_every_field_has_a_label(self, article: ArticlePage, editor: Client) -> None:
        soup = seen(editor, article)
        form = next(form for form in soup.find_all("form") if form.find("fieldset"))
        named = {label["for"] for label in form("label")}
        fields = [field for field in form(["input", "select"]) if field.get("type") != "hidden"]
        assert len(fields) == 2 * (4 + 3)
        assert {field["id"] for field in fields} <= named
        ids = [element["id"] for element in form.find_all(id=True)]
        assert len(ids) == len(set(ids))


class TestHostileContent:
    @pytest.fixture
    def hostile(self, home: Page, engine: type[FakeEngine]) -> ArticlePage:
        engine.warnings = (Warning("odd", f"odd {HOSTILE}"),)
        words = HOSTILE.replace(",", "").replace(".", "")
        page = ArticlePage(
            title=HOSTILE,
            intro=f"“X{words}” said {words}, the {words}. “x{words}” said Ann Lee.",
        )
        home.add_child(instance=page)
        publish(page)
        row = rows(page)[0]
        assert all(HOSTILE[:15] in value for value in (row.text, row.found_speaker, row.found_role))
        return page

    @pytest.mark.parametrize("where", ["review", "edit", "choose"])
    def test_is_text_in_the_admin(self, hostile: ArticlePage, editor: Client, where: str) -> None:
        address = {
            "review": review_address(hostile),
            "edit": reverse("wagtailadmin_pages:edit", args=[hostile.pk]),
            "choose": reverse("attribution_quotation_chooser:choose_results"),
        }[where]
        soup = BeautifulSoup(editor.get(address).content, "html.parser")
        assert HOSTILE[:50] in soup.get_text() or where == "choose"
        assert not soup.find_all("img", src="x")
        assert not [tag for tag in soup.find_all(True) if {"onerror", "onload"} & set(tag.attrs)]
        assert not [style for style in soup("style") if "display:none}" in style.get_text()]
        assert not [script for script in soup("script") if script.get_text().strip().startswith("alert")]

    def test_of_an_editor_is_text_too(self, article: ArticlePage, editor: Client) -> None:
        first = rows(article)[0]
        decide(
            editor, article, shown(seen(editor, article)), first,
            verdict="corrected", speaker=HOSTILE, role=HOSTILE,
        )  # fmt: skip
        soup = seen(editor, article)
        assert soup.find("strong", string=HOSTILE)
        assert soup.find("option", value=HOSTILE)
        assert not soup.find_all("img", src="x")


def test_no_draft_goes_to_the_engine(editor: Client, home: Page) -> None:
    page = ArticlePage(title="A draft", intro="“Not yet,” said Mara Lindqvist, the mayor.", live=False)
    home.add_child(instance=page)
    editor.post(reverse("attribution_wagtail:again", args=[page.pk]))
    assert not FakeEngine.articles
    assert "Look for quotations again" not in seen(editor, page).get_text()


def test_a_number_that_no_page_has_does_not_break_the_chooser(editor: Client, article: ArticlePage) -> None:
    assert editor.get(reverse("attribution_quotation_chooser:choose"), {"page": "9" * 25}).status_code == 200
