"""docs/wagtail.md: its tables are complete. Its examples run in tests/system/test_wagtail.py."""

from __future__ import annotations

import re
from dataclasses import asdict

from attribution_wagtail.conf import Conf
from attribution_wagtail.models import PageExtraction, PageQuotation
from bs4 import BeautifulSoup
from django.template.loader import render_to_string

from tests.tree import ROOT, code_blocks

PAGE = ROOT / "docs" / "wagtail.md"
BLOCKS = code_blocks(PAGE)


def test_the_settings_are_all_there() -> None:
    rows = re.findall(r"^\| `([A-Z]+)` \| `([^`]+)` \|", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {key.lower(): eval(default) for key, default in rows} == asdict(Conf())


def test_the_fields_of_the_records_are_those_of_the_models() -> None:
    stored = PAGE.read_text(encoding="utf-8").split("## What is stored")[1].split("\n## ")[0]
    fields = {field.name for model in (PageExtraction, PageQuotation) for field in model._meta.get_fields()}
    named = set(re.findall(r"`([a-z_0-9]+)`", stored)) - {"pending", "done", "failed", "current"}
    named -= {"accepted", "corrected", "rejected"}
    assert named
    assert named <= fields


def test_the_block_is_as_it_says(database: None) -> None:
    row = PageQuotation(
        text="“The quay is safe again,”", found_speaker="Mara Lindqvist", found_role="mayor of Ostby"
    )
    made = render_to_string("attribution_wagtail/blocks/quotation.html", {"value": row})
    [written] = [code for language, code in BLOCKS if language == "html" and "figure" in code]

    def shape(html: str) -> list[object]:
        soup = BeautifulSoup(html, "html.parser")
        return [(tag.name, tag.attrs, " ".join(tag.get_text().split())) for tag in soup.find_all(True)]

    assert shape(made) == shape(written)
