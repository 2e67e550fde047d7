"""What a quotation is about: its key terms, by textacy."""

from __future__ import annotations


def key_terms(text: str) -> tuple[str, ...]:
    """Placeholder."""
    raise NotImplementedError
