"""What is erased is gone: from rows, texts, records, indexes and the files of the database themselves."""

from __future__ import annotations

import contextlib
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, func, select, text

from attribution import Extractor
from attribution.store.checking import check
from attribution.store.claiming import mark_claim
from attribution.store.columns import metadata
from attribution.store.compacting import compact
from attribution.store.current import NotKept
from attribution.store.erasing import erase_article, erase_quotation, erase_speaker
from attribution.store.follow import follow
from attribution.store.incoming import Incoming
from attribution.store.ingest import ingest
from attribution.store.packing import unpack_record, unpack_text
from attribution.store.query import Query
from attribution.store.reviewing import review
from attribution.store.store import Store
from attribution.store.tables import (
    articles,
    claim_events,
    claims,
    erasures,
    extractions,
    quotations,
    reviews,
    revisions,
    speakers,
    texts,
)
from attribution.store.terms import terms_of
from attribution.store.texts import code_of
from tests.store.articles import COST, NEVER, OPEN, incoming

PERSON = "Zdenka Quillfeather"
WORDS = ("zdenka", "quillfeather", "platypuses", "wombats")  # that nobody else has
CHECK = "https://checks.example/zdenka-quillfeather"
SAID = f"“Our platypuses dance,” said curator {PERSON}."
CHANGED = f"“Our wombats dance,” said curator {PERSON}."
ABOUT = "“Nobody trusts Zdenka Quillfeather, I fear,” said treasurer Ned Abara."


ABARA = select(quotations).where(quotations.c.speaker == "Ned Abara").order_by(quotations.c.id)


def fill(store: Store) -> None:
    """An article that changed, with decisions; one of another that names the person; one of a third."""
    ingest(
        store,
        incoming(SAID, COST, id="a1", title=f"{PERSON} dances", url="https://p.example/zdenka-quillfeather"),
    )
    told = ingest(store, incoming(CHANGED, COST, id="a1", title="Pier"))
    second = ingest(store, incoming(ABOUT, OPEN, id="a2"))
    ingest(store, incoming(NEVER, id="a3"))
    review(store, told.changed[0], "accept", author="Edith", reason=f"{PERSON} herself called")
    review(store, told.stayed[0], "accept", author="Edith", reason=f"{PERSON} herself called")
    for number in (told.changed[0], second.new[0]):
        said = {"verdict": f"says {PERSON}", "url": CHECK, "note": f"asked {PERSON}"}
        mark_claim(store, number, "checked", author="Edith", **said)
    follow(store, "dancers", Query(words=f'"{PERSON}"'), author="Edith")
    follow(store, "the curator", Query(speaker=number_of(store)), author="Edith")
    follow(store, "gates", Query(words="gates"), author="Edith")


def number_of(store: Store, name: str = PERSON) -> int:
    with store.read() as connection:
        return connection.execute(select(speakers.c.id).where(speakers.c.name == name)).scalars().first() or 0


def everything(store: Store) -> str:
    """All that the tables hold, texts and records unpacked."""
    found = []
    with store.read() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)):
                found += [_unpacked(value) for value in row]
    return "\n".join(found).casefold()


def _unpacked(value: Any) -> str:
    return zlib.decompress(value).decode() if isinstance(value, bytes) else str(value)


