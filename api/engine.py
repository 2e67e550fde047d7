"""The one Extractor of a process, made on first use and lent to one article at a time."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Protocol

from api import observation
from api.config import Config
from api.hand import Hand
from api.problems import Problem
from api.traces import span
from api.turns import Turns
from attribution.deadlines import check_deadline, deadline
from attribution.errors import ModelError
from attribution.records import Extraction, Model, Unit

log = logging.getLogger(__name__)

WARM_UP = "“The bridge is open,” said Mara Lindqvist, the mayor of Ostby."
_ZONE = 300  # articles after which what spaCy has learned of words is forgotten
_HUNG_SECONDS = 10  # that an article may take beyond the deadline before the model counts as silent


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
        self._turns = Turns()
        self._zone = ExitStack()
        self._in_zone = 0
        self._starting = threading.Lock()
        self._admitting = threading.Lock()
        self.hand = Hand()
        self.served: observation.Observation | None = None  # the request whose article is in hand
        self.admitted = 0
        self.refused = 0
        self.model: Model | None = None
        self.failure: ModelError | None = None

    @property
    def ready(self) -> bool:
        """True once the model has answered."""
        return self.model is not None

    @property
    def deadline(self) -> float:
        """The most seconds that a request may take."""
        return self._config.deadline

    @property
    def waiting(self) -> int:
        """How many articles wait for their turn."""
        return len(self._turns)

    @property
    def expected_wait(self) -> float:
        """Seconds until an article that came now would be begun."""
        return self._turns.expected_wait()

    @property
    def silent(self) -> bool:
        """True when the article in hand takes so long that the model must be taken for hung."""
        return self._turns.working_seconds > self.longest

    @property
    def longest(self) -> float:
        """After how many seconds an article has ended that ends at all."""
        return self._config.deadline + _HUNG_SECONDS

    def give_up(self) -> None:
        """Refuses those who wait and all who come: to be called when the article in hand does not end."""
        self._turns.close()

    @property
    def busy(self) -> bool:
        """True when a request that came now would be refused."""
        return self.admitted >= self._config.queue or self._turns.is_full(self._config.patience)

    @contextmanager
    def admit(self) -> Iterator[None]:
        """Lets a request in for the length of the block. Raises Problem when there is no room for it."""
        with self._admitting:
            if self.busy:
                self.refused += 1
                self._turns.count_refusal()
                raise self.refusal()
            self.admitted += 1
        try:
            yield
        finally:
            with self._admitting:
                self.admitted -= 1

    def refusal(self) -> Problem:
        """What a request is told for which there is no room."""
        if self._turns.closed:
            return Problem(
                "busy", "Another process takes over; ask again in 2 s.", headers={"Retry-After": "2"}
            )
        seconds = max(1, math.ceil(self._turns.expected_wait() - self._config.patience / 2))
        detail = f"More work waits than can be done at once; ask again in {seconds} s."
        return Problem("busy", detail, headers={"Retry-After": str(seconds)})

    def extract(self, *, until: float | None = None, wait: bool = True, **article: Any) -> Extraction:
        """The extraction of one article; takes and raises what `attribution.Extractor.extract` does.

        It is done by `until`, in seconds of `time.monotonic`, or raises DeadlineExceeded. With `wait` false
        an article that would wait longer than the patience that is set raises Problem at once.
        """
        size = len(article.get("text") or article.get("html") or "")
        patience = None if wait else self._config.patience
        with self._turns.turn(size, until=until, patience=patience) as turn:
            if not turn:
                self.refused += 1
                raise self.refusal()
            with deadline(until):
                check_deadline()
                extraction = self._work(article)
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

    def _work(self, article: dict[str, Any]) -> Extraction:
        """To be called by whoever has the turn."""
        if self._extractor is None:
            self._extractor = _make_extractor(self._config)
        if self.ready:  # what the first article needs stays, also for the processes that are forked later
            self._renew_zone()
        self.served = observation.current()
        name = self.served.request_id if self.served else None
        with self.hand.holding(name), span("extract article"):
            return self._extractor.extract(**article)

    def _renew_zone(self) -> None:
        self._in_zone = (self._in_zone + 1) % _ZONE
        if self._in_zone == 1:
            self._zone.close()
            zone = getattr(self._extractor, "memory_zone", None)
            if zone is not None:
                self._zone.enter_context(zone())


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
