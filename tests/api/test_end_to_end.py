"""The service over the real engine."""

from __future__ import annotations

import hashlib

import pytest
from flask.testing import FlaskClient

from api import create_app
from attribution import Extractor
from attribution.schemas import dump_extraction, load_extraction
from tests.api.problem import read_problem

PATH = "/v1/extractions"
TEXT = (
    "The ferry \N{FERRY} to Norvik was late again on Friday.\r\n\r\n"
    "“We waited for two hours,” said Ines Okafor, the harbour master of Norvik. “Nobody told us why.”\r\n"
)


@pytest.fixture(scope="module")
def client(extractor: Extractor) -> FlaskClient:
    return create_app({}, extractor=extractor).test_client()


def test_the_answer_is_what_the_library_gives(client: FlaskClient, extractor: Extractor) -> None:
    options = {"title": "Ferry late", "published": "2024-05-17", "id": "a-1", "url": "https://news.example/f"}
    response = client.post(PATH, json={"text": TEXT, **options})
    assert response.status_code == 200
    assert response.json == dump_extraction(extractor.extract(TEXT, **options))


def test_positions_are_of_the_input_as_sent(client: FlaskClient) -> None:
    response = client.post(PATH, data=TEXT.encode(), content_type="text/plain")
    extraction = load_extraction(response.get_json())
    assert extraction.quotations
    for quotation in extraction.quotations:
        for span in quotation.spans:
            assert TEXT[span.start : span.end] == span.text
    assert extraction.article.length == len(TEXT)
    assert extraction.article.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()


def test_positions_for_browsers(client: FlaskClient) -> None:
    response = client.post(f"{PATH}?unit=utf16", data=TEXT.encode(), content_type="text/plain")
    encoded = TEXT.encode("utf-16-le")
    for quotation in load_extraction(response.get_json()).quotations:
        for span in quotation.spans:
            assert encoded[2 * span.start : 2 * span.end].decode("utf-16-le") == span.text


def test_html_gives_the_same_words(client: FlaskClient) -> None:
    plain = client.post(PATH, data=TEXT.encode(), content_type="text/plain").get_json()
    lines = "".join(f"<p>{line}</p>\n" for line in TEXT.splitlines() if line)
    marked = client.post(PATH, data=lines.encode(), content_type="text/html").get_json()
    assert [q["text"] for q in marked["quotations"]] == [q["text"] for q in plain["quotations"]]


@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_an_article_without_words(client: FlaskClient, body: bytes, media_type: str) -> None:
    problem = read_problem(client.post(PATH, data=body, content_type=media_type), 422, "empty-input")
    assert problem["errors"][0]["field"] == media_type.removeprefix("text/").replace("plain", "text")


def test_an_article_over_the_limit(client: FlaskClient) -> None:
    response = client.post(PATH, data=b"word " * 200_001, content_type="text/plain")
    problem = read_problem(response, 413, "input-too-large")
    assert problem["errors"][0]["field"] == "text"
