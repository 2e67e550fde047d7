"""What the two clients have in common before anything is sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from attribution.version import __version__

LOCAL = "http://127.0.0.1:8000"
SECONDS = 60.0
BATCH, WINDOW = 16, 100  # articles in one request

T = TypeVar("T")


def batches(articles: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of so many, taken when they are asked for.

    >>> [len(batch) for batch in batches("abcde", 2)]
    [2, 2, 1]
    """
    if size < 1:
        raise ValueError(f"at least one article must be sent at a time, not {size}")
    left = iter(articles)
    while batch := list(islice(left, size)):
        yield batch


def settings(base_url: str, api_key: str | None, timeout: float) -> dict[str, Any]:
    """Arguments of httpx's clients."""
    headers = {"User-Agent": f"attribution-client/{__version__}"}
    if api_key is not None:
        headers["Authorization"] = f"Bearer {api_key}"
    # addresses of the service are relative, so that it may lie below a path of a larger site
    return {"base_url": base_url.rstrip("/") + "/", "headers": headers, "timeout": timeout}
