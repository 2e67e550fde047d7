from __future__ import annotations

import socket
from contextlib import closing

from api.presence import is_gone


def test_who_waits_is_there_whether_more_comes_or_not() -> None:
    here, there = socket.socketpair()
    with closing(here):
        with closing(there):
            assert not is_gone({"gunicorn.socket": here})
            there.sendall(b"GET / HTTP/1.1")
            assert not is_gone({"gunicorn.socket": here})
            assert here.recv(100) == b"GET / HTTP/1.1"
        assert is_gone({"gunicorn.socket": here})
    assert is_gone({"werkzeug.socket": here})


def test_nothing_is_known_where_the_server_tells_nothing() -> None:
    assert not is_gone({})
    assert not is_gone({"gunicorn.socket": None})
