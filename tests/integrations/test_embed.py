"""The element as a file: size, package, what must not be in it, and that docs/embed.md tells all."""

from __future__ import annotations

import gzip
import json
import re

from attribution.version import __version__
from tests.tree import ROOT

FOLDER = ROOT / "integrations" / "embed"
CODE = (FOLDER / "attributed-quotations.js").read_text(encoding="utf-8")
PAGE = (ROOT / "docs" / "embed.md").read_text(encoding="utf-8")
LIMIT = 15_000


def described(heading: str) -> set[str]:
    """What the first column of the table under a heading names."""
    section = PAGE.split(f"## {heading}\n")[1].split("\n## ")[0]
    return set(re.findall(r"^\| `([^`]+)` \|", section, flags=re.MULTILINE))


def constant(name: str) -> list[str]:
    [found] = re.findall(rf"^const {name} = \[([^\]]*)\];", CODE, flags=re.MULTILINE)
    return re.findall(r'"([^"]+)"', found)


def test_it_is_small_as_it_is() -> None:
    assert len(gzip.compress(CODE.encode(), 6)) < LIMIT


def test_the_package_is_of_this_version_and_whole() -> None:
    package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
    assert package["version"] == __version__
    assert f"attribution {__version__}, {package['license']}" in CODE
    assert all((FOLDER / name).is_file() for name in package["files"])
    assert (FOLDER / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "dependencies" not in package


def test_nothing_in_it_makes_markup_or_code_of_text() -> None:
    ways = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|parseFromString|setHTML|\beval\b|cssText"
    ways += r"|createContextualFragment|\.(?:href|src|srcdoc|action)\s*=|https?://"
    assert re.findall(ways, CODE) == []
    assert re.findall(r"new Function|import\(|^import ", CODE, flags=re.MULTILINE) == []


def test_every_attribute_is_described() -> None:
    assert described("Attributes") == {*constant("SOURCES"), *constant("VIEWS"), "theme", "label-…"}


def test_every_event_is_described() -> None:
    assert described("Events") == set(re.findall(r'#tell\("([a-z-]+)"', CODE))


def test_every_custom_property_is_described() -> None:
    assert described("How it looks") == set(re.findall(r"var\((--quotation-[a-z]+)", CODE))


def test_every_part_is_described() -> None:
    made = set(re.findall(r'\b(?:make|wording)\("\w+", "(\w+)"|\b(?:button|listOf)\("(\w+)"', CODE))
    told = PAGE.split("Parts for")[1].split("\n\n")[0]
    assert set(re.findall(r"`([a-z]+)`", told)) == {one or other for one, other in made}


def test_every_label_is_described() -> None:
    [english] = re.findall(r"  en: \{\n(.*?)\n  \}", CODE, flags=re.DOTALL)
    labels = dict(re.findall(r'(\w+): "([^"]+)"', english))
    section = PAGE.split("## Words\n")[1].split("\n## ")[0]
    assert dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", section, flags=re.MULTILINE)) == labels
    types = (FOLDER / "attributed-quotations.d.ts").read_text(encoding="utf-8")
    assert set(re.findall(r'"(\w+)"', types.split("Labels = ")[1].split("string\n")[0])) == set(labels)
