"""The media types of bodies and answers, each in this place alone."""

from __future__ import annotations

from collections.abc import Sequence

JSON_LD = "application/ld+json"
JSON, PLAIN, HTML, FORM = "application/json", "text/plain", "text/html", "multipart/form-data"

# JSON lines go by several names, none of them registered; the first is the one that is documented
LINES: Sequence[str] = (
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/x-jsonl",
    "application/jsonlines",
    "application/x-jsonlines",
)
