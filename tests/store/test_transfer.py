"""Everything comes out, in both formats the same, with sound types."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from sqlalchemy import insert

from attribution.schemas import load_extraction
from attribution.store import transfer
from attribution.store.columns import metadata
from attribution.store.database import DatabaseError
from attribution.store.ingest import ingest
from attribution.store.reviewing import review
from attribution.store.store import Store
from attribution.store.tables import claim_events, claims
from attribution.store.transfer import export
from attribution.store.views import VIEWS
from tests.store.articles import COST, NEVER, OPEN, incoming
from tests.tree import ROOT

NOT_EXPORTED = {"store_facts", "searches", "matches", "erasures"}
# made of names, texts and quotations
SHOWN_OTHERWISE = {"speaker_keys", "texts", "sketches", "unsettled", "conflict_pairs"}


def fill(store: Store) -> None:
    ingest(store, incoming(OPEN, COST, id="a1", published="2026-03-01", outlet="Post"))
    ingest(store, incoming(OPEN, NEVER, id="a1", published="2026-03-01", outlet="Post"))
    review(store, 1, "accept", author="Edith", reason="“Ja”")
    with store.write() as connection:
        said = {"status": "checked", "author": "Edith", "at": datetime.now(UTC)}
        connection.execute(insert(claims).values(fingerprint="f" * 32, **said))
        connection.execute(insert(claim_events).values(claim_id=1, status_before="new", **said))


def lines(folder: Path, name: str) -> list[dict[str, Any]]:
    text = (folder / f"{name}.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_everything_is_there(store: Store, tmp_path: Path) -> None:
    fill(store)
    counts = export(store, tmp_path / "out", format="jsonl")
    assert counts == {view.name: len(lines(tmp_path / "out", view.name)) for view in VIEWS}
    assert min(counts.values()) > 0 or counts["speaker_events"] == 0
    [first, second] = lines(tmp_path / "out", "revisions")
    given = incoming(OPEN, COST, id="a1", published="2026-03-01", outlet="Post")
    assert first["content"] == given.text
    [record, _] = lines(tmp_path / "out", "extractions")
    assert load_extraction(record["record"]) == given.extraction
    quotation = lines(tmp_path / "out", "quotations")[0]
    assert second["content"][quotation["start"] : quotation["end"]] == quotation["text"]
    provenance = ("key", "revision", "sha256", "model", "model_version", "day", "outlet", "review")
    found = [quotation[name] for name in provenance]
    assert found == ["a1", 2, second["sha256"], "fake", "1", "2026-03-01", "Post", "accepted"]
    assert datetime.fromisoformat(quotation["made"]).tzinfo is not None


def test_both_formats_say_the_same(store: Store, tmp_path: Path) -> None:
    fill(store)
    export(store, tmp_path / "lines", format="jsonl")
    export(store, tmp_path / "table", format="parquet")
    for view in VIEWS:
        table = pyarrow.parquet.read_table(tmp_path / "table" / f"{view.name}.parquet")
        json_columns = [column.name for column in view.columns if column.kind == "json"]
        rows = [
            {n: json.loads(v) if n in json_columns and v else plain(v) for n, v in row.items()}
            for row in table.to_pylist()
        ]
        assert rows == lines(tmp_path / "lines", view.name)


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def test_types_in_parquet_are_sound(store: Store, tmp_path: Path) -> None:
    fill(store)
    export(store, tmp_path / "out", format="parquet")
    schema = pyarrow.parquet.read_schema(tmp_path / "out" / "quotations.parquet")
    assert schema.field("day").type == pyarrow.date32()
    assert schema.field("made").type == pyarrow.timestamp("us", tz="UTC")
    assert schema.field("gone").type == pyarrow.bool_()
    assert schema.field("confidence").type == pyarrow.float64()


def test_groups_are_written_as_they_come(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    monkeypatch.setattr(transfer, "PAGE", 1)
    monkeypatch.setattr(transfer, "GROUP", 2)
    export(store, tmp_path / "out", format="parquet")
    file = pyarrow.parquet.ParquetFile(tmp_path / "out" / "changes.parquet")
    assert file.metadata.num_rows == 2
    assert pyarrow.parquet.ParquetFile(tmp_path / "out" / "revisions.parquet").num_row_groups == 2


def test_an_empty_store_has_empty_files(store: Store, tmp_path: Path) -> None:
    assert set(export(store, tmp_path / "out", format="parquet").values()) == {0}


def test_what_is_there_is_not_overwritten(store: Store, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export(store, tmp_path / "out", format="jsonl")
    with pytest.raises(DatabaseError, match="is there already"):
        export(store, tmp_path / "out", format="jsonl")
    (tmp_path / "file").write_text("here")
    for place in (tmp_path / "file", tmp_path / "file" / "under"):
        with pytest.raises(DatabaseError, match=r"is there already|cannot be written"):
            export(store, place, format="jsonl")


def test_what_fails_leaves_nothing(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(store)
    monkeypatch.setattr(transfer, "rows_of", lambda connection, view: iter([{"id": object()}]))
    with pytest.raises(TypeError):
        export(store, tmp_path / "out", format="jsonl")
    assert not list(tmp_path.glob("out*"))


def test_every_table_and_column_is_in_the_documentation() -> None:
    page = (ROOT / "docs" / "store.md").read_text(encoding="utf-8")
    section = page.split("## Export\n")[1].split("\n## ")[0]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| `")]
    told = {row[0].strip("`"): set(re.findall(r"`([a-z0-9_]+)`", row[2])) for row in rows}
    assert told == {view.name: {column.name for column in view.columns} for view in VIEWS}
    assert set(metadata.tables) - NOT_EXPORTED - SHOWN_OTHERWISE <= set(told)
