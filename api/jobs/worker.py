"""The worker: processes that take tickets and answer the items behind them, under huey's consumer.

The model is loaded once, before the fork. A process that dies is replaced, and what it had in hand is handed
out again at once; where the whole worker dies, another one does so after a while. A process ends itself over
an article that does not end; where it cannot even do that, its parent kills it.
"""

# mypy: disable-error-code="import-untyped, misc"
from __future__ import annotations

import contextlib
import logging
import os
import signal
import threading
import time
import uuid
from typing import Any

from huey.consumer import BaseProcess, Consumer, WorkerRecycle
from huey.consumer import Worker as HueyWorker
from sqlalchemy.exc import OperationalError

from api.config import Config
from api.database import Database
from api.engine import Engine
from api.following import SearchCourier
from api.hand import Hand
from api.jobs.answers import describe
from api.jobs.claims import Claims, Gap, Place
from api.jobs.courier import JobCourier
from api.jobs.heartbeat import Heartbeat
from api.jobs.tickets import Tickets
from api.lifetime import Lifetime
from api.problems import Problem
from api.traces import Traces, during
from attribution.schemas import dump_extraction
from attribution.store.database import without_values

log = logging.getLogger(__name__)

BEAT_SECONDS = 5
SWEEP_SECONDS = 5
ARTICLE_SECONDS = 300  # that an article may take
HUNG_SECONDS = 10  # beyond that, before its process is ended
STILL_SECONDS = 30  # without a sign of life a process is killed by its parent
LAST_SECONDS = 5  # for processes that are interrupted at the stop
EXPIRY_SECONDS = 3_600

LOST = "Every process that worked on this article died of it."
HUNG = "The work on this article did not end; the process that worked on it was ended after {seconds:.0f} s."


class Work:
    """What all processes of a worker share: the engine, the claims and the tickets."""

    def __init__(self, config: Config, engine: Engine) -> None:
        self.engine = engine
        self.config = config
        self.claims = open_claims(config)
        self.traces = Traces.of(os.environ)
        self.process: ItemWorker | None = None  # in a process that works: itself
        self.tickets = Tickets(config, self._work)

    def _work(self, job: str, first: int, last: int) -> None:
        if self.process is None:
            raise RuntimeError("no process to work in")
        self.process.work(job, first, last)


def open_claims(config: Config) -> Claims:
    """The claims of the database that the settings name."""
    return Claims(
        Database.of(config), describe(Problem("article-lost", LOST), "article-lost"), days=config.job_days
    )


