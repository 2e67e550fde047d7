"""gunicorn, run from within: an application that is loaded before the processes are forked."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gunicorn.app.base import BaseApplication

if TYPE_CHECKING:
    from flask import Flask

FIXED: Mapping[str, Any] = {
    "preload_app": True,
    "proc_name": "attribution",
    "control_socket_disable": True,  # of newer versions: a socket in the home directory that nobody asked for
}


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The arbiter's view of `app` with gunicorn's settings in `options`."""

    def __init__(self, app: Flask, options: Mapping[str, Any]) -> None:
        self._app = app
        self._options = {**FIXED, **options}
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
