"""`<attributed-quotations>` in a real browser, on pages that are built in different ways."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from attribution import Extractor
from attribution.schemas import dump_extraction
from tests.system.embedding import PAGES, Site, page_of, painted, ready, site

pytestmark = pytest.mark.system

ARTICLE = (PAGES / "article.txt").read_text(encoding="utf-8")
DIRECT = [
    "“We waited for so long,”",
    "“and it was worth every winter 🎉.”",
    '"It\'s a bridge for everybody,"',
    '"Nobody\'s going to be turned away."',
    "“First came the ice. Then came the flood, and then the accountants.",
    "“Now we drive across,”",
    "“I slept on the cafe\u0301 floor 👩‍🔧 for a month,”",
    "“No,”",
    "“أهلا وسهلا بكم في أوستبي,”",
    "“No,”",
    "“The bill is four times what we were promised, and the harbour still floods.”",
]
INDIRECT = [
    "that the toll would stay at two crowns",
    "whether she would do it again",
    "a third of the lorries now avoid the old ferry",
    "that the council would run out of money by spring",
]
FOUND = 11
# The same on the page of a CMS: in pieces, with other marks, blanks and hyphens, and pictures for emoji
SET_BY_TYPOGRAPHERS = [
    "“We ", "wai", "ted", " for so long,”", "“and it was worth every winter\u00a0", ".”",
    "“It’s a bridge for everybody,”", "“Nobody’s\u00a0go\u00ading to be turned away.”",
    "“First came the\u00a0ice. Then came the flood, and then the ", "account\u00adants", ".",
    "“Now we drive across,”", "“I slept on the caf\u00e9 floor 👩‍🔧 for a month,”", "“No,", "”",
    "“أهلا وسهلا بكم في أوستبي,”",
    "„No,“", "„The bill is four times what we were promised, and the harbour still floods.“",
]  # fmt: skip
ELEMENT = "attributed-quotations"
KINDS = ["plain", "cms", "late"]
HOVER, GRACE = 150, 300  # milliseconds until a card previews, and until it goes again
HEARD = """
  window.heard = [];
  for (const name of ["quotations-ready", "quotation-missing", "quotations-error", "quotation-open"]) {
    document.addEventListener(name, ({ type, detail }) => window.heard.push([type, detail]));
  }
