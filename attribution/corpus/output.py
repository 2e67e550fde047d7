"""The folder of a run: records that appear whole or not at all, and a manifest of what is there.

    OUTPUT/records/[outlet=…/][month=…/]part-UUUUU-SSSSS.parquet    the records of a split of a unit
    OUTPUT/_run/run.json                                           what the run depends on, and its files
    OUTPUT/_run/splits/UUUUU-SSSSS.json                            a split that is done, and its numbers
    OUTPUT/_run/units/UUUUU.json                                   a unit that is done: so many splits
    OUTPUT/_run/report.json                                        the numbers of all, once all is done

A unit is a file, or small ones in a row.

A split's records are there before its manifest is, so a split without one is done again, into the same files.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from attribution.corpus.schema import DATE_PARTS, DATED
from attribution.corpus.totals import Totals
from attribution.disk import move_whole
from attribution.errors import CorpusError

_ROWS = 10_000  # of a row group
_MOST = 100_000  # partitions of a split; Arrow's own bound is for slips, but a split may have an outlet a row


class Split(NamedTuple):
    """A split: the number of its unit in the run, and its own within the unit."""

    unit: int
    number: int

    @property
    def name(self) -> str:
        """What its files are called."""
        return f"{self.unit:05d}-{self.number:05d}"


class Output:
    """The folder of one run, which no other process may write at the same time.

    Raises CorpusError for a folder that holds anything else, for a manifest that cannot be read, and where
    another run is at work.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.records = folder / "records"
        self._run = folder / "_run"
        self._staging = self._run / "staging"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """The block has the folder for itself."""
        if self.folder.exists() and not self.folder.is_dir():
            raise CorpusError(f"{self.folder} is a file; the output of a run is a folder")
        foreign = sorted(path.name for path in self.folder.glob("*")) if not self._run.is_dir() else []
        if foreign:
            raise CorpusError(f"{self.folder} is not empty and no run's output: there is {foreign[0]}")
        for folder in (self.records, self._run / "splits", self._run / "units"):
            folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._run / "lock")
        try:
            with lock.acquire(timeout=0):
                shutil.rmtree(self._staging, ignore_errors=True)
                yield
        except Timeout:
            raise CorpusError(f"another run is at work on {self.folder}") from None

    def read_run(self) -> dict[str, Any]:
        """What the run depends on, as it was written when it began. Raises CorpusError where it is gone."""
        path = self._run / "run.json"
        if not path.exists():
            raise CorpusError(f"{path} is gone, so nobody knows what is there: take another folder")
        return _read(path)

    def has_records(self) -> bool:
        """Whether anything lies where the records do."""
        return any(self.records.iterdir())

    def write_run(self, run: Mapping[str, Any]) -> None:
        """Writes what the run depends on."""
        _write(self._run / "run.json", run)

    def units_done(self) -> set[int]:
        """Numbers of the units that are done."""
        found = [path for path in (self._run / "units").glob("*.json") if path.stem.isdecimal()]
        return {int(path.stem) for path in found}

    def splits_done(self) -> dict[Split, Totals]:
        """The splits that are done, with their numbers.

        One whose records somebody has removed is not, and nor is its unit.
        """
        found = {}
        for path in (self._run / "splits").glob("*.json"):
            unit, _, number = path.stem.partition("-")
            try:
                manifest = json.loads(path.read_bytes())
                split, parts = Split(int(unit), int(number)), manifest["parts"]
                totals = Totals.load(manifest)
            except (KeyError, TypeError, ValueError) as error:
                raise CorpusError(f"{path} is broken: {error!r}; without it the split is done anew") from None
            if all((self.records / part).is_file() for part in parts):
                found[split] = totals
            else:
                (self._run / "units" / f"{unit}.json").unlink(missing_ok=True)
                path.unlink()
        return found

    def keep(self, split: Split, records: pa.Table, *, partition: Sequence[str], totals: Totals) -> None:
        """Puts the records of a split in their place, and then says that they are there."""
        shutil.rmtree(self._staging, ignore_errors=True)
        _stage(records, self._staging, name=f"part-{split.name}", partition=partition)
        parts = sorted(self._staging.rglob("*.parquet"))
        for path in parts:
            place = self.records / path.relative_to(self._staging)
            place.parent.mkdir(parents=True, exist_ok=True)
            move_whole(path, place)
        names = [path.relative_to(self._staging).as_posix() for path in parts]
        _write(self._run / "splits" / f"{split.name}.json", {**totals.dump(), "parts": names})

    def end_unit(self, unit: int, *, splits: int) -> None:
        """Says that all splits of a unit are there."""
        _write(self._run / "units" / f"{unit:05d}.json", {"splits": splits})

    def forget(self, unit: int) -> None:
        """Removes what there is of a unit: first what says that it is there, then its records."""
        (self._run / "units" / f"{unit:05d}.json").unlink(missing_ok=True)
        for path in [*(self._run / "splits").glob(f"{unit:05d}-*.json")]:
            path.unlink()
        for path in [*self.records.rglob(f"part-{unit:05d}-*.parquet")]:
            path.unlink()

    def write_report(self, report: Mapping[str, Any]) -> None:
        """Writes the numbers of the whole run; removed when it goes on."""
        _write(self._run / "report.json", report)

    def remove_report(self) -> None:
        """There is more to do."""
        (self._run / "report.json").unlink(missing_ok=True)


def _stage(records: pa.Table, folder: Path, *, name: str, partition: Sequence[str]) -> None:
    """Writes a table as one file, or as one for each combination of the values that it is partitioned by."""
    if not partition:
        folder.mkdir(parents=True)
        pq.write_table(records, folder / f"{name}.parquet", compression="zstd", row_group_size=_ROWS)
        return
    columns = {of: records[of] if of in records.column_names else _date_part(records, of) for of in partition}
    for of, values in columns.items():
        if of not in records.column_names:
            records = records.append_column(of, values)
    ds.write_dataset(
        records,
        folder,
        format="parquet",
        basename_template=f"{name}-{{i}}.parquet",
        partitioning=ds.partitioning(pa.schema([(of, pa.string()) for of in partition]), flavor="hive"),
        file_options=ds.ParquetFileFormat().make_write_options(compression="zstd"),
        max_partitions=_MOST,
        max_rows_per_group=_ROWS,
        use_threads=False,
        preserve_order=True,
    )


def _date_part(records: pa.Table, part: str) -> pa.Array:
    """The month ("2026-05") or year of publication; null where none is known."""
    published = pc.struct_field(records["article"], "published")
    dated = pc.match_substring_regex(published, DATED)
    return pc.if_else(dated, pc.utf8_slice_codeunits(published, 0, DATE_PARTS[part]), None)


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except ValueError as error:
        raise CorpusError(f"{path} is broken: {error}") from None
    if not isinstance(found, dict):
        raise CorpusError(f"{path} is broken: no object")
    return found


def _write(path: Path, data: Mapping[str, Any]) -> None:
    """Writes JSON that is there whole or not at all, also when the machine goes down."""
    part = path.with_suffix(".part")
    part.write_text(json.dumps(data, indent=1) + "\n", encoding="ascii")  # paths may be no UTF-8
    move_whole(part, path)
