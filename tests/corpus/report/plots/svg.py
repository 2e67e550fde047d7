"""What stands in an SVG."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree

SVG = "{http://www.w3.org/2000/svg}"


def texts(drawn: str) -> list[str]:
    """Its texts, in order."""
    return [element.text or "" for element in ElementTree.fromstring(drawn).iter(f"{SVG}text")]


def classes(drawn: str) -> Counter[str]:
    """How many elements have each class."""
    found = (element.get("class", "").split() for element in ElementTree.fromstring(drawn).iter())
    return Counter(name for names in found for name in names)
