"""Whether who asked is still there to take the answer."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_SOCKETS = ("gunicorn.socket", "werkzeug.socket")


def is_gone(environ: WSGIEnvironment) -> bool:
    """True when the sender has closed its connection, or its side of it, which proxies take for the same.

    False where the server does not hand out its connections. To be asked when the whole body was read.
    """
    connection = next((environ[name] for name in _SOCKETS if name in environ), None)
    if not isinstance(connection, socket.socket) or isinstance(connection, ssl.SSLSocket):
        return False
    try:
        return connection.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True
