"""Made-up records in which it is known which quotations are copies of which.

Words are made of syllables and as frequent as in a language, between those that carry no sense; so what two
quotations have in common by chance is about what it is in news. `topics` of a quotation is its origin.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from attribution.corpus.schema import RECORD_FIELDS
from attribution.lang.conflicts import conflicting
from attribution.store.benchmarks.variation import DAYS, FIRST_DAY, OUTLETS

QUOTATIONS = 7  # of an article
VOCABULARY, NAMES = 40_000, 3_000
COPIES, REPEATS = 0.1, 0.15  # articles that are copies; quotations that repeat another
KEPT = 20_000  # quotations that may be repeated
ROWS = 5_000  # of a file

_SYLLABLES = [
    first + vowel + last for first in "bdfgklmnprstvz" for vowel in "aeiou" for last in ("", "n", "r")
]
_SCHEMA = pa.schema([("file", pa.string()), ("row", pa.int64()), ("outlet", pa.string()), *RECORD_FIELDS])

Said = dict[str, Any]


class Maker:
    """Makes articles, the same ones each time; about half of the quotations are indirect."""

    def __init__(self, seed: int = 8) -> None:
        self._chance = random.Random(seed)
        self._common = sorted(word for word in conflicting("en").common if word.isalpha())
        self._words = [
            "".join(self._chance.choices(_SYLLABLES, k=self._chance.choice((2, 3, 3, 4))))
            for _ in range(VOCABULARY)
        ]
        self._names = [f"{self._word().title()} {self._word().title()}" for _ in range(NAMES)]
        self._kept: list[Said] = []
        self._articles: list[list[Said]] = []
        self._made = 0

    def articles(self, count: int) -> Iterator[dict[str, Any]]:
        """The rows of so many articles."""
        for number in range(count):
            quotations = self._article()
            if len(self._articles) < KEPT // QUOTATIONS:
                self._articles.append(quotations)
            else:
                self._articles[self._chance.randrange(len(self._articles))] = quotations
            yield self._row(number, quotations)

    def _article(self) -> list[Said]:
        if self._articles and self._chance.random() < COPIES:
            copied = self._chance.choice(self._articles)
            return copied if self._chance.random() < 0.6 else copied[:-1]
        return [self._quotation() for _ in range(QUOTATIONS)]

    def _quotation(self) -> Said:
        if self._kept and self._chance.random() < REPEATS:
            return self._repeated(self._chance.choice(self._kept))
        self._made += 1
        made = {
            "words": self._sentence(self._chance.randint(10, 34)),
            "name": self._chance.choice(self._names),
            "type": self._chance.choice(("direct", "direct", "mixed", "indirect", "indirect", "indirect")),
            "origin": f"{self._made}",
        }
        if len(self._kept) < KEPT:
            self._kept.append(made)
        else:
            self._kept[self._chance.randrange(KEPT)] = made
        return made

    def _repeated(self, of: Said) -> Said:
        """The same again: word for word, with a word more or less, or a part of it."""
        words, how = of["words"].split(), self._chance.random()
        if of["type"] != "indirect" and how < 0.25:
            words.insert(self._chance.randrange(len(words)), self._chance.choice(self._common))
            words.pop(self._chance.randrange(len(words)))
        elif how < 0.4:
            length = max(10, len(words) * 2 // 3)
            start = self._chance.randint(0, len(words) - length)
            words = words[start : start + length]
        return {**of, "words": " ".join(words)}

    def _sentence(self, length: int) -> str:
        return " ".join(
            self._chance.choice(self._common) if self._chance.random() < 0.45 else self._word()
            for _ in range(length)
        )

    def _word(self) -> str:
        """Of rank r as often as 1 / r, as words of a language are."""
        return self._words[int(VOCABULARY ** self._chance.random()) - 1]

    def _row(self, number: int, quotations: list[Said]) -> dict[str, Any]:
        names = list(dict.fromkeys(said["name"] for said in quotations))
        text = "\n".join(said["words"] for said in quotations)
        day = FIRST_DAY.toordinal() + number * 37 % DAYS
        return {
            "file": "made",
            "row": number + 1,
            "outlet": f"outlet-{number % OUTLETS}.example",
            "schema": "1",
            "article": {
                "published": FIRST_DAY.fromordinal(day).isoformat(),
                "sha256": hashlib.sha256(text.encode()).hexdigest(),
                "length": len(text),
            },
            "unit": "codepoint",
            "quotations": [
                _quotation(place, said, f"s{names.index(said['name']) + 1}")
                for place, said in enumerate(quotations, 1)
            ],
            "speakers": [_speaker(place, name) for place, name in enumerate(names, 1)],
            "warnings": [],
            "model": {"name": "made", "version": "1"},
            "error": None,
        }


def _quotation(number: int, said: Said, speaker: str) -> dict[str, Any]:
    span = {"start": 0, "end": len(said["words"]), "text": said["words"], "field": "body"}
    return {
        "id": f"q{number}",
        "type": said["type"],
        "text": said["words"],
        "spans": [span],
        "speaker": speaker,
        "paragraph": 0,
        "context": {"before": "", "after": ""},
        "quoted": [] if said["type"] == "indirect" else [span],
        "topics": [said["origin"]],
        "statement": True,
        "confidence": {"content": 1.0, "source": 1.0, "speaker": 1.0, "role": 1.0},
        "evidence": [],
    }


def _speaker(number: int, name: str) -> dict[str, Any]:
    lists: dict[str, Any] = {"mentions": [], "roles": [], "aliases": [], "ids": {}}
    about = {"id": f"s{number}", "name": name, "label": name, "kind": "person"}
    return {**about, "named": True, "anonymous": False, **lists}


def write_made(output: Path, *, articles: int, seed: int = 8) -> None:
    """Writes the records of so many articles as a run would."""
    folder = output / "records"
    folder.mkdir(parents=True)
    rows: list[dict[str, Any]] = []
    for number, row in enumerate(Maker(seed).articles(articles), 1):
        rows.append(row)
        if len(rows) == ROWS or number == articles:
            path = folder / f"part-00000-{(number - 1) // ROWS:05}.parquet"
            pq.write_table(pa.Table.from_pylist(rows, schema=_SCHEMA), path)
            rows.clear()
