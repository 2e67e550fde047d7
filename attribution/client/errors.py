"""What can go wrong between a client and the service, as exceptions that carry what the service said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any

import httpx

from attribution.errors import InputError, QuotationError


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with one field of a request; `position` counts code points of its value."""

    field: str
    message: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """The answer of the service in the form of RFC 9457.

    `type` is stable and for programs: an address relative to the service, such as `/problems/invalid-input`,
    or about:blank. `request_id` names the request in the service's log.
    """

    type: str
    title: str
    status: int
    detail: str
    request_id: str | None = None
    errors: tuple[FieldError, ...] = ()


class ServiceError(QuotationError):
    """Base of all errors of the client."""

    code = "service-error"


class Unreachable(ServiceError):
    """No answer: the service cannot be reached, or it did not answer in time."""

    code = "unreachable"


class UnexpectedAnswer(ServiceError):
    """An answer that is none of this service, or of another version of it."""

    code = "unexpected-answer"


class InvalidWebhook(ServiceError):
    """A request that says it is a webhook of the service, and is not signed by its secret, or not of now."""

    code = "invalid-webhook"


class Refused(ServiceError):
    """The service answered with a problem; `code` is the last part of its type."""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}")
        self.problem = problem
        self.retry_after = retry_after  # seconds, where the service asks for them
        self.code = problem.type.rsplit("/", 1)[-1]


class ArticleRefused(Refused, InputError):
    """The article cannot be read; the same code that handles the library's InputError handles this."""

    def __init__(self, problem: Problem, retry_after: float | None = None) -> None:
        super().__init__(problem, retry_after)
        first = problem.errors[0] if problem.errors else None
        self.field = first.field if first else None
        self.position = first.position if first else None


class AccessRefused(Refused):
    """There is no key, a wrong one, or one that may not do this."""


class NotFound(Refused):
    """There is nothing at the address: no such job, for instance."""


class Busy(Refused):
    """The service has too much to do, or is not ready; `retry_after` tells when to ask again."""


class DeadlineExceeded(Refused):
    """The work was not done within the time that the request had."""


class ServiceFailure(Refused):
    """The service failed; its log has the reason under `problem.request_id`."""


_ERRORS: Mapping[int, type[Refused]] = {
    401: AccessRefused,
    403: AccessRefused,
    404: NotFound,
    413: ArticleRefused,
    422: ArticleRefused,
    429: Busy,
    503: Busy,
    504: DeadlineExceeded,
}


def unreachable(url: str, error: httpx.RequestError) -> Unreachable:
    """The exception for a request that had no answer."""
    return Unreachable(f"{url}: {error or type(error).__name__}")


def error_of(response: httpx.Response) -> Refused:
    """The exception for an answer of status 400 or more; an answer that is no problem is read as one."""
    return refused(_body(response), response.status_code, _seconds(response.headers.get("retry-after")))


def refused(body: Mapping[str, Any], status: int, retry_after: float | None = None) -> Refused:
    """The exception for a problem in JSON."""
    problem = Problem(
        type=str(body.get("type", "about:blank")),
        title=str(body.get("title") or _phrase(status)),
        status=status,
        detail=str(body.get("detail") or "the service gave no reason"),
        request_id=body.get("request_id"),
        errors=tuple(
            FieldError(str(entry.get("field")), str(entry.get("message")), entry.get("position"))
            for entry in body.get("errors") or ()
        ),
    )
    kind = _ERRORS.get(status, ServiceFailure if status >= 500 else Refused)
    return kind(problem, retry_after)


def _body(response: httpx.Response) -> Mapping[str, Any]:
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Error"


def _seconds(value: str | None) -> float | None:
    """What a header Retry-After asks for: a number of seconds or a date."""
    if not value:
        return None
    try:
        return float(value)
    except ValueError:
        pass  # a date, then
    try:
        return max(0.0, (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
