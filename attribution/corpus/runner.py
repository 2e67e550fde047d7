"""The local runner: files in, Parquet out, over all cores; what was stopped goes on where it was.

One process reads, hands out and writes; the others extract. It holds the split that it puts together and a
few batches a process, whatever the size of the files.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, groupby
from typing import Any

import pyarrow as pa

from attribution.corpus.inputs import Columns, Input
from attribution.corpus.output import Output, Split
from attribution.corpus.settings import Settings
from attribution.corpus.splits import SPLIT_BYTES, Values, batches_of, cut, values_of
from attribution.corpus.totals import Totals
from attribution.corpus.units import in_units
from attribution.corpus.workers import Done, Workers
from attribution.errors import CorpusError
from attribution.version import __version__

FORMAT = 1  # of the folder


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be run. `partition` names columns of the output, "month" and "year" among them.

    `again` are names of inputs whose records are made anew. `workers` and what of the settings is about time
    and memory may be others when a run goes on.
    """

    inputs: Sequence[Input]
    settings: Settings = field(default_factory=Settings)
    columns: Columns = field(default_factory=lambda: Columns({}))
    partition: Sequence[str] = ()
    workers: int = 1
    split_bytes: int = SPLIT_BYTES
    again: Sequence[str] = ()

    @property
    def folders(self) -> tuple[str, ...]:
        """The kept columns among those that are partitioned by."""
        return tuple(name for name in self.partition if name in self.columns.keep)

    def dump(self) -> dict[str, Any]:
        """What the records and where they stand depend on, as JSON, but for the inputs. Raises OSError."""
        return {
            "format": FORMAT,
            "version": __version__,
            "settings": self.settings.identity(),
            "columns": dict(self.columns.names),
            "keep": list(self.columns.keep),
            "partition": list(self.partition),
            "split_bytes": self.split_bytes,
        }


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: rows since it began or went on, those that failed, bytes of the files, of `total`."""

    rows: int
    failed: int
    consumed: int
    total: int


@dataclass
class _Open:
    """A split whose batches are being worked on."""

    split: Split
    batches: list[pa.RecordBatch] = field(default_factory=list)
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _SplitEnd:
    opened: _Open


@dataclass(frozen=True, slots=True)
class _UnitEnd:
    unit: int
    splits: int


class Run:
    """One run: `steps` does it, `totals` are the numbers of all splits that are done, of earlier runs too."""

    def __init__(self, plan: Plan, output: Output) -> None:
        self.plan = plan
        self.output = output
        self.totals = Totals()
        self._rows = self._failed = 0
        self._splits: set[Split] = set()
        self._units: set[int] = set()
        self._consumed = 0
        self._total = sum(given.size for given in plan.inputs)
        self._about: dict[str, Any] = {}
        # what was handed out, in order: a split stands once for each of its batches, and then its end
        self._handed: deque[_Open | _SplitEnd | _UnitEnd] = deque()

    def steps(self) -> Iterator[Progress]:
        """Does the run, step by step. Raises CorpusError where it cannot begin or go on, and OSError.

        Whatever ends it, what is done is kept, and the next run with the same plan goes on from there.
        """
        with self.output.locked():
            batches = self._batches(self._begin())
            first = next(batches, None)
            if first is not None:
                with Workers(self.plan.workers, self.plan.settings) as workers:
                    for done in workers.extract(chain([first], batches)):
                        self._take(done)
                        yield Progress(self._rows, self._failed, self._consumed, self._total)
            self._settle()
            self.output.write_report(self.totals.dump())

    def _begin(self) -> Mapping[int, Sequence[Input]]:
        """Reads what is done; the inputs by unit. Raises CorpusError where the plan is another."""
        about = self.plan.dump()
        splits, done = self.output.splits_done(), self.output.units_done()
        # a run that kept nothing binds nobody
        begun = splits or done or self.output.has_records()
        before = self.output.read_run() if begun else {**about, "inputs": [], "model": None}
        for name, value in about.items():
            _check_same(name, before.get(name), value)
        plan = self.plan
        units = in_units(
            plan.inputs,
            before["inputs"],
            size=plan.split_bytes,
            again=plan.again,
            done=done,
            begun={split.unit for split in splits},
        )
        self.output.remove_report()
        for unit in units.anew:
            self.output.forget(unit)
        self._about = {**before, "inputs": units.as_json()}
        self.output.write_run(self._about)
        self._units = done - units.anew
        for split, totals in splits.items():
            if split.unit not in units.anew:
                self._splits.add(split)
                self.totals.add(totals)
        return units.inputs

    def _batches(self, units: Mapping[int, Sequence[Input]]) -> Iterator[pa.RecordBatch]:
        """What is still to be done."""
        for unit, files in units.items():
            before = self._consumed
            if unit not in self._units:
                yield from self._batches_of(unit, files)
            self._consumed = before + sum(given.size for given in files)

    def _batches_of(self, unit: int, files: Sequence[Input]) -> Iterator[pa.RecordBatch]:
        plan, splits = self.plan, 0
        placed = cut(self._values(files), plan.split_bytes)
        for at, group in groupby(placed, key=lambda pair: pair[0]):
            splits = at + 1
            split = Split(unit, at)
            if split in self._splits:
                continue  # the next group reads on over its rows
            opened = _Open(split)
            values = (values for _, values in group)
            for batch in batches_of(values, keep=plan.columns.keep, size=plan.settings.batch_bytes):
                self._handed.append(opened)
                yield batch
            self._handed.append(_SplitEnd(opened))
        self._handed.append(_UnitEnd(unit, splits))

    def _values(self, files: Sequence[Input]) -> Iterator[Values]:
        """The rows of the files, one after the other."""
        for given in files:
            before = self._consumed
            with given.rows(columns=self.plan.columns, limit=self.plan.settings.limit) as rows:
                read = values_of(rows, file=given.name, columns=self.plan.columns, folders=self.plan.folders)
                for values in read:
                    self._consumed = before + rows.consumed
                    yield values
            self._consumed = before + given.size

    def _take(self, done: Done) -> None:
        self._settle()
        opened = self._handed.popleft()
        assert isinstance(opened, _Open)  # each batch stands for a result, and all ends before it are settled
        opened.batches += done.batches
        opened.seconds += done.seconds
        for batch in done.batches:
            self._rows += batch.num_rows
            self._failed += batch.num_rows - batch.column("error").null_count
        self._settle()

    def _settle(self) -> None:
        """Deals with the ends that come next."""
        while self._handed and not isinstance(self._handed[0], _Open):
            end = self._handed.popleft()
            if isinstance(end, _SplitEnd):
                self._keep(end.opened)
            elif isinstance(end, _UnitEnd):
                self.output.end_unit(end.unit, splits=end.splits)

    def _keep(self, opened: _Open) -> None:
        records = pa.Table.from_batches(opened.batches)
        self._check_model(records)
        totals = Totals.of(records, seconds=opened.seconds)
        self.output.keep(opened.split, records, partition=self.plan.partition, totals=totals)
        self.totals.add(totals)

    def _check_model(self, records: pa.Table) -> None:
        """Raises CorpusError where other models made what is there before."""
        model = records["model"][0].as_py()
        if self._about["model"] is None:
            self._about["model"] = model
            self.output.write_run(self._about)
        _check_same("model", self._about["model"], model)


def _check_same(name: str, before: Any, now: Any) -> None:
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted({*before, *now}):
            _check_same(key, before.get(key), now.get(key))
    elif before != now:
        raise CorpusError(f"the output was begun with {name} {before!r}, not {now!r}: take another folder")
