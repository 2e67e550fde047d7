"""Lists that come page by page: each page links to the next (RFC 8288) and names where that begins.

The place is a cursor, the last entry that was seen, never a count of entries: so a page neither repeats nor
leaves out what was there all along, whatever is added or removed meanwhile. The link is relative to the
address that was asked, which alone is right behind a proxy that serves this below another path.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request


def link_next(name: str, cursor: object | None) -> dict[str, str]:
    """Headers of a page: a link to the next, whose parameter `name` is `cursor`; none without a cursor."""
    if cursor is None:
        return {}
    query: dict[str, Any] = {**request.args.to_dict(flat=False), name: [cursor]}
    return {"Link": f'<?{urlencode(query, doseq=True)}>; rel="next"'}
