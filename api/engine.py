"""The one Extractor of a process, made on first use and lent to one request at a time."""

from __future__ import annotations

import logging
import threading
from typing import Any, Protocol

from api import observation
from api.config import Config
from attribution.errors import ModelError
from attribution.records import Extraction, Model, Unit

log = logging.getLogger(__name__)

WARM_UP = "“The bridge is open,” said Mara Lindqvist, the mayor of Ostby."


class SupportsExtract(Protocol):
    """What the service needs of `attribution.Extractor`."""

    def extract(
        self,
        text: str | None = None,
        *,
        html: str | None = None,
        title: str | None = None,
        id: str | None = None,
        url: str | None = None,
        published: str | None = None,
        language: str | None = None,
        unit: Unit = "codepoint",
    ) -> Extraction:
        """The extraction of one article."""
        ...


class Engine:
    """Extracts, one article at a time, and knows whether the model has answered yet.

    Threads wait for each other here: the pipeline's vocabulary is shared between them, and the interpreter
    would not run two extractions at once anyway. More processes give more speed.
    """

    def __init__(self, config: Config, extractor: SupportsExtract | None = None) -> None:
        self._config = config
        self._extractor = extractor
        self._lock = threading.Lock()
        self._starting = threading.Lock()
        self.model: Model | None = None
        self.failure: ModelError | None = None

    @property
    def ready(self) -> bool:
        """True once the model has answered."""
        return self.model is not None

    def extract(self, **article: Any) -> Extraction:
        """The extraction of one article; takes and raises what `attribution.Extractor.extract` does."""
        with self._lock:
            if self._extractor is None:
                self._extractor = _make_extractor(self._config)
            extraction = self._extractor.extract(**article)
        self.model = extraction.model
        request = observation.current()
        if request is not None:
            request.add(extraction)
        return extraction

    def warm_up(self) -> None:
        """Has the model answer once. Raises ModelError when it cannot, and remembers it as `failure`."""
        try:
            self.extract(text=WARM_UP)
            self.failure = None
        except ModelError as error:
            self.failure = error
            raise

    def warm_up_in_background(self) -> None:
        """Starts `warm_up` in a thread, unless one is under way or the model has answered."""
        if not self.ready and self._starting.acquire(blocking=False):
            threading.Thread(target=self._try_warm_up, name="warm-up", daemon=True).start()

    def _try_warm_up(self) -> None:
        try:
            self.warm_up()
        except Exception:
            log.exception("the model does not answer")
        finally:
            self._starting.release()


def _make_extractor(config: Config) -> SupportsExtract:
    from attribution import Extractor  # loads the model's libraries, so not before it is needed

    return Extractor(
        pipeline=config.pipeline,
        language=config.language,
        model=config.model,
        limit=config.limit,
        topics=config.topics,
        people=config.people,
    )
