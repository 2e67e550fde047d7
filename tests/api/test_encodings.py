from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, request
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from api.encodings import LEAST
from tests.api.conftest import FakeExtractor
from tests.api.problem import read_problem

PATH = "/v1/extractions"
TEXT = "“The ferry is late – again,” said Ines Okafor. " * 60


def send(
    client: FlaskClient, body: bytes, coding: str = "gzip", media_type: str = "text/plain"
) -> TestResponse:
    return client.post(PATH, data=body, content_type=media_type, headers={"Content-Encoding": coding})


def send_in_chunks(app: Flask, body: bytes) -> TestResponse:
    return app.test_client().post(
        PATH,
        input_stream=io.BytesIO(body),
        content_type="text/plain",
        headers={"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"},
        environ_overrides={"wsgi.input_terminated": True},
    )


class TestIn:
    @pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip", "identity, gzip", " gzip "])
    def test_gzip_is_read_as_what_is_in_it(
        self, client: FlaskClient, fake: FakeExtractor, coding: str
    ) -> None:
        assert send(client, gzip.compress(TEXT.encode()), coding).status_code == 200
        assert fake.asked[0]["text"] == TEXT

    def test_json_and_chunks_too(self, app: Flask, client: FlaskClient, fake: FakeExtractor) -> None:
        body = gzip.compress(b'{"text": "Hello."}')
        assert send(client, body, media_type="application/json").status_code == 200
        assert send_in_chunks(app, gzip.compress(TEXT.encode())).status_code == 200
        assert [asked["text"] for asked in fake.asked] == ["Hello.", TEXT]

    def test_a_gzip_of_several_members_is_one_body(self, client: FlaskClient, fake: FakeExtractor) -> None:
        members = [gzip.compress(part) for part in (b"One. ", b"", b"Two. ", b"Three.")]
        assert send(client, b"".join(members)).status_code == 200
        assert fake.asked[0]["text"] == "One. Two. Three."

    @pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd", "compress, gzip", "nonsense"])
    def test_other_codings_are_refused(self, client: FlaskClient, coding: str) -> None:
        response = send(client, b"Hello.", coding)
        read_problem(response, 415, "unsupported-media-type")
        assert response.headers["Accept-Encoding"] == "gzip, identity"

    def test_where_there_is_no_address_there_is_no_coding(self, client: FlaskClient) -> None:
        headers = {"Content-Encoding": "br"}
        read_problem(client.post("/v1/nowhere", data=b"x", headers=headers), 404, "not-found")
        read_problem(client.delete(PATH, data=b"x", headers=headers), 405, "method-not-allowed")

    @pytest.mark.parametrize(
        "body",
        [b"Hello.", b"\x1f\x8b", gzip.compress(b"Hello.") + b"more", zlib.compress(b"Hello.")],
        ids=["plain", "begun", "trailing", "zlib"],
    )
    def test_a_body_that_is_not_gzip(self, client: FlaskClient, fake: FakeExtractor, body: bytes) -> None:
        assert send(client, body).status_code == 400
        assert fake.asked == []

    @pytest.mark.parametrize("length", [1, 9, 10, 20, -8, -1])
    def test_a_gzip_without_its_end_is_no_article(
        self, app: Flask, client: FlaskClient, fake: FakeExtractor, length: int
    ) -> None:
        body = gzip.compress(TEXT.encode())[:length]
        for response in (send(client, body), send_in_chunks(app, body)):
            assert "cut short" in read_problem(response, 400, "bad-request")["detail"]
        assert fake.asked == []

    def test_a_wrong_checksum_is_no_article(self, client: FlaskClient) -> None:
        body = bytearray(gzip.compress(TEXT.encode()))
        body[-6] ^= 1
        read_problem(send(client, bytes(body)), 400, "undecodable-body")

    def test_no_body_at_all_is_no_gzip(self, client: FlaskClient) -> None:
        read_problem(send(client, b""), 400, "bad-request")


class _Counting(io.BytesIO):
    """A body that knows how much of it was read."""

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is not None
        assert 0 <= size <= 65_536
        return super().read(size)