"""


@pytest.fixture(scope="module")
def records(extractor: Extractor) -> dict[str, Any]:
    """What the library finds in the article as its writer typed it."""
    return dict(dump_extraction(extractor.extract(ARTICLE)))


@pytest.fixture(scope="module")
def pages(records: dict[str, Any]) -> Iterator[Site]:
    with site() as running:
        running.put("/article.txt", ARTICLE)
        running.put("/records.json", json.dumps(records))
        yield running


@pytest.fixture
def visit(pages: Site, page: Page, records: dict[str, Any]) -> Callable[..., Page]:
    """Opens one of the pages, or one that is given, and waits until the quotations are found."""

    def go(
        kind: str = "plain", mode: str = "", *, html: str = "", found: int = FOUND, on: Page = page
    ) -> Page:
        content = html or page_of(f"{kind}.html", records, mode)
        on.add_init_script(HEARD)
        on.goto(pages.put(f"/{kind}.html", content))
        if found:
            ready(on, found)
        return on

    return go


def bare(attributes: str, words: str = "") -> str:
    """A page with nothing but the element, something in it, and a paragraph with the id `a`."""
    return f"""<!doctype html><html lang="en"><title>x</title><link rel="icon" href="data:,">
      <script type="module" src="/attributed-quotations.js"></script>
      <attributed-quotations {attributes}><p>Fallback</p></attributed-quotations><p id="a">{words}</p>"""


def card(page: Page) -> str:
    page.locator("[part=card]").wait_for()
    lines = page.locator("[part=card]").inner_text().splitlines()
    return "\n".join(line for line in lines if line)


def heard(page: Page, name: str) -> list[Any]:
    return page.evaluate(
        "name => window.heard.filter(([type]) => type === name).map(([, detail]) => detail)", name
    )


def direct(page: Page, number: int = 0) -> tuple[float, float]:
    """Where the highlight of that number is, among those of direct quotations."""
    x, y = page.evaluate(
        """number => {
          const [, found] = [...CSS.highlights].find(([name]) => name.endsWith("direct"));
          const range = [...found][number];
          range.startContainer.parentElement.scrollIntoView({ block: "center" });
          const { x, y, height } = range.getClientRects()[0];
          return [x + 12, y + height / 2];
        }""",
        number,
    )
    return x, y


class TestPlaces:
    @pytest.mark.parametrize("kind", ["plain", "late"])
    def test_the_right_words_are_highlighted(self, kind: str, visit: Callable[..., Page]) -> None:
        page = visit(kind)
        assert painted(page) == {"1-direct": DIRECT, "1-indirect": INDIRECT}
        assert page.evaluate(f"document.querySelector('{ELEMENT}').missing") == []

    def test_on_a_page_that_typographers_and_a_cms_have_changed(self, visit: Callable[..., Page]) -> None:
        found = painted(visit("cms"))
        assert found["1-direct"] == SET_BY_TYPOGRAPHERS
        assert [words.replace("\u00a0", " ") for words in found["1-indirect"]] == [
            INDIRECT[0], INDIRECT[1], "a third of the ", "lorries now avoid the old ferry", INDIRECT[3],
        ]  # fmt: skip

    @pytest.mark.parametrize("kind", KINDS)
    def test_the_article_stays_as_it_was_and_all_else_is_undone(
        self, kind: str, visit: Callable[..., Page], pages: Site
    ) -> None:
        page = visit(kind)
        look = "document.body.innerHTML.replace(/<attributed-quotations[^]*?<\\/attributed-quotations>/, '')"
        touched = page.evaluate(look)
        page.evaluate(f"document.querySelector('{ELEMENT}').remove()")
        left = """() => [[...CSS.highlights].length, ...[document, globalThis.story?.shadowRoot]
            .map((root) => root?.adoptedStyleSheets.length ?? 0)]"""
        assert page.evaluate(left) == [0, 0, 0]
        untouched = page_of(f"{kind}.html").replace("/attributed-quotations.js", "/nothing.js")
        pages.put("/nothing.js", "")
        page.goto(pages.put("/untouched.html", untouched))
        if kind == "late":
            whole = "parts => story.shadowRoot?.childElementCount === parts"
            page.wait_for_function(whole, arg=len(ARTICLE.strip().split("\n\n")))
        assert page.evaluate(look) == touched

    def test_what_has_changed_is_left_out_and_told(
        self, visit: Callable[..., Page], records: dict[str, Any]
    ) -> None:
        changes = {"the flood, and": "the second flood, and", "at two crowns": "at <em>not</em> two crowns"}
        page = visit(html=page_of("plain.html", records, changes=changes), found=FOUND - 2)
        page.wait_for_function("window.heard.filter(([type]) => type === 'quotation-missing').length === 2")
        told = heard(page, "quotation-missing")
        assert [(one["quotation"]["spans"][0]["text"], one["reason"]) for one in told] == [
            (INDIRECT[0], "not-found"), (DIRECT[4], "not-found"),
        ]  # fmt: skip

    def test_a_word_that_stands_there_twice_is_nobody_s(self, visit: Callable[..., Page], page: Page) -> None:
        visit(html=bare('for="a"', "“No,” said Ito. “No,” said Lee."), found=0)
        quotation = {
            "id": "q1", "type": "direct", "text": "“No,”", "speaker": None,
            "spans": [{"start": 0, "end": 5, "text": "“No,”"}], "context": {"before": "", "after": "said"},
        }  # fmt: skip
        page.wait_for_function("document.querySelector('attributed-quotations').located")
        give = "one => { document.querySelector('attributed-quotations').records = one; }"
        page.evaluate(give, {"schema": "1", "quotations": [quotation], "speakers": []})
        page.wait_for_function("window.heard.some(([type]) => type === 'quotation-missing')")
        [told] = heard(page, "quotation-missing")
        assert (told["reason"], painted(page)) == ("ambiguous", {})
        page.evaluate(give, {"schema": "1", "quotations": [quotation, quotation], "speakers": []})
        ready(page, 2)
        assert painted(page) == {"1-direct": ["“No,”", "“No,”"]}

    def test_it_follows_the_article_and_comes_to_rest(self, visit: Callable[..., Page]) -> None:
        page = visit("plain")
        page.evaluate("story.querySelectorAll('p')[1].remove()")
        page.wait_for_function(f"document.querySelector('{ELEMENT}').located.length === {FOUND - 2}")
        assert painted(page)["1-direct"] == DIRECT[:2] + DIRECT[4:]
        page.evaluate("story.innerHTML = story.innerHTML.replace('by spring', 'by <b>spring</b>')")
        page.wait_for_function("window.heard.filter(([type]) => type === 'quotations-ready').length === 3")
        assert painted(page)["1-indirect"][-2:] == [INDIRECT[3].removesuffix("spring"), "spring"]
        page.wait_for_timeout(1000)  # in which nothing more comes
        assert len(heard(page, "quotations-ready")) == 3

    def test_it_can_be_moved_and_given_other_records(
        self, visit: Callable[..., Page], records: dict[str, Any]
    ) -> None:
        page = visit("plain")
        page.evaluate(f"document.body.append(document.querySelector('{ELEMENT}'))")
        ready(page, FOUND)
        assert painted(page) == {"1-direct": DIRECT, "1-indirect": INDIRECT}
        only = {**records, "quotations": records["quotations"][:1]}
        give = f"one => {{ document.querySelector('{ELEMENT}').records = one; }}"
        page.evaluate(give, only)
        page.wait_for_function(f"document.querySelector('{ELEMENT}').located.length === 1")
        assert painted(page) == {"1-direct": DIRECT[:2]}
        page.evaluate("story.querySelector('p').prepend('So. ')")
        page.evaluate(give, None)
        ready(page, FOUND)
        assert painted(page) == {"1-direct": DIRECT, "1-indirect": INDIRECT}

    def test_an_open_card_survives_a_change_of_the_page(self, visit: Callable[..., Page]) -> None:
        page = visit("plain")
        page.mouse.click(*direct(page, 6))
        assert "Nguy" in card(page)
        page.evaluate("story.querySelector('p').remove()")
        page.wait_for_function(f"document.querySelector('{ELEMENT}').located.length === {FOUND - 1}")
        assert "4 of 10" in card(page)
        assert painted(page)["1-active"] == [DIRECT[6]]
        page.evaluate("story.querySelectorAll('p')[3].remove()")
        page.locator("[part=card]").wait_for(state="hidden")

    def test_elements_do_not_leak_into_each_other(
        self, visit: Callable[..., Page], records: dict[str, Any]
    ) -> None:
        html = page_of("plain.html", records)
        [element] = re.findall(r"<attributed-quotations.*?</attributed-quotations>", html, flags=re.DOTALL)
        [story] = re.findall(r"<article.*?</article>", html, flags=re.DOTALL)
        both = element.replace("story", "other") + story.replace('"story"', '"other"')
        page = visit(html=html.replace("</main>", f"{both}</main>"))
        ready(page, FOUND, f"{ELEMENT}[for=other]")
        inside = """name => [...CSS.highlights].filter(([key]) => key.includes(name)).every(([, ranges]) =>
            [...ranges].every(({ startContainer: node }) =>
                document.getElementById(name.includes("1") ? "story" : "other").contains(node)))"""
        assert [page.evaluate(inside, f"-{n}-") for n in (1, 2)] == [True, True]
        page.evaluate(f"document.querySelector('{ELEMENT}').remove()")
        assert painted(page) == {"2-direct": DIRECT, "2-indirect": INDIRECT}
        assert page.evaluate("document.adoptedStyleSheets.length") == 1

    def test_it_can_wrap_its_article(self, visit: Callable[..., Page], records: dict[str, Any]) -> None:
        html = page_of("plain.html", records, "both")
        html = html.replace(' for="story"', "").replace("</attributed-quotations>", "")
        page = visit(html=html.replace("</article>", "</article></attributed-quotations>"))
        assert painted(page) == {"1-direct": DIRECT, "1-indirect": INDIRECT}
        assert page.get_by_role("heading", name="Ostby opens").is_visible()
        assert page.get_by_role("heading", name="Who said what").is_visible()


class TestCard:
    def test_by_keyboard(self, visit: Callable[..., Page]) -> None:
        page = visit("plain")
        page.keyboard.press("Tab")
        assert card(page).splitlines()[:2] == ["Mara Lindqvist", "mayor of Ostby"]
        assert painted(page)["1-active"] == DIRECT[:2]
        page.keyboard.press("End")
        assert card(page).splitlines()[:2] == ["Ines Okafor", "opposition councillor"]
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Who said this: Ines Okafor, opposition councillor")
        assert dialog.evaluate("box => box.getRootNode().activeElement === box")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert "Samir Haddad" in card(page)
        page.keyboard.press("Escape")
        assert not dialog.is_visible()
        assert "1-active" not in painted(page)
        focused = f"document.querySelector('{ELEMENT}').shadowRoot.activeElement.textContent"
        assert page.evaluate(focused).endswith("harbour still… — Ines Okafor, opposition councillor")

    def test_by_mouse(self, visit: Callable[..., Page]) -> None:
        page = visit("cms")
        page.clock.install(time=0)
        page.clock.pause_at(1)  # else a pointer that is held up on its way to the card comes too late for it
        page.mouse.move(*direct(page, 4))
        page.clock.run_for(HOVER)
        assert card(page).splitlines()[:2] == ["Mara Lindqvist", "mayor of Ostby"]
        box = page.locator("[part=card]").bounding_box()
        assert box
        page.mouse.move(box["x"] + 20, box["y"] + 20, steps=5)
        page.clock.run_for(2 * GRACE)
        assert page.locator("[part=card]").is_visible()
        page.mouse.move(2, 2)
        page.clock.run_for(GRACE)
        page.locator("[part=card]").wait_for(state="hidden")
        page.mouse.click(*direct(page, 4))
        page.mouse.move(2, 2)
        page.clock.run_for(2 * GRACE)
        assert page.locator("[part=card]").is_visible()
        page.get_by_role("button", name="Close").click()
        assert not page.locator("[part=card]").is_visible()

    @pytest.mark.parametrize("direction", ["ltr", "rtl"])
    @pytest.mark.parametrize("name", ["Mara Lindqvist", "مارا ليندكفيست"])
    def test_no_name_lies_under_the_button_that_closes(
        self, visit: Callable[..., Page], records: dict[str, Any], direction: str, name: str
    ) -> None:
        speakers = [{**speaker, "name": name} for speaker in records["speakers"]]
        html = page_of("plain.html", {**records, "speakers": speakers}, "")
        page = visit("named", html=html.replace("<html ", f'<html dir="{direction}" '))
        page.mouse.click(*direct(page, 0))
        page.locator("[part=close]").wait_for()
        apart = page.locator("[part=card]").evaluate("""box => {
            const words = document.createRange();
            words.selectNodeContents(box.querySelector("[part=name]"));
            const close = box.querySelector("[part=close]").getBoundingClientRect();
            const name = words.getBoundingClientRect();
            return name.right <= close.left || close.right <= name.left;
        }""")
        assert apart

    def test_by_touch_within_a_shadow_tree(
        self, visit: Callable[..., Page], open_page: Callable[..., Page]
    ) -> None:
        phone = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        visit("late", on=phone)
        phone.touchscreen.tap(*direct(phone, 6))
        assert card(phone).splitlines()[:2] == ["Zo\u00eb Nguy\u1ec5n", "Engineer"]
        box = phone.locator("[part=card]").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        phone.touchscreen.tap(4, 30)
        phone.locator("[part=card]").wait_for(state="hidden")

    def test_links_of_the_article_stay_links(self, visit: Callable[..., Page], pages: Site) -> None:
        page = visit("cms")
        pages.put("/x.html", "<title>x</title>")
        page.locator("a", has_text="accountants").click()
        page.wait_for_url("**/x.html")


class TestList:
    def test_tells_who_said_what(self, visit: Callable[..., Page]) -> None:
        page = visit("plain", "list")
        assert painted(page) == {}
        names = page.locator("[part=speaker] > p [part=name]").all_inner_texts()
        assert names == [
            "Mara Lindqvist", "Zo\u00eb Nguy\u1ec5n", "Speaker not named", "report by the Harbour Board",
            "Samir Haddad", "Ines Okafor",
        ]  # fmt: skip
        assert page.locator("blockquote").count() == FOUND

    def test_leads_into_the_article_and_back(self, visit: Callable[..., Page]) -> None:
        page = visit("plain", "both")
        show = page.get_by_role("button", name="Show in the article: that the council would run out")
        show.press("Enter")
        assert "Ines Okafor" in card(page)
        top = page.evaluate("story.lastElementChild.getBoundingClientRect().top")
        assert 0 < top < 900
        page.keyboard.press("Escape")
        assert show.evaluate("one => one.getRootNode().activeElement === one")

    def test_without_an_article_lists_all(self, visit: Callable[..., Page], page: Page) -> None:
        visit(html=bare('mode="list" src="/records.json" confidence="0"'), found=0)
        page.locator("blockquote").first.wait_for()
        assert page.locator("blockquote").count() == FOUND + 1
        assert page.locator("[part=show]").count() == 0
        assert not page.get_by_text("Fallback").is_visible()

    def test_is_shown_where_a_browser_cannot_highlight(self, visit: Callable[..., Page], page: Page) -> None:
        page.add_init_script("delete globalThis.Highlight")
        visit("plain")
        assert page.locator("blockquote").count() == FOUND
        page.get_by_role("button", name="Show in the article: “We waited").click()
        assert "Mara Lindqvist" in card(page)

    def test_speaks_the_language_of_the_page(
        self, visit: Callable[..., Page], records: dict[str, Any], page: Page
    ) -> None:
        html = page_of("plain.html", records, "list").replace('lang="en"', 'lang="de-AT"')
        html = html.replace('for="story"', 'for="story" label-show="Zur Stelle"')
        words = "m => { m.AttributedQuotations.labels.de = { list: 'Wer was sagt' }; }"
        page.add_init_script(f"import('/attributed-quotations.js').then({words})")
        visit(html=html)
        page.evaluate(f"document.querySelector('{ELEMENT}').refresh()")
        page.get_by_role("heading", name="Wer was sagt").wait_for()
        assert page.get_by_role("button", name="Zur Stelle: “We waited").is_visible()


class TestSources:
    def test_the_service_is_asked_once_for_the_text_of_the_page(
        self, visit: Callable[..., Page], page: Page, pages: Site, records: dict[str, Any]
    ) -> None:
        pages.put("/v1/extractions.json", json.dumps(records))
        html = page_of("plain.html").replace('for="story"', 'for="story" api="/v1/extractions.json"')
        html = re.sub(r'<script type="application/json">.*?</script>', "", html)
        page.context.add_cookies([{"name": "session", "value": "secret", "url": pages.url}])
        del pages.asked[:]
        visit(html=html)
        page.evaluate("story.append('More.')")
        page.wait_for_timeout(600)
        [(_, _, headers, body)] = [one for one in pages.asked if one[1] == "/v1/extractions.json"]
        assert json.loads(body) == {"text": ARTICLE.strip(), "unit": "utf16"}
        assert not {"Cookie", "Authorization"} & set(headers)
        assert painted(page)["1-direct"] == DIRECT

    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ("/none.json", "status"),
            ("/broken.json", "json"),
            ("/other.json", "schema"),
            ("javascript:alert(1)", "address"),
            ("http://127.0.0.1:9/refused.json", "network"),
        ],
    )
    def test_a_failure_is_told_and_the_content_stays(
        self, source: str, reason: str, visit: Callable[..., Page], page: Page, pages: Site
    ) -> None:
        pages.put("/broken.json", '{"schema": ')
        pages.put("/other.json", '{"schema": "2", "quotations": []}')
        visit(html=bare(f'for="a" src="{source}"', "No."), found=0)
        page.wait_for_function("window.heard.some(([type]) => type === 'quotations-error')")
        assert [one["reason"] for one in heard(page, "quotations-error")] == [reason]
        assert page.get_by_text("Fallback").is_visible()

    def test_without_scripts_the_content_is_shown(
        self, visit: Callable[..., Page], open_page: Callable[..., Page], records: dict[str, Any]
    ) -> None:
        still = open_page(java_script_enabled=False)
        html = page_of("plain.html", records).replace(
            "</attributed-quotations>", "<p>Fallback</p></attributed-quotations>"
        )
        visit(html=html, found=0, on=still)
        assert still.get_by_text("Fallback").is_visible()


class TestSafety:
    POLICY = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )
    HOSTILE = (
        '"><img src=x onerror="window.hacked=1"><script>window.hacked=1</script>'
        '<a href="javascript:hacked=1">x</a><style>* { display: none }</style>'
    )

    def hostile(self) -> dict[str, Any]:
        bad = self.HOSTILE
        span = {"start": 0, "end": 9, "text": f"“Quite {bad} so, I tell you all,”", "field": "body"}
        role = {**span, "text": bad, "title": bad, "affiliation": {**span, "text": bad}, "former": False}
        quotation = {
            "id": "__proto__", "type": "direct\"><b>", "text": span["text"], "spans": [span], "role": role,
            "source": {**span, "text": bad, "form": "name"}, "speaker": "constructor", "parent": "__proto__",
            "context": {"before": bad, "after": bad},
            "addressee": {**span, "text": bad}, "medium": {**span, "text": bad},
            "time": {**span, "text": "expression(alert(1))"}, "statement": True, "confidence": {},
        }  # fmt: skip
        speaker = {
            "id": "constructor",
            "name": bad,
            "label": bad,
            "kind": bad,
            "roles": [role],
            "ids": {"url": bad},
        }
        odd: list[Any] = [None, 7, "q", {}, {"spans": "x"}, {"spans": [None, {"text": 5}]}]
        return {"schema": "1", "quotations": [quotation, *odd], "speakers": [speaker, None, 3]}

    def test_hostile_records_and_articles_are_inert(
        self, visit: Callable[..., Page], pages: Site, page: Page
    ) -> None:
        pages.headers["Content-Security-Policy"] = self.POLICY
        pages.put("/hostile.json", json.dumps(self.hostile()))
        words = self.hostile()["quotations"][0]["text"].replace("&", "&amp;").replace("<", "&lt;")
        broken: list[str] = []
        page.on("console", lambda message: broken.append(message.text))
        try:
            visit(html=bare('for="a" mode="both" src="/hostile.json"', words), found=1)
            page.mouse.click(*direct(page))
            assert "<script>" in card(page)
            made = page.evaluate(
                f"""[...document.querySelector('{ELEMENT}').shadowRoot.querySelectorAll('*')].flatMap((one) =>
                    [one.localName, ...[...one.attributes].map(({{ name }}) => name)])"""
            )
            assert not set(made) & {"script", "img", "a", "iframe", "href", "src", "onerror"}
            assert page.evaluate("window.hacked") is None
            assert broken == []
        finally:
            pages.headers.clear()

    def test_a_selector_that_is_none_is_told(
        self, visit: Callable[..., Page], page: Page, records: dict[str, Any]
    ) -> None:
        html = page_of("plain.html", records, changes={'for="story"': 'for="story" skip="<img onerror=x>"'})
        visit(html=html, found=0)
        page.wait_for_function("window.heard.length > 0")
        assert [heard(page, "quotations-error")[0]["reason"], painted(page)] == ["SyntaxError", {}]


class TestLooks:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize(("size", "scheme"), [((1280, 900), "light"), ((390, 844), "dark")])
    def test_on_laptop_and_phone(
        self,
        kind: str,
        size: tuple[int, int],
        scheme: str,
        visit: Callable[..., Page],
        open_page: Callable[..., Page],
        accessible: Callable[[Page], None],
        screenshot: Callable[[Page, str], None],
    ) -> None:
        width, height = size
        # axe would measure colours in the middle of a fade
        screen = open_page(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        for mode in ("highlight", "both"):
            visit(kind, mode, on=screen)
            accessible(screen)
            screen.mouse.click(*direct(screen, 0))
            accessible(screen)
            screenshot(screen, f"{kind}-{mode}-{width}-{scheme}")

    def test_in_forced_colours_and_on_paper(
        self, visit: Callable[..., Page], screenshot: Callable[[Page, str], None]
    ) -> None:
        page = visit("plain", "both")
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        page.mouse.click(*direct(page, 0))
        assert page.locator("[part=card]").evaluate("box => getComputedStyle(box).animationName") == "none"
        screenshot(page, "forced-colours")
        page.emulate_media(forced_colors="none", media="print")
        assert not page.locator("[part=card]").is_visible()
        assert not page.locator("[part=show]").first.is_visible()
        assert page.locator("blockquote").first.is_visible()
        screenshot(page, "print")


def test_an_article_of_20000_words_stays_responsive(
    extractor: Extractor, visit: Callable[..., Page], page: Page
) -> None:
    paragraphs = [
        f"“Bridge number {n} opens at noon, and nobody of ward {n} is turned away,” said Mara Lindqvist, "
        f"the mayor of Ostby. “We waited,” she said, “and it was worth it.” Gate {n} stays open until "
        "spring, when the council meets again to look at the books, as it does every year."
        for n in range(400)
    ]
    text = "\n\n".join(paragraphs)
    records = dict(dump_extraction(extractor.extract(text)))
    html = page_of("plain.html", records)
    story = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    html = re.sub(r"<article.*</article>", f'<article id="story">{story}</article>', html, flags=re.DOTALL)
    assert len(text.split()) >= 20_000
    visit(html=html, found=700)
    for _ in range(2):
        page.evaluate(f"document.querySelector('{ELEMENT}').refresh()")
    told = heard(page, "quotations-ready")
    print("20,000 words:", told)
    assert len(told) == 3
    assert min(one["milliseconds"] for one in told) < 2500  # what else runs may slow down one of them
    page.mouse.move(*direct(page, 0))
    page.locator("[part=card]").wait_for()
