from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.pages import GoldPage, read_pages, score_marked, score_quotations, score_sentences

BODY = "“We won,” Ann Lee said. She left.\n\nOmar Khan called it “a mess”."
HTML = "<p>“We won,” Ann Lee said. She left.</p><p>Nobody called it “a farce”.</p>"
PAGE = GoldPage("one", HTML, BODY)


def test_sentences_are_counted_both_ways() -> None:
    score = score_sentences(PAGE)
    assert (score.found.part, score.found.whole) == (2, 3)
    assert (score.outside.part, score.outside.whole) == (1, 3)


def test_stretches_in_marks_are_counted_both_ways() -> None:
    score = score_marked(PAGE)
    assert (score.found.part, score.found.whole) == (1, 2)
    assert (score.outside.part, score.outside.whole) == (1, 2)


def test_quotations_are_compared_span_by_span() -> None:
    score = score_quotations(
        PAGE,
        of_text=lambda _: ["“We won,”", "“a mess”"],
        of_html=lambda _: ["We won", "We won … a mess", "We won … a farce"],
    )
    assert (score.found.part, score.found.whole) == (1, 2)
    assert (score.outside.part, score.outside.whole) == (1, 3)


def test_scores_add_up() -> None:
    total = score_sentences(PAGE) + score_sentences(PAGE)
    assert str(total.found) == " 66.67 %  (4 of 6)"


def test_pages_are_read_by_name(tmp_path: Path) -> None:
    (tmp_path / "ground-truth.json").write_text(json.dumps({"one": {"articleBody": BODY}}), encoding="utf-8")
    with pytest.raises(EvaluationError, match="holds no pages"):
        read_pages(tmp_path)
    (tmp_path / "one.html.gz").write_bytes(gzip.compress(HTML.encode()))
    assert read_pages(tmp_path) == [PAGE]
