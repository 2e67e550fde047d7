"""What the stages speakers and roles cost: `python -m attribution.evaluation.stages ARTICLES [--words N...]`.

ARTICLES is JSON lines with `text`. They are put one after the other, again and again if need be, to texts of
the given numbers of words; each is read once, and the time on the processor of the parse and of every stage
is taken. Printed are, for each text, the share of the late stages in the time of all before them, and what
they cost a word: the same at every length where they are linear.

Exit statuses: 0 measured, 2 nothing to measure.
"""

import argparse
import gc
import itertools
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attribution.extractor import Extractor
from attribution.pipeline.annotations import annotations
from attribution.text.reader import read_plain

LATE = ("attribution_speakers", "attribution_roles")
PARSE = "parse"
WORDS = (1_000, 10_000, 100_000)
Clock = Callable[[], float]


def long_text(texts: Sequence[str], words: int) -> str:
    """The first `words` words of the texts, repeated as often as needed; a blank line stands between two.

    >>> long_text(["One two.", "Three."], 4)
    'One two.\\n\\nThree.\\n\\nOne'
    """
    found: list[str] = []
    left = words
    for text in itertools.cycle([text for text in texts if text.split()]):
        pieces = text.split(" ")
        lengths = itertools.accumulate(len(piece.split()) for piece in pieces)
        kept = [piece for piece, so_far in zip(pieces, lengths, strict=True) if so_far <= left]
        found.append(" ".join(kept))
        left -= len(found[-1].split())
        if left <= 0 or len(kept) < len(pieces):
            break
    return "\n\n".join(found)


def stage_seconds(extractor: Extractor, text: str, *, clock: Clock = time.process_time) -> dict[str, float]:
    """Seconds of the parse and of each stage on one text, in their order."""
    document = read_plain(text, limit=len(text) * 4 + 1, language=extractor.language)
    gc.collect()
    taken: dict[str, float] = {}
    begin = clock()
    [doc] = extractor._parse([document])
    taken[PARSE] = clock() - begin
    annotations(doc)["paragraphs"] = [list(paragraph) for paragraph in document.paragraphs]
    for name, stage in extractor._stages.stages:
        begin = clock()
        stage(doc)
        taken[name] = clock() - begin
    return taken


def figures(taken: Mapping[str, float], words: int) -> dict[str, Any]:
    """The share of the late stages in the time of all before, and microseconds a word of each of them.

    >>> figures({"parse": 2.0, "attribution_speakers": 0.1, "attribution_roles": 0.1}, 100_000)
    {'words': 100000, 'share': 0.1, 'attribution_speakers': 1.0, 'attribution_roles': 1.0}
    """
    names = list(taken)
    before = sum(taken[name] for name in names[: names.index(LATE[0])])
    late = {name: taken[name] for name in LATE}
    share = round(sum(late.values()) / before, 4)
    return {"words": words, "share": share} | {
        name: round(1e6 * seconds / words, 2) for name, seconds in late.items()
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures of each length."""
    parser = argparse.ArgumentParser(prog="python -m attribution.evaluation.stages", description=__doc__)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--words", type=int, nargs="+", default=WORDS)
    options = parser.parse_args(arguments)
    lines = options.articles.read_text(encoding="utf-8").splitlines()
    texts = [str(json.loads(line)["text"]) for line in lines if line.strip()]
    if not any(text.split() for text in texts) or min(options.words) < 1:
        print("stages: no words to measure with", file=sys.stderr)
        return 2
    extractor = Extractor()
    stage_seconds(extractor, long_text(texts, 200))  # loads what is loaded once
    for words in options.words:
        text = long_text(texts, words)
        row = figures(stage_seconds(extractor, text), len(text.split()))
        costs = "  ".join(f"{name.removeprefix('attribution_')} {row[name]:.1f} µs a word" for name in LATE)
        print(f"{row['words']:>8} words  {row['share']:6.1%} of the time before  {costs}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
