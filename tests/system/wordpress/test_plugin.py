"""The WordPress plugin on the server: who may have what read, what is sent, kept, printed and forgotten."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import pytest
import requests

from tests.system.wordpress.impostor import Impostor, person, quotation
from tests.system.wordpress.site import Site

pytestmark = pytest.mark.system

ARTICLE = """<!-- wp:paragraph -->
<p>“The ferry \\ sails 😀 at noon,” said Mara Lindqvist, the mayor of <strong>Ostby</strong>.</p>
<!-- /wp:paragraph -->

<!-- wp:paragraph -->
<p>Lindqvist said that the harbour would stay open.</p>
<!-- /wp:paragraph -->"""
HOSTILE = '</script><script>window.hit=1</script><img src=x onerror="window.hit=1"><!-- \' " &'
LEFT = """
    global $wpdb;
    $meta = "SELECT meta_key FROM $wpdb->postmeta WHERE meta_key LIKE '%attribution%'";
    $options = "SELECT option_name FROM $wpdb->options WHERE option_name LIKE '%attribution%'";
    $events = serialize(_get_cron_array());
    return [$wpdb->get_col($meta), $wpdb->get_col($options), str_contains($events, 'attribution')];
"""
PROBLEM = "application/problem+json"


def route(post: int) -> str:
    return f"/attribution/v1/posts/{post}/quotations"


def structured(page: str) -> list[dict[str, Any]]:
    """The plugin's JSON-LD in a page."""
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [data for data in map(json.loads, found) if data["@type"] == "NewsArticle"]


class TestReading:
    def test_a_real_service_finds_the_quotations(self, real: Site) -> None:
        post = real.add_post("ann", ARTICLE, title="Ferry sails &amp; stays")
        status, answer = real.ask("ann", "POST", route(post))
        assert status == 200
        first, second = answer["extraction"]["quotations"]
        assert [first["type"], second["type"]] == ["direct", "indirect"]
        assert first["role"]["text"] == "mayor of Ostby"
        assert [speaker["name"] for speaker in answer["extraction"]["speakers"]] == ["Mara Lindqvist"]
        [span] = first["spans"]
        units = ARTICLE.encode("utf-16-le")
        assert units[2 * span["start"] : 2 * span["end"]].decode("utf-16-le") == span["text"]
        assert answer["extraction"]["article"]["title"] == "Ferry sails & stays"
        assert answer["changed"] is False

    def test_what_was_found_is_kept_as_it_came(self, real: Site) -> None:
        post = real.add_post("ann", ARTICLE)
        _, made = real.ask("ann", "POST", route(post))
        status, kept = real.ask("desk", "GET", route(post))
        assert status == 200
        assert kept == made
        assert kept["extraction"]["article"]["sha256"] == hashlib.sha256(ARTICLE.encode()).hexdigest()

    def test_another_content_is_told_of(self, site: Site, impostor: Impostor) -> None:
        impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")])
        post = site.add_post("ann", ARTICLE)
        site.ask("ann", "POST", route(post))
        site.ask("ann", "POST", f"/wp/v2/posts/{post}", {"content": ARTICLE.replace("noon", "six")})
        assert site.ask("ann", "GET", route(post))[1]["changed"] is True

    def test_only_what_is_needed_is_sent(self, site: Site, impostor: Impostor) -> None:
        impostor.find(speakers=[])
        site.php("return update_option('attribution_key', 'atr_secret', false);")
        post = site.add_post("ann", ARTICLE, title="Ferry")
        assert site.ask("ann", "POST", route(post))[0] == 200
        [(path, headers, article)] = impostor.asked
        assert path == "/v1/extractions"
        assert headers["Authorization"] == "Bearer atr_secret"
        assert "Cookie" not in headers
        assert article == {
            "html": ARTICLE,
            "unit": "utf16",
            "id": str(post),
            "title": "Ferry",
            "language": "en",
        }

    def test_of_a_published_post_its_address_and_time_too(self, site: Site, impostor: Impostor) -> None:
        impostor.find(speakers=[])
        post = site.add_post("ann", ARTICLE, status="publish")
        site.ask("ann", "POST", route(post))
        [(_, _, article)] = impostor.asked
        assert article["url"] == f"{site.url}/?p={post}"
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", article["published"])

    def test_an_empty_post_is_not_sent(self, site: Site, impostor: Impostor) -> None:
        status, answer = site.ask("ann", "POST", route(site.add_post("ann", " \n")))
        assert (status, answer["code"]) == (400, "attribution_empty")
        assert impostor.asked == []

    def test_types_that_were_not_chosen_are_not_sent(self, site: Site, impostor: Impostor) -> None:
        site.set(post_types=["page"])
        status, answer = site.ask("ann", "POST", route(site.add_post("ann", ARTICLE)))
        assert (status, answer["code"]) == (400, "attribution_type")
        assert impostor.asked == []