def raw(store: Store) -> bytes:
    """The files of the database as they lie on disk, and all that is packed in them, unpacked."""
    if store.url.get_backend_name() == "sqlite":
        files = list(Path(str(store.url.database)).parent.glob("store.db*"))
    else:
        engine = create_engine(store.url, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            folder = Path(str(connection.scalar(text("SHOW data_directory"))))
            number = connection.scalar(text("SELECT oid FROM pg_database WHERE datname = current_database()"))
        files = [path for path in (folder / "base" / str(number)).iterdir() if path.is_file()]
        engine.dispose()
    data = b"\n".join(path.read_bytes() for path in files)
    return b"\n".join([data, *packed_in(data)]).lower()


def packed_in(data: bytes) -> Iterator[bytes]:
    """What is packed somewhere in it, as far as it can be unpacked."""
    for found in re.finditer(b"\x78\x9c", data):
        with contextlib.suppress(zlib.error):
            yield zlib.decompressobj().decompress(data[found.start() :], 100_000)


def test_a_speaker_leaves_nothing_behind(store: Store) -> None:
    fill(store)
    assert all(word in everything(store) for word in WORDS)
    data = raw(store)
    assert all(word.encode() in data for word in WORDS)
    assert b"our platypuses dance,\xe2\x80\x9d said curator" in data  # in the text, which is packed
    told = erase_speaker(store, number_of(store), author="Edith", reason=f"{PERSON} asked us")
    assert told.counts == {**told.counts, "speakers": 1, "quotations": 1, "articles": 2, "searches": 2}
    assert not [word for word in WORDS if word in everything(store)]
    assert list(check(store)) == []
    assert compact(store) == []
    data = raw(store)
    assert not [word for word in WORDS if word.encode() in data]
    assert b"abara" in data
    assert list(check(store)) == []


def test_the_quotations_of_others_stay_where_they_stood(store: Store) -> None:
    fill(store)
    with store.read() as connection:
        before = connection.execute(ABARA).all()
    erase_speaker(store, number_of(store), author="Edith")
    with store.read() as connection:
        after = connection.execute(ABARA).all()
    assert [(row.id, row.start, row.end, row.review) for row in after] == [
        (row.id, row.start, row.end, row.review) for row in before
    ]
    assert [row.text for row in after] == [
        "“The new pier cost nine million crowns,”",
        "“Nobody trusts ██████ ████████████, I fear,”",
    ]


def test_the_index_of_texts_has_none_of_its_words(store: Store) -> None:
    fill(store)
    erase_speaker(store, number_of(store), author="Edith")
    with store.read() as connection:
        codes = " ".join(connection.execute(select(texts.c.codes)).scalars()).split()
    gone = {code_of(term.key) for term in terms_of(" ".join(WORDS))}
    assert codes
    assert not gone & set(codes)


def test_it_is_told_without_words(store: Store) -> None:
    fill(store)
    erase_speaker(store, number_of(store), author="Edith", reason=f"{PERSON} asked us")
    with store.read() as connection:
        row = connection.execute(select(erasures)).one()
        marked = connection.scalar(select(func.count()).where(revisions.c.redacted.is_not(None)))
    assert (row.what, row.author, row.reason) == ("speaker", "Edith", "██████ ████████████ asked us")
    assert row.counts["revisions"] == marked == 3


def test_a_namesake_stays(store: Store) -> None:
    fill(store)
    other = f"“My single is out,” said singer {PERSON}."
    ingest(store, incoming(other, id="a4"))
    first = number_of(store)
    told = erase_speaker(store, first, author="Edith")
    assert len(told.namesakes) == 1
    with store.read() as connection:
        kept = (
            connection.execute(select(revisions.c.content).order_by(revisions.c.id.desc())).scalars().first()
        )
    assert PERSON in unpack_text(kept or b"")
    assert list(check(store)) == []
    assert erase_speaker(store, told.namesakes, author="Edith").namesakes == ()
    assert "quillfeather" not in everything(store)
    assert list(check(store)) == []


def test_who_is_known_by_a_surname_alone_is_blacked_out_there_alone(store: Store) -> None:
    ingest(store, incoming("“Yes,” said Quillfeather.", id="a1"))
    ingest(store, incoming("“We saw Quillfeather Lake,” said treasurer Ned Abara.", id="a2"))
    erase_speaker(store, number_of(store, "Quillfeather"), author="Edith")
    with store.read() as connection:
        query = select(revisions.c.content).order_by(revisions.c.id)
        kept = [unpack_text(content) for content in connection.execute(query).scalars()]
    assert kept == ["“███,” said ████████████.", "“We saw Quillfeather Lake,” said treasurer Ned Abara."]


def test_a_page_becomes_its_plain_text(store: Store, extractor: Extractor) -> None:
    page = (
        f"<html><head><title>{PERSON}</title><meta name='author' content='{PERSON}'></head><body>"
        f"<p>&ldquo;Our <b>platypuses</b> dance,&rdquo; said Zdenka&nbsp;Quillfeather, the curator.</p>"
        f"<p>&ldquo;She is wrong,&rdquo; said Ned Abara.</p></body></html>"
    )
    ingest(store, Incoming.of({"html": page, "id": "a1"}, extractor.extract(html=page, id="a1")))
    erase_speaker(store, number_of(store), author="Edith")
    assert not [word for word in WORDS if word in everything(store)]
    assert "she is wrong" in everything(store)
    assert list(check(store)) == []


def test_an_article_goes_whole(store: Store) -> None:
    fill(store)
    told = erase_article(store, 1, author="Edith")
    assert told.counts == {"articles": 1, "quotations": 2, "speakers": 1}
    found = everything(store)
    assert "platypuses" not in found
    assert "nine million" not in found
    assert number_of(store) == 0
    assert number_of(store, "Ned Abara")  # speaks elsewhere too
    assert list(check(store)) == []
    compact(store)
    assert b"wombats" not in raw(store)


def test_a_quotation_goes_with_its_words(store: Store) -> None:
    fill(store)
    with store.read() as connection:
        number = connection.scalar(select(quotations.c.id).where(quotations.c.text.like("%wombats%")))
    told = erase_quotation(store, number or 0, author="Edith")
    assert told.counts["quotations"] == 1
    found = everything(store)
    assert not [word for word in WORDS[2:] if word in found]
    assert "quillfeather" in found
    assert list(check(store)) == []


def test_records_are_those_of_the_text_as_it_is(store: Store) -> None:
    fill(store)
    erase_speaker(store, number_of(store), author="Edith")
    with store.read() as connection:
        for row in connection.execute(select(extractions.c.record)).scalars():
            about = unpack_record(row)["article"]
            assert connection.scalar(select(revisions.c.id).where(revisions.c.sha256 == about["sha256"]))
        first = connection.execute(select(articles).where(articles.c.id == 1)).one()
    assert (first.url, first.key) == (None, "a1")


def test_what_is_not_there_cannot_go(store: Store) -> None:
    for verb in (erase_article, erase_speaker, erase_quotation):
        for number in (1, 0, -1, 2**40):
            with pytest.raises(NotKept):
                verb(store, number, author="Edith")


def test_compacting_gives_room_back(tmp_path: Path) -> None:
    store = Store(tmp_path / "store.db")
    for number in range(30):
        ingest(
            store,
            incoming(*(f"“{word} {number},” said Tove Sand." for word in ("one", "two")), id=f"a{number}"),
        )
    for number in range(1, 30):
        erase_article(store, number, author="Edith")
    before = (tmp_path / "store.db").stat().st_size
    compact(store)
    assert (tmp_path / "store.db").stat().st_size < before
    assert not (tmp_path / "store.db-wal").exists() or not (tmp_path / "store.db-wal").stat().st_size
    assert list(check(store)) == []
    store.close()


def test_reviews_of_what_stays_stay(store: Store) -> None:
    fill(store)
    erase_speaker(store, number_of(store), author="Edith")
    with store.read() as connection:
        [row] = connection.execute(select(reviews)).all()
    assert (row.action, row.reason) == ("accept", "██████ ████████████ herself called")


def test_the_claim_of_another_stays_without_the_name(store: Store) -> None:
    fill(store)
    erase_speaker(store, number_of(store), author="Edith")
    of_abara = select(quotations.c.fingerprint).where(quotations.c.text.like("“Nobody trusts%"))
    with store.read() as connection:
        [row] = connection.execute(select(claims)).all()
        assert row.fingerprint == connection.scalar(of_abara)
        [event] = connection.execute(select(claim_events)).all()
    for told in (row, event):
        assert (told.status, told.note, told.url) == ("checked", "asked ██████ ████████████", None)
