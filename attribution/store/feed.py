"""Matches of a search as a feed in Atom (RFC 4287), by feedgenerator."""

from __future__ import annotations

# mypy: disable-error-code="import-untyped, misc"
from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import Any
from uuid import UUID, uuid5

from feedgenerator import Atom1Feed

from attribution.export.characters import fit, one_line
from attribution.store.follow import Followed, Match

_NAMESPACE = UUID("3d0f4b52-6c8e-4f0c-9a53-0f8f9d1f6a27")  # of feeds of this program, drawn once
SHOWN = 120  # code points of a quotation in a title


class _Feed(Atom1Feed):
    """A feed that was last updated when its search was made, where nothing has been found yet."""

    since: datetime

    def latest_post_date(self) -> Any:
        """When the newest entry was found."""
        return max([item["updateddate"] for item in self.items], default=self.since)


def write_atom(search: Followed, found: Iterable[Match], *, address: str) -> str:
    """The feed of a search, which is read at `address`. The ids in it hang on nothing but the search.

    An entry links to the article, where its address is known, else to the feed.
    """
    feed = _Feed(
        title=one_line(search.name),
        link=address,
        feed_url=address,
        feed_guid=_identity(search),
        description=None,
        author_name=one_line(search.author),
    )
    feed.since = search.added
    for match in found:
        said = match.quotation
        feed.add_item(
            unique_id=_identity(search, match.id),
            title=_title(match),
            link=one_line(said.url or "") or address,
            description=f"<blockquote>{escape(fit(said.text))}</blockquote>",
            author_name=one_line(said.speaker or said.outlet or search.author),
            pubdate=match.at,
            updateddate=match.at,
        )
    return str(feed.writeString("utf-8"))


def _identity(search: Followed, match: int | None = None) -> str:
    """The same wherever the service is reached: made of when the search was, to the microsecond."""
    made = f"{search.added.isoformat()}/{search.id}" + (f"/{match}" if match else "")
    return uuid5(_NAMESPACE, made).urn


def _title(match: Match) -> str:
    said = match.quotation
    text = one_line(said.text)
    short = text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
    who = ", ".join(filter(None, (said.speaker, said.role)))
    return f"{one_line(who)}: {short}" if who else short
