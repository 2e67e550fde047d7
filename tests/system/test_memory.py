"""The pages of the store in a real browser: from a search to what was put right, and what must not happen."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from api.benchmarks.service import Service, serving
from tests.system.conftest import held, milliseconds_until_ready

pytestmark = pytest.mark.system

NEWSROOM = Path(__file__).parent / "newsroom.toml"
FERRY = "“I do not think the council will ever sell the old ferry,” said Mara Lindqvist, the mayor of Ostby."
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script><style>*{display:none}</style>\u202e"

Screenshot = Callable[[Page, str], None]
Accessible = Callable[[Page], None]


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service with the real model and a store."""
    store = tmp_path_factory.mktemp("memory") / "store.db"
    with serving("--workers", "1", environment={"ATTRIBUTION_STORE": str(store)}) as running:
        for article in tomllib.loads(NEWSROOM.read_text(encoding="utf-8"))["article"]:
            keep(running, **{**article, "text": article["text"].strip()})
        yield running


def ask(service: Service, method: str, path: str, given: object = None) -> Any:
    """The JSON of an answer."""
    body = None if given is None else json.dumps(given).encode()
    status, answer = service.ask(method, path, body, {"Content-Type": "application/json"})
    assert status in (200, 201), answer.decode()
    return json.loads(answer)


def keep(service: Service, **article: str) -> Any:
    return ask(service, "POST", "/v1/articles", article)


def visit(page: Page, service: Service, path: str) -> None:
    page.goto(f"{service.url}{path}")
    page.locator("html[data-ready]").wait_for()


def sign_as(page: Page, author: str) -> None:
    """Who decides from now on: as after the first time that the page has asked."""
    page.evaluate("author => sessionStorage.setItem('attribution-desk-author', author)", author)


def verify(page: Page, quotation: str, *, speaker: str = "", article: str = "", transcript: str = "") -> None:
    page.get_by_label("Quotation", exact=True).fill(quotation)
    page.get_by_label("Speaker, if you know").fill(speaker)
    if article:
        page.get_by_role("radio", name="An article").check(force=True)
        page.get_by_label("The article that it may be from").fill(article)
    if transcript:
        page.get_by_role("radio", name="A transcript").check(force=True)
        page.get_by_label("The words of the speaker").fill(transcript)
    page.get_by_role("button", name="Verify").click()


