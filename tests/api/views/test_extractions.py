from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder

from attribution.schemas import load_extraction
from tests.api.conftest import FakeExtractor
from tests.api.problem import fields_of, read_problem

PATH = "/v1/extractions"
TEXT = "“The ferry is late – again,” said Ines Okafor 🛳."
ARTICLE = {
    "text": TEXT,
    "title": "Ferry late",
    "url": "https://news.example/ferry",
    "published": "2024-05-17",
    "language": "en",
    "unit": "utf16",
    "id": "a-1",
}


def post(client: FlaskClient, body: bytes | str, media_type: str = "application/json", **more: Any) -> Any:
    return client.post(PATH, data=body, content_type=media_type, **more)


def send(app: Flask, body: bytes, announced: int | None) -> Any:
    """As a server does it that passes bodies on as they come, announced or in chunks."""
    environ: dict[str, Any] = {"wsgi.input_terminated": True}
    if announced is None:
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    else:
        environ["CONTENT_LENGTH"] = str(announced)
    builder = EnvironBuilder(
        method="POST",
        path=PATH,
        content_type="text/plain",
        input_stream=BytesIO(body),
        environ_overrides=environ,
    )
    return app.test_client().open(builder)


class TestJson:
    def test_an_article_becomes_an_extraction(self, client: FlaskClient, fake: FakeExtractor) -> None:
        response = client.post(PATH, json=ARTICLE)
        assert response.status_code == 200
        assert response.mimetype == "application/json"
        extraction = load_extraction(response.get_json())
        assert extraction.quotations[0].text == TEXT
        assert (extraction.article.id, extraction.unit) == ("a-1", "utf16")
        assert fake.asked == [ARTICLE]

    def test_text_is_sent_as_it_is_and_keys_keep_their_order(self, client: FlaskClient) -> None:
        body = client.post(PATH, json=ARTICLE).get_data(as_text=True)
        assert "Ines Okafor 🛳" in body
        assert list(json.loads(body))[:3] == ["schema", "article", "unit"]

    def test_html_goes_to_the_engine_as_html(self, client: FlaskClient, fake: FakeExtractor) -> None:
        assert client.post(PATH, json={"html": "<p>Hello.</p>"}).status_code == 200
        assert fake.asked == [{"text": None, "html": "<p>Hello.</p>", "unit": "codepoint"}]

    def test_nulls_are_left_out(self, client: FlaskClient, fake: FakeExtractor) -> None:
        assert client.post(PATH, json={"text": "Hello.", "html": None, "url": None}).status_code == 200
        assert fake.asked == [{"text": "Hello.", "unit": "codepoint"}]

    def test_fields_at_fault_are_named(self, client: FlaskClient, fake: FakeExtractor) -> None:
        body = {"text": 5, "published": "soon", "url": "x", "autor": "y"}
        problem = read_problem(client.post(PATH, json=body), 422, "invalid-input")
        assert sorted(fields_of(problem)) == ["autor", "published", "text", "url"]
        assert fake.asked == []

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            (b"", "it is empty"),
            (b"  \n", "it is empty"),
            (b"{", "line 1, column 2"),
            (b'{"text": "a",\n "title" "b"}', "line 2, column 10"),
            (b'{"text": "a"} {}', "line 1, column 15"),
            (b'{"text": "a\nb"}', "line 1, column 12"),
            (b"{'text': 'a'}", "line 1"),
            (b'{"text": "a", "id": NaN}', "NaN"),
            (b'{"text": -Infinity}', "-Infinity"),
            (b'["text"]', "object"),
            (b'"text"', "object"),
            (b"null", "object"),
            (b"7", "object"),
            (b"[" * 200_000, "too deeply"),
            (b'{"text": ' * 50_000, "too deeply"),
            (b'{"text": ' + b"9" * 50_000 + b"}", "digits"),
        ],
    )
    def test_json_that_is_none(self, client: FlaskClient, body: bytes, said: str) -> None:
        assert said in read_problem(post(client, body), 400, "malformed-json")["detail"]

    def test_bytes_that_are_not_utf8(self, client: FlaskClient) -> None:
        problem = read_problem(post(client, b'{"text": "caf\xe9"}'), 400, "undecodable-body")
        assert "byte 0xe9 at position 13" in problem["detail"]

    def test_a_byte_order_mark_is_passed_over(self, client: FlaskClient) -> None:
        assert post(client, b'\xef\xbb\xbf{"text": "Hello."}').status_code == 200

    def test_a_doubled_key_counts_as_its_last(self, client: FlaskClient, fake: FakeExtractor) -> None:
        assert post(client, b'{"text": "one", "text": "two"}').status_code == 200
        assert fake.asked[0]["text"] == "two"

    @pytest.mark.parametrize(
        ("body", "field", "position"),
        [
            (rb'{"text": "ab\ud800c"}', "text", 2),
            (rb'{"text": "ab", "title": "\udc00"}', "title", 0),
            (rb'{"html": "abc\u0000"}', "html", 3),
        ],
    )
    def test_half_pairs_and_nul(self, client: FlaskClient, body: bytes, field: str, position: int) -> None:
        (error,) = read_problem(post(client, body), 422, "undecodable-input")["errors"]
        assert (error["field"], error["position"]) == (field, position)

    def test_deep_values_of_a_field_are_only_of_the_wrong_type(self, client: FlaskClient) -> None:
        body = b'{"text": ' + b"[" * 500 + b"]" * 500 + b"}"
        assert fields_of(read_problem(post(client, body), 422, "invalid-input")) == ["text"]


