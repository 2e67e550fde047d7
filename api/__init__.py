"""The Flask service: a thin adapter over `attribution.Extractor`.

`create_app` comes with the extra `attribution[api]`; the package itself can be imported without it, so that
the command line can tell what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from api.app import create_app

__all__ = ["create_app"]


def __getattr__(name: str) -> Any:
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from api.app import create_app

    return create_app