class TestBombs:
    def test_a_bomb_is_refused_at_the_limit_and_not_read_on(self, app: Flask, fake: FakeExtractor) -> None:
        bomb = _Counting(gzip.compress(b"a" * 300_000_000, 9))
        response = app.test_client().post(
            PATH,
            input_stream=bomb,
            content_length=len(bomb.getvalue()),
            content_type="text/plain",
            headers={"Content-Encoding": "gzip"},
        )
        read_problem(response, 413, "body-too-large")
        limit = app.config["MAX_CONTENT_LENGTH"]
        assert bomb.tell() < limit / 300 + 100_000  # a thousandth of what is in it, and the pieces in hand
        assert fake.asked == []

    def test_a_body_of_the_limit_is_taken_and_one_byte_more_is_not(self, app: Flask) -> None:
        limit = app.config["MAX_CONTENT_LENGTH"]
        for length, status in ((limit - 1, 200), (limit + 1, 413), (3 * limit, 413)):
            assert send(app.test_client(), gzip.compress(b"a" * length)).status_code == status

    def test_a_flood_of_empty_members_ends_soon(self, app: Flask) -> None:
        flood = _Counting(gzip.compress(b"") * 100_000)
        response = app.test_client().post(
            PATH,
            input_stream=flood,
            content_length=len(flood.getvalue()),
            content_type="text/plain",
            headers={"Content-Encoding": "gzip"},
        )
        read_problem(response, 400, "undecodable-body")
        assert flood.tell() < 200_000


class TestOut:
    @pytest.mark.parametrize(
        "accept", ["gzip", "gzip, deflate, br", "br;q=1, gzip;q=0.2", "*", "identity;q=0.5, gzip", "GZIP"]
    )
    def test_who_takes_gzip_gets_it(self, client: FlaskClient, accept: str) -> None:
        response = client.post(PATH, json={"text": TEXT}, headers={"Accept-Encoding": accept})
        assert response.headers["Content-Encoding"] == "gzip"
        assert response.headers["Vary"] == "Accept-Encoding"
        assert int(response.headers["Content-Length"]) == len(response.data)
        plain = client.post(PATH, json={"text": TEXT})
        assert gzip.decompress(response.data) == plain.data
        assert len(response.data) < len(plain.data) / 4

    @pytest.mark.parametrize(
        "accept", ["", "br", "gzip;q=0", "*;q=0", "identity, gzip;q=0.5", "gzip; q=0.0, *"]
    )
    def test_who_does_not_gets_it_plain(self, client: FlaskClient, accept: str) -> None:
        response = client.post(PATH, json={"text": TEXT}, headers={"Accept-Encoding": accept})
        assert "Content-Encoding" not in response.headers
        assert response.headers["Vary"] == "Accept-Encoding"

    def test_short_answers_and_pictures_stay_as_they_are(self, client: FlaskClient) -> None:
        icon = "/static/vendor/swagger-ui-dist-5.35.0/favicon-32x32.png"
        for path in ("/v1/health/live", icon):
            with client.get(path, headers={"Accept-Encoding": "gzip"}) as response:
                assert "Content-Encoding" not in response.headers

    def test_files_are_compressed_too(self, client: FlaskClient) -> None:
        path = "/static/vendor/swagger-ui-dist-5.35.0/swagger-ui.css"
        with client.get(path, headers={"Accept-Encoding": "gzip"}) as response, client.get(path) as plain:
            assert gzip.decompress(response.data) == plain.data

    def test_the_same_answer_has_the_same_bytes(self, client: FlaskClient) -> None:
        first, second = (
            client.post(PATH, json={"text": TEXT}, headers={"Accept-Encoding": "gzip"}).data for _ in range(2)
        )
        assert first == second

    def test_what_is_compressed_has_a_weak_tag(self, client: FlaskClient) -> None:
        compressed = client.post(PATH, json={"text": TEXT}, headers={"Accept-Encoding": "gzip"})
        plain = client.post(PATH, json={"text": TEXT})
        assert compressed.headers["ETag"] == f"W/{plain.headers['ETag']}"

    def test_head_says_what_get_says(self, client: FlaskClient) -> None:
        headers = {"Accept-Encoding": "gzip"}
        get, head = (
            client.get("/v1/openapi.json", headers=headers),
            client.head("/v1/openapi.json", headers=headers),
        )
        assert head.data == b""
        for name in ("Content-Encoding", "Content-Length", "ETag", "Vary"):
            assert head.headers[name] == get.headers[name]


