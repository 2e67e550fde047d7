"""The operations of the service as values: what to send, and how to read the answer.

Nothing is sent from here, so that the two clients share all but the waiting.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import httpx
from marshmallow import ValidationError

from attribution.client.errors import ServiceError, UnexpectedAnswer, error_of
from attribution.records import Extraction, Model
from attribution.schemas import load_extraction

T = TypeVar("T")

JSON = "application/json"


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request, and `read` for the body of its answer."""

    method: str
    path: str
    read: Callable[[Any], T]
    json: Any = None
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    params: Mapping[str, Any] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """Of httpx's `request`, or `build_request`."""
        headers = {"Accept": JSON, **self.headers}
        body = {"json": self.json} if self.json is not None else {"content": self.content}
        return {"method": self.method, "url": self.path, "headers": headers, "params": self.params, **body}

    def judge(self, response: httpx.Response) -> T | ServiceError:
        """What the answer holds, or the error that it is."""
        if response.status_code >= 400:
            return error_of(response)
        try:
            return self.read(response.json())
        except (ValueError, KeyError, TypeError, ValidationError) as error:
            what = f"{self.method} {response.url} was answered with what is no answer of this service"
            return UnexpectedAnswer(f"{what} (status {response.status_code}): {type(error).__name__}")


def extract(article: Mapping[str, Any]) -> Call[Extraction]:
    """One article."""
    return Call("POST", "v1/extractions", load_extraction, json=given(article))


def live() -> Call[str]:
    """The version of the service, whose process answers."""
    return Call("GET", "v1/health/live", lambda body: str(body["version"]))


def ready() -> Call[Model]:
    """The model that answers."""
    return Call("GET", "v1/health/ready", lambda body: Model(**body["model"]))


def openapi() -> Call[dict[str, Any]]:
    """The description of the service."""
    return Call("GET", "v1/openapi.json", dict)


def given(article: str | Mapping[str, Any]) -> dict[str, Any]:
    """An article as the service takes it: a text, or a mapping whose empty fields are left out."""
    fields = {"text": article} if isinstance(article, str) else article
    return {name: value for name, value in fields.items() if value is not None}
