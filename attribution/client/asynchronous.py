"""The client for asyncio."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, TypeVar

import httpx

from attribution.client import calls
from attribution.client.calls import Call
from attribution.client.errors import ServiceError, Unreachable
from attribution.client.retries import Retries
from attribution.client.settings import LOCAL, SECONDS, settings
from attribution.records import Extraction, Model, Unit

T = TypeVar("T")


class AsyncClient:
    """The service at `base_url`. Use it in an `async with` statement, or `close` it; tasks may share it.

    `api_key` is sent with each request. `timeout` is how many seconds a request may stand still. A service
    that is busy is asked again as `retries` tells. `transport` is httpx's, for tests and proxies.

    Every method raises `ServiceError`: `Refused` when the service answers with a problem, `Unreachable` when
    it does not answer, `UnexpectedAnswer` when something else answers.
    """

    def __init__(
        self,
        base_url: str = LOCAL,
        *,
        api_key: str | None = None,
        timeout: float = SECONDS,
        retries: Retries | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(**settings(base_url, api_key, timeout), transport=transport)
        self._retries = retries or Retries()

    async def __aenter__(self) -> AsyncClient:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends the connections."""
        await self._http.aclose()

    async def extract(
        self,
        text: str | None = None,
        *,
        html: str | None = None,
        title: str | None = None,
        url: str | None = None,
        published: str | None = None,
        language: str | None = None,
        id: str | None = None,
        unit: Unit = "codepoint",
    ) -> Extraction:
        """The extraction of one article, plain text or HTML; what `attribution.Extractor.extract` returns.

        Raises `ArticleRefused`, an InputError of the library too, for an article that cannot be read.
        """
        article = {"text": text, "html": html, "title": title, "url": url, "published": published}
        return await self._send(calls.extract({**article, "language": language, "id": id, "unit": unit}))

    async def live(self) -> str:
        """The version of the service."""
        return await self._send(calls.live())

    async def ready(self) -> Model:
        """The model that answers. Raises `Busy` as long as none does; that is not waited for."""
        return await self._send(calls.ready(), Retries(attempts=1))

    async def openapi(self) -> dict[str, Any]:
        """The OpenAPI document of the service."""
        return await self._send(calls.openapi())

    async def _send(self, call: Call[T], retries: Retries | None = None) -> T:
        sent = 0
        while True:
            found = await self._try(call)
            sent += 1
            if not isinstance(found, ServiceError):
                return found
            pause = (retries or self._retries).pause(sent, found)
            if pause is None:
                raise found
            await asyncio.sleep(pause)

    async def _try(self, call: Call[T]) -> T | ServiceError:
        try:
            response = await self._http.request(**call.arguments())
        except httpx.RequestError as error:
            return Unreachable(
                f"{call.method} {self._http.base_url}{call.path}: {error or type(error).__name__}"
            )
        return call.judge(response)