class TestBareBody:
    @pytest.mark.parametrize(("media_type", "field"), [("text/plain", "text"), ("text/html", "html")])
    def test_the_body_is_the_article(
        self, client: FlaskClient, fake: FakeExtractor, media_type: str, field: str
    ) -> None:
        options = {name: value for name, value in ARTICLE.items() if name != "text"}
        response = post(client, TEXT, media_type, query_string=options)
        assert response.status_code == 200
        assert fake.asked == [{"text": None, field: TEXT, **options}]

    def test_bytes_come_through_unchanged(self, client: FlaskClient, fake: FakeExtractor) -> None:
        text = "\ufeffOne.\r\nTwo.\u2028\u00a0Three.\t"
        assert post(client, text.encode(), "text/plain").status_code == 200
        assert fake.asked[0]["text"] == text

    def test_bytes_that_are_not_utf8(self, client: FlaskClient) -> None:
        problem = read_problem(post(client, b"\xe2\x80", "text/plain"), 400, "undecodable-body")
        assert "byte 0xe2 at position 0" in problem["detail"]

    def test_nul(self, client: FlaskClient) -> None:
        problem = read_problem(post(client, b"ab\0", "text/plain"), 422, "undecodable-input")
        assert problem["errors"][0]["position"] == 2


class TestOptions:
    def test_they_are_checked_in_the_same_way(self, client: FlaskClient) -> None:
        response = post(client, TEXT, "text/plain", query_string={"published": "soon", "colour": "red"})
        assert sorted(fields_of(read_problem(response, 422, "invalid-input"))) == ["colour", "published"]

    def test_they_go_with_json_as_well(self, client: FlaskClient, fake: FakeExtractor) -> None:
        assert client.post(PATH, json={"text": "Hello."}, query_string={"unit": "utf16"}).status_code == 200
        assert fake.asked[0]["unit"] == "utf16"

    @pytest.mark.parametrize(
        ("query", "field"),
        [("id=1&id=2", "id"), ("id=1", "id"), ("text=Hello", "text"), ("html=Hello", "html")],
    )
    def test_nothing_is_given_twice_or_in_the_wrong_place(
        self, client: FlaskClient, query: str, field: str
    ) -> None:
        response = client.post(f"{PATH}?{query}", json={"text": "Hello.", "id": "3"})
        assert fields_of(read_problem(response, 422, "invalid-input")) == [field]

    @pytest.mark.parametrize("query", ["title=%FF", "title=%ED%A0%80", "&".join(["a=1"] * 200)])
    def test_queries_that_cannot_be_read(self, client: FlaskClient, query: str) -> None:
        read_problem(post(client, TEXT, "text/plain", query_string=query), 400, "bad-request")

    def test_nul_in_a_query(self, client: FlaskClient) -> None:
        response = post(client, TEXT, "text/plain", query_string="title=a%00")
        problem = read_problem(response, 422, "undecodable-input")
        assert fields_of(problem) == ["title"]


class TestMediaTypes:
    @pytest.mark.parametrize(
        "media_type",
        [
            None,
            "",
            "application/xml",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/ld+json",
            "text/markdown",
            "nonsense",
            "text/plain; charset=latin-1",
            "application/json; charset=utf-16",
            'text/html; charset="windows-1252"',
        ],
    )
    def test_others_are_refused(self, client: FlaskClient, media_type: str | None) -> None:
        read_problem(
            client.post(PATH, data=b"Hello.", content_type=media_type), 415, "unsupported-media-type"
        )

    @pytest.mark.parametrize(
        "media_type",
        ["text/plain; charset=UTF-8", "TEXT/PLAIN", 'text/plain; charset="utf-8"; format=flowed'],
    )
    def test_ways_to_write_the_right_ones(self, client: FlaskClient, media_type: str) -> None:
        assert post(client, TEXT, media_type).status_code == 200

    @pytest.mark.parametrize(
        "accept", ["application/json", "*/*", "application/*;q=0.5", "text/html, */*;q=0.1"]
    )
    def test_answers_that_suit(self, client: FlaskClient, accept: str) -> None:
        assert post(client, TEXT, "text/plain", headers={"Accept": accept}).status_code == 200

    @pytest.mark.parametrize("accept", ["text/html", "application/xml, text/*"])
    def test_answers_that_do_not(self, client: FlaskClient, accept: str) -> None:
        response = post(client, TEXT, "text/plain", headers={"Accept": accept})
        read_problem(response, 406, "not-acceptable")


class TestSizes:
    def test_a_body_over_the_limit_is_not_read(self, app: Flask, fake: FakeExtractor) -> None:
        size = app.config["MAX_CONTENT_LENGTH"]
        client = app.test_client()
        assert post(client, b"a" * size, "text/plain").status_code == 200
        read_problem(post(client, b"a" * (size + 1), "text/plain"), 413, "body-too-large")
        assert len(fake.asked) == 1

    def test_a_body_in_chunks_over_the_limit_is_not_cut(self, app: Flask, fake: FakeExtractor) -> None:
        size = app.config["MAX_CONTENT_LENGTH"]
        for length, status in ((size - 1, 200), (size, 413), (size + 1, 413), (3 * size, 413)):
            assert send(app, b"a" * length, announced=None).status_code == status
        assert len(fake.asked) == 1

    def test_a_body_cut_short_is_no_article(self, app: Flask, fake: FakeExtractor) -> None:
        problem = read_problem(send(app, b"Hello", announced=11), 400, "bad-request")
        assert "5 of 11 bytes" in problem["detail"]
        assert fake.asked == []

    def test_an_article_of_the_limit_fits_the_body_in_escaped_json(self, client: FlaskClient) -> None:
        body = '{"text": "' + "\\u0041" * 100_000 + '"}'
        assert post(client, body).status_code == 200
