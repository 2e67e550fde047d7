"""Processes that work on batches, each with a model of its own, and none of which the others depend on.

Each has a pipe of its own: there is no lock that a process could take with it when it is killed. A process
that dies, or does not come back in time, is replaced; its batch is cut in halves until the article is found
over which processes die, and that article alone becomes an error.
"""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from threading import Thread
from typing import NamedTuple

import psutil  # type: ignore[import-untyped]
import pyarrow as pa

from attribution.corpus.settings import Settings
from attribution.errors import CorpusError, DeadlineExceeded, ProcessDied, QuotationError

TRIES = 2  # processes that may die over one article before it is given up: the first may have died of others
LOST = 8  # processes that may die one after another, none of them having done anything
AHEAD = 4  # batches a process that are read before they are needed
READY = "ready"
LOOK = 5.0  # seconds between two looks at what the processes do
IDLE = 600.0  # seconds without any work after which a process is taken for stuck
PATIENCE = 4  # times the CPU time that an article may take: a process is ended that is not done after that
START = 60.0  # seconds of CPU more where the model is still to be loaded

# read by numeric libraries when they are loaded: processes that share the cores are to have one thread each
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


class Done(NamedTuple):
    """What became of a batch: its records in order, and the CPU seconds that they took."""

    batches: list[pa.RecordBatch]
    seconds: float


@dataclass
class _Whole:
    """A batch as it was handed in, and the pieces of it that are done, by their first row."""

    rows: int
    done: dict[int, pa.RecordBatch] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def is_complete(self) -> bool:
        done: int = sum(batch.num_rows for batch in self.done.values())
        return done == self.rows


@dataclass
class _Piece:
    whole: _Whole
    first: int
    batch: pa.RecordBatch
    tries: int = 0


class Workers:
    """`count` processes that extract batches.

    Raises whatever keeps a process from loading the model (ModelError, PeopleError), and CorpusError when
    processes die again and again before they have done anything.
    """

    def __init__(self, count: int, settings: Settings) -> None:
        self._settings = settings
        self._count = count
        self._processes: list[_Process] = []
        self._lost = 0
        self._waiting: deque[_Piece] = deque()

    def __enter__(self) -> Workers:
        with _one_thread_each():
            self._processes = [_Process(self._settings) for _ in range(self._count)]
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.kill()

    def extract(self, batches: Iterable[pa.RecordBatch]) -> Iterator[Done]:
        """The records of each batch, in order. Not more than `AHEAD` batches a process are read ahead."""
        given = iter(batches)
        wholes: deque[_Whole] = deque()
        while True:
            while len(wholes) < AHEAD * self._count and (batch := next(given, None)) is not None:
                wholes.append(_Whole(batch.num_rows))
                self._waiting.append(_Piece(wholes[-1], 0, batch))
                self._hand_out()
            if not wholes:
                return
            while not wholes[0].is_complete:
                self._collect()
            first = wholes.popleft()
            yield Done([first.done[row] for row in sorted(first.done)], first.seconds)

    def _hand_out(self) -> None:
        for process in self._processes:
            if process.piece is None and self._waiting:
                process.begin(self._waiting.popleft())

    def _collect(self) -> None:
        """Waits until a process has done something or is lost, and deals with all that have or are."""
        self._hand_out()
        busy = {process.pipe: process for process in self._processes if process.piece is not None}
        heard = wait(list(busy), timeout=LOOK)
        for pipe, process in busy.items():
            if pipe in heard:
                self._hear(process)
            elif process.is_stuck():
                self._replace(process, DeadlineExceeded("it did not end, so its process was"))
        self._hand_out()

    def _hear(self, process: _Process) -> None:
        try:
            answer = process.pipe.recv()
        except (EOFError, ConnectionError):
            self._replace(process, ProcessDied(f"the process that read it {process.end()}"))
            return
        if isinstance(answer, QuotationError):
            raise answer
        if answer == READY:
            process.set_ready()
            return
        piece, process.piece = process.piece, None
        assert piece is not None
        batch, seconds = answer
        piece.whole.done[piece.first] = batch
        piece.whole.seconds += seconds
        self._lost = 0

    def _replace(self, process: _Process, error: QuotationError) -> None:
        piece = process.piece
        assert piece is not None
        process.kill()
        self._lost += 1
        if self._lost > LOST:
            raise CorpusError(f"{self._lost} processes died one after another; of the last one: {error}")
        with _one_thread_each():
            self._processes[self._processes.index(process)] = _Process(self._settings)
        self._waiting.extendleft(reversed(_tried_again(piece, error)))