class ItemWorker(HueyWorker):
    """One process: works on one item at a time, and shows every few seconds that it lives."""

    def __init__(self, shared: Work, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name = uuid.uuid4().hex
        self._shared = shared
        self._hand = Hand()
        self._heartbeat = Heartbeat()
        self._lifetime = Lifetime(shared.config)
        self._done = 0
        self._holding: Place | None = None
        self._claiming = threading.Lock()  # a beat in the middle of a claim would give it back
        self._since = 0.0
        self._parent = os.getpid()  # made there; it runs in a child

    def initialize(self) -> None:
        """In the new process: begins to beat."""
        super().initialize()
        self._shared.process = self
        threading.Thread(target=self._watch, name="watch", daemon=True).start()
        self._shared.claims.beat(self.name, None)
        threading.Thread(target=self._beat, name="beat", daemon=True).start()

    def loop(self, now: Any = None) -> None:
        """Takes a ticket. Ends the process when it has lived as long as it may."""
        super().loop(now)
        why = self._lifetime.why_over(self._done)
        if why:
            log.info("this process is replaced: %s", why, extra={"pid": os.getpid()})
            raise WorkerRecycle

    def work(self, job: str, first: int, last: int) -> None:
        """Answers the items of a ticket that still wait; at the end of the process the rest is given back."""
        carried = self._shared.claims.trace(job) if self._shared.traces.on else {}
        for number in self._shared.claims.waiting(job, first, last):
            if self.stop_flag.is_set() or self._lifetime.why_over(self._done):
                self._shared.tickets.write([Gap(job, number, last)])
                return
            trace = self._shared.traces.begin("job item", carried)
            with during(trace, {"attribution.job": job, "attribution.number": number}):
                self._work_on(Place(job, number))
        self._shared.claims.finish(job)

    def shutdown(self) -> None:
        """At the end of the process: gives back what is in hand, through no fault of the article."""
        self._shared.claims.leave(self.name, blamed=False)
        self._shared.traces.close()  # what runs at an exit does not run in a process of huey's
        super().shutdown()

    def bury(self) -> None:
        """In the parent, when the process is gone: has its item handed out again."""
        if self._hand.holds:
            log.error("a process died while it worked on an article", extra={"request_id": self._hand.holds})
            self._hand.drop()
        self._shared.claims.leave(self.name, blamed=True)

    def is_still(self) -> bool:
        """In the parent: whether the process runs none of its threads, as in C code that does not end."""
        return self._heartbeat.age > STILL_SECONDS

    def _work_on(self, place: Place) -> None:
        try:
            with self._claiming:
                self._since, self._holding = time.monotonic(), place
                article = self._shared.claims.take(place, self.name)
            if article is None:
                return
            with self._hand.holding(name_of(place)):
                answer, failed = extract(self._shared.engine, article, place)
            self._done += 1
            if not self._shared.claims.answer(place, self.name, answer, failed=failed):
                log.info("item %d of job %s was taken away or removed meanwhile", place.number, place.job)
        finally:
            self._holding = None

    def _watch(self) -> None:
        """Shows the parent that threads run, and ends the process over an article that does not end."""
        while True:
            time.sleep(BEAT_SECONDS)
            self._heartbeat.beat()
            holding, seconds = self._holding, time.monotonic() - self._since
            if holding is not None and seconds > ARTICLE_SECONDS + HUNG_SECONDS:
                try:
                    self._give_up(holding, seconds)
                finally:
                    os._exit(os.EX_SOFTWARE)  # a thread that hangs would be waited for

    def _give_up(self, place: Place, seconds: float) -> None:
        """Answers for the article in hand, so that no other process hangs over it."""
        log.critical(
            "an article does not end: this process is replaced",
            extra={"request_id": name_of(place), "pid": os.getpid(), "where": self._hand.where()},
        )
        self._hand.drop()
        problem = Problem("article-lost", HUNG.format(seconds=seconds))
        answer = describe(problem, name_of(place))
        self._shared.claims.answer(place, self.name, answer, failed=True)

    def _beat(self) -> None:
        while True:
            time.sleep(BEAT_SECONDS)
            if os.getppid() != self._parent:
                self.stop_flag.set()
            try:
                with self._claiming:
                    self._shared.claims.beat(self.name, self._holding)
            except Exception:
                log.exception("the worker cannot show that it lives")


class Sweeper(BaseProcess):
    """One process of each worker: puts right what deaths, lost tickets and time have left behind.

    It also tells the webhooks of finished jobs, and those of searches that are followed.
    """

    process_name = "Sweeper"

    def __init__(self, shared: Work, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._shared = shared
        self._parent = os.getpid()
        self._next_expiry = 0.0
        self._couriers = (JobCourier(shared.config), SearchCourier(shared.config))

    def initialize(self) -> None:
        """In the new process: begins to tell of finished jobs and new matches."""
        super().initialize()
        for courier in self._couriers:
            courier.start()

    def shutdown(self) -> None:
        """At the end of the process: leaves webhooks that are under way a moment."""
        for courier in self._couriers:
            courier.stop()
        super().shutdown()

    def loop(self, now: Any = None) -> None:
        """One round, and the pause after it."""
        try:
            self.sweep()
        except Exception:
            log.exception("the sweep failed; the next one is in %d s", SWEEP_SECONDS)
        if os.getppid() != self._parent:
            self.stop_flag.set()
        self.stop_flag.wait(SWEEP_SECONDS)

    def sweep(self) -> None:
        """Gives back what the dead had, ends jobs, and writes the tickets anew if none is left."""
        claims, tickets = self._shared.claims, self._shared.tickets
        buried = claims.bury_dead()
        if buried:
            log.warning("%d items of dead workers are handed out again", buried)
        claims.finish()
        if time.monotonic() >= self._next_expiry:
            claims.remove_expired()
            self._next_expiry = time.monotonic() + EXPIRY_SECONDS
        if tickets.count() == 0:
            # a ticket may be in some hand right now; one more does no harm
            tickets.write(claims.gaps())


class JobConsumer(Consumer):
    """huey's consumer over our processes. SIGTERM ends it after the articles in hand."""

    def __init__(self, shared: Work, *, processes: int, timeout: float) -> None:
        self._shared = shared
        super().__init__(
            shared.tickets.queue,
            workers=processes,
            worker_type="process",
            periodic=False,
            max_delay=1.0,
            health_check_interval=1,
            shutdown_timeout=timeout,
            graceful_signal="TERM",
        )
        self._signal_actions[signal.SIGHUP] = (False, True)  # huey would start the program anew

    def check_worker_health(self) -> bool:
        """Replaces processes that died or stand still, and hands out again what they had."""
        for worker, process in self.worker_threads:
            if self.environment.is_alive(process) and worker.is_still():
                log.critical("process %d stands still and is killed", process.pid)
                self._kill(process)
            if not self.environment.is_alive(process):
                self._bury(worker)
        return bool(super().check_worker_health())

    def stop(self, graceful: bool = False) -> None:
        """Ends all processes, by force at last: the program would wait for them."""
        super().stop(graceful=graceful)
        end = time.monotonic() + LAST_SECONDS
        for worker, process in self.worker_threads:
            process.join(max(0.0, end - time.monotonic()))
            if self.environment.is_alive(process):
                self._kill(process)
                self._bury(worker)

    def _kill(self, process: Any) -> None:
        process.kill()
        process.join()

    def _bury(self, worker: ItemWorker) -> None:
        try:
            worker.bury()
        except Exception:
            log.exception("what a dead process had is not given back yet; the sweep will do so")

    def _create_worker(self) -> ItemWorker:
        return ItemWorker(
            self._shared,
            huey=self.huey,
            stop_flag=self.stop_flag,
            default_delay=self.default_delay,
            max_delay=self.max_delay,
            backoff=self.backoff,
            max_tasks=self.max_tasks,
        )

    def _create_scheduler(self) -> Sweeper:
        return Sweeper(self._shared, huey=self.huey, stop_flag=self.stop_flag)


def name_of(place: Place) -> str:
    """What stands for a request's id where an item is worked on."""
    return f"job-{place.job}-{place.number}"


def extract(engine: Engine, article: dict[str, Any], place: Place) -> tuple[dict[str, Any], bool]:
    """The answer to an article, and whether it is a problem. No error of the article leaves this."""
    try:
        until = time.monotonic() + ARTICLE_SECONDS
        return dict(dump_extraction(engine.extract(until=until, **article))), False
    except Exception as error:
        return describe(error, name_of(place)), True


def run_worker(config: Config, engine: Engine, *, processes: int, timeout: float) -> None:
    """Works until SIGTERM or SIGINT. The engine should have answered once: the processes share it.

    Raises DatabaseError for a database or a queue that cannot be; waits for one that is only away.
    """
    _look_at(Database.of(config))
    with contextlib.suppress(SystemExit):
        JobConsumer(Work(config, engine), processes=processes, timeout=timeout).run()


def _look_at(database: Database) -> None:
    """Opens it once, before processes would die of it one after the other, and closes it: they fork."""
    try:
        with database.read():
            pass
    except OperationalError as error:
        log.warning("the database does not answer yet: %s", without_values(error))
    finally:
        database.close()
