"""gunicorn, run from within: an application that is loaded before the processes are forked.

Each process has a place, numbered from 1, which the next one takes over when it is gone.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any

from gunicorn import glogging
from gunicorn.app.base import BaseApplication

from api.loads import Loads
from api.metrics import clear_place, take_place

if TYPE_CHECKING:
    from flask import Flask


class ServerLog(glogging.Logger):  # type: ignore[misc]
    """gunicorn's messages, handed to the root logger, so that they have the form of all others."""

    def setup(self, cfg: Any) -> None:
        """Takes out the level and the handlers that gunicorn would have."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.setLevel(logging.NOTSET)
        self.error_log.propagate = True


def choose_place(arbiter: Any, worker: Any) -> None:
    """Before the fork: the first place that no living process has."""
    taken = {other.place for other in arbiter.WORKERS.values()}
    worker.place = next(place for place in count(1) if place not in taken)


def enter_place(arbiter: Any, worker: Any) -> None:
    """In the new process."""
    take_place(worker.place)


def begin_pulse(worker: Any) -> None:
    """In the new process, when it has its application: its state is seen from now on."""
    worker.wsgi.extensions["attribution_pulse"].start()


def leave_place(arbiter: Any, worker: Any) -> None:
    """In the first process, when another is gone, however it went."""
    clear_place(worker.place)
    worker.report_death()


FIXED: Mapping[str, Any] = {
    "preload_app": True,
    "keepalive": 75,  # seconds; longer than proxies keep one, so that none sends on what ends just then
    "logger_class": ServerLog,
    "pre_fork": choose_place,
    "post_fork": enter_place,
    "post_worker_init": begin_pulse,
    "child_exit": leave_place,
    "proc_name": "attribution",
    "control_socket_disable": True,  # of newer versions: a socket in the home directory that nobody asked for
}


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The arbiter's view of `app` with gunicorn's settings in `options`."""

    def __init__(self, app: Flask, options: Mapping[str, Any]) -> None:
        self._app = app
        self._options = {**FIXED, **options}
        self.loads = Loads()  # of all processes
        super().__init__()

    def load_config(self) -> None:
        """Hands over the settings that this version of gunicorn knows."""
        for name, value in self._options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        """The application; what is in memory by now is shared by the processes and not collected again."""
        gc.collect()
        gc.freeze()
        return self._app
