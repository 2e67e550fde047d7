"""How much of an article is read from its page, and how much that is not the article.

Run `python -m attribution.evaluation.pages FOLDER` on a folder of `<name>.html.gz` and a `ground-truth.json`
that gives the `articleBody` of each name (the form of the article-extraction-benchmark).
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from attribution.errors import EvaluationError
from attribution.text.marks import pair_marks
from attribution.text.reader import read_html

Quotations = Callable[[str], Sequence[str]]  # an article in, the texts of its quotations out

PARTS = " … "

_SENTENCE = re.compile(r"\n+|(?<=[.!?])[\"'”’»)\]]*\s+")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page and the body of its article, as somebody marked it."""

    name: str
    html: str
    body: str


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole`: how many were found, or how many came from outside."""

    part: int
    whole: int

    def __str__(self) -> str:
        return f"{100 * self.part / max(1, self.whole):6.2f} %  ({self.part} of {self.whole})"

    def __add__(self, other: Share) -> Share:
        return Share(self.part + other.part, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class PageScore:
    """Of the gold's units those found in the page, and of the page's units those outside the gold."""

    found: Share = Share(0, 0)
    outside: Share = Share(0, 0)

    def __add__(self, other: PageScore) -> PageScore:
        return PageScore(self.found + other.found, self.outside + other.outside)


def read_pages(folder: Path) -> list[GoldPage]:
    """All pages of `folder` that have a gold body, by name. Raises EvaluationError when one is missing."""
    try:
        gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
        return [
            GoldPage(name, _unpacked(folder / f"{name}.html.gz"), entry["articleBody"])
            for name, entry in sorted(gold.items())
        ]
    except (OSError, ValueError, KeyError) as error:
        raise EvaluationError(f"{folder} holds no pages with their bodies: {error}") from error


def score_sentences(page: GoldPage) -> PageScore:
    """Sentences of the body found in the text read from the page, and sentences read from outside it."""
    return score_units(page, of_gold=_sentences(page.body), of_page=_sentences(read_html(page.html).text))


def score_marked(page: GoldPage) -> PageScore:
    """The same of the stretches in quotation marks."""
    return score_units(page, of_gold=_marked(page.body), of_page=_marked(read_html(page.html).text))


def score_quotations(page: GoldPage, *, of_text: Quotations, of_html: Quotations) -> PageScore:
    """Quotations found in the body that are found in the page too, and quotations from outside the body.

    `of_text` is given the body, `of_html` the page. The spans of a quotation are joined by `PARTS`.
    """
    wanted, got = of_text(page.body), of_html(page.html)
    known, body = set(map(_letters, got)), _letters(page.body)
    outside = [any(_letters(part) not in body for part in text.split(PARTS)) for text in got]
    return PageScore(
        Share(sum(_letters(text) in known for text in wanted), len(wanted)), Share(sum(outside), len(got))
    )


def score_units(page: GoldPage, *, of_gold: Iterable[str], of_page: Sequence[str]) -> PageScore:
    """Whether each unit of one side stands somewhere on the other. Only letters and digits are compared."""
    body, text = _letters(page.body), _letters(read_html(page.html).text)
    wanted, got = list(map(_letters, of_gold)), list(map(_letters, of_page))
    return PageScore(
        Share(sum(unit in text for unit in wanted), len(wanted)),
        Share(sum(unit not in body for unit in got), len(got)),
    )


def _unpacked(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace")


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if _letters(part)]


def _marked(text: str) -> list[str]:
    found = (text[one.start : one.end] for one in pair_marks(text).stretches if one.parent is None)
    return [words for words in found if _letters(words)]


def main(arguments: Sequence[str]) -> int:
    """Print the figures for the folder given, those of the `Extractor` last."""
    from attribution.extractor import Extractor  # loads the pipeline

    extractor = Extractor()
    pages = read_pages(Path(arguments[0]))
    rows: dict[str, Callable[[GoldPage], PageScore]] = {
        "sentences": score_sentences,
        "stretches in marks": score_marked,
        "quotations": lambda page: score_quotations(
            page,
            of_text=lambda body: [quotation.text for quotation in extractor.extract(body).quotations],
            of_html=lambda html: [quotation.text for quotation in extractor.extract(html=html).quotations],
        ),
    }
    for name, score in rows.items():
        total = sum(map(score, pages), PageScore())
        print(f"{name:20} found {total.found}   outside {total.outside}")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python -m attribution.evaluation.pages FOLDER")
    sys.exit(main(sys.argv[1:]))
