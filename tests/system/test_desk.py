"""The desk in a real browser: reading, correcting, saving, and what must not happen."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.benchmarks.service import Service, serving
from api.database import Database
from api.keys import Keys
from attribution.records import Extraction
from attribution.schemas import load_extraction
from tests.system.conftest import held, milliseconds_until_ready
from tests.tree import ROOT

pytestmark = pytest.mark.system

EXAMPLES = ROOT / "attribution" / "examples"
TITLE, _, HARBOUR = (EXAMPLES / "harbour.txt").read_text(encoding="utf-8").partition("\n\n")
SHORT = (
    "“The bridge opens at noon,” said Mara Lindqvist, the mayor of Ostby.\n\n"
    "Engineer Tom Brandt said the bolts were new. “I counted them,” Brandt said.\n\n"
    "The paint was blue. It rained all night."
)
SIGNS = (
    "“We won 🎉👩🏽‍🚒 today,” said Zoe\u0308 Brandt, the captain 🏆 of Ostby.\n\n"
    "“שלום לכולם, we are back,” said Noa Levi, the mayor of Ostby.\n\n"
    "Cafe\u0301 owner Tom Lee said the cafe\u0301 🍰 would open at noon."
)
# A file of one name is not read before the page calls window.release()
SLOW_FILES = """(name) => {
  const read = File.prototype.arrayBuffer;
  const released = new Promise((resolve) => { window.release = resolve; });
  window.reads = [];
  File.prototype.arrayBuffer = function () {
    const found = this.name === name ? released.then(() => read.call(this)) : read.call(this);
    window.reads.push(found);
    return found;
  };
}"""
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script><style>*{display:none}</style>"

Screenshot = Callable[[Page, str], None]
Accessible = Callable[[Page], None]


def open_desk(page: Page, service: Service) -> None:
    page.goto(service.url)
    page.locator("html[data-ready]").wait_for()


def hand_in(page: Page, service: Service, text: str, title: str = "", *, html: bool = False) -> None:
    open_desk(page, service)
    if html:
        page.get_by_role("radio", name="HTML").check(force=True)
    page.get_by_label("Article", exact=True).fill(text)
    page.get_by_label("Headline").fill(title)
    page.get_by_role("button", name="Find quotations").click()
    page.locator("#tools:not([hidden])").wait_for()


def records(service: Service, text: str, title: str = "", *, html: bool = False) -> Any:
    article = {"html" if html else "text": text, "unit": "utf16", **({"title": title} if title else {})}
    headers = {"Content-Type": "application/json"}
    status, body = service.ask("POST", "/v1/extractions", json.dumps(article).encode(), headers)
    assert status == 200
    return json.loads(body)


def words(page: Page, quotation: str, part: str = "content") -> str:
    """What the page marks of a quotation."""
    return "".join(page.locator(f'[data-{part}~="{quotation}"]').all_text_contents())


def download(page: Page, folder: Path) -> tuple[Path, Any]:
    """The file, and what is in it; it is of the one JSON form of the records."""
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download").click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    data = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(load_extraction(data), Extraction)
    return path, data


def spans_of(quotation: Any) -> list[Any]:
    found = [
        *quotation["spans"],
        *quotation["quoted"],
        quotation["cue"],
        quotation["source"],
        quotation["role"],
    ]
    return [span for span in [*found, quotation["addressee"], quotation["medium"]] if span]


def check_positions(data: Any, text: str, title: str = "") -> None:
    """All positions lead to their words, in UTF-16 as in JavaScript; derived fields agree."""
    units = {"body": text.encode("utf-16-le"), "title": title.encode("utf-16-le")}
    speakers = {speaker["id"]: speaker for speaker in data["speakers"]}
    for quotation in data["quotations"]:
        for span in spans_of(quotation):
            part = units[span["field"]][2 * span["start"] : 2 * span["end"]].decode("utf-16-le")
            assert part == span["text"]
        assert quotation["text"] == " … ".join(span["text"] for span in quotation["spans"])
        if quotation["speaker"] and quotation["source"]:
            source, mentions = quotation["source"], speakers[quotation["speaker"]]["mentions"]
            assert any(m["start"] < source["end"] and m["end"] > source["start"] for m in mentions)
    assert {quotation["speaker"] for quotation in data["quotations"]} - {None} == set(speakers)


def wait_for_draft(page: Page) -> None:
    """It is kept when nothing has changed for a while."""
    for _ in range(100):
        if page.evaluate("sessionStorage.length"):
            return
        page.wait_for_timeout(100)
    pytest.fail("no draft was kept")


def choose(page: Page, number: int) -> None:
    page.locator(".marker", has_text=f"{number}").first.click()
    page.get_by_role("heading", name=f"Quotation {number}", exact=True).wait_for()


def start_correcting(page: Page, what: str = "quotation") -> None:
    details = page.locator("details.correct", has_text=f"Correct this {what}")
    if details.get_attribute("open") is None:
        details.locator("summary").click()


def select_words(page: Page, wanted: str) -> None:
    """Selects words as a mouse does, over as many stretches as they take."""
    page.evaluate(
        """wanted => {
          const nodes = []; let all = "";
          for (const element of document.querySelectorAll("#article [data-from]")) {
            nodes.push([all.length, element.firstChild]);
            all += element.textContent;
          }
          const at = all.indexOf(wanted);
          if (at < 0) throw new Error("not in the article: " + wanted);
          const point = (p, end) => nodes.filter(([from]) => end ? from < p : from <= p).pop();
          const [a, start] = point(at), [b, end] = point(at + wanted.length, true);
          getSelection().setBaseAndExtent(start, at - a, end, at + wanted.length - b);
        }""",
        wanted,
    )
    page.locator("#selection:not([hidden])").wait_for()


class TestReading:
    def test_an_article_of_newsroom_length(
        self, service: Service, page: Page, accessible: Accessible, screenshot: Screenshot
    ) -> None:
        hand_in(page, service, HARBOUR, TITLE)
        found = records(service, HARBOUR, TITLE)
        assert len(found["quotations"]) > 15
        for quotation in found["quotations"]:
            assert words(page, quotation["id"]) == "".join(span["text"] for span in quotation["spans"])
            if quotation["cue"]:
                assert words(page, quotation["id"], "cue") == quotation["cue"]["text"]
        assert page.locator("#article").get_by_role("heading").inner_text() == TITLE
        screenshot(page, "overview")
        accessible(page)
        choose(page, 4)
        screenshot(page, "chosen")
        accessible(page)

    def test_the_card_tells_who_said_it(self, service: Service, page: Page) -> None:
        hand_in(page, service, SHORT)
        choose(page, 1)
        card = page.locator(".card")
        for text in ("Mara Lindqvist", "mayor of Ostby", "Ostby", "All they said in this article (1)"):
            expect(card.get_by_text(text).first).to_be_visible()
        expect(card.get_by_text("%").first).to_be_visible()
        choose(page, 3)
        expect(card.get_by_text("All they said in this article (2)")).to_be_visible()

    def test_source_and_cue_are_marked_on_hover_and_on_focus(self, service: Service, page: Page) -> None:
        hand_in(page, service, SHORT)
        page.locator('[data-content~="q1"]').first.hover()
        assert page.locator(".cue-hovered").all_inner_texts() == ["said"]
        assert page.locator(".source-hovered").inner_text().startswith("Mara Lindqvist")
        page.mouse.move(0, 0)
        expect(page.locator(".cue-hovered")).to_have_count(0)
        page.locator(".marker").nth(2).focus()
        assert page.locator(".source-hovered").all_inner_texts() == ["Brandt"]

    def test_emoji_accents_and_right_to_left(
        self, service: Service, page: Page, tmp_path: Path, screenshot: Screenshot
    ) -> None:
        hand_in(page, service, SIGNS)
        found = records(service, SIGNS)
        assert [words(page, quotation["id"]) for quotation in found["quotations"]] == [
            "“We won 🎉👩🏽‍🚒 today,”",
            "“שלום לכולם, we are back,”",
            "the cafe\u0301 🍰 would open at noon",
        ]
        select_words(page, "captain 🏆")
        page.get_by_role("button", name="New quotation").click()
        _, data = download(page, tmp_path)
        assert "captain 🏆" in [quotation["text"] for quotation in data["quotations"]]
        check_positions(data, SIGNS)
        screenshot(page, "signs")

    def test_html_is_shown_as_it_is_read(self, service: Service, page: Page, tmp_path: Path) -> None:
        markup = (
            "<p>&ldquo;The <b>bridge</b> opens &amp; closes,&rdquo; said "
            "<a href='javascript:alert(1)'>Mara&nbsp;Lindqvist</a>, the mayor.</p><script>alert(2)</script>"
            "<p onclick='alert(3)'>Tom Lee said <q>it 😀 holds</q>&#33; Nobody asked.</p>"
        )
        hand_in(page, service, markup, html=True)
        found = records(service, markup, html=True)
        shown = " ".join(page.locator("#article").inner_text().replace("\u00a0", " ").split())
        assert "“The bridge opens & closes,” said Mara Lindqvist, the mayor." in shown
        assert "alert" not in shown
        for quotation in found["quotations"]:
            assert words(page, quotation["id"]).strip("“”") == quotation["text"].strip("“”")
        select_words(page, "Nobody asked")
        page.get_by_role("button", name="New quotation").click()
        _, data = download(page, tmp_path)
        [added] = [quotation for quotation in data["quotations"] if quotation["text"] == "Nobody asked"]
        start, end = added["spans"][0]["start"], added["spans"][0]["end"]
        assert markup.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "Nobody asked"

    def test_a_nested_quotation_is_marked_within_the_one_around_it(
        self, service: Service, page: Page
    ) -> None:
        hand_in(page, service, HARBOUR)
        inner = page.locator("mark.depth-2").first
        outer, nested = str(inner.get_attribute("data-content")).split(" ")
        assert inner.inner_text() in words(page, outer)
        assert words(page, nested).startswith(inner.inner_text())

    def test_a_warning_stands_in_its_place(self, service: Service, page: Page) -> None:
        hand_in(page, service, "“No, said Ito.\n\nYes,” said Lee.")
        expect(page.locator("#article .paragraph").first.get_by_role("note")).to_contain_text(
            "quotation mark"
        )

    def test_filters_and_keys(self, service: Service, page: Page) -> None:
        hand_in(page, service, HARBOUR)
        total = page.locator(".marker").count()
        indirect = page.locator(".marker.indirect").count()
        page.get_by_role("checkbox", name="Indirect").uncheck()
        assert page.locator(".marker").count() == total - indirect
        page.get_by_role("button", name="None").click()
        assert page.locator(".marker").count() == 0
        page.get_by_role("checkbox", name="Pavel Drozd").check()
        assert page.locator(".marker").count() == 1
        page.get_by_role("button", name="All", exact=True).click()
        page.keyboard.press("j")
        page.keyboard.press("j")
        expect(page.locator(".marker").nth(1)).to_be_focused()
        page.keyboard.press("ArrowDown")
        expect(page.locator(".marker").nth(2)).to_be_focused()
        page.keyboard.press("k")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Quotation 2", exact=True)).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".marker").nth(1)).to_be_focused()
        page.keyboard.press("?")
        page.get_by_role("dialog").get_by_label("Single letters are shortcuts").uncheck()
        page.keyboard.press("Escape")
        page.keyboard.press("j")
        expect(page.locator(".marker").nth(1)).to_be_focused()


class TestCorrecting:
    def test_speaker_name_and_merge(self, service: Service, page: Page, tmp_path: Path) -> None:
        hand_in(page, service, SHORT)
        choose(page, 1)
        start_correcting(page)
        page.get_by_label("Speaker", exact=True).select_option("Somebody else …")
        page.get_by_role("dialog").get_by_label("Name").fill("Ann O’Dell")
        page.get_by_role("button", name="OK").click()
        start_correcting(page, "speaker")
        name = page.get_by_label("Name", exact=True)
        name.fill("Ann O’Dell Marsh")
        name.press("Tab")
        _, data = download(page, tmp_path)
        [first, *_] = data["quotations"]
        [speaker] = [speaker for speaker in data["speakers"] if speaker["id"] == first["speaker"]]
        assert (speaker["name"], speaker["aliases"]) == ("Ann O’Dell Marsh", ["Ann O’Dell"])
        assert (first["confidence"]["speaker"], "corrected" in first["evidence"]) == (1, True)
        page.get_by_label("Is the same as").select_option("Tom Brandt")
        page.get_by_role("button", name="Make them one").click()
        _, data = download(page, tmp_path)
        assert [speaker["name"] for speaker in data["speakers"]] == ["Tom Brandt"]
        assert {quotation["speaker"] for quotation in data["quotations"]} == {data["speakers"][0]["id"]}
        assert "Ann O’Dell Marsh" in data["speakers"][0]["aliases"]
        check_positions(data, SHORT)

    def test_what_comes_to_stand_inside_another_has_it_for_a_parent(
        self, service: Service, page: Page, tmp_path: Path
    ) -> None:
        hand_in(page, service, SHORT)
        select_words(page, "Engineer Tom Brandt said the bolts were new")
        page.get_by_role("button", name="New quotation").click()
        _, data = download(page, tmp_path)
        parents = {quotation["id"]: quotation["parent"] for quotation in data["quotations"]}
        added = next(iter(parents.keys() - {"q1", "q2", "q3"}))
        assert parents == {"q1": None, "q2": added, "q3": None, added: None}
        select_words(page, "Engineer Tom")
        page.get_by_role("button", name="Content", exact=True).click()
        _, data = download(page, tmp_path)
        assert [quotation["parent"] for quotation in data["quotations"]] == [None] * 4

    def test_words_added_and_deleted_and_undone(
        self, service: Service, page: Page, tmp_path: Path, screenshot: Screenshot
    ) -> None:
        hand_in(page, service, SHORT)
        before = download(page, tmp_path)[1]
        choose(page, 2)
        select_words(page, "bolts were new")
        screenshot(page, "selected")
        page.get_by_role("button", name="Content", exact=True).click()
        assert words(page, "q2") == "bolts were new"
        start_correcting(page)
        page.get_by_role("button", name="Start a word back").click()
        assert words(page, "q2") == "the bolts were new"
        select_words(page, "It rained all night")
        page.get_by_role("button", name="New quotation").click()
        page.get_by_role("heading", name="Quotation 4", exact=True).wait_for()
        _, data = download(page, tmp_path)
        assert [quotation["text"] for quotation in data["quotations"]][1:] == [
            "the bolts were new", "“I counted them,”", "It rained all night",
        ]  # fmt: skip
        assert data["quotations"][3]["context"]["before"].endswith("Brandt said. The paint was blue.")
        assert (data["quotations"][3]["type"], data["quotations"][3]["paragraph"]) == ("indirect", 2)
        check_positions(data, SHORT)
        page.get_by_role("button", name="Delete this quotation").click()
        assert page.locator(".marker").count() == 3
        for _ in range(4):
            page.keyboard.press("Control+z")
        assert download(page, tmp_path)[1] == before
        page.keyboard.press("Control+Shift+z")
        assert words(page, "q2") == "bolts were new"

    @pytest.mark.parametrize("html", [False, True], ids=["text", "html"])
    def test_what_follows_from_a_content_is_what_the_engine_says(
        self, service: Service, page: Page, html: bool
    ) -> None:
        """Each quotation is given the content that it has: nothing but evidence and confidence may change."""
        if html:
            markup = (EXAMPLES / "harbour.html").read_text(encoding="utf-8")
            hand_in(page, service, markup, html=True)
        else:
            hand_in(page, service, HARBOUR, TITLE)
        wait_for_draft(page)
        page.evaluate(
            """async () => {
              const { setContent } = await import("/desk/files/edits.js");
              const { Shown } = await import("/desk/files/reading.js");
              const draft = JSON.parse(sessionStorage.getItem("attribution-desk"));
              const shown = new Shown(draft.article, draft.reading, draft.article.title);
              const places = (spans) => spans.map((span) => shown.place(span));
              const again = ({ id, spans }) => setContent(draft.first, id, places(spans), shown)
                .quotations.find((quotation) => quotation.id === id);
              window.made = draft.first.quotations.map(again);
              window.given = draft.first.quotations;
            }"""
        )
        made, given = page.evaluate("[window.made, window.given]")
        assert len(made) > 15
        for one, other in zip(made, given, strict=True):
            for name in ("text", "type", "spans", "quoted", "paragraph", "parent"):
                assert one[name] == other[name], (one["id"], name)
            contexts = one["context"], other["context"]
            before, after = ([context[name] for context in contexts] for name in ("before", "after"))
            # the engine's stretch may have a blank at its ends, and its context then a word more
            assert before[0].split()[1:] == before[1].split()[-len(before[0].split()) :][1:]
            assert after[0].split()[:-1] == after[1].split()[: len(after[0].split())][:-1]

    def test_parts_role_type_and_statement(self, service: Service, page: Page, tmp_path: Path) -> None:
        hand_in(page, service, SHORT)
        choose(page, 2)
        for wanted, button in (
            ("Brandt", "Source"),
            ("said", "Cue"),
            ("Engineer", "Role"),
            ("The paint", "Addressee"),
        ):
            select_words(page, wanted)
            page.get_by_role("button", name=button, exact=True).click()
        start_correcting(page)
        page.get_by_label("Type", exact=True).select_option("Mixed")
        page.get_by_label("Statement", exact=True).select_option("thought")
        page.get_by_label("Cue is to").select_option("deny")
        page.get_by_label("Held in the past").check()
        _, data = download(page, tmp_path)
        quotation = data["quotations"][1]
        assert quotation["role"]["text"] == "Engineer"
        assert quotation["role"]["former"] is True
        assert (quotation["type"], quotation["statement"], quotation["reason"]) == ("mixed", False, "thought")
        assert (quotation["cue"]["act"], quotation["addressee"]["text"]) == ("deny", "The paint")
        check_positions(data, SHORT)

    @pytest.mark.parametrize(
        "opening",
        [
            "document.querySelector('details.correct summary').click()",
            "document.dispatchEvent(new KeyboardEvent('keydown', { key: 'e' }))",
        ],
        ids=["click", "key"],
    )
    def test_a_form_stays_open_when_a_change_follows_its_opening_at_once(
        self, service: Service, page: Page, tmp_path: Path, opening: str
    ) -> None:
        """Browsers tell that a form was opened only later, maybe after the change draws it anew."""
        hand_in(page, service, SHORT)
        choose(page, 2)
        change = """
            const type = document.querySelector('[data-key="type"]');
            type.value = "mixed";
            type.dispatchEvent(new Event("change"));
        """
        page.evaluate(f"() => {{ {opening}; {change} }}")
        expect(page.get_by_label("Statement", exact=True)).to_be_visible()
        page.get_by_text("Correct this quotation").click()
        choose(page, 1)
        expect(page.get_by_label("Statement", exact=True)).to_be_hidden()
        assert download(page, tmp_path)[1]["quotations"][1]["type"] == "mixed"

    def test_without_a_mouse(self, service: Service, page: Page) -> None:
        hand_in(page, service, SHORT)
        page.get_by_label("Select words by typing them").fill("rained all")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="New quotation").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".said")).to_have_text("rained all")
        expect(page.locator(".marker.chosen")).to_be_focused()


class TestKeeping:
    def test_a_reload_keeps_the_draft_and_a_new_article_ends_it(self, service: Service, page: Page) -> None:
        hand_in(page, service, SHORT)
        choose(page, 1)
        start_correcting(page)
        page.get_by_role("button", name="Delete this quotation").click()
        page.reload()
        page.locator(".marker").first.wait_for()
        assert page.locator(".marker").count() == 2
        page.get_by_role("button", name="New article").click()
        page.get_by_role("button", name="Leave it").click()
        page.reload()
        expect(page.get_by_label("Article", exact=True)).to_be_visible()
        assert page.evaluate("sessionStorage.length") == 0

    def test_the_draft_is_gone_with_the_word_that_it_may_go(self, service: Service, page: Page) -> None:
        """Browsers tell that a dialog was closed only later, maybe after the page was left with its draft."""
        hand_in(page, service, SHORT)
        choose(page, 1)
        page.keyboard.press("Delete")
        page.get_by_role("button", name="New article").click()
        left = page.get_by_role("button", name="Leave it").evaluate(
            """async (button) => {
              button.click();
              await null; // what follows at once was done; no event has come
              return [document.getElementById("work").hidden, sessionStorage.length];
            }"""
        )
        assert left == [True, 0]

    @pytest.mark.parametrize("unit", ["utf16", "codepoint"])
    def test_a_download_and_its_article_restore_the_work(
        self, service: Service, page: Page, tmp_path: Path, unit: str
    ) -> None:
        hand_in(page, service, SIGNS)
        choose(page, 1)
        page.keyboard.press("Delete")
        path, saved = download(page, tmp_path)
        if unit == "codepoint":
            saved = in_code_points(saved, SIGNS)
            path.write_text(json.dumps(saved), encoding="utf-8")
        article = tmp_path / "article.txt"
        article.write_text(SIGNS, encoding="utf-8")
        page.get_by_role("button", name="New article").click()
        page.get_by_role("button", name="Leave it").click()
        expect(page.locator(".marker")).to_have_count(0)
        page.locator("input[type=file]").set_input_files([article, path])
        page.locator(".marker").first.wait_for()
        assert page.locator(".marker").count() == 2
        assert download(page, tmp_path)[1] == saved

    def test_records_of_another_article_are_refused(
        self, service: Service, page: Page, tmp_path: Path
    ) -> None:
        hand_in(page, service, SHORT)
        path, _ = download(page, tmp_path)
        page.get_by_role("button", name="New article").click()
        page.locator("input[type=file]").set_input_files(path)
        expect(page.locator(".opened")).to_contain_text(path.name)
        page.get_by_label("Article", exact=True).fill(SHORT.replace("noon", "dawn"))
        page.get_by_role("button", name="Find quotations").click()
        expect(page.get_by_role("alert")).to_contain_text("another article")

    def test_files_come_in_the_order_in_which_they_were_chosen(
        self, service: Service, page: Page, tmp_path: Path
    ) -> None:
        open_desk(page, service)
        page.evaluate(SLOW_FILES, "first.txt")
        for name in ("first.txt", "second.txt"):
            (tmp_path / name).write_text(f"This is {name}.", encoding="utf-8")
            page.locator("input[type=file]").set_input_files(tmp_path / name)
        page.evaluate("async () => { window.release(); await Promise.all(window.reads); }")
        expect(page.locator(".opened")).to_have_text("second.txt")
        assert page.get_by_label("Article", exact=True).input_value() == "This is second.txt."

    def test_records_count_although_they_are_read_after_the_article_was_handed_in(
        self, service: Service, page: Page, tmp_path: Path
    ) -> None:
        hand_in(page, service, SHORT)
        path, _ = download(page, tmp_path)
        page.get_by_role("button", name="New article").click()
        page.evaluate(SLOW_FILES, path.name)
        page.locator("input[type=file]").set_input_files(path)
        page.get_by_label("Article", exact=True).fill(SHORT.replace("noon", "dawn"))
        page.get_by_role("button", name="Find quotations").click()
        expect(page.get_by_label("Article", exact=True)).to_be_visible()  # nothing is handed in yet
        page.evaluate("window.release()")
        expect(page.get_by_role("alert")).to_contain_text("another article")

    def test_a_file_is_dropped(self, service: Service, page: Page) -> None:
        open_desk(page, service)
        page.evaluate(
            """text => {
              const dataTransfer = new DataTransfer();
              dataTransfer.items.add(new File([text], "article.html", { type: "text/html" }));
              const drop = new DragEvent("drop", { dataTransfer, bubbles: true });
              document.getElementById("intake").dispatchEvent(drop);
            }""",
            "<p>“Yes,” said Ann Lee.</p>",
        )
        expect(page.get_by_label("Article", exact=True)).to_have_value("<p>“Yes,” said Ann Lee.</p>")
        assert page.get_by_role("radio", name="HTML").is_checked()
        expect(page.locator(".opened")).to_have_text("article.html")

    @pytest.mark.parametrize("text", ["{", "[]", '{"schema": "1"}', '{"quotations": [{"spans": []}]}'])
    def test_files_that_hold_no_records(
        self, service: Service, page: Page, tmp_path: Path, text: str
    ) -> None:
        open_desk(page, service)
        path = tmp_path / "records.json"
        path.write_text(text, encoding="utf-8")
        page.locator("input[type=file]").set_input_files(path)
        expect(page.get_by_role("alert")).to_contain_text("records.json")

    def test_records_that_do_not_fit_can_be_left_out(
        self, service: Service, page: Page, tmp_path: Path
    ) -> None:
        hand_in(page, service, SHORT, "The bridge")
        path, _ = download(page, tmp_path)
        page.get_by_role("button", name="New article").click()
        page.locator("input[type=file]").set_input_files(path)
        expect(page.locator(".opened")).to_contain_text(path.name)
        page.get_by_label("Article", exact=True).fill("“Yes,” said Tom Brandt.")
        page.get_by_role("button", name="Find quotations").click()
        expect(page.get_by_role("alert")).to_contain_text("another article")
        page.get_by_role("button", name="Leave the records out").click()
        expect(page.get_by_role("alert")).to_have_count(0)
        assert page.get_by_label("Headline").input_value() == ""
        page.get_by_role("button", name="Find quotations").click()
        expect(page.locator(".marker")).to_have_count(1)

    def test_a_day_as_the_page_of_an_article_has_it_comes_back(
        self, service: Service, page: Page, tmp_path: Path
    ) -> None:
        day = '<meta property="article:published_time" content="2024-05-17 02:24:00">'
        html = f"<html><head>{day}</head><body><article><p>{SHORT}</p></article></body></html>"
        hand_in(page, service, html, html=True)
        path, data = download(page, tmp_path)
        assert data["article"]["published"] == "2024-05-17 02:24:00"
        page.get_by_role("button", name="New article").click()
        article = tmp_path / "article.html"
        article.write_text(html, encoding="utf-8")
        page.locator("input[type=file]").set_input_files([article, path])
        page.locator(".marker").first.wait_for()
        assert download(page, tmp_path)[1] == data

    def test_trouble_is_told_and_the_text_stays(self, service: Service, page: Page) -> None:
        open_desk(page, service)
        page.route("**/v1/extractions", lambda route: route.abort())
        area = page.get_by_label("Article", exact=True)
        area.fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        expect(page.get_by_role("alert")).to_contain_text("cannot be reached")
        assert area.input_value() == SHORT
        page.unroute("**/v1/extractions")
        page.get_by_role("button", name="Try again").click()
        page.locator(".marker").first.wait_for()
        open_desk(page, service)

    def test_what_is_too_large_is_not_sent(self, service: Service, page: Page) -> None:
        open_desk(page, service)
        page.evaluate("document.body.dataset.limit = 20")
        page.get_by_label("Article", exact=True).fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        expect(page.get_by_role("alert")).to_contain_text("too large")
        assert page.get_by_label("Article", exact=True).input_value() == SHORT

    def test_no_room_is_waited_for_and_can_be_cancelled(self, service: Service, page: Page) -> None:
        problem = json.dumps({"type": "/problems/busy", "title": "Busy", "status": 503, "detail": "No room."})
        answers = iter([problem])
        asked: list[str] = []

        def answer(route: Any) -> None:
            asked.append(route.request.url)
            busy = next(answers, None)
            if busy is None:
                route.continue_()
            else:
                route.fulfill(status=503, body=busy, headers={"Retry-After": "1"})

        open_desk(page, service)
        page.route("**/v1/extractions", answer)
        page.get_by_label("Article", exact=True).fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        page.locator(".marker").first.wait_for()
        assert len(asked) == 2
        page.get_by_role("button", name="New article").click()
        page.route("**/v1/extractions", lambda route: None)  # never answered
        page.get_by_label("Article", exact=True).fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        page.get_by_role("button", name="Cancel").click()
        expect(page.get_by_label("Article", exact=True)).to_be_visible()


def in_code_points(data: Any, text: str) -> Any:
    """Records as the command line makes them."""
    units = text.encode("utf-16-le")

    def visit(value: Any) -> Any:
        if isinstance(value, list):
            return [visit(inner) for inner in value]
        if not isinstance(value, dict):
            return value
        changed = {key: visit(inner) for key, inner in value.items()}
        for name in ("start", "end", "length"):
            if isinstance(changed.get(name), int):
                changed[name] = len(units[: 2 * changed[name]].decode("utf-16-le"))
        return changed

    return {**visit(data), "unit": "codepoint"}


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Keys]]:
    """A service that asks for keys, and its keys as the command line has them."""
    folder = tmp_path_factory.mktemp("state")
    database = Database(folder=folder)
    settings = {"ATTRIBUTION_ACCESS": "keys", "ATTRIBUTION_STATE": str(folder)}
    with serving("--workers", "1", environment=settings) as running:
        yield running, Keys(database)
    database.close()


class TestKeys:
    def test_sign_in_work_and_sign_out(
        self,
        locked: tuple[Service, Keys],
        page: Page,
        accessible: Accessible,
        screenshot: Screenshot,
    ) -> None:
        service, keys = locked
        key, text = keys.create("sports desk", "read")
        open_desk(page, service)
        page.get_by_role("heading", name="Sign in").wait_for()
        accessible(page)
        screenshot(page, "sign-in")
        page.get_by_label("Article", exact=True).fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        expect(page.get_by_role("alert").first).to_contain_text("Sign in with a key")
        expect(page.get_by_role("alert").first).not_to_contain_text("Authorization")
        page.get_by_label("Key").fill("atr_nonsense")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert").first).to_contain_text("unknown")
        page.get_by_label("Key").fill(text)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#account")).to_contain_text("sports desk")
        page.get_by_label("Article", exact=True).fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        page.locator(".marker").first.wait_for()
        kept = page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])")
        assert text not in kept
        assert text.rpartition("_")[2] not in kept
        page.reload()
        expect(page.locator("#account")).to_contain_text("sports desk")
        page.route("**/desk/session", lambda route: route.abort())
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator("#notices").get_by_role("alert")).to_contain_text("cannot be reached")
        page.unroute("**/desk/session")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("heading", name="Sign in").wait_for()
        assert page.evaluate("sessionStorage.length") == 0
        page.get_by_label("Article", exact=True).fill(SHORT)
        page.get_by_role("button", name="Find quotations").click()
        expect(page.locator("#notices").get_by_role("alert")).to_contain_text("Sign in with a key")
        assert page.get_by_label("Article", exact=True).input_value() == SHORT
        assert keys.revoke(key.id)

    def test_the_form_to_sign_in_keeps_what_is_typed(self, locked: tuple[Service, Keys], page: Page) -> None:
        """Also when the page has asked twice who is signed in, and the first answer comes last."""
        service, _ = locked
        asked: list[Any] = []
        page.route("**/desk/session", lambda route: asked.append(route))
        open_desk(page, service)
        page.get_by_label("Article", exact=True).fill(SHORT)
        with page.expect_request("**/desk/session"):
            page.get_by_role("button", name="Find quotations").click()
        expect(page.locator("#notices").get_by_role("alert")).to_contain_text("Sign in with a key")
        first, second = asked
        second.continue_()
        page.get_by_label("Key").fill("atr_half")
        with page.expect_response("**/desk/session"):
            first.continue_()
        page.evaluate("0")
        expect(page.get_by_label("Key")).to_have_value("atr_half")

    def test_who_signs_out_is_shown_nothing_that_comes_later(
        self, locked: tuple[Service, Keys], page: Page
    ) -> None:
        service, keys = locked
        key, text = keys.create("night desk", "read")
        open_desk(page, service)
        page.get_by_label("Key").fill(text)
        page.get_by_role("button", name="Sign in").click()
        expect(page.locator("#account")).to_contain_text("night desk")
        page.get_by_label("Article", exact=True).fill(SHORT)
        with held(page, "**/v1/extractions"):
            with page.expect_request("**/v1/extractions"):
                page.get_by_role("button", name="Find quotations").click()
            page.get_by_role("button", name="Sign out").click()
            page.get_by_role("heading", name="Sign in").wait_for()
        expect(page.locator("#status")).to_have_text("Cancelled.")
        expect(page.get_by_label("Article", exact=True)).to_be_visible()
        expect(page.locator(".paragraph")).to_have_count(0)
        assert keys.revoke(key.id)


class TestHostile:
    def test_article_title_and_names_are_inert(
        self, service: Service, page: Page, tmp_path: Path, screenshot: Screenshot
    ) -> None:
        text = (
            f"“No {HOSTILE} way,” said Mara {HOSTILE} Lindqvist.\n\n“So be it,” said Lee. javascript:alert()"
        )
        hand_in(page, service, text, f"“No {HOSTILE}” says Lee")
        assert HOSTILE in page.locator("#article").inner_text()
        choose(page, 1)
        start_correcting(page)
        page.get_by_label("Speaker", exact=True).select_option("Somebody else …")
        page.get_by_role("dialog").get_by_label("Name").fill(f"Ann {HOSTILE}")
        page.get_by_role("button", name="OK").click()
        expect(page.locator(".card .name")).to_have_text(f"Ann {HOSTILE}")
        path, data = download(page, tmp_path)
        data["speakers"][0]["ids"] = {"wikidata": HOSTILE, "javascript:alert(1)": "x"}
        data["warnings"] = [{"code": HOSTILE, "message": HOSTILE, "start": 5, "end": 6}]
        path.write_text(json.dumps(data), encoding="utf-8")
        article = tmp_path / "article.txt"
        article.write_text(text, encoding="utf-8")
        page.get_by_role("button", name="New article").click()
        page.get_by_role("button", name="Leave it").click()
        page.locator("input[type=file]").set_input_files([article, path])
        choose(page, 1)
        expect(page.locator("#article").get_by_role("note")).to_contain_text("<script>")
        assert page.locator("main img, main script, main style, main a[href]").count() == 0
        expect(page.locator("#article h1")).to_be_visible()
        screenshot(page, "hostile")

    def test_the_browser_itself_would_refuse_markup(self, service: Service, page: Page) -> None:
        open_desk(page, service)
        refused = page.evaluate(
            "() => { try { document.body.innerHTML = '<b>x</b>'; return false } catch { return true } }"
        )
        assert refused


class TestLook:
    @pytest.mark.parametrize("scheme", ["light", "dark"])
    @pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 740)])
    def test_in_both_schemes_and_on_a_phone(
        self,
        service: Service,
        open_page: Callable[..., Page],
        accessible: Accessible,
        screenshot: Screenshot,
        scheme: str,
        width: int,
        height: int,
    ) -> None:
        page = open_page(
            viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
        )
        open_desk(page, service)
        accessible(page)
        name = f"{scheme}-{width}"
        screenshot(page, f"{name}-form")
        hand_in(page, service, HARBOUR, TITLE)
        choose(page, 6)
        start_correcting(page)
        accessible(page)
        page.screenshot(path=str(shots() / f"desk-{name}-correcting.png"))
        page.locator("details.correct summary").first.click()
        page.locator("#panel").evaluate("panel => panel.scrollTop = 0")
        page.screenshot(path=str(shots() / f"desk-{name}-chosen.png"))
        page.keyboard.press("?")
        accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width


def shots() -> Path:
    from tests.system.conftest import SCREENSHOTS

    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


class TestTime:
    def test_the_page_is_ready_within_a_second(self, service: Service, page: Page) -> None:
        open_desk(page, service)
        done = milliseconds_until_ready(page)
        print(f"\ndesk ready after {done:.0f} ms")
        assert done < 1_000

    def test_20_000_words_stay_responsive(self, service: Service, page: Page, screenshot: Screenshot) -> None:
        text = "\n\n".join([HARBOUR] * 27)
        assert len(text.split()) > 20_000
        page.set_default_timeout(60_000)
        page.add_init_script(
            """const send = window.fetch; window.fetch = async (...given) => {
              const answer = await send(...given); window.answered = performance.now(); return answer; };"""
        )
        hand_in(page, service, text)
        ready = page.evaluate(
            """() => new Promise(done => requestAnimationFrame(() => setTimeout(
                 () => done(performance.now() - window.answered))))"""
        )
        page.locator(".marker").nth(300).click()
        start_correcting(page)
        times = {"from the answer to interactive": ready}
        for what, act in (
            ("choosing", "document.querySelectorAll('.marker')[310].click()"),
            ("a step", "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))"),
            ("a correction", "document.querySelector('[data-key=from0forward]').click()"),
            ("a filter", "document.querySelector('[data-key=choice-direct]').click()"),
        ):
            times[what] = page.evaluate(
                f"""() => new Promise(done => {{ const began = performance.now(); {act};
                     requestAnimationFrame(() => setTimeout(() => done(performance.now() - began))); }})"""
            )
        print("\n" + ", ".join(f"{what} {took:.0f} ms" for what, took in times.items()))
        assert max(times.values()) < 3_000
        wait_for_draft(page)


def test_the_page_asks_for_nothing_elsewhere(service: Service, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    hand_in(page, service, SHORT)
    assert len(asked) > 20
    assert all(url.startswith(service.url) for url in asked)