class TestPermissions:
    @pytest.mark.parametrize(("user", "status"), [(None, 401), ("reader", 403), ("ben", 403)])
    @pytest.mark.parametrize("method", ["GET", "POST"])
    def test_refused(
        self, site: Site, impostor: Impostor, user: str | None, status: int, method: str
    ) -> None:
        post = site.add_post("ann", ARTICLE, status="publish")
        assert site.ask(user, method, route(post))[0] == status
        assert impostor.asked == []

    def test_a_browser_needs_the_nonce_of_its_page(self, site: Site, impostor: Impostor) -> None:
        asked = {"rest_route": route(site.add_post("ann", ARTICLE))}
        assert site.login("ann").post(site.url, params=asked, timeout=60).status_code == 401
        assert impostor.asked == []

    def test_who_may_not_edit_learns_not_whether_there_is_a_post(self, site: Site) -> None:
        there = site.ask("ben", "GET", route(site.add_post("ann", ARTICLE)))
        assert site.ask("ben", "GET", route(999_999)) == there

    @pytest.mark.parametrize("user", ["ann", "desk", "chief"])
    def test_allowed(self, site: Site, impostor: Impostor, user: str) -> None:
        impostor.find(speakers=[])
        assert site.ask(user, "POST", route(site.add_post("ann", ARTICLE)))[0] == 200

    def test_the_record_and_the_key_are_in_no_other_answer(self, site: Site, impostor: Impostor) -> None:
        impostor.find(quotation("“Aye.”"), speakers=[person("Zebedee Quill")])
        site.php("return update_option('attribution_key', 'atr_secret', false);")
        post = site.add_post("ann", ARTICLE, status="publish")
        site.ask("ann", "POST", route(post))
        shown = json.dumps(
            [
                site.ask("chief", "GET", f"/wp/v2/posts/{post}")[1],
                site.ask("chief", "GET", "/wp/v2/settings")[1],
                site.ask("chief", "GET", "/attribution/v1")[1],
            ]
        )
        assert "Quill" not in shown
        assert "atr_secret" not in shown
        assert impostor.url not in shown

    def test_an_author_cannot_write_the_record_by_hand(self, site: Site) -> None:
        post = site.add_post("ann", ARTICLE)
        site.ask("ann", "POST", f"/wp/v2/posts/{post}", {"meta": {"_attribution_record": "{}"}})
        assert site.ask("ann", "GET", route(post))[1]["extraction"] is None


