"""The files of the WordPress plugin, as far as they can be checked without PHP.

What the plugin does is tested over a real WordPress, in tests/system/wordpress.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from attribution.version import __version__
from tests.tree import ROOT

PLUGIN = ROOT / "integrations" / "wordpress" / "attribution"
CODE = sorted(PLUGIN.rglob("*.php"))
MAIN = (PLUGIN / "attribution.php").read_text(encoding="utf-8")


def test_has_the_version_of_the_project() -> None:
    assert re.findall(r"Version: +(\S+)|const VERSION = '(.*)'", MAIN) == [
        (__version__, ""),
        ("", __version__),
    ]


def test_brings_the_licence_along() -> None:
    assert (PLUGIN / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    assert "License:           Apache-2.0\n" in MAIN


@pytest.mark.parametrize("path", CODE, ids=lambda path: path.name)
def test_no_file_runs_when_a_browser_asks_for_it(path: Path) -> None:
    constant = "WP_UNINSTALL_PLUGIN" if path == PLUGIN / "uninstall.php" else "ABSPATH"
    assert f"defined( '{constant}' ) || exit;" in path.read_text(encoding="utf-8")


def test_every_text_can_be_translated() -> None:
    for path in [*CODE, PLUGIN / "assets" / "sidebar.js"]:
        text = path.read_text(encoding="utf-8")
        calls = re.findall(r"(?<!\w)(?:esc_html__|esc_attr__|__|_n)\( (.*?) \)", text)
        assert all(call.endswith("'attribution'") for call in calls), path


def test_the_sidebar_makes_no_html_of_texts() -> None:
    script = (PLUGIN / "assets" / "sidebar.js").read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|dangerouslySetInnerHTML|insertAdjacentHTML|\beval\b|RawHTML", script)
