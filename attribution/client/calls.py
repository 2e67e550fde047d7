"""The operations of the service as values: what to send, and how to read the answer.

Nothing is sent from here, so that the two clients share all but the waiting.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Generic, TypeVar

import httpx
from marshmallow import ValidationError

from attribution.claims.records import Claims
from attribution.claims.schemas import load_claims
from attribution.client.errors import Refused, ServiceError, UnexpectedAnswer, error_of, refused
from attribution.lock.records import Comparison, Key, Locked, Unlocked, UnlockRefused
from attribution.lock.schemas import dump_key, load_comparison, load_locked, load_unlocked
from attribution.records import Extraction, Model
from attribution.schemas import load_extraction
from attribution.verify.records import Verification
from attribution.verify.schemas import load_verification

T = TypeVar("T")

JSON, LINES = "application/json", "application/x-ndjson"
UNCHANGED = (304, 412)  # the service says 412; a proxy that knows better may say 304


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told when a job is finished, and how far that is; the time is ISO 8601."""

    url: str
    state: str  # waiting, due, delivered or given-up
    attempts: int
    last_outcome: str | None
    last_status: int | None
    next_attempt: str | None

    @classmethod
    def load(cls, body: Mapping[str, Any]) -> Webhook:
        """From the JSON of the service, which may say more."""
        return cls(**{name.name: body[name.name] for name in fields(cls)})


@dataclass(frozen=True, slots=True)
class Job:
    """Articles that were handed in, and how far they are; times are ISO 8601."""

    id: str
    state: str  # waiting, working or finished
    total: int
    done: int
    failed: int
    created: str
    finished: str | None
    expires: str | None
    webhook: Webhook | None = None

    @classmethod
    def load(cls, body: Mapping[str, Any]) -> Job:
        """From the JSON of the service, which may say more; an event does not tell of the webhook."""
        known = {name.name: body[name.name] for name in fields(cls) if name.name != "webhook"}
        webhook = body.get("webhook")
        return cls(**known, webhook=Webhook.load(webhook) if webhook is not None else None)


@dataclass(frozen=True, slots=True)
class Tagged:
    """An extraction and the tag that names it: keep the tag with the article."""

    extraction: Extraction
    tag: str


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The result would be the one that has this tag; nothing was worked on."""

    tag: str


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request, and `read` for the body of its answer."""

    method: str
    path: str
    read: Callable[[Any], T]
    body: Any = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """Of httpx's `request`, or `build_request`."""
        headers = {"Accept": JSON, **self.headers}
        body = {"json": self.body} if self.body is not None else {"content": self.content}
        return {"method": self.method, "url": self.path, "headers": headers, "params": self.params, **body}

    def line(self, text: str) -> T:
        """What a line of the answer holds. Raises UnexpectedAnswer."""
        try:
            return self.read(json.loads(text))
        except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
            what = f"{self.method} {self.path} was answered with a line that is none of this service"
            raise UnexpectedAnswer(f"{what}: {type(error).__name__}") from error

    def judge(self, response: httpx.Response) -> T | ServiceError:
        """What the answer holds, or the error that it is."""
        if response.status_code >= 400:
            return error_of(response)
        try:
            return self.load(response)
        except (ValueError, KeyError, TypeError, RecursionError, ValidationError) as error:
            what = f"{self.method} {response.url} was answered with what is no answer of this service"
            return UnexpectedAnswer(f"{what} (status {response.status_code}): {type(error).__name__}")

    def load(self, response: httpx.Response) -> T:
        """What a good answer holds."""
        return self.read(response.json() if response.content else None)


@dataclass(frozen=True)
class TaggedCall(Call[Tagged | Unchanged]):
    """A request with a condition; `read` is for the body and the tag of its answer."""

    def judge(self, response: httpx.Response) -> Tagged | Unchanged | ServiceError:
        """That nothing has changed is no error."""
        unless = self.headers.get("If-None-Match")
        if unless is not None and response.status_code in UNCHANGED:
            return Unchanged(response.headers.get("etag", unless))
        return super().judge(response)

    def load(self, response: httpx.Response) -> Tagged | Unchanged:
        """An answer without a tag is none of this service."""
        return self.read((response.json(), response.headers["etag"]))


def extract(article: Mapping[str, Any]) -> Call[Extraction]:
    """One article."""
    return Call("POST", "v1/extractions", load_extraction, body=given(article))


def extract_tagged(article: Mapping[str, Any], unless: str | None) -> TaggedCall:
    """One article, unless its result has that tag."""
    headers = {} if unless is None else {"If-None-Match": unless}
    return TaggedCall("POST", "v1/extractions", _tagged, body=given(article), headers=headers)


def extract_many(articles: Iterable[str | Mapping[str, Any]]) -> Call[list[Extraction | Refused]]:
    """A list of articles, each with its own outcome."""
    body = [given(article) for article in articles]
    return Call(
        "POST", "v1/extractions/batch", lambda found: [outcome(item) for item in found["items"]], body=body
    )


def stream(articles: Iterable[str | Mapping[str, Any]]) -> Call[Extraction | Refused]:
    """Articles as lines; `read` is for each line of the answer."""
    body = b"".join(json.dumps(given(article)).encode() + b"\n" for article in articles)
    headers = {"Content-Type": LINES, "Accept": LINES}
    return Call("POST", "v1/extractions/stream", outcome, content=body, headers=headers)