class TestFailures:
    def ask(self, site: Site, user: str = "ann") -> tuple[int, dict[str, Any]]:
        return site.ask(user, "POST", route(site.add_post(user, ARTICLE)))

    def test_a_service_that_is_away(self, site: Site) -> None:
        site.set(address="http://127.0.0.1:9")
        status, answer = self.ask(site)
        assert (status, answer["code"]) == (502, "attribution_unreachable")
        assert answer["message"] == "The attribution service cannot be reached."
        assert "127.0.0.1" not in json.dumps(answer)

    def test_an_administrator_is_told_why(self, site: Site) -> None:
        site.set(address="http://127.0.0.1:9")
        assert "127.0.0.1" in self.ask(site, "chief")[1]["data"]["reason"]

    def test_no_service_is_set_up(self, site: Site) -> None:
        site.set(address="")
        status, answer = self.ask(site)
        assert (status, answer["code"]) == (503, "attribution_unset")

    @pytest.mark.parametrize(
        ("given", "status", "code"),
        [(401, 502, "key"), (403, 502, "key"), (429, 503, "busy"), (503, 503, "busy"), (500, 502, "refused")],
    )
    def test_an_answer_that_is_an_error(
        self, site: Site, impostor: Impostor, given: int, status: int, code: str
    ) -> None:
        impostor.say(given, {"detail": "a secret of another server"})
        found, answer = self.ask(site)
        assert (found, answer["code"]) == (status, f"attribution_{code}")
        assert "secret" not in json.dumps(answer)

    def test_a_problem_says_what_is_wrong(self, site: Site, impostor: Impostor) -> None:
        impostor.say(413, {"detail": "The article has <b>more</b> than 9 characters."}, PROBLEM)
        message = self.ask(site)[1]["message"]
        assert message.endswith("(413). The article has more than 9 characters.")

    def test_nobody_is_sent_elsewhere(self, site: Site, impostor: Impostor) -> None:
        impostor.say(307, {}, Location=f"{impostor.url}/elsewhere")
        assert self.ask(site)[1]["code"] == "attribution_refused"
        assert [path for path, _, _ in impostor.asked] == ["/v1/extractions"]

    @pytest.mark.parametrize("body", ["no", [], {"schema": "1"}, None])
    def test_what_is_no_record_is_not_kept(self, site: Site, impostor: Impostor, body: object) -> None:
        impostor.say(200, body)
        assert self.ask(site)[1]["code"] == "attribution_answer"

    @pytest.mark.parametrize(
        "changes",
        [
            {"article": {"sha256": "0" * 64}},
            {"unit": "codepoint"},
            {"quotations": [{"id": "q1"}]},
            {"speakers": {"s1": person("Lee")}},
        ],
    )
    def test_a_record_that_does_not_fit_is_not_kept(
        self, site: Site, impostor: Impostor, changes: dict[str, Any]
    ) -> None:
        impostor.find(**{"speakers": [], **changes})
        assert self.ask(site)[1]["code"] == "attribution_answer"

    def test_the_record_before_stays_and_the_failure_is_told(self, site: Site, impostor: Impostor) -> None:
        impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")])
        post = site.add_post("ann", ARTICLE)
        site.ask("ann", "POST", route(post))
        impostor.say(503, {})
        site.ask("ann", "POST", route(post))
        kept = site.ask("ann", "GET", route(post))[1]
        assert len(kept["extraction"]["quotations"]) == 1
        assert kept["failure"] == "The attribution service is busy. Try again in a minute."


class TestBackground:
    def run_cron(self, site: Site) -> None:
        assert requests.get(f"{site.url}/wp-cron.php", timeout=60).ok

    def test_a_published_post_is_read(self, site: Site, impostor: Impostor) -> None:
        impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")])
        site.set(automatic=True)
        post = site.ask("ann", "POST", "/wp/v2/posts", {"content": ARTICLE, "status": "publish"})[1]["id"]
        assert impostor.asked == []
        assert site.ask("ann", "GET", route(post))[1]["scheduled"] is True
        self.run_cron(site)
        kept = site.ask("ann", "GET", route(post))[1]
        assert kept["extraction"]["speakers"][0]["name"] == "Lee Marsh"
        assert kept["scheduled"] is False

    def test_a_changed_post_is_read_again_and_another_not(self, site: Site, impostor: Impostor) -> None:
        impostor.find(speakers=[])
        site.set(automatic=True)
        post = site.add_post("ann", ARTICLE, status="publish")
        self.run_cron(site)
        site.ask("ann", "POST", f"/wp/v2/posts/{post}", {"title": "Another"})
        self.run_cron(site)
        assert len(impostor.asked) == 1
        site.ask("ann", "POST", f"/wp/v2/posts/{post}", {"content": ARTICLE + "<p>More.</p>"})
        self.run_cron(site)
        assert len(impostor.asked) == 2

    @pytest.mark.parametrize(
        ("automatic", "status"), [(True, "draft"), (True, "private"), (False, "publish")]
    )
    def test_what_nobody_asked_for_is_not_read(
        self, site: Site, impostor: Impostor, automatic: bool, status: str
    ) -> None:
        site.set(automatic=automatic)
        site.add_post("ann", ARTICLE, status=status)
        self.run_cron(site)
        assert impostor.asked == []

    def test_a_failure_that_may_pass_is_tried_again(self, site: Site, impostor: Impostor) -> None:
        impostor.say(503, {})
        site.set(automatic=True)
        post = site.add_post("ann", ARTICLE, status="publish")
        self.run_cron(site)
        kept = site.ask("ann", "GET", route(post))[1]
        assert (kept["extraction"], kept["scheduled"]) == (None, True)
        ahead = site.php(
            "return wp_next_scheduled('attribution_read_post', [$given['id'], 1]) - time();", id=post
        )
        assert 50 <= ahead <= 60

    def test_one_that_will_not_is_not(self, site: Site, impostor: Impostor) -> None:
        impostor.say(401, {})
        site.set(automatic=True)
        post = site.add_post("ann", ARTICLE, status="publish")
        self.run_cron(site)
        kept = site.ask("ann", "GET", route(post))[1]
        assert (kept["scheduled"], "key" in kept["failure"]) == (False, True)