def test_a_stream_is_passed_on_piece_by_piece_and_closed(app: Flask) -> None:
    events: list[str] = []

    def lines() -> Iterator[str]:
        try:
            for number in range(3):
                events.append(f"made {number}")
                yield f'{{"number": {number}}}\n'
        finally:
            events.append("closed")

    app.add_url_rule("/stream", view_func=lambda: Response(lines(), mimetype="application/x-ndjson"))
    response = app.test_client().get("/stream", headers={"Accept-Encoding": "gzip"}, buffered=False)
    assert "Content-Length" not in response.headers
    inflate = zlib.decompressobj(31)
    pieces: Any = response.iter_encoded()
    for number in range(3):
        assert inflate.decompress(next(pieces)) == f'{{"number": {number}}}\n'.encode()
        assert events == [f"made {done}" for done in range(number + 1)]
    assert inflate.decompress(b"".join(pieces)) == b""
    assert inflate.eof
    response.close()
    assert events[-1] == "closed"


def test_lines_of_a_compressed_body_are_read_as_they_come(app: Flask) -> None:
    def count() -> str:
        request.max_content_length = 2_000_000
        return str(sum(len(line) for line in request.stream))

    app.add_url_rule("/lines", view_func=count, methods=["POST"])
    body = gzip.compress(b'{"text": "Hello."}\n' * 100_000)
    assert app.test_client().post("/lines", data=body, headers={"Content-Encoding": "gzip"}).text == "1900000"


def test_an_answer_of_the_least_length_is_compressed(app: Flask) -> None:
    app.add_url_rule(
        "/long/<int:length>", view_func=lambda length: Response("a" * length, mimetype="text/plain")
    )
    for length, coded in ((0, False), (LEAST - 1, False), (LEAST, True)):
        response = app.test_client().get(f"/long/{length}", headers={"Accept-Encoding": "gzip"})
        assert ("Content-Encoding" in response.headers) is coded


class TestAnything:
    """Whatever is sent as gzip is read as the standard library reads it, or refused; nothing else."""

    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(parts=st.lists(st.binary(max_size=60_000), min_size=1, max_size=4), level=st.integers(0, 9))
    def test_what_is_gzip_is_read_to_the_last_byte(
        self, echo: FlaskClient, parts: list[bytes], level: int
    ) -> None:
        body = b"".join(gzip.compress(part, level) for part in parts)
        response = echo.post("/echo", data=body, headers={"Content-Encoding": "gzip"})
        assert (response.status_code, response.data) == (200, b"".join(parts))

    @settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.binary(min_size=1, max_size=500), place=st.integers(0, 600), value=st.integers(0, 255))
    def test_what_is_broken_is_refused(self, echo: FlaskClient, data: bytes, place: int, value: int) -> None:
        body = bytearray(gzip.compress(data, mtime=0))
        body[place % len(body)] = value
        response = echo.post("/echo", data=bytes(body), headers={"Content-Encoding": "gzip"})
        try:
            whole: bytes | None = gzip.decompress(body)
        except (OSError, EOFError, zlib.error):
            whole = None
        if body[3] & 0xE0:  # flags that RFC 1952 reserves: zlib refuses them, Python's gzip does not look
            whole = None
        assert response.status_code == (400 if whole is None else 200)
        if whole is not None:
            assert response.data == whole

    @pytest.fixture
    def echo(self, app: Flask) -> FlaskClient:
        app.add_url_rule("/echo", view_func=lambda: request.get_data(), methods=["POST"])
        return app.test_client()
