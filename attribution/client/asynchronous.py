"""The client for asyncio."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping
from types import TracebackType
from typing import Any, TypeVar

import httpx

from attribution.claims.records import Claims
from attribution.client import calls
from attribution.client.calls import Call, Job, Tagged, Unchanged
from attribution.client.errors import Refused, ServiceError, error_of, unreachable
from attribution.client.kept import KeptMethods
from attribution.client.retries import Retries
from attribution.client.settings import BATCH, LOCAL, SECONDS, WINDOW, batches, settings
from attribution.lock.records import Comparison, Key, Locked, Unlocked
from attribution.records import Extraction, Model, Unit
from attribution.verify.records import Verification

T = TypeVar("T")


class AsyncClient:
    """The service at `base_url`. Use it in an `async with` statement, or `close` it; tasks may share it.

    `api_key` is sent with each request. `timeout` is how many seconds a request may stand still. A service
    that is busy is asked again as `retries` tells. `transport` is httpx's, for tests and proxies.

    Every method raises `ServiceError`: `Refused` when the service answers with a problem, `Unreachable` when
    it does not answer, `UnexpectedAnswer` when something else answers. `store` has the methods for a service
    that keeps articles (`KeptMethods`).
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
        self.store = KeptMethods[Awaitable[dict[str, Any]]](self._send)

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

    async def extract_tagged(
        self, article: str | Mapping[str, Any], *, unless: str | None = None
    ) -> Tagged | Unchanged:
        """An extraction with its tag; or `Unchanged`, at once, when its tag is `unless`.

        The article is a text, or a mapping with the arguments of `extract`. Keep the tag with the article and
        give it when the article is saved again.
        """
        return await self._send(calls.extract_tagged(calls.given(article), unless))

    async def extract_many(
        self, articles: Iterable[str | Mapping[str, Any]], *, batch_size: int = BATCH
    ) -> AsyncIterator[Extraction | Refused]:
        """What becomes of each article, in their order: texts, or mappings with the arguments of `extract`.

        An article that cannot be read gives its error in its place. They are sent `batch_size` at a time.
        """
        for batch in batches(articles, batch_size):
            for found in await self._send(calls.extract_many(batch)):
                yield found

    async def stream(
        self, articles: Iterable[str | Mapping[str, Any]], *, window: int = WINDOW
    ) -> AsyncIterator[Extraction | Refused]:
        """Like `extract_many`, but each result comes when it is ready; `window` articles are under way."""
        for batch in batches(articles, window):
            async for found in self._lines(calls.stream(batch)):
                yield found

    async def create_job(
        self,
        articles: Iterable[str | Mapping[str, Any]],
        *,
        idempotency_key: str | None = None,
        webhook: str | None = None,
    ) -> Job:
        """Hands articles in to be worked on beside the requests. With the same key it is the same job.

        `webhook` is an address that is told when the job is finished; see `verify_webhook`.
        """
        return await self._send(calls.create_job(articles, idempotency_key or uuid.uuid4().hex, webhook))

    async def job(self, id: str) -> Job:
        """How far a job is. Raises `NotFound`."""
        return await self._send(calls.job(id))

    async def wait(self, id: str, *, every: float = 1, progress: Callable[[Job], None] | None = None) -> Job:
        """The job when it is finished; it is asked for `every` so many seconds, and `progress` is told."""
        while True:
            job = await self._send(calls.job(id))
            if progress is not None:
                progress(job)
            if job.finished is not None:
                return job
            await asyncio.sleep(every)

    async def results(self, id: str, *, after: int = -1) -> AsyncIterator[tuple[int, Extraction | Refused]]:
        """The number of each article of a finished job, from 0, with its outcome; all behind `after`."""
        async for found in self._lines(calls.results(id, after)):
            yield found

    async def delete_job(self, id: str) -> None:
        """Removes a job, finished or not."""
        await self._send(calls.delete_job(id))

    async def verify(
        self,
        quotation: str,
        *,
        article: str | Mapping[str, Any] | None = None,
        transcript: str | None = None,
        speaker: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
    ) -> Verification:
        """Whether a quotation stands in an article or a transcript, and whether `speaker` said it.

        The article is a text, or a mapping with the arguments of `extract`. Without both the store is asked,
        of which `outlet` and days of publication (YYYY-MM-DD, both included) take a part; the answer is a
        StoreVerification then.
        """
        narrowing = {"outlet": outlet, "from": since, "to": until}
        return await self._send(calls.verify(quotation, article, transcript, speaker, narrowing))

    async def claims(self, article: str | Mapping[str, Any]) -> Claims:
        """The statements of an article in the order in which they are worth checking, with reasons.

        The article is a text, or a mapping with the arguments of `extract`.
        """
        return await self._send(calls.claims(article))

    async def lock(self, article: str | Mapping[str, Any], *, all_marks: bool = False) -> Locked:
        """The article with tokens in the place of its quotations, and the key to them.

        The article is a text, or a mapping with the arguments of `extract`.
        """
        return await self._send(calls.lock(article, all_marks))

    async def unlock(
        self,
        text: str,
        key: Key,
        *,
        allow_lost: bool = False,
        speakers: bool = True,
    ) -> Unlocked:
        """The edited text with its quotations put back; without `speakers` the tokens alone are checked.

        Raises `attribution.lock.UnlockRefused`, which is no ServiceError, with all that is wrong.
        """
        return calls.unlocked(await self._send(calls.unlock(text, key, allow_lost, speakers)))

    async def compare(
        self, before: str | Mapping[str, Any], after: str | Mapping[str, Any], *, all_marks: bool = False
    ) -> Comparison:
        """What became of the quotations from one version of an article to another.

        A version is a text, or a mapping with the arguments of `extract`.
        """
        return await self._send(calls.compare(before, after, all_marks))

    async def search(self, **asked: Any) -> dict[str, Any]:
        """A page of the quotations in the service's store, by the parameters of `GET /v1/quotations`.

        `from` and `to` are `since` and `until` here; what may come several times is a list. The answer is the
        JSON of the service, whose `next` is the `cursor` of the next page.
        """
        return await self._send(calls.search(asked))

    async def quotations(self, **asked: Any) -> AsyncIterator[dict[str, Any]]:
        """All quotations that `search` finds, page by page."""
        while True:
            page = await self.search(**asked)
            for found in page["quotations"]:
                yield found
            if page["next"] is None:
                return
            asked["cursor"] = page["next"]

    async def quotation(self, number: int) -> dict[str, Any]:
        """A quotation of the store: its record, where it is from, what people decided, how it changed."""
        return await self._send(calls.quotation(number))

    async def articles(self, **asked: Any) -> dict[str, Any]:
        """A page of the store's articles, by the parameters of `GET /v1/articles`."""
        return await self._send(calls.articles(asked))

    async def article(self, number: int) -> dict[str, Any]:
        """An article of the store: its text and its current records."""
        return await self._send(calls.kept_article(number))

    async def speakers(self, **asked: Any) -> dict[str, Any]:
        """A page of the registry, by the parameters of `GET /v1/speakers`."""
        return await self._send(calls.speakers(asked))

    async def timeline(self, speaker: int, **asked: Any) -> dict[str, Any]:
        """What somebody said over time, by the parameters of `GET /v1/speakers/{id}/timeline`, as `about`."""
        return await self._send(calls.timeline(speaker, asked))

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
            return unreachable(f"{self._http.base_url}{call.path}", error)
        return call.judge(response)

    async def _lines(self, call: Call[T]) -> AsyncIterator[T]:
        """What the lines of an answer hold, as they come; what has begun is not sent again."""
        sent = 0
        while True:
            error: ServiceError
            try:
                async with self._http.stream(**call.arguments()) as response:
                    if response.status_code < 400:
                        async for line in response.aiter_lines():
                            yield call.line(line)
                        return
                    await response.aread()
                    error = error_of(response)
            except httpx.ConnectError as failure:
                error = unreachable(f"{self._http.base_url}{call.path}", failure)
            except httpx.RequestError as failure:
                raise unreachable(f"{self._http.base_url}{call.path}", failure) from failure
            sent += 1
            pause = self._retries.pause(sent, error)
            if pause is None:
                raise error
            await asyncio.sleep(pause)
