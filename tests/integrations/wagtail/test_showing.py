"""What the public site shows: the block and the JSON-LD; and how the block's quotation is chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attribution_wagtail.blocks import AttributedQuotationBlock
from attribution_wagtail.models import PageQuotation
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from tests.integrations.wagtail.conftest import publish, rows
from tests.integrations.wagtail.engine import FakeEngine
from tests.integrations.wagtail.news.models import ArticlePage
from tests.integrations.wagtail.settings import SETTINGS
from tests.integrations.wagtail.test_review import HOSTILE

CHOOSER = "attribution_quotation_chooser"


def decide(row: PageQuotation, verdict: str, **values: str) -> None:
    PageQuotation.objects.filter(pk=row.pk).update(verdict=verdict, **values)


def visited(page: Page) -> BeautifulSoup:
    """The page as the public has it."""
    answer = Client().get(page.get_url())
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def graph(page: Page) -> list[dict[str, Any]]:
    """The nodes of the page's JSON-LD."""
    element = visited(page).find("script", type="application/ld+json")
    return list(json.loads(element.string)["@graph"]) if element else []


def of_type(nodes: list[dict[str, Any]], *types: str) -> list[dict[str, Any]]:
    return [node for node in nodes if node["@type"] in types]


class TestBlock:
    @pytest.fixture
    def showing(self, article: ArticlePage) -> ArticlePage:
        """The article, which shows its first quotation on a page of its own text."""
        article.body.append(("pull", rows(article)[0]))
        publish(article)
        return article

    def test_shows_the_words_with_speaker_and_role(self, showing: ArticlePage) -> None:
        figure = visited(showing).find("figure")
        assert figure.blockquote.get_text(strip=True) == "“The quay is safe,”"
        assert " ".join(figure.figcaption.get_text().split()) == "Mara Lindqvist, mayor of Ostby"

    def test_shows_what_an_editor_put_right(self, showing: ArticlePage) -> None:
        decide(rows(showing)[0], "corrected", speaker="Ann Lee", role="")
        figcaption = visited(showing).find("figcaption")
        assert figcaption.get_text(strip=True) == "Ann Lee"
        decide(rows(showing)[0], "corrected", speaker="", role="")
        assert visited(showing).find("figcaption") is None

    def test_shows_nothing_that_was_rejected(self, showing: ArticlePage) -> None:
        decide(rows(showing)[0], "rejected")
        assert visited(showing).find("figure") is None

    def test_shows_nothing_that_is_no_longer_in_the_article(self, showing: ArticlePage) -> None:
        showing.intro = "Nothing."
        publish(showing)
        assert visited(showing).find("figure") is None

    def test_shows_nothing_when_the_row_is_gone(self, showing: ArticlePage) -> None:
        PageQuotation.objects.all().delete()
        assert visited(showing).find("figure") is None

    def test_is_no_part_of_the_article(self, showing: ArticlePage, engine: type[FakeEngine]) -> None:
        assert len(rows(showing)) == 2
        assert engine.articles[-1].html.count("The quay is safe") == 1

    def test_hostile_content_is_text(self, showing: ArticlePage) -> None:
        decide(rows(showing)[0], "corrected", speaker=HOSTILE, role=HOSTILE)
        PageQuotation.objects.filter(pk=rows(showing)[0].pk).update(text=HOSTILE)
        figure = visited(showing).find("figure")
        assert [tag.name for tag in figure.find_all(True)] == [
            "blockquote",
            "p",
            "figcaption",
            "span",
            "span",
        ]
        assert [span.get_text() for span in figure("span")] == [HOSTILE, HOSTILE]
        assert figure.p.get_text() == HOSTILE

    def test_its_field_asks_for_the_quotations_of_the_page(
        self, article: ArticlePage, editor: Client
    ) -> None:
        widget = AttributedQuotationBlock().widget
        assert widget.base_js_init_options["linkedFields"] == {"page": "#attribution-page"}
        assert "Mara Lindqvist" in widget.get_value_data(rows(article)[0])["title"]