class TestStructuredData:
    def page(self, site: Site, impostor: Impostor, *quotations: dict[str, Any], **changes: Any) -> str:
        """The page of a published post, as everybody sees it."""
        site.set(structured_data=True)
        impostor.find(*quotations, speakers=changes.get("speakers", [person("Lee Marsh")]))
        post = site.add_post("ann", ARTICLE, status="publish", title=changes.get("title", "Ferry"))
        assert site.ask("ann", "POST", route(post))[0] == 200
        if "then" in changes:
            site.php("kses_remove_filters(); return wp_update_post($given);", ID=post, **changes["then"])
        return requests.get(site.url, {"p": post}, timeout=60).text

    def test_says_who_said_what(self, site: Site, impostor: Impostor) -> None:
        role = {"text": "mayor of Ostby", "title": "mayor"}
        [data] = structured(self.page(site, impostor, quotation("“Aye.”", role=role)))
        assert data["headline"] == "Ferry"
        who = {"@type": "Person", "name": "Lee Marsh", "jobTitle": "mayor"}
        assert data["hasPart"] == [{"@type": "Quotation", "text": "“Aye.”", "creator": who}]

    @pytest.mark.parametrize(
        "fields", [{"type": "indirect"}, {"type": "mixed"}, {"statement": False}, {"speaker": None}]
    )
    def test_leaves_out_what_nobody_said_in_these_words(
        self, site: Site, impostor: Impostor, fields: dict[str, Any]
    ) -> None:
        assert structured(self.page(site, impostor, quotation("“Aye.”", **fields))) == []

    @pytest.mark.parametrize("then", [{"post_content": "<p>Other</p>"}, {"post_password": "sesame"}])
    def test_leaves_out_what_is_not_true_or_not_for_all(
        self, site: Site, impostor: Impostor, then: dict[str, str]
    ) -> None:
        assert structured(self.page(site, impostor, quotation("“Aye.”"), then=then)) == []

    def test_is_off_by_default(self, site: Site, impostor: Impostor) -> None:
        self.page(site, impostor, quotation("“Aye.”"))
        site.set(structured_data=False)
        post = site.add_post("ann", ARTICLE, status="publish")
        site.ask("ann", "POST", route(post))
        assert structured(requests.get(site.url, {"p": post}, timeout=60).text) == []

    def test_hostile_words_stay_words(self, site: Site, impostor: Impostor) -> None:
        page = self.page(
            site,
            impostor,
            quotation(HOSTILE, role={"text": HOSTILE}),
            speakers=[person(HOSTILE)],
        )
        [data] = structured(page)
        assert data["hasPart"][0]["text"] == HOSTILE
        assert data["hasPart"][0]["creator"]["name"] == HOSTILE
        assert "window.hit" in page
        assert "<script>window.hit" not in page
        assert "<img src=x" not in page