def _tried_again(piece: _Piece, error: QuotationError) -> list[_Piece]:
    """What is left to try of a piece whose process is gone: its halves, or itself, perhaps as an error."""
    rows = piece.batch.num_rows
    if rows > 1:
        cut = rows // 2
        return [
            _Piece(piece.whole, piece.first, piece.batch.slice(0, cut)),
            _Piece(piece.whole, piece.first + cut, piece.batch.slice(cut)),
        ]
    batch = piece.batch if piece.tries + 1 < TRIES else as_error(piece.batch, error)
    return [_Piece(piece.whole, piece.first, batch, piece.tries + 1)]


class _Process:
    """A process, the pipe to it, and the piece that it has in hand."""

    def __init__(self, settings: Settings) -> None:
        context = get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.piece: _Piece | None = None
        self._is_ready = False
        self._most = PATIENCE * settings.seconds
        self._process = context.Process(target=work, args=(theirs, settings), daemon=True)
        self._process.start()
        theirs.close()
        self._began = self._used = 0.0  # seconds of CPU, when the piece came and when it was looked at last
        self._worked = time.monotonic()

    def begin(self, piece: _Piece) -> None:
        """Hands a piece over."""
        self.piece = piece
        self._began = self._used = self._cpu()
        self._worked = time.monotonic()
        with suppress(ConnectionError):  # a process that is gone is found when it is listened to
            self.pipe.send(piece.batch)

    def set_ready(self) -> None:
        """The model is loaded; what its piece takes counts from now on."""
        self._is_ready = True
        self._began = self._cpu()

    def is_stuck(self) -> bool:
        """Whether it has worked on its piece for too long, or not at all for a long time.

        CPU time is what counts: on a busy machine a process may have to wait, and loses nothing by it. Where
        many articles of a piece are slow, each half of it has as long again.
        """
        used, now = self._cpu(), time.monotonic()
        if used > self._used:
            self._used, self._worked = used, now
        loading = 0.0 if self._is_ready else START
        return used - self._began > self._most + loading or now - self._worked > IDLE

    def _cpu(self) -> float:
        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:  # it is gone, which its pipe tells
            return self._used
        return float(times.user + times.system)

    def kill(self) -> None:
        """Ends it at once."""
        self._process.kill()
        self._process.join()
        self.pipe.close()

    def end(self) -> str:
        """How it ended, in words."""
        self._process.join(timeout=5)
        code = self._process.exitcode
        if code is None or code >= 0:
            return f"ended by itself, with status {code}"
        return f"was killed by {signal.Signals(-code).name}"


def work(pipe: Connection, settings: Settings) -> None:
    """What a process does: it loads the model and says READY; batches come, records and CPU seconds go back.

    What keeps it from loading the model goes back too. The end of the pipe is its end, and so is that of the
    process that began it.
    """
    end_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who hands out the work
    from attribution.corpus.batches import extract_batch, extractor_for
    from attribution.corpus.schema import output_schema

    with suppress(EOFError, ConnectionError):  # whoever handed out the work is gone
        try:
            extractor_for(settings)
        except QuotationError as error:
            pipe.send(error)
            return
        pipe.send(READY)
        while True:
            batch = pipe.recv()
            began = time.process_time()
            found = extract_batch(batch, schema=output_schema(batch.schema), settings=settings)
            pipe.send((found, time.process_time() - began))


def end_with_parent() -> None:
    """Ends this process when the one that began it is gone, even killed: nobody wants its work any more."""

    def watch() -> None:
        if (parent := parent_process()) is not None:
            parent.join()
            os._exit(1)

    Thread(target=watch, daemon=True).start()


def as_error(batch: pa.RecordBatch, error: QuotationError) -> pa.RecordBatch:
    """The batch with that error in each row."""
    from attribution.corpus.schema import ERROR, error_of

    errors = pa.array([error_of(error)] * batch.num_rows, type=ERROR)
    at = batch.schema.get_field_index("error")
    return batch.set_column(at, "error", errors) if at >= 0 else batch.append_column("error", errors)


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Processes started in the block have one thread for numbers, unless the environment says otherwise."""
    before: Mapping[str, str] = dict(os.environ)
    for name in _ONE_THREAD:
        os.environ.setdefault(name, "1")
    try:
        yield
    finally:
        for name in _ONE_THREAD:
            if name not in before:
                del os.environ[name]
