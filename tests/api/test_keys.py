from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from api import keys as module
from api.database import Database
from api.keys import Keys, includes


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(folder=tmp_path)


@pytest.fixture
def keys(database: Database) -> Keys:
    return Keys(database)


def test_a_key_is_found_by_what_its_owner_sends(keys: Keys) -> None:
    key, text = keys.create("desk", "write", rate="5/minute")
    assert re.fullmatch(r"atr_[a-z0-9]{8}_[A-Za-z0-9]{43}", text)
    found = keys.find(text)
    assert found is not None
    assert (found.id, found.name, found.scope, found.rate) == (key.id, "desk", "write", "5/minute")


def test_no_two_keys_are_alike(keys: Keys) -> None:
    texts = [keys.create("desk", "read")[1] for _ in range(20)]
    assert len({text.split("_")[1] for text in texts}) == len({text.split("_")[2] for text in texts}) == 20


def test_the_secret_is_nowhere_in_the_database(keys: Keys, database: Database, tmp_path: Path) -> None:
    _, text = keys.create("desk", "read")
    database.close()
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"desk" in stored
    assert text.split("_")[2].encode() not in stored


def test_what_is_no_key_of_ours(keys: Keys) -> None:
    key, text = keys.create("desk", "read")
    other = keys.create("other", "read")[1]
    swapped = f"atr_{key.id}_{other.split('_')[2]}"
    for sent in (
        "",
        "x",
        text[:-1],
        text + "0",
        text.upper(),
        swapped,
        f"atr_00000000_{'a' * 43}",
        f" {text}",
        "é",
    ):
        assert keys.find(sent) is None
    assert keys.find(text) is not None


def test_a_revoked_key_ends_here_at_once(keys: Keys) -> None:
    key, text = keys.create("desk", "read")
    assert keys.find(text)
    assert keys.revoke(key.id)
    assert keys.find(text) is None
    assert [known.state for known in keys.list()] == ["revoked"]
    assert not keys.revoke("nobody00")


def test_and_in_other_processes_within_seconds(
    keys: Keys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "FRESH_SECONDS", 0.3)
    key, text = keys.create("desk", "read")
    elsewhere = Keys(Database(folder=tmp_path))
    assert elsewhere.find(text)
    keys.revoke(key.id)
    end = time.monotonic() + 5
    while elsewhere.find(text):
        assert time.monotonic() < end, "it still works"
        time.sleep(0.02)


def test_a_key_that_is_known_is_not_looked_up_again(
    keys: Keys, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, text = keys.create("desk", "read")
    keys.find(text)
    monkeypatch.setattr(database, "read", None)
    assert all(keys.find(text) for _ in range(10))


def test_a_key_has_an_end(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    key, text = keys.create("desk", "read", days=1)
    assert key.expires == key.created + 86_400
    assert keys.find(text)
    later = time.time() + 86_401
    monkeypatch.setattr(time, "time", lambda: later)
    assert keys.find(text) is None
    assert keys.list()[0].state == "expired"


def test_the_last_use_is_noted_now_and_then(keys: Keys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FRESH_SECONDS", 0)
    _, text = keys.create("desk", "read")
    assert keys.list()[0].last_used is None
    keys.find(text)
    first = keys.list()[0].last_used
    assert first is not None
    for seconds, moved in ((1_800, False), (3_700, True)):
        monkeypatch.setattr(time, "time", lambda seconds=seconds: first + seconds)
        keys.find(text)
        assert (keys.list()[0].last_used != first) is moved


def test_keys_are_listed_as_they_were_made(keys: Keys) -> None:
    names = ["desk", "archive", "kiosk"]
    made = [keys.create(name, "read")[0] for name in names]
    assert sorted(keys.list(), key=lambda key: names.index(key.name)) == made


def test_scopes_include_what_comes_before() -> None:
    assert includes("write", "read")
    assert includes("admin", "write")
    assert includes("read", "read")
    assert not includes("read", "write")
    assert not includes("write", "admin")