class TestSettings:
    PAGE = "/wp-admin/options-general.php?page=attribution"

    def form(self, session: requests.Session, site: Site, action: str) -> dict[str, str]:
        """The nonce of a form of the page."""
        page = session.get(site.url + self.PAGE, timeout=60).text
        part = page.split(f'value="{action}"')[1]
        found = re.search(r'name="_wpnonce" value="([0-9a-f]+)"', part)
        assert found
        return {"action": action, "_wpnonce": found[1]}

    def send(self, session: requests.Session, site: Site, form: dict[str, Any]) -> requests.Response:
        return session.post(f"{site.url}/wp-admin/admin-post.php", form, timeout=60)

    def test_are_saved_and_the_key_is_never_shown(self, site: Site) -> None:
        session = site.login("chief")
        form = self.form(session, site, "attribution_save")
        given = {"address": "https://a.example/at/ ", "key": "atr_secret", "automatic": "1"}
        page = self.send(session, site, {**form, **given, "post_types[]": ["page", "nonsense"]}).text
        assert "Settings saved." in page
        assert 'value="https://a.example/at"' in page
        assert "atr_secret" not in page
        stored = site.php("return [get_option('attribution_settings'), get_option('attribution_key')];")
        assert stored == [
            {
                "address": "https://a.example/at",
                "automatic": True,
                "structured_data": False,
                "post_types": ["page"],
            },
            "atr_secret",
        ]

    def test_an_empty_key_keeps_the_key_and_a_tick_forgets_it(self, site: Site) -> None:
        site.php("return update_option('attribution_key', 'atr_secret', false);")
        session = site.login("chief")
        form = {**self.form(session, site, "attribution_save"), "address": "https://a.example", "key": ""}
        self.send(session, site, form)
        assert site.php("return get_option('attribution_key');") == "atr_secret"
        self.send(session, site, {**form, "forget_key": "1"})
        assert site.php("return get_option('attribution_key');") is False

    @pytest.mark.parametrize(
        "address",
        [
            "ftp://a.example",
            "javascript:alert(1)",
            "https://user:word@a.example",
            "https://a.example/?x=1",
            "https://a.example/#x",
            "a.example",
            "https://",
            'https://a.example/"><script>',
        ],
    )
    def test_what_is_no_address_is_refused(self, site: Site, address: str) -> None:
        code = "return Attribution\\clean_address($given['address']);"
        assert site.php(code, address=address) == ""

    def test_a_refused_address_leaves_the_one_before(self, site: Site, impostor: Impostor) -> None:
        session = site.login("chief")
        form = {**self.form(session, site, "attribution_save"), "address": "javascript:alert(1)"}
        assert "The address is not changed" in self.send(session, site, form).text
        assert site.php("return get_option('attribution_settings')['address'];") == impostor.url

    @pytest.mark.parametrize("action", ["attribution_save", "attribution_test"])
    def test_need_the_nonce_of_the_form(self, site: Site, impostor: Impostor, action: str) -> None:
        form = {"action": action, "_wpnonce": "0123456789", "address": "https://b.example"}
        assert self.send(site.login("chief"), site, form).status_code == 403
        assert site.php("return get_option('attribution_settings')['address'];") == impostor.url
        assert impostor.asked == []

    @pytest.mark.parametrize("user", ["desk", "reader"])
    def test_are_for_administrators(self, site: Site, user: str) -> None:
        session = site.login(user)
        assert session.get(site.url + self.PAGE, timeout=60).status_code == 403
        for action in ("attribution_save", "attribution_test"):
            assert self.send(session, site, {"action": action}).status_code == 403

    def test_the_connection_is_tried(self, real: Site) -> None:
        session = real.login("chief")
        page = self.send(session, real, self.form(session, real, "attribution_test")).text
        assert "The service answers. Its model is tagger-en" in page

    def test_a_connection_that_fails_says_why(self, site: Site, impostor: Impostor) -> None:
        impostor.say(401, {})
        session = site.login("chief")
        page = self.send(session, site, self.form(session, site, "attribution_test")).text
        assert "does not accept the key of this site" in page

    def test_constants_go_before_what_is_stored(self, site: Site) -> None:
        code = (
            "define('ATTRIBUTION_ADDRESS', 'https://c.example/'); define('ATTRIBUTION_KEY', 'atr_c');"
            "return [Attribution\\settings()['address'], Attribution\\service_key()];"
        )
        assert site.php(code) == ["https://c.example", "atr_c"]


def test_nothing_is_left_when_it_is_removed(site: Site, impostor: Impostor) -> None:
    impostor.find(quotation("“Aye.”"), speakers=[person("Lee Marsh")])
    site.php("return update_option('attribution_key', 'atr_secret', false);")
    site.set(automatic=True)
    post = site.add_post("ann", ARTICLE, status="publish")
    site.ask("ann", "POST", route(post))
    site.php("return update_post_meta($given['id'], '_attribution_failure', 'x');", id=post)
    site.add_post("ann", ARTICLE, status="publish")
    meta, options, events = site.php(LEFT)
    assert meta
    assert options
    assert events
    site.php(
        "define('WP_UNINSTALL_PLUGIN', 'attribution/attribution.php');"
        "return include WP_PLUGIN_DIR . '/attribution/uninstall.php';"
    )
    assert site.php(LEFT) == [[], [], False]
