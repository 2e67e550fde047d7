"""Files of one's own on their way to the executors: weights and people list in an archive.

The archive is named after what is in it: Spark sends it once to each executor, whatever asks for it, and
changed files travel under another name.
"""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pyspark import SparkFiles
from pyspark.sql import SparkSession

from attribution.corpus.settings import Settings
from attribution.errors import ModelError
from attribution.people import read_people


@dataclass(frozen=True, slots=True)
class Parcel:
    """An archive that was sent under `name`; `weights` and `people` are the paths in it."""

    name: str
    weights: str | None
    people: str | None

    def unpacked(self, settings: Settings) -> Settings:
        """The settings with the paths at which this executor has the files."""
        folder = Path(SparkFiles.get(self.name))
        return replace(
            settings,
            weights=str(folder / self.weights) if self.weights else None,
            people=str(folder / self.people) if self.people else None,
        )


def ship(spark: SparkSession, settings: Settings) -> Parcel | None:
    """Sends the files that the settings name to all executors, those to come too; None where there are none.

    Raises ModelError and PeopleError for files that cannot be read.
    """
    files = dict(_files(settings))
    if not files:
        return None
    name = f"attribution-{_digest(files)}"
    archive = _folder() / f"{name}.zip"
    if not archive.exists():
        with zipfile.ZipFile(archive, "x") as out:
            for inside, file in files.items():
                out.write(file, inside)
    spark.addArtifacts(f"{archive}#{name}", archive=True)
    weights = "weights" if settings.weights else None
    return Parcel(name, weights, f"people/{Path(settings.people).name}" if settings.people else None)


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """The files by their paths in the archive."""
    if settings.people:
        read_people(Path(settings.people))
        yield f"people/{Path(settings.people).name}", Path(settings.people)
    if settings.weights:
        folder = Path(settings.weights)
        found = sorted(path for path in folder.rglob("*") if path.is_file())
        if not found:
            raise ModelError(f"no weights in {folder}")
        for path in found:
            yield f"weights/{path.relative_to(folder).as_posix()}", path


def _digest(files: dict[str, Path]) -> str:
    found = hashlib.sha256()
    for inside, file in files.items():
        content = file.read_bytes()
        found.update(f"{inside}\n{len(content)}\n".encode() + content)
    return found.hexdigest()[:16]


@lru_cache(maxsize=1)
def _folder() -> Path:
    """Where this driver keeps archives: executors fetch them from it until the driver ends."""
    folder = tempfile.mkdtemp(prefix="attribution-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