def create_job(articles: Iterable[str | Mapping[str, Any]], key: str, webhook: str | None) -> Call[Job]:
    """Articles as a job, which `key` names: sent again it is the same job. `webhook` is told of its end."""
    body = given({"articles": [given(article) for article in articles], "webhook": webhook})
    return Call("POST", "v1/jobs", Job.load, body=body, headers={"Idempotency-Key": key})


def job(name: str) -> Call[Job]:
    """How far a job is."""
    return Call("GET", f"v1/jobs/{name}", Job.load)


def results(name: str, after: int) -> Call[tuple[int, Extraction | Refused]]:
    """What became of the articles of a job behind that number; `read` is for each line."""
    path, headers, params = f"v1/jobs/{name}/results", {"Accept": LINES}, {"after": after}
    return Call("GET", path, _numbered, headers=headers, params=params)


def delete_job(name: str) -> Call[None]:
    """A job that is not wanted any more."""
    return Call("DELETE", f"v1/jobs/{name}", lambda _: None)


def verify(
    quotation: str,
    article: str | Mapping[str, Any] | None,
    transcript: str | None,
    speaker: str | None,
    narrowing: Mapping[str, str | None],
) -> Call[Verification]:
    """A quotation against an article, a transcript or all that the service keeps."""
    body = given({"quotation": quotation, "speaker": speaker, "transcript": transcript, **narrowing})
    if article is not None:
        body["article"] = given(article)
    return Call("POST", "v1/verify", load_verification, body=body)


def claims(article: str | Mapping[str, Any]) -> Call[Claims]:
    """What is worth checking in an article."""
    return Call("POST", "v1/claims", load_claims, body=given(article))


def lock(article: str | Mapping[str, Any], all_marks: bool) -> Call[Locked]:
    """Tokens in the place of an article's quotations."""
    body = {"article": given(article), "all_marks": all_marks}
    return Call("POST", "v1/lock", load_locked, body=body)


def unlock(text: str, key: Key, allow_lost: bool, speakers: bool) -> Call[Unlocked | UnlockRefused]:
    """The quotations back in the place of their tokens, or all that is wrong."""
    body = {"text": text, "key": dump_key(key), "allow_lost": allow_lost, "speakers": speakers}
    return Call("POST", "v1/unlock", load_unlocked, body=body)


def compare(
    before: str | Mapping[str, Any], after: str | Mapping[str, Any], all_marks: bool
) -> Call[Comparison]:
    """Two versions of an article."""
    body = {"before": given(before), "after": given(after), "all_marks": all_marks}
    return Call("POST", "v1/compare", load_comparison, body=body)


def search(asked: Mapping[str, Any]) -> Call[dict[str, Any]]:
    """A page of the quotations in the service's store."""
    return Call("GET", "v1/quotations", dict, params=asking(asked))


def quotation(number: int) -> Call[dict[str, Any]]:
    """A quotation with all that is known of it."""
    return Call("GET", f"v1/quotations/{number}", dict)


def articles(asked: Mapping[str, Any]) -> Call[dict[str, Any]]:
    """A page of the articles in the service's store."""
    return Call("GET", "v1/articles", dict, params=asking(asked))


def kept_article(number: int) -> Call[dict[str, Any]]:
    """An article with its text and its records."""
    return Call("GET", f"v1/articles/{number}", dict)


def speakers(asked: Mapping[str, Any]) -> Call[dict[str, Any]]:
    """A page of the registry."""
    return Call("GET", "v1/speakers", dict, params=asking(asked))


def timeline(speaker: int, asked: Mapping[str, Any]) -> Call[dict[str, Any]]:
    """What somebody said about something, over time."""
    return Call("GET", f"v1/speakers/{speaker}/timeline", dict, params=asking(asked))


def asking(asked: Mapping[str, Any]) -> dict[str, Any]:
    """What is asked for, under the names that it has in an address."""
    names = {"since": "from", "until": "to"}
    return {names.get(name, name): value for name, value in asked.items() if value is not None}


def unlocked(outcome: Unlocked | UnlockRefused) -> Unlocked:
    """What was unlocked. Raises UnlockRefused where it was not."""
    if isinstance(outcome, UnlockRefused):
        raise outcome
    return outcome


def live() -> Call[str]:
    """The version of the service, whose process answers."""
    return Call("GET", "v1/health/live", lambda body: str(body["version"]))


def ready() -> Call[Model]:
    """The model that answers."""
    return Call("GET", "v1/health/ready", lambda body: Model(**body["model"]))


def openapi() -> Call[dict[str, Any]]:
    """The description of the service."""
    return Call("GET", "v1/openapi.json", dict)


def outcome(item: Mapping[str, Any]) -> Extraction | Refused:
    """What became of one article of several."""
    if "extraction" in item:
        return load_extraction(item["extraction"])
    problem = item["problem"]
    return refused(problem, int(problem["status"]))


def _tagged(found: tuple[Mapping[str, Any], str]) -> Tagged:
    return Tagged(load_extraction(found[0]), found[1])


def _numbered(line: Mapping[str, Any]) -> tuple[int, Extraction | Refused]:
    return int(line["number"]), outcome(line)


def given(article: str | Mapping[str, Any]) -> dict[str, Any]:
    """An article as the service takes it: a text, or a mapping whose empty fields are left out."""
    fields = {"text": article} if isinstance(article, str) else article
    return {name: value for name, value in fields.items() if value is not None}