class TestNavigation:
    def test_only_a_service_with_a_store_has_one(self, service: Service, page: Page) -> None:
        visit(page, service, "/")
        expect(page.get_by_role("navigation")).to_have_count(0)

    def test_it_leads_over_all_pages_and_back(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/")
        links = page.get_by_role("navigation").get_by_role("link")
        current = page.get_by_role("navigation").locator("[aria-current=page]")
        names = links.all_text_contents()
        for name in names:
            links.filter(has_text=name).click()
            page.locator("html[data-ready]").wait_for()
            expect(current).to_have_text(name)
        page.go_back()
        expect(current).to_have_text(names[-2])


class TestSearch:
    def test_words_are_found_and_marked(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search")
        page.get_by_role("searchbox").fill('"the bridge"')
        page.get_by_role("button", name="Search").click()
        title = page.locator("#results-title")
        expect(title).to_have_text(re.compile(r"^\d+ quotations$"))
        expect(title).to_be_focused()
        expect(page).to_have_url(re.compile(r"/desk/search\?words=%22the\+bridge%22$"))
        for mark in page.locator(".hit mark").all_text_contents():
            assert mark.lower() == "the bridge"

    def test_facets_and_fields_narrow_it_and_the_back_button_widens_it(
        self, keeping: Service, page: Page
    ) -> None:
        visit(page, keeping, "/desk/search?words=bridge")
        title = page.locator("#results-title")
        found = title.text_content()
        page.get_by_role("link", name="Radio Fjord").click()
        expect(page.get_by_role("link", name="Leave out Outlet: Radio Fjord")).to_be_visible()
        expect(title).not_to_have_text(str(found))
        for line in page.locator(".where-said").all_text_contents():
            assert line.startswith("Radio Fjord")
        page.get_by_label("Speaker", exact=True).fill("Brandt")
        page.get_by_label("Speaker", exact=True).press("Enter")
        page.locator(".chip").nth(1).wait_for()
        expect(page.locator(".speaker-name").first).to_have_text("Tom Brandt")
        page.go_back()
        page.go_back()
        expect(title).to_have_text(str(found))
        expect(page.locator(".chip")).to_have_count(0)

    def test_an_address_shows_what_it_showed(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search?words=ferry&from=2026-06-01&to=2026-06-30&order=oldest")
        expect(page.locator(".chip")).to_have_text(["From: 2026-06-01 ×", "To: 2026-06-30 ×"])
        days = [time.get_attribute("datetime") for time in page.locator(".hit time").all()]
        assert days == sorted(days)
        assert {day[:7] for day in days if day} == {"2026-06"}
        page.get_by_role("link", name="Leave out From").click()
        expect(page.locator(".chip")).to_have_text(["To: 2026-06-30 ×"])

    def test_more_is_shown_behind_the_rest(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search")
        shown = page.locator(".hit").count()
        page.get_by_role("button", name="Show more").click()
        expect(page.locator(".hit .said").nth(shown)).to_be_focused()
        ids = [hit.get_attribute("data-quotation") for hit in page.locator(".hit").all()]
        assert len(set(ids)) == len(ids) > shown

    def test_a_click_that_comes_twice_shows_more_once(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search")
        shown = page.locator(".hit").count()
        page.get_by_role("button", name="Show more").evaluate("button => { button.click(); button.click(); }")
        expect(page.locator(".hit .said").nth(shown)).to_be_focused()
        page.locator("#page:not([aria-busy])").wait_for()
        ids = [hit.get_attribute("data-quotation") for hit in page.locator(".hit").all()]
        assert len(set(ids)) == len(ids)

    def test_fields_that_change_one_after_the_other_all_count(self, keeping: Service, page: Page) -> None:
        """Also when the page has not drawn what came of the first."""
        visit(page, keeping, "/desk/search")
        page.evaluate(
            """() => {
              for (const [name, value] of [["from", "2026-06-01"], ["to", "2026-06-30"]]) {
                const field = document.querySelector(`[data-key="filter-${name}"]`);
                field.value = value;
                field.dispatchEvent(new Event("change"));
              }
              const order = document.querySelector('[data-key="order"]');
              order.value = "oldest";
              order.dispatchEvent(new Event("change"));
            }"""
        )
        expect(page).to_have_url(re.compile(r"\?from=2026-06-01&to=2026-06-30&order=oldest$"))
        expect(page.locator(".chip")).to_have_text(["From: 2026-06-01 ×", "To: 2026-06-30 ×"])

    def test_what_is_typed_stays_when_an_answer_comes(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search")
        with held(page, "**/v1/quotations?*"):
            page.get_by_label("Role", exact=True).fill("engineer")
            page.get_by_label("Speaker", exact=True).press_sequentially("Bra")
        page.locator(".chip").wait_for()
        page.keyboard.type("ndt")
        page.keyboard.press("Enter")
        chips = page.locator(".chip")
        expect(chips).to_have_text(["Role: engineer ×", "Speaker: Brandt ×"])
        page.go_back()
        expect(chips).to_have_text(["Role: engineer ×"])
        expect(page.get_by_label("Speaker", exact=True)).to_have_value("")

    def test_letters_lead_through_it(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search?words=bridge")
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.locator(".hit .said").nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(page.locator(".hit .said").nth(0)).to_be_focused()
        page.keyboard.press("/")
        expect(page.get_by_role("searchbox")).to_be_focused()
        page.locator("h1").first.focus()
        page.get_by_role("button", name="Search").focus()
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_contain_text("next, previous of a list")

    def test_it_is_followed_by_a_feed(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search?words=lantern&outlet=Ostby+Post&speaker=7")
        page.get_by_role("button", name="Follow").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="OK").click()
        dialog.get_by_label("Its name").fill("Lanterns")
        dialog.get_by_role("button", name="OK").click()
        feed = dialog.get_by_label("Address of the feed").input_value()
        assert feed.startswith(f"{keeping.url}/v1/searches/")
        status, atom = keeping.ask("GET", feed.removeprefix(keeping.url))
        assert (status, b"Lanterns" in atom) == (200, True)
        [kept] = ask(keeping, "GET", "/v1/searches")["searches"]
        assert kept["query"] == {"words": "lantern", "outlet": ["Ostby Post"], "speaker": 7}
        assert kept["author"] == "Tove Sand"
        visit(page, keeping, "/desk/search")
        page.get_by_role("link", name="Lanterns").click()
        page.locator(".chip").nth(1).wait_for()
        assert page.get_by_role("searchbox").input_value() == "lantern"
        visit(page, keeping, "/desk/search")
        page.get_by_role("button", name="Follow Lanterns no longer").click()
        dialog.get_by_role("button", name="End it").click()
        expect(page.locator(".followed")).to_have_count(0)
        assert ask(keeping, "GET", "/v1/searches")["searches"] == []

    def test_what_cannot_be_looked_for_is_told(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search?words=%22bridge")
        expect(page.get_by_role("alert")).to_contain_text("a quotation mark that is not closed")
        visit(page, keeping, "/desk/search?words=zebra")
        expect(page.locator(".nothing")).to_contain_text("Nothing that was said fits.")


class TestArticle:
    def test_a_hit_leads_to_its_article_and_back(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/search?words=412+bolts")
        page.locator(".hit .said").click()
        page.locator("#card-title").wait_for()
        expect(page.get_by_role("heading", level=1)).to_have_text("Swing bridge to open in May")
        expect(page.locator("mark.chosen")).to_have_text("“We replaced 412 bolts in six weeks,”")
        expect(page.locator(".card .by")).to_contain_text("Tom Brandt · Engineer")
        page.locator(".saying").first.click()
        expect(page.locator("mark.chosen")).to_contain_text("not a day later")
        page.keyboard.press("j")
        expect(page.locator(".marker").nth(1)).to_be_focused()
        page.keyboard.press("k")
        expect(page.locator("mark.chosen")).to_contain_text("not a day later")
        page.keyboard.press("Enter")
        expect(page.locator("#card-title")).to_be_focused()
        page.go_back()
        expect(page.locator("mark.chosen")).to_contain_text("412 bolts")
        page.go_back()
        expect(page.locator("#results-title")).to_have_text("1 quotation")

    def test_letters_that_come_faster_than_answers_all_count(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/articles/2")
        with held(page, re.compile(r"/v1/quotations/\d+$")):
            for _ in range(3):
                page.keyboard.press("j")
        expect(page.locator(".marker").nth(2)).to_have_attribute("aria-current", "true")
        expect(page.locator(".marker").nth(2)).to_be_focused()

    def test_that_nothing_can_be_had_is_told_once(self, keeping: Service, page: Page) -> None:
        page.route(re.compile(r"/v1/(articles|quotations)/"), lambda route: route.abort())
        visit(page, keeping, "/desk/articles/2?quotation=5")
        expect(page.get_by_role("alert")).to_contain_text("cannot be reached")

    def test_what_became_of_a_quotation_is_told(self, keeping: Service, page: Page) -> None:
        first = keep(keeping, id="changing", text="“We open on Monday at nine sharp,” said Ada Falk.")
        changed = keep(keeping, id="changing", text="“We open on Tuesday at nine sharp,” said Ada Falk.")
        assert changed["changed"] == first["new"]
        visit(page, keeping, f"/desk/articles/{first['article']}?quotation={first['new'][0]}")
        fate = page.locator(".card .events").first
        expect(fate).to_contain_text("Version 2: changed")
        expect(fate.locator("del")).to_contain_text("Monday")
        expect(fate.locator("ins")).to_contain_text("Tuesday")
        keep(keeping, id="changing", text="We are closed.")
        page.reload()
        expect(page.locator(".card .state")).to_have_text("No longer in the article")
        expect(page.locator(".card").get_by_role("button", name="Accept")).to_have_count(0)

    def test_hostile_articles_are_inert(self, keeping: Service, page: Page) -> None:
        told = keep(
            keeping,
            title=f"“No {HOSTILE}” says Lee",
            outlet=f"Post {HOSTILE}",
            text=f"“No {HOSTILE} way,” said Mara {HOSTILE} Lindqvist, the {HOSTILE} mayor.",
        )
        for path in (
            f"/desk/articles/{told['article']}?quotation={told['new'][0]}",
            "/desk/search?words=onerror",
            f"/desk/search?article={told['article']}",
            f"/desk/review?article={told['article']}",
            "/desk/speakers",
        ):
            visit(page, keeping, path)
            assert page.locator("main img, main script, main style").count() == 0
            assert page.locator("a[href^='javascript:']").count() == 0
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            for facets in page.locator(".facets").all():
                assert (
                    facets.evaluate("all => all.scrollWidth - all.clientWidth") < 10
                )  # a ground reaches out


class TestReview:
    @pytest.fixture
    def article(self, keeping: Service, request: pytest.FixtureRequest) -> Any:
        """One that no other test decides on."""
        text = (
            "“The quay is wet,” said Ada Falk, the harbour master.\n\n"
            "“Nobody swims here,” said Bo Lund, a fisherman.\n\n“We sail at six,” Lund said."
        )
        return keep(keeping, id=f"review {request.node.name}", text=text)

    @staticmethod
    def sign(page: Page) -> None:
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="OK").click()

    def test_by_keyboard_and_taken_back(self, keeping: Service, page: Page, article: Any) -> None:
        number = article["article"]
        visit(page, keeping, f"/desk/review?article={number}")
        title = page.locator("#review-title")
        expect(title).to_have_text("1 of 3")
        first = str(page.locator(".context mark").text_content())
        page.keyboard.press("a")
        self.sign(page)
        expect(title).to_have_text("1 of 2")
        expect(title).to_be_focused()
        expect(page.locator("#status")).to_have_text("Accepted.")
        page.keyboard.press("r")
        expect(title).to_have_text("1 of 1")
        page.keyboard.press("u")
        expect(title).to_have_text("1 of 2")
        page.keyboard.press("j")
        expect(title).to_have_text("2 of 2")
        page.keyboard.press("k")
        expect(title).to_have_text("1 of 2")
        page.keyboard.press("a")
        expect(title).to_have_text("1 of 1")
        page.keyboard.press("a")
        expect(title).to_have_text("Nothing waits")
        found = ask(keeping, "GET", f"/v1/quotations?article={number}&review=accepted")
        assert found["total"] == 3
        [one] = [one for one in found["quotations"] if one["text"] == first]
        told = ask(keeping, "GET", f"/v1/quotations/{one['id']}")["reviews"]
        assert [(decision["action"], decision["author"]) for decision in told] == [("accept", "Tove Sand")]

    def test_a_letter_decides_on_what_is_shown_alone(
        self, keeping: Service, page: Page, article: Any
    ) -> None:
        """Not on the next one, while that is still on its way."""
        visit(page, keeping, f"/desk/review?article={article['article']}")
        title = page.locator("#review-title")
        sign_as(page, "Tove Sand")
        with held(page, re.compile(r"/v1/quotations/\d+$")):
            with page.expect_request(re.compile(r"/v1/quotations/\d+$")):
                page.keyboard.press("a")
            page.keyboard.press("a")
        expect(title).to_have_text("1 of 2")
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(title).to_have_text("2 of 2")
        expect(page.locator("#status")).to_have_text("This is the last.")
        accepted = ask(keeping, "GET", f"/v1/quotations?article={article['article']}&review=accepted")
        assert accepted["total"] == 1

    def test_a_letter_that_comes_twice_decides_once(self, keeping: Service, page: Page, article: Any) -> None:
        visit(page, keeping, f"/desk/articles/{article['article']}?quotation={article['new'][0]}")
        sign_as(page, "Tove Sand")
        with held(page, "**/review"):
            page.keyboard.press("a")
            page.keyboard.press("a")
        expect(page.locator("#status")).to_have_text("Accepted.")
        expect(page.locator(".card .events li")).to_have_count(1)
        expect(page.get_by_role("alert")).to_have_count(0)

    def test_somebody_else_was_quicker(self, keeping: Service, page: Page, article: Any) -> None:
        visit(page, keeping, f"/desk/review?article={article['article']}")
        title = page.locator("#review-title")
        words = page.locator(".context mark").text_content()
        for number in article["new"]:
            body = json.dumps({"action": "accept", "author": "Bo", "reason": "Heard it."}).encode()
            sent = {"Content-Type": "application/json", "If-Match": "*"}
            assert keeping.ask("POST", f"/v1/quotations/{number}/review", body, sent)[0] == 200
        page.keyboard.press("r")
        self.sign(page)
        expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed this meanwhile")
        expect(page.locator(".review-card .state")).to_have_text("Accepted")
        expect(page.locator(".context mark")).to_have_text(str(words))
        expect(title).to_be_focused()

    def test_corrected_in_its_article_and_found_under_the_new_speaker(
        self, keeping: Service, page: Page, article: Any
    ) -> None:
        number = article["article"]
        visit(page, keeping, f"/desk/search?words=quay&article={number}")
        page.locator(".hit .said").click()
        page.get_by_role("link", name="Correct", exact=True).click()
        page.get_by_role("heading", name="Quotation 1", exact=True).wait_for()
        page.get_by_label("Speaker", exact=True).select_option("Somebody else …")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Signe Holm")
        dialog.get_by_role("button", name="OK").click()
        expect(page.locator(".card .name")).to_have_text("Signe Holm")
        page.get_by_role("button", name="Save to the store").click()
        dialog.get_by_label("Why").fill("She rang us.")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="Save").click()
        expect(page.locator("#status")).to_contain_text("1 quotation corrected")
        page.get_by_role("button", name="Save to the store").click()
        expect(page.locator("#status")).to_have_text("The store has it as it is here.")
        visit(page, keeping, "/desk/search?speaker=Signe+Holm")
        expect(page.locator(".hit")).to_have_count(1)
        expect(page.locator(".hit .state")).to_have_text("Corrected")
        page.locator(".hit .said").click()
        decided = page.locator(".card .events").last
        expect(decided).to_contain_text("Corrected Tove Sand")
        expect(decided).to_contain_text("She rang us.")

    def test_a_correction_of_what_has_changed_is_refused(
        self, keeping: Service, page: Page, article: Any
    ) -> None:
        visit(page, keeping, f"/?article={article['article']}&quotation={article['new'][1]}")
        page.get_by_role("heading", name="Quotation 2", exact=True).wait_for()
        keep(keeping, id=article["key"], text="“We are closed,” said Bo Lund.")
        page.get_by_label("Type").select_option("mixed")
        page.get_by_role("button", name="Save to the store").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed this article meanwhile")
        expect(page.locator(".corrected")).to_be_visible()
        page.reload()
        expect(page.locator("#status")).to_have_text("Your draft is back.")


class TestSaving:
    def test_an_article_that_was_read_is_saved_once(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/")
        page.get_by_label("Article", exact=True).fill("“The tide is out,” said Ola Brekke, the pilot.")
        page.get_by_text("More about the article").click()
        page.get_by_label("Your identifier").fill("tide-1")
        page.get_by_label("Outlet").fill("Tidal News")
        page.get_by_role("button", name="Find quotations").click()
        page.get_by_role("button", name="Save to the store").click()
        expect(page.locator("#status")).to_contain_text("Saved to the store as article")
        page.get_by_role("link", name="In the store").click()
        expect(page.locator(".about-article")).to_contain_text("Tidal News")
        page.go_back()
        page.locator(".marker").first.wait_for()
        expect(page.locator("#status")).to_have_text("Your draft is back.")
        page.get_by_role("button", name="New article").click()
        page.get_by_label("Article", exact=True).fill("“The tide is out,” said Ola Brekke, the pilot.")
        page.get_by_text("More about the article").click()
        page.get_by_label("Your identifier").fill("tide-1")
        page.get_by_role("button", name="Find quotations").click()
        page.get_by_role("button", name="Save to the store").click()
        expect(page.locator("#status")).to_contain_text("Saved to the store as article")
        assert len(ask(keeping, "GET", "/v1/articles?id=tide-1")["articles"]) == 1

    def test_the_desk_can_be_used_while_the_store_reads(self, keeping: Service, page: Page) -> None:
        """What is corrected meanwhile is not saved yet, and what is opened meanwhile is another article."""
        visit(page, keeping, "/")
        page.get_by_label("Article", exact=True).fill("“Slack water at two,” said Ola Brekke, the pilot.")
        page.get_by_role("button", name="Find quotations").click()
        save, status = page.get_by_role("button", name="Save to the store"), page.locator("#status")
        page.locator(".marker").first.click()
        page.locator("details.correct summary").first.click()
        with held(page, "**/v1/articles"):
            save.click()
            save.click()
            page.get_by_label("Type", exact=True).select_option("Mixed")
        expect(status).to_contain_text("Saved to the store as article")
        save.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="Save").click()
        expect(status).to_contain_text("1 quotation corrected")
        page.get_by_role("button", name="New article").click()
        page.get_by_label("Article", exact=True).fill("“Neap tide on Friday,” said Ola Brekke, the pilot.")
        page.get_by_role("button", name="Find quotations").click()
        with held(page, "**/v1/articles"):
            save.click()
            page.get_by_role("button", name="New article").click()
            page.get_by_label("Article", exact=True).fill("“Spring tide in May,” said Ola Brekke, the pilot.")
            page.get_by_role("button", name="Find quotations").click()
            expect(page.locator(".paragraph")).to_contain_text("Spring tide")
            save.wait_for()
        expect(status).to_contain_text("Saved to the store as article")
        expect(page.get_by_role("link", name="In the store")).to_have_count(0)
        save.click()
        page.get_by_role("link", name="In the store").click()
        expect(page.locator(".article")).to_contain_text("Spring tide")

    def test_corrections_go_with_it(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/")
        page.get_by_label("Article", exact=True).fill(
            "“Ebb 🌊 at one,” said Ola Brekke, the pilot. It rained."
        )
        page.get_by_role("button", name="Find quotations").click()
        page.locator(".marker").first.click()
        page.locator("details.correct summary").first.click()
        page.get_by_label("Speaker", exact=True).select_option("Somebody else …")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name").fill("Runa Vik")
        dialog.get_by_role("button", name="OK").click()
        page.get_by_role("button", name="Save to the store").click()
        dialog.get_by_role("button", name="Cancel").click()
        assert not ask(keeping, "GET", "/v1/quotations?words=ebb")["quotations"]
        page.get_by_role("button", name="Save to the store").click()
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_label("I have read the whole article").check()
        dialog.get_by_role("button", name="Save").click()
        expect(page.locator("#status")).to_contain_text("1 quotation corrected")
        [found] = ask(keeping, "GET", "/v1/quotations?words=ebb")["quotations"]
        assert (found["speaker"], found["review"]) == ("Runa Vik", "corrected")


class TestSpeakers:
    def test_a_name_is_found(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/speakers")
        page.get_by_role("searchbox").fill("weir")
        page.get_by_role("button", name="Find").click()
        expect(page.locator("#results-title")).to_be_focused()
        expect(page.locator(".entry .speaker-name").first).to_have_text("Jonas Weir")
        expect(page.locator(".entry").first).to_contain_text("leader of the opposition")
        page.locator(".entry .speaker-name").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Jonas Weir")


class TestSpeaker:
    @staticmethod
    def open(page: Page, keeping: Service, name: str, role: str) -> None:
        visit(page, keeping, f"/desk/search?speaker={name}&role={role}")
        page.locator(".speaker-name").first.click()
        page.locator("html[data-ready]").wait_for()

    def test_who_that_is_and_what_they_said(self, keeping: Service, page: Page) -> None:
        self.open(page, keeping, "Lindqvist", "mayor")
        expect(page.get_by_role("heading", level=1)).to_have_text("Mara Lindqvist")
        expect(page.locator(".held").first).to_contain_text("mayor of Ostby")
        expect(page.locator(".held time").first).to_be_visible()
        expect(page.locator(".counts").first).to_contain_text("Ostby Post")
        page.get_by_role("searchbox").fill("ferry")
        page.get_by_role("searchbox").press("Enter")
        expect(page.locator("#said-title")).to_have_text("What they said about “ferry”")
        page.get_by_text("As a table").click()
        months = page.locator(".timeline-table tbody th").all_text_contents()
        assert months == sorted(months, key=lambda month: datetime.strptime(month, "%B %Y"))
        bars = page.locator(".timeline .bar").count()
        assert bars == len(months) > 0
        expect(page.locator(".hit").first).to_contain_text("ferry")
        expect(page).to_have_url(re.compile(r"about=ferry$"))

    def test_namesakes_are_merged_and_parted_again(self, keeping: Service, page: Page) -> None:
        self.open(page, keeping, "Lindqvist", "mayor")
        numbers = page.locator(".numbers")
        before = numbers.text_content()
        page.locator(".duplicates").get_by_role("button", name="Make them one").first.click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Why").fill(f"By telephone. {HOSTILE}")
        dialog.get_by_label("Your name").fill(f"Tove {HOSTILE} Sand")
        dialog.get_by_role("button", name="Make them one").click()
        expect(page.locator(".events li").first).to_contain_text("Merged")
        expect(page.locator(".events li").first).to_contain_text("By telephone. <img")
        expect(numbers).not_to_have_text(str(before))
        expect(page.locator(".duplicates")).to_have_count(0)
        page.get_by_role("button", name="Undo the last").click()
        dialog.get_by_role("button", name="Undo").click()
        expect(page.locator(".events .undone")).to_have_count(1)
        expect(numbers).to_have_text(str(before))
        assert page.locator("main img, main script, main style").count() == 0

    def test_another_name_is_kept(self, keeping: Service, page: Page) -> None:
        self.open(page, keeping, "Okafor", "spokeswoman")
        page.get_by_role("button", name="Rename").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Name", exact=True).fill(f"Ines B. {HOSTILE}")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="Rename").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(f"Ines B. {HOSTILE}")
        page.get_by_role("button", name="Rename").click()
        expect(dialog.get_by_label("Your name")).to_have_value("Tove Sand")
        dialog.get_by_label("Name", exact=True).fill("Ines Okafor")
        dialog.get_by_role("button", name="Rename").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ines Okafor")
        page.reload()
        expect(page.locator("#account")).to_contain_text("You decide as Tove Sand")

    def test_articles_of_somebody_else_are_taken_out(self, keeping: Service, page: Page) -> None:
        self.open(page, keeping, "Weir", "councillor")
        page.get_by_text(re.compile("In . articles, and why")).click()
        page.get_by_role("checkbox").first.check()
        page.get_by_role("button", name="The ticked ones are somebody else").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="Take them out").click()
        expect(page.locator(".events li").first).to_contain_text("Split")

    def test_who_is_not_there_is_told(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/speakers/99999")
        expect(page.get_by_role("alert")).to_contain_text("Speaker not found")


class TestVerify:
    @pytest.mark.parametrize(
        ("quotation", "speaker", "verdict"),
        [
            ("We replaced 412 bolts in six weeks", "Brandt", "Verbatim"),
            ("We replaced 412 bolts in five weeks", "", "Altered"),
            ("We replaced 412 bolts in six weeks", "Ines Okafor", "Said by somebody else"),
            ("Cows fly south over the marshes in spring", "", "Not found"),
        ],
    )
    def test_against_the_store(
        self, keeping: Service, page: Page, quotation: str, speaker: str, verdict: str
    ) -> None:
        visit(page, keeping, "/desk/verify")
        verify(page, quotation, speaker=speaker)
        expect(page.locator("#verdict")).to_have_text(verdict)
        expect(page.locator("#verdict")).to_be_focused()
        page.reload()
        expect(page.locator("#verdict")).to_have_text(verdict)
        expect(page.get_by_label("Quotation", exact=True)).to_have_value(quotation)

    def test_evidence_leads_to_its_article(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/verify?quotation=we+replaced+412+bolts+in+six+weeks")
        page.locator(".evidence-card").get_by_role("link", name="Swing bridge to open in May").click()
        expect(page.locator("mark.chosen")).to_have_text("“We replaced 412 bolts in six weeks,”")
        page.go_back()
        page.locator(".evidence-card").get_by_role("link", name="Tom Brandt").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Tom Brandt")

    def test_against_an_article(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/verify")
        verify(page, "the council will never sell the ferry", speaker="Tom Brandt", article=FERRY)
        expect(page.get_by_role("heading", name="Said by somebody else")).to_be_focused()
        expect(page.locator("del")).to_contain_text(["never", "as quoted"])
        expect(page.locator("ins")).to_contain_text(["ever", "old"])
        expect(page.locator(".cut")).to_have_text("I do not think")
        expect(page.locator(".said-by")).to_contain_text("Mara Lindqvist, not who was asked for")

    def test_against_a_transcript(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/verify")
        verify(page, "We open… at noon", transcript="We open the bridge at noon. I hope.")
        expect(page.locator("#verdict")).to_have_text("Verbatim, with marked edits")
        verify(page, "Cows fly south", transcript="We open the bridge at noon. I hope.")
        expect(page.locator("#verdict")).to_have_text("Not found")
        page.get_by_role("button", name="Clear").click()
        expect(page.locator("#verdict")).to_have_count(0)

    def test_an_answer_that_comes_too_late_is_not_shown(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/verify")
        asked: list[Route] = []
        page.route("**/v1/verify", lambda route: asked.append(route))
        for words in ("We open the bridge", "Cows fly south"):
            with page.expect_request("**/v1/verify"):
                verify(page, words, transcript="We open the bridge at noon. I hope.")
        first, second = asked
        second.continue_()
        expect(page.locator("#verdict")).to_have_text("Not found")
        with page.expect_response("**/v1/verify"):
            first.continue_()
        page.locator("#page:not([aria-busy])").wait_for()
        expect(page.locator("#verdict")).to_have_text("Not found")

    def test_hostile_words_are_inert(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/verify")
        article = f"“No {HOSTILE} way,” said Mara {HOSTILE} Lindqvist."
        verify(page, f"No {HOSTILE} day", speaker=HOSTILE, article=article)
        page.locator("#verdict").wait_for()
        assert "onerror=alert" in page.locator("#answer").inner_text()
        assert page.locator("main img, main script, main style").count() == 0

    def test_what_goes_wrong_is_told(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/verify")
        page.route("**/v1/verify", lambda route: route.abort())
        verify(page, "We open", transcript="We open.")
        expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
        page.unroute("**/v1/verify")
        verify(page, "…", transcript="We open.")
        expect(page.get_by_role("alert")).to_contain_text("quotation")


class TestClaims:
    @staticmethod
    def claim(service: Service, words: str) -> Any:
        [found] = ask(service, "GET", f"/v1/claims?words={words}")["claims"]
        return ask(service, "GET", f"/v1/quotations/{found['quotation']['id']}/claim")

    def test_what_is_most_worth_checking_comes_first(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/claims?outlet=Northern+Courier")
        worths = [
            int(found)
            for line in page.locator(".why").all_text_contents()
            for found in re.findall(r"worth (\d+) of 100", line)
        ]
        assert len(worths) > 3
        assert worths == sorted(worths, reverse=True)
        expect(page.locator(".claim", has_text="Fares have risen").locator("mark")).to_contain_text(
            ["12 per cent"]
        )
        page.get_by_role("combobox", name="Order").select_option("Oldest first")
        expect(page).to_have_url(re.compile("order=oldest"))
        expect(page.locator("#page")).not_to_have_attribute("aria-busy", "true")
        page.locator(".claim .said").first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ferry fares go up again")

    def test_by_keyboard_to_its_verdict(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/claims?words=crowns&speaker=Weir")
        page.keyboard.press("j")
        page.keyboard.press("c")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="OK").click()
        expect(page.locator("#status")).to_have_text("In check.")
        expect(page.locator(".claim .said")).to_be_focused()
        expect(page.locator(".standing")).to_contain_text("In check Tove Sand")
        checking = page.get_by_role("link", name="In check")
        checking.click()
        expect(checking).to_have_attribute("aria-current", "true")
        page.keyboard.press("v")
        dialog.get_by_label("Verdict").fill(f"Mostly true {HOSTILE}")
        dialog.get_by_label("Address").fill("https://checks.example/bridge")
        dialog.get_by_label("Why").fill(f"See the budget. {HOSTILE}")
        dialog.get_by_role("button", name="Keep it").click()
        verdict = page.locator(".standing").get_by_role("link", name="Mostly true <img")
        expect(verdict).to_have_attribute("href", "https://checks.example/bridge")
        assert page.locator("main img, main script, main style").count() == 0
        kept = self.claim(keeping, "61+million")
        assert (kept["status"], kept["author"]) == ("checked", "Tove Sand")
        assert kept["note"].startswith("See the budget.")
        page.get_by_text("What became of it").click()
        expect(page.locator(".became li")).to_have_count(2)
        with page.expect_download() as downloading:
            page.get_by_role("button", name="ClaimReview").click()
        review = json.loads(Path(str(downloading.value.path())).read_bytes())
        assert review["url"] == "https://checks.example/bridge"

    def test_a_letter_that_comes_twice_decides_once(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/claims?words=vacant")
        sign_as(page, "Tove Sand")
        with held(page, "**/claim"):
            page.keyboard.press("c")
            page.keyboard.press("c")
        expect(page.locator("#status")).to_have_text("In check.")
        expect(page.locator("#page")).not_to_have_attribute("aria-busy", "true")
        expect(page.get_by_role("alert")).to_have_count(0)
        with held(page, "**/claim/history"):
            page.locator(".became").evaluate(
                """async (details) => {
                  for (const open of [true, false, true]) {
                    details.open = open;
                    await new Promise((done) => details.addEventListener("toggle", done, { once: true }));
                  }
                }"""
            )
        page.locator(".became li").first.wait_for()
        expect(page.locator("#page")).not_to_have_attribute("aria-busy", "true")
        expect(page.locator(".became li")).to_have_count(1)

    def test_somebody_else_was_quicker(self, keeping: Service, page: Page) -> None:
        visit(page, keeping, "/desk/claims?words=longest")
        sign_as(page, "Tove Sand")
        seen = self.claim(keeping, "longest")
        body = json.dumps({"status": "dismissed", "author": "Bo", "note": "Everybody knows."}).encode()
        sent = {"Content-Type": "application/json", "If-Match": "*"}
        path = f"/v1/quotations/{seen['quotation']['id']}/claim"
        assert keeping.ask("PUT", path, body, sent)[0] == 200
        page.keyboard.press("c")
        expect(page.get_by_role("alert")).to_contain_text("Somebody else has changed this meanwhile")
        expect(page.locator(".standing")).to_contain_text("Nothing to check Bo")
        page.keyboard.press("o")
        expect(page.locator(".standing")).to_contain_text("Not checked Tove Sand")


@pytest.fixture(scope="module")
def disputed(keeping: Service) -> int:
    """One who is given two wordings, the words of whom are given to another as well."""
    told = "“We lost {} boats in the storm, and the slipway is gone,” said {}."
    for number, (lost, name) in enumerate(
        [
            ("14", "Runa Falk, the harbour master"),
            ("40", "Runa Falk, the harbour master"),
            ("14", "Odd Nes, a pilot"),
        ]
    ):
        keep(
            keeping,
            id=f"storm-{number}",
            outlet=f"Storm {HOSTILE} {number}",
            text=told.format(lost, name),
        )
    found: int = ask(keeping, "GET", "/v1/speakers?name=Runa+Falk")["speakers"][0]["id"]
    return found


class TestConflicts:
    def test_the_gravest_first_with_what_differs(self, keeping: Service, page: Page, disputed: int) -> None:
        visit(page, keeping, f"/desk/speakers/{disputed}")
        page.get_by_role("link", name="Conflicts", exact=True).last.click()
        page.locator(".conflict").nth(1).wait_for()
        expect(page.locator(".chip")).to_have_text(["Speaker: Runa Falk ×"])
        numbers = page.locator(".conflict", has_text="another number")
        expect(numbers.locator(".differs")).to_have_text(["14", "40"])
        expect(numbers.locator(".changes")).to_contain_text("14 – 40")
        names = page.locator(".conflict", has_text="two names")
        assert set(names.locator(".speaker-name").all_text_contents()) == {"Runa Falk", "Odd Nes"}
        assert page.locator("main img, main script, main style").count() == 0
        page.get_by_label("Kind").select_option("Two names")
        expect(page.locator(".conflict")).to_have_count(1)
        page.locator(".places a").first.click()
        expect(page.locator("mark.chosen")).to_contain_text("14 boats")

    def test_resolved_and_opened_again(self, keeping: Service, page: Page, disputed: int) -> None:
        visit(page, keeping, f"/desk/conflicts?speaker={disputed}&difference=number")
        page.keyboard.press("j")
        page.keyboard.press("r")
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Why").fill(f"It was 14. {HOSTILE}")
        dialog.get_by_label("Your name").fill("Tove Sand")
        dialog.get_by_role("button", name="Resolved").click()
        expect(page.locator(".events li")).to_contain_text("Resolved Tove Sand")
        expect(page.locator(".conflict h3")).to_be_focused()
        resolved = page.get_by_role("link", name="Resolved")
        resolved.click()
        expect(resolved).to_have_attribute("aria-current", "true")
        page.keyboard.press("o")
        expect(page.locator(".events li")).to_have_count(2)
        [kept] = ask(keeping, "GET", f"/v1/conflicts?speaker={disputed}&difference=number")["conflicts"]
        assert [(one["status"], one["author"]) for one in kept["decisions"]] == [
            ("open", "Tove Sand"),
            ("resolved", "Tove Sand"),
        ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
class TestLook:
    @pytest.fixture
    def shown(self, open_page: Callable[..., Page], scheme: str, width: int) -> Page:
        height = {1280: 900, 360: 740}[width]
        return open_page(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )

    @pytest.mark.parametrize(
        "path",
        [
            "/desk/search?words=bridge&outlet=Ostby+Post",
            "/desk/speakers/1",
            "/desk/speakers",
            "/desk/articles/2?quotation=5",
            "/desk/review?outlet=Radio+Fjord",
            "/desk/claims",
            "/desk/conflicts",
        ],
    )
    def test_pages(
        self,
        keeping: Service,
        shown: Page,
        accessible: Accessible,
        screenshot: Screenshot,
        scheme: str,
        width: int,
        path: str,
    ) -> None:
        visit(shown, keeping, path)
        accessible(shown)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        name = re.sub(r"\W+", "-", path.partition("?")[0].removeprefix("/desk/"))
        screenshot(shown, f"{name}-{scheme}-{width}")

    def test_verify(
        self,
        keeping: Service,
        shown: Page,
        accessible: Accessible,
        screenshot: Screenshot,
        scheme: str,
        width: int,
    ) -> None:
        visit(shown, keeping, "/desk/verify")
        accessible(shown)
        verify(shown, "[T]he council will never sell the ferry", speaker="Tom Brandt", article=FERRY)
        shown.locator("#verdict").wait_for()
        accessible(shown)
        assert shown.evaluate("document.documentElement.scrollWidth") <= width
        screenshot(shown, f"verify-{scheme}-{width}")


def test_a_page_is_ready_within_a_second(keeping: Service, page: Page) -> None:
    visit(page, keeping, "/desk/search?words=bridge")
    done = milliseconds_until_ready(page)
    print(f"\nsearch ready after {done:.0f} ms")
    assert done < 1_000
