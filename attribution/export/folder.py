"""Any format as a folder: the files of each article by themselves, named by what the article is called."""

from __future__ import annotations

import io
import os
import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from attribution.export import Exporter, Filer, Item, load_exporter
from attribution.records import Article

_UNFIT = re.compile(r"[^\w.-]+")
_READ = re.compile(r"(\.(txt|html?))?(\.gz)?$", flags=re.IGNORECASE)  # of the file that it was read from
_LONGEST = 60  # characters of a name, of which UTF-8 takes up to four bytes each


def write_folder(items: Iterable[Item], *, format: str, folder: Path) -> None:
    """Writes the files of each item into the folder, which is made where there is none.

    A name is made of letters, digits, dots and dashes of the article's id, and counted up where another
    article of this run has it. A file appears whole, in place of an earlier one of its name. InputError is
    raised for an unknown format and what the format refuses, OSError for what cannot be written.
    """
    exporter = load_exporter(format)
    folder.mkdir(parents=True, exist_ok=True)
    names = _Names()
    for item in items:
        name = names.free(_name(item.extraction.article))
        for suffix, content in _files(exporter, format, item):
            _write(folder / f"{name}{suffix}", content)


def _files(exporter: Exporter, format: str, item: Item) -> Iterable[tuple[str, str]]:
    if isinstance(exporter, Filer):
        return exporter.files(item)
    stream = io.StringIO(newline="")
    exporter.write([item], stream)
    return [(str(getattr(exporter, "SUFFIX", f".{format}")), stream.getvalue())]


def _name(article: Article) -> str:
    """What the files of an article are called; it leads to no other folder and hides nothing."""
    words = _UNFIT.sub("-", _READ.sub("", article.id or ""))[-_LONGEST:]
    return words.strip(".-") or "article"


class _Names:
    """Names of which none comes twice, whatever the file system makes of capitals."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: Counter[str] = Counter()

    def free(self, name: str) -> str:
        """The name, counted up where it is taken."""
        found = name
        while found.casefold() in self._taken:
            self._next[name.casefold()] += 1
            found = f"{name}-{self._next[name.casefold()] + 1}"
        self._taken.add(found.casefold())
        return found


def _write(path: Path, content: str) -> None:
    part = path.with_name(path.name + ".part")
    part.write_text(content, encoding="utf-8", newline="")
    os.replace(part, path)
