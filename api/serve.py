"""The command `attribution serve`: the service under gunicorn, its model loaded once and shared."""

from __future__ import annotations

import argparse
import errno
import ipaddress
import math
import os
import socket
import sys
from typing import TYPE_CHECKING, Any

from attribution.errors import QuotationError

if TYPE_CHECKING:
    from flask import Flask

    from api.config import Config

SPARE_THREADS = 12  # for health, documents and refusals
STOP_SECONDS = 15  # beyond the deadline, for answers that are on their way
FAILED, MISUSED = 1, 2  # exit statuses

# A process works on one article at a time, and a library that has begun threads cannot be forked safely.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}

MISSING = "attribution serve needs the API's packages ({name} is missing); install them with: {command}"
INSTALL = "pip install '.[api]'"
EXPOSED = (
    "{host} lets others in than this machine. Make keys with `attribution keys create` and set "
    "ATTRIBUTION_ACCESS=keys; or set ATTRIBUTION_ACCESS=open to let in whoever comes"
)


def serve_command(subparsers: Any) -> None:
    """Adds `serve` to the command line; nothing of the service is imported before it runs."""
    parser = subparsers.add_parser(
        "serve",
        help="serve the JSON API",
        description="Serve the JSON API with gunicorn. ATTRIBUTION_* variables set the rest (docs/api.md).",
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        help="port to listen on, 0 for any free one (default: %(default)s)",
    )
    parser.add_argument(
        "--workers",
        type=count,
        default=cores(),
        metavar="N",
        help="processes (default: one a core, %(default)s)",
    )
    parser.add_argument(
        "--threads",
        type=count,
        default=0,
        metavar="N",
        help="threads in each process (default: enough for the queue, the streams and a few more)",
    )
    parser.add_argument(
        "--timeout",
        type=count,
        default=0,
        metavar="S",
        help="seconds that a process may hang, and that work in hand has at the stop "
        f"(default: {STOP_SECONDS} more than ATTRIBUTION_DEADLINE)",
    )
    parser.set_defaults(run=run_serve)


def run_serve(args: argparse.Namespace) -> int:
    """Serves until it is told to stop; returns the exit status. Errors go to standard error."""
    os.environ.update(ONE_THREAD)  # before the libraries are loaded that go by it
    try:
        import gunicorn  # noqa: F401

        from api.access import warn_without_keys
        from api.app import create_app
        from api.config import Config, warn_of_unknown
        from api.lifetime import check_memory
        from api.logs import configure_logging
        from api.metrics import shared_metrics
    except ModuleNotFoundError as error:
        return _fail(MISSING.format(name=error.name, command=INSTALL), FAILED)
    try:
        config = Config.load()
    except QuotationError as error:
        return _fail(str(error), MISUSED)
    try:
        listener = open_listener(args.host, args.port)
    except OSError as error:
        return _fail(_why_not(args.host, args.port, error), FAILED)
    if config.access == "local" and not is_loopback(listener):
        listener.close()
        return _fail(EXPOSED.format(host=args.host), MISUSED)
    configure_logging(config)
    warn_of_unknown()
    warn_without_keys(config)
    with listener, shared_metrics():
        app = create_app(config)
        try:
            app.extensions["attribution"].warm_up()
            check_memory(config)
        except QuotationError as error:
            return _fail(str(error), FAILED)
        return run_server(
            app,
            listener,
            workers=args.workers,
            threads=args.threads or _threads(config),
            timeout=args.timeout or _timeout(config),
        )


def open_listener(host: str, port: int) -> socket.socket:
    """A socket bound to the address; it refuses connections until a server listens on it.

    Raises OSError for an address that does not exist, is not allowed or is taken.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except UnicodeError:
        raise socket.gaierror(socket.EAI_NONAME, "not a host name") from None
    family, kind, protocol, _, address = found[0]
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener


def is_loopback(listener: socket.socket) -> bool:
    """True when nobody but this machine can reach the socket."""
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def run_server(app: Flask, listener: socket.socket, *, workers: int, threads: int, timeout: int) -> int:
    """Serves `app` on a bound socket until SIGTERM or SIGINT; returns the exit status.

    The work in hand is finished first, for at most `timeout` seconds. The socket is gunicorn's from here on.
    """
    from api.server import Server

    options = {
        "bind": [f"fd://{listener.detach()}"],
        "workers": workers,
        "threads": threads,
        "worker_class": "api.worker.PatientWorker",
        "timeout": timeout,
        "graceful_timeout": timeout,
    }
    try:
        Server(app, options).run()
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else FAILED
    return 0


def _threads(config: Config) -> int:
    """As many as may wait at once, so that who is one too many can still be told so."""
    return config.queue + config.streams + SPARE_THREADS


def _timeout(config: Config) -> int:
    """As long as an article may take and its answer is on the way, so that a stop cuts off neither."""
    return math.ceil(config.deadline) + STOP_SECONDS


def _why_not(host: str, port: int, error: OSError) -> str:
    if isinstance(error, socket.gaierror):
        return f"the host {host!r} is not known"
    reasons = {
        errno.EADDRINUSE: f"port {port} of {host} is in use; choose another with --port",
        errno.EADDRNOTAVAIL: f"{host} is not an address of this machine",
        errno.EACCES: f"port {port} may not be used by this user",
    }
    return reasons.get(error.errno or 0, f"cannot listen on port {port} of {host}: {error.strerror}")


def _fail(message: str, status: int) -> int:
    print(f"attribution serve: {message}", file=sys.stderr)
    return status


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: a number from 0 to 65535")
    return number


def count(text: str) -> int:
    """A whole number above zero, for argparse."""
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number above zero")
    return number


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
