"""What the two clients have in common before anything is sent."""

from __future__ import annotations

from typing import Any

from attribution.version import __version__

LOCAL = "http://127.0.0.1:8000"
SECONDS = 60.0


def settings(base_url: str, api_key: str | None, timeout: float) -> dict[str, Any]:
    """Arguments of httpx's clients."""
    headers = {"User-Agent": f"attribution-client/{__version__}"}
    if api_key is not None:
        headers["Authorization"] = f"Bearer {api_key}"
    # addresses of the service are relative, so that it may lie below a path of a larger site
    return {"base_url": base_url.rstrip("/") + "/", "headers": headers, "timeout": timeout}