class TestChooser:
    def titles(self, client: Client, **query: Any) -> list[str]:
        answer = client.get(reverse(f"{CHOOSER}:choose_results"), query)
        links = BeautifulSoup(answer.content, "html.parser").find_all(
            attrs={"data-chooser-modal-choice": True}
        )
        return [link.get_text(strip=True) for link in links]

    def test_offers_the_quotations_of_a_page(self, article: ArticlePage, editor: Client, home: Page) -> None:
        other = home.add_child(instance=ArticlePage(title="Other", intro="“No,” said Ann Lee."))
        publish(other)
        assert self.titles(editor, page=article.pk) == [
            "“The quay is safe,” — Mara Lindqvist, mayor of Ostby",
            "“I saw it move,” — Kenji Arai, harbour master",
        ]
        assert len(self.titles(editor)) == 3
        assert len(self.titles(editor, page="x")) == 3
        assert self.titles(editor, q="arai") == ["“I saw it move,” — Kenji Arai, harbour master"]

    def test_does_not_offer_what_is_not_shown(self, article: ArticlePage, editor: Client) -> None:
        first, second = rows(article)
        decide(first, "rejected")
        PageQuotation.objects.filter(pk=second.pk).update(type="indirect")
        assert self.titles(editor) == []

    def test_answers_with_the_choice(self, article: ArticlePage, editor: Client) -> None:
        answer = editor.get(reverse(f"{CHOOSER}:chosen", args=[rows(article)[0].pk])).json()
        assert answer["result"]["title"] == "“The quay is safe,” — Mara Lindqvist, mayor of Ostby"

    def test_keeps_what_the_user_may_not_edit(self, article: ArticlePage) -> None:
        user = get_user_model().objects.create_user("kenji", "kenji@example.org", "secret")
        group = Group.objects.create(name="Desk")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        user.groups.add(group)
        client = Client()
        client.force_login(user)
        number = rows(article)[0].pk
        assert self.titles(client) == []
        assert client.get(reverse(f"{CHOOSER}:chosen", args=[number])).status_code == 404
        several = client.get(reverse(f"{CHOOSER}:chosen_multiple"), {"id": [number]})
        assert several.json()["result"] == []
        permission = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=article, permission=permission)
        client.force_login(get_user_model().objects.get(pk=user.pk))
        assert len(self.titles(client)) == 2

    def test_opens_as_a_dialog(self, article: ArticlePage, editor: Client) -> None:
        answer = editor.get(reverse(f"{CHOOSER}:choose"), {"page": article.pk}).json()
        assert (answer["step"], "I saw it move" in answer["html"]) == ("choose", True)


class TestJsonLd:
    def test_has_what_editors_decided(self, article: ArticlePage) -> None:
        first, second = rows(article)
        decide(first, "accepted")
        decide(second, "corrected", speaker="Ostby Port", kind="organisation", role="")
        nodes = graph(article)
        [node] = of_type(nodes, "NewsArticle")
        assert (node["headline"], node["url"]) == ("The quay is closed", article.full_url)
        assert [node["text"] for node in of_type(nodes, "Quotation")] == [
            "“The quay is safe,”",
            "“I saw it move,”",
        ]
        [person], [organisation] = of_type(nodes, "Person"), of_type(nodes, "Organization")
        assert (person["name"], person["jobTitle"]) == ("Mara Lindqvist", "mayor of Ostby")
        assert (organisation["name"], "jobTitle" in organisation) == ("Ostby Port", False)

    def test_a_corrected_speaker_may_be_another_of_the_article(self, article: ArticlePage) -> None:
        first, second = rows(article)
        decide(first, "accepted")
        decide(second, "corrected", speaker="Mara Lindqvist", kind="person", role="mayor")
        [person] = of_type(graph(article), "Person")
        assert person["jobTitle"] == ["mayor of Ostby", "mayor"]

    def test_has_no_speaker_where_an_editor_took_it_away(self, article: ArticlePage) -> None:
        decide(rows(article)[0], "corrected", speaker="", role="")
        assert of_type(graph(article), "Person", "Organization") == []

    def test_has_nothing_that_nobody_reviewed(self, article: ArticlePage) -> None:
        assert graph(article) == []
        decide(rows(article)[0], "accepted")
        assert len(of_type(graph(article), "Quotation")) == 1

    def test_unless_the_setting_says_so(self, article: ArticlePage) -> None:
        decide(rows(article)[0], "rejected")
        with override_settings(ATTRIBUTION_WAGTAIL={**SETTINGS["ATTRIBUTION_WAGTAIL"], "JSONLD": "all"}):
            assert [node["text"] for node in of_type(graph(article), "Quotation")] == ["“I saw it move,”"]

    def test_has_nothing_of_an_older_text(self, article: ArticlePage, engine: type[FakeEngine]) -> None:
        decide(rows(article)[0], "accepted")
        engine.error, article.intro = RuntimeError("no"), "“The quay is safe,” said nobody at all."
        publish(article)
        assert graph(article) == []

    def test_hostile_content_cannot_leave_it(self, article: ArticlePage) -> None:
        decide(rows(article)[0], "corrected", speaker=HOSTILE, kind="person", role=HOSTILE)
        article.title = f"{HOSTILE}\u2028<!--<script>"
        publish(article)
        source = Client().get(article.get_url()).content.decode()
        content = source.split('<script type="application/ld+json">')[1].split("</script>")[0]
        assert not set("<>&\u2028") & set(content)
        nodes = graph(article)
        assert of_type(nodes, "Person")[0]["name"] == HOSTILE
        assert of_type(nodes, "NewsArticle")[0]["headline"].startswith(HOSTILE)
        soup = visited(article)
        assert [element.get("type") for element in soup("script")] == ["application/ld+json"]
        assert not soup("img")
