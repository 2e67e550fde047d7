"""The kinds of error that senders can rely on, each with a stable URI, and the exception that raises one.

An answer of the service names its kind in `type`; `/problems/<slug>` tells in words what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict


@dataclass(frozen=True, slots=True)
class ProblemType:
    """A kind of error that senders can rely on: the slug ends its URI."""

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def uri(self) -> str:
        """The value of `type`, relative to the address of the service."""
        return f"/problems/{self.slug}"


PROBLEM_TYPES: Mapping[str, ProblemType] = {
    kind.slug: kind
    for kind in (
        ProblemType(
            "bad-request",
            400,
            "Bad request",
            "The request cannot be read: its query string is no UTF-8, or its body was cut short.",
        ),
        ProblemType(
            "malformed-json",
            400,
            "Malformed JSON",
            "The body is not JSON, or JSON of a kind that is not taken: not an object, NaN, infinite or "
            "endless numbers, nesting too deep. The detail names line and column where they are known.",
        ),
        ProblemType(
            "undecodable-body",
            400,
            "Undecodable body",
            "The body is not UTF-8, and the detail names the first byte that is wrong, counted from 0; or it "
            "is not the gzip that Content-Encoding promises.",
        ),
        ProblemType(
            "bad-cursor",
            400,
            "Bad cursor",
            "The cursor was damaged, or is of another search. Begin again without it.",
        ),
        ProblemType(
            "unauthenticated",
            401,
            "Unauthenticated",
            "The service asks for a key, in the header Authorization: Bearer atr_…; there is none, or one "
            "that is unknown, expired or revoked. WWW-Authenticate says which.",
        ),
        ProblemType(
            "forbidden",
            403,
            "Forbidden",
            "The key is of a scope that does not reach this far; or the service has no keys and the sender "
            "is not on its machine.",
        ),
        ProblemType("not-found", 404, "Not found", "Nothing is served at this address."),
        ProblemType(
            "no-store",
            404,
            "No store",
            "The service keeps no articles: no store was set for it.",
        ),
        ProblemType(
            "job-not-found",
            404,
            "Job not found",
            "There is no such job: it was removed, its time is over, or it is another's.",
        ),
        ProblemType(
            "search-not-found",
            404,
            "Search not found",
            "Nobody follows a search of this number, or its feed has another token.",
        ),
        ProblemType(
            "quotation-not-found",
            404,
            "Quotation not found",
            "The store has no quotation of this number.",
        ),
        ProblemType(
            "article-not-found", 404, "Article not found", "The store has no article of this number."
        ),
        ProblemType(
            "speaker-not-found", 404, "Speaker not found", "The registry has no entry of this number."
        ),
        ProblemType(
            "conflict-not-found", 404, "Conflict not found", "The store has no conflict of this number."
        ),
        ProblemType(
            "method-not-allowed",
            405,
            "Method not allowed",
            "The address takes other methods; the header Allow lists them.",
        ),
        ProblemType(
            "not-acceptable", 406, "Not acceptable", "The header Accept leaves out all that is on offer here."
        ),
        ProblemType(
            "slow-request",
            408,
            "Slow request",
            "The request did not arrive in time: a head may take ten seconds, a body sixty.",
        ),
        ProblemType(
            "review-refused",
            409,
            "Review refused",
            "This cannot be decided on the quotation as it is: it went from its article, or was rejected and "
            "is to be reopened first.",
        ),
        ProblemType(
            "precondition-required",
            428,
            "Precondition required",
            "The header If-Match is to name the version that was decided on, in quotation marks, or `*`: so "
            "that nobody writes over what somebody else decided meanwhile.",
        ),
        ProblemType(
            "precondition-failed",
            412,
            "Precondition failed",
            "Nothing was done, for If-None-Match or If-Match says so: mostly the result is the one that the "
            "sender has already. The header ETag names it.",
        ),
        ProblemType(
            "job-not-finished",
            409,
            "Job not finished",
            "The job has items without an answer. Ask again later, or for what there is with partial=true.",
        ),
        ProblemType(
            "body-too-large",
            413,
            "Body too large",
            "The request body has more bytes than the service takes; it was not read to its end.",
        ),
        ProblemType(
            "input-too-large",
            413,
            "Article too large",
            "The article is longer than the limit in force. Split it, or raise ATTRIBUTION_LIMIT.",
        ),
        ProblemType(
            "too-many-items",
            413,
            "Too many articles",
            "There are more articles than one request or job may have. Send them in several.",
        ),
        ProblemType(
            "unsupported-media-type",
            415,
            "Unsupported media type",
            "Bodies are application/json, text/plain or text/html, in UTF-8, plain or gzip.",
        ),
        ProblemType(
            "invalid-input",
            422,
            "Invalid input",
            "A field is unknown, missing, of the wrong type or out of its values; errors names each.",
        ),
        ProblemType("empty-input", 422, "Empty article", "The article has no text: it is empty or blank."),
        ProblemType(
            "undecodable-input",
            422,
            "Undecodable article",
            "A field holds a character that no text may hold: NUL or half of a surrogate pair.",
        ),
        ProblemType(
            "idempotency-key-reused",
            422,
            "Idempotency key reused",
            "The sender has used the Idempotency-Key before, for a job with other articles.",
        ),
        ProblemType(
            "webhook-refused",
            422,
            "Webhook refused",
            "The job names a webhook of a host that the service may not call, or webhooks are off. Who runs "
            "the service lists the hosts in ATTRIBUTION_WEBHOOK_HOSTS.",
        ),
        ProblemType(
            "too-many-jobs",
            429,
            "Too many jobs",
            "The sender has as many unfinished jobs as it may have. Ask again when one is finished.",
        ),
        ProblemType(
            "rate-limited",
            429,
            "Too many requests",
            "The sender has asked more than it may in this time. Retry-After tells in how many seconds to "
            "ask again.",
        ),
        ProblemType(
            "article-lost",
            500,
            "Article lost",
            "Only in the results of jobs: every process that worked on the article died of it, or the "
            "work did not end and its process was ended after five minutes.",
        ),
        ProblemType(
            "internal-error",
            500,
            "Internal error",
            "The service failed. Its log has the reason under the request id of the answer.",
        ),
        ProblemType("model-unavailable", 503, "Model unavailable", "A model is missing or cannot be loaded."),
        ProblemType(
            "jobs-full",
            503,
            "Jobs full",
            "As many articles wait in jobs as the service takes. Ask again after Retry-After seconds.",
        ),
        ProblemType(
            "storage-unavailable",
            503,
            "Storage unavailable",
            "The service's database does not answer. Nothing was changed; ask again in a few seconds.",
        ),
        ProblemType(
            "busy",
            503,
            "Busy",
            "More work waits than can be done in reasonable time. Retry-After tells when to ask again.",
        ),
        ProblemType(
            "timeout",
            504,
            "Out of time",
            "The article was not done in the time that the request or ATTRIBUTION_DEADLINE sets, waiting "
            "included. Of a list, items has what was done.",
        ),
        ProblemType(
            "not-ready", 503, "Not ready", "The model has not answered yet. Ask again in a few seconds."
        ),
    )
}


class FieldError(TypedDict, total=False):
    """What is wrong with one field of the request."""

    field: str
    message: str
    position: int  # code points into the field


class Problem(Exception):
    """Raised by a view to answer with one of `PROBLEM_TYPES`.

    `detail` is shown to the sender, as are `extensions`, further members of the answer.
    """

    def __init__(
        self,
        slug: str,
        detail: str,
        *,
        errors: Iterable[FieldError] = (),
        headers: Mapping[str, str] | None = None,
        extensions: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.kind = PROBLEM_TYPES[slug]
        self.detail = detail
        self.errors = list(errors)
        self.headers = dict(headers or {})
        self.extensions = dict(extensions or {})
