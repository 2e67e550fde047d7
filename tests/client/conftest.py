"""One set of tests for both clients: the asynchronous one is run to its end behind the same methods."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from flask import Flask

from api import create_app
from attribution.client import AsyncClient, Client, Retries
from tests.api.conftest import FakeExtractor


class Waited:
    """`AsyncClient` with the methods of `Client`."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self._runner = asyncio.Runner()
        self._client = AsyncClient(*args, **options)

    @property
    def store(self) -> Any:
        """Its methods, which are waited for too."""
        return Under(self, self._client.store)

    def __getattr__(self, name: str) -> Any:
        return self.waiting_for(getattr(self._client, name))

    def waiting_for(self, method: Any) -> Any:
        """The method, run to its end."""

        def call(*args: Any, **options: Any) -> Any:
            found = method(*args, **options)
            if hasattr(found, "__anext__"):
                return self._drain(found)
            return self._runner.run(found)

        return call

    def _drain(self, found: Any) -> Iterator[Any]:
        async def step() -> Any:
            return await anext(found, StopAsyncIteration)

        while (item := self._runner.run(step())) is not StopAsyncIteration:
            yield item

    def __enter__(self) -> Waited:
        self._runner.run(self._client.__aenter__())
        return self

    def __exit__(self, *error: Any) -> None:
        self._runner.run(self._client.__aexit__(*error))
        self._runner.close()


class Under:
    """The methods of a part of `AsyncClient`."""

    def __init__(self, waited: Waited, part: Any) -> None:
        self._waited, self._part = waited, part

    def __getattr__(self, name: str) -> Any:
        return self._waited.waiting_for(getattr(self._part, name))


class Wire(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """The application without a network, for both clients. Keeps what passed."""

    def __init__(self, app: Flask) -> None:
        self._inner = httpx.WSGITransport(app)
        self.passed: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.passed.append(request)
        response = self._inner.handle_request(request)
        headers = [(name, value) for name, value in response.headers.items() if name != "content-encoding"]
        return httpx.Response(response.status_code, headers=headers, content=response.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = await request.aread()
        return self.handle_request(
            httpx.Request(request.method, request.url, headers=request.headers, content=body)
        )


@pytest.fixture(params=[Client, Waited], ids=["Client", "AsyncClient"])
def kind(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
def fake() -> FakeExtractor:
    return FakeExtractor()


@pytest.fixture
def app(fake: FakeExtractor) -> Flask:
    return create_app({"limit": 100_000}, extractor=fake)


@pytest.fixture
def wire(app: Flask) -> Wire:
    return Wire(app)


@pytest.fixture
def client(kind: Any, wire: Wire) -> Iterator[Any]:
    with kind("http://service.example", transport=wire, retries=Retries(first=0)) as client:
        yield client
