"""What a service with a store is asked beyond looking things up: `store` of both clients.

The names are those of the end points. A decision names the `version` that was seen, which its quotation, its
article, its claim or its conflict had, or "*" for whichever there is; by another one meanwhile it is refused.
`author` says who decides where the service has no keys.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from attribution.client.calls import Call, asking, given
from attribution.records import Extraction
from attribution.schemas import dump_extraction

R = TypeVar("R")  # the JSON of the service: at once, or to be awaited

Json = dict[str, Any]


class KeptMethods(Generic[R]):
    """The methods; `send` sends a call. What tells nothing gives an empty mapping."""

    def __init__(self, send: Callable[[Call[Json]], R]) -> None:
        self._send = send

    def keep(self, article: str | Mapping[str, Any], *, outlet: str | None = None) -> R:
        """Has the quotations of an article found and both kept; what became of each quotation."""
        return self._post("v1/articles", {**given(article), "outlet": outlet})

    def erase_article(self, number: int, *, reason: str | None = None, author: str | None = None) -> R:
        """Takes an article out with all that is of it; needs a key of scope `admin`."""
        return self._erase(f"v1/articles/{number}", reason, author)

    def erase_speaker(self, number: int, *, reason: str | None = None, author: str | None = None) -> R:
        """Takes an entry out with all that it said; needs a key of scope `admin`."""
        return self._erase(f"v1/speakers/{number}", reason, author)

    def waiting(self, **asked: Any) -> R:
        """A page of what is to be reviewed next, by the parameters of `GET /v1/reviews/queue`."""
        return self._get("v1/reviews/queue", asked)

    def review(self, quotation: int, action: str, *, version: str, **said: Any) -> R:
        """Accepts, corrects, rejects or reopens a quotation; with `changes`, `reason` and `author`."""
        return self._post(f"v1/quotations/{quotation}/review", {"action": action, **said}, version)

    def reviews(self, quotation: int, **asked: Any) -> R:
        """Who decided what on a quotation, by `after` and `limit`."""
        return self._get(f"v1/quotations/{quotation}/reviews", asked)

    def extraction(self, article: int, *, unit: str = "codepoint") -> R:
        """An article with its records as they are now, their `version` and how far each review is."""
        return self._get(f"v1/articles/{article}/extraction", {"unit": unit})

    def save(
        self, article: int, extraction: Extraction | Mapping[str, Any], *, version: str, **said: Any
    ) -> R:
        """Keeps corrected records of an article; with `accept_others`, `reason` and `author`."""
        records = dump_extraction(extraction) if isinstance(extraction, Extraction) else extraction
        return self._put(f"v1/articles/{article}/extraction", {"extraction": records, **said}, version)

    def speaker(self, number: int) -> R:
        """An entry of the registry: names, roles over time, outlets, history."""
        return self._get(f"v1/speakers/{number}")

    def appearances(self, speaker: int, **asked: Any) -> R:
        """The articles that an entry is in, by `after` and `limit`."""
        return self._get(f"v1/speakers/{speaker}/appearances", asked)

    def suggestions(self, **asked: Any) -> R:
        """Entries that may be one, by the parameters of `GET /v1/speakers/suggestions`."""
        return self._get("v1/speakers/suggestions", asked)

    def merge(self, speaker: int, into: int, **said: Any) -> R:
        """Makes an entry part of another; this and the next four with `reason` and `author`."""
        return self._post(f"v1/speakers/{speaker}/merge", {"into": into, **said})

    def split(self, speaker: int, appearances: Iterable[int], *, into: int | None = None, **said: Any) -> R:
        """Takes appearances, by number, out of an entry: into another, or into a new one."""
        body = {"appearances": list(appearances), "into": into, **said}
        return self._post(f"v1/speakers/{speaker}/split", body)

    def rename(self, speaker: int, name: str, **said: Any) -> R:
        """Gives an entry another name."""
        return self._post(f"v1/speakers/{speaker}/rename", {"name": name, **said})

    def identify(self, speaker: int, ids: Mapping[str, str | None], **said: Any) -> R:
        """Gives an entry ids by scheme; None takes one away."""
        return self._post(f"v1/speakers/{speaker}/identify", {"ids": dict(ids), **said})

    def undo(self, speaker: int, **said: Any) -> R:
        """Undoes what was last decided about an entry."""
        return self._post(f"v1/speakers/{speaker}/undo", said)

    def follow(self, name: str, query: Mapping[str, Any], **said: Any) -> R:
        """Follows a search, with `webhook` and `author`; the answer has the token of its feed, once."""
        return self._post("v1/searches", {"name": name, "query": dict(query), **said})

    def searches(self) -> R:
        """All searches that are followed."""
        return self._get("v1/searches")

    def matches(self, search: int, **asked: Any) -> R:
        """What a search matched, the newest first, by `before` and `limit`."""
        return self._get(f"v1/searches/{search}/matches", asked)

    def renew_token(self, search: int) -> R:
        """A new token for the feed of a search; the one before lets nobody in."""
        return self._send(Call("POST", f"v1/searches/{search}/token", dict))

    def unfollow(self, search: int) -> R:
        """Follows a search no longer."""
        return self._send(Call("DELETE", f"v1/searches/{search}", lambda _: {}))

    def claims(self, **asked: Any) -> R:
        """A page of what is to be checked next, by the parameters of `GET /v1/claims`."""
        return self._get("v1/claims", asked)

    def claim(self, quotation: int) -> R:
        """How far the check of what a quotation says is."""
        return self._get(f"v1/quotations/{quotation}/claim")

    def mark(self, quotation: int, status: str, *, version: str, **said: Any) -> R:
        """Says how far the check is; with `verdict`, `url`, `note` and `author`."""
        return self._put(f"v1/quotations/{quotation}/claim", {"status": status, **said}, version)

    def claim_history(self, quotation: int, **asked: Any) -> R:
        """Who set which status when, by `after` and `limit`."""
        return self._get(f"v1/quotations/{quotation}/claim/history", asked)

    def claim_review(self, quotation: int) -> R:
        """schema.org's ClaimReview of what a quotation says."""
        return self._get(f"v1/quotations/{quotation}/claim/review")

    def conflicts(self, **asked: Any) -> R:
        """A page of quotations that conflict, by the parameters of `GET /v1/conflicts`."""
        return self._get("v1/conflicts", asked)

    def conflict(self, number: int) -> R:
        """A conflict with both its sides."""
        return self._get(f"v1/conflicts/{number}")

    def decide(self, conflict: int, status: str, *, version: str, **said: Any) -> R:
        """Dismisses or resolves a conflict, or opens it again; with `reason` and `author`."""
        return self._put(f"v1/conflicts/{conflict}", {"status": status, **said}, version)

    def _get(self, path: str, asked: Mapping[str, Any] | None = None) -> R:
        return self._send(Call("GET", path, dict, params=asking(asked or {})))

    def _post(self, path: str, body: Mapping[str, Any], version: str | None = None) -> R:
        return self._send(Call("POST", path, dict, body=given(body), headers=_expecting(version)))

    def _put(self, path: str, body: Mapping[str, Any], version: str) -> R:
        return self._send(Call("PUT", path, dict, body=given(body), headers=_expecting(version)))

    def _erase(self, path: str, reason: str | None, author: str | None) -> R:
        params = asking({"reason": reason, "author": author})
        return self._send(Call("DELETE", path, dict, params=params))


def _expecting(version: str | None) -> dict[str, str]:
    if version is None:
        return {}
    return {"If-Match": version if version == "*" else f'"{version}"'}
