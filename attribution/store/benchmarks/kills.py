"""Writers killed with -9 in the middle of their work: `python -m attribution.store.benchmarks.kills`.

In each round two processes keep articles, new ones and further revisions, and one of them is killed at a
random moment. In the end every article that a writer was told to be kept must be there as it was given, and
the store must be whole.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from importlib.resources import files
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import select

from attribution.store.benchmarks.variation import Pair, Variation
from attribution.store.checking import check
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest
from attribution.store.packing import unpack_record
from attribution.store.store import Store
from attribution.store.tables import articles, extractions, revisions

KEYS = 30  # articles that are written again and again, so that most of them have many revisions
EACH = 20  # articles that a writer keeps in a round
LATEST = 0.3  # seconds after which one is killed
PROCESSES = multiprocessing.get_context("fork")  # records cannot be pickled, and forking is fast

Told = tuple[str, str, int]  # key, hash of the text, number of quotations


@dataclass
class Series:
    """A series: kills that found a writer at work, articles that were told to be kept, and the damage."""

    kills: int = 0
    told: int = 0
    lost: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing was lost and nothing is wrong."""
        return not self.lost and not self.findings


def main(argv: Sequence[str] | None = None) -> int:
    """Kills, checks and prints; returns 1 when anything was lost or is wrong."""
    parser = argparse.ArgumentParser(prog="python -m attribution.store.benchmarks.kills", description=__doc__)
    parser.add_argument("--store", required=True, metavar="PLACE", help="an empty store")
    parser.add_argument("--kills", type=int, default=200, metavar="N")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(argv)
    found = run(args.store, example_pairs(), kills=args.kills, seed=args.seed)
    print(json.dumps(asdict(found)))
    return 0 if found.good else 1


def example_pairs() -> list[Pair]:
    """The demonstration article and its records."""
    from attribution import Extractor

    text = (files("attribution") / "examples" / "harbour.txt").read_text(encoding="utf-8")
    return [({"text": text}, Extractor().extract(text))]


def run(place: str, pairs: Sequence[Pair], *, kills: int, writers: int = 2, seed: int = 1) -> Series:
    """A series of rounds until so many kills found a writer at work."""
    chance, found, told = random.Random(seed), Series(), set[Told]()
    with_tables(place)
    rounds = 0
    while found.kills < kills:
        first = rounds * writers * EACH
        started = [_start(place, pairs, first + n * EACH) for n in range(writers)]
        time.sleep(chance.uniform(0, LATEST))
        victim, _ = chance.choice(started)
        victim.kill()
        for process, pipe in started:
            told |= _heard(pipe)
            process.join()
        found.kills += victim.exitcode == -9
        rounds += 1
    store = Store(place)
    found.told = len(told)
    found.lost = [key for key, _, _ in sorted(told - _kept(store))]
    found.findings = [f"{one.code}: {one.where}: {one.message}" for one in check(store)]
    store.close()
    return found


def with_tables(place: str) -> None:
    """Makes the tables, so that the first kill does not find a store that is no store yet."""
    store = Store(place)
    with store.write():
        pass
    store.close()


def _start(place: str, pairs: Sequence[Pair], first: int) -> tuple[Any, Connection]:
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=_work, args=(place, pairs, first, theirs))
    process.start()
    theirs.close()
    return process, ours


def _work(place: str, pairs: Sequence[Pair], first: int, pipe: Connection) -> None:
    """Keeps articles, and tells of each one when it is kept."""
    store, variation = Store(place), Variation(pairs)
    for number in range(first, first + EACH):
        given = _revised(variation.make(number), number)
        ingest(store, given)
        pipe.send(_told(given))


def _heard(pipe: Connection) -> set[Told]:
    """All that a writer told before it ended, in whatever way."""
    found: set[Told] = set()
    try:
        while True:
            found.add(pipe.recv())
    except EOFError:
        return found


def _revised(given: Incoming, number: int) -> Incoming:
    about = replace(given.extraction.article, id=f"a{number % KEYS}", url=None)
    return Incoming(replace(given.extraction, article=about), text=given.text)


def _told(given: Incoming) -> Told:
    return given.key, given.extraction.article.sha256, len(given.quotations)


def _kept(store: Store) -> set[Told]:
    """What is kept: of each revision, with the number of quotations that its records have."""
    query = (
        select(articles.c.key, revisions.c.sha256, extractions.c.record)
        .join(revisions, revisions.c.article_id == articles.c.id)
        .join(extractions, extractions.c.revision_id == revisions.c.id)
    )
    with store.read() as connection:
        rows = connection.execute(query).all()
    return {(row.key, row.sha256, len(unpack_record(row.record)["quotations"])) for row in rows}


if __name__ == "__main__":
    raise SystemExit(main())
