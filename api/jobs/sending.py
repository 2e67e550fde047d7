"""One attempt to deliver a webhook: the name looked up and its addresses checked, one connection, one POST.

The connection goes to an address that was checked, and to no other: a name that changes between a check and
a connection would reach what is within. TLS and the header Host go by the name. Redirects are not followed,
proxies of the environment not used, and the body of the answer is not read.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any

import httpcore

from api.jobs.addresses import Address, Hosts, Target, without_mapping
from api.jobs.tables import Outcome

SECONDS = 15.0  # for all of an attempt, but the lookup of the name has no clock of its own

_DIGITS = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of an attempt: the status, where there was one, and in how many seconds to come again."""

    outcome: Outcome
    status: int | None = None
    retry_after: float | None = None


class Refused(Exception):
    """The attempt ended before anything was sent."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome: Outcome = outcome


def send(
    target: Target, hosts: Hosts, headers: Mapping[str, str], body: bytes, *, seconds: float = SECONDS
) -> Reply:
    """Posts `body` to `target`. No failure of the receiver, of the network or of a name leaves this."""
    until = time.monotonic() + seconds
    try:
        addresses = find_addresses(target, hosts)
        return _post(target, _Checked(addresses, until), headers, body)
    except Refused as refusal:
        return Reply(refusal.outcome)
    except httpcore.TimeoutException:
        return Reply("timeout")
    except httpcore.ProtocolError:
        return Reply("no-http")
    except httpcore.NetworkError:
        return Reply("unreachable")


def find_addresses(target: Target, hosts: Hosts) -> list[Address]:
    """The addresses of the host. Raises Refused where any of them is one that it may not have."""
    if not hosts.allow(target):
        raise Refused("host-not-allowed")
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused("unknown-host") from None
    addresses = [without_mapping(ip_address(entry[4][0])) for entry in found]
    if not all(hosts.admit(target, address) for address in addresses):
        raise Refused("address-refused")
    return list(dict.fromkeys(addresses))


def read_retry_after(value: str | None, now: float) -> float | None:
    """The seconds that a header Retry-After asks for, as a number or a date; None for what is neither.

    >>> read_retry_after("120", 0.0), read_retry_after("soon", 0.0)
    (120.0, None)
    """
    if value is None:
        return None
    if _DIGITS.fullmatch(value):
        return float(value)
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now)


def _post(target: Target, backend: _Checked, headers: Mapping[str, str], body: bytes) -> Reply:
    url = httpcore.URL(
        scheme=target.scheme.encode(),
        host=target.host.encode(),
        port=target.port,
        target=target.path.encode(),
    )
    sent = {"Host": target.authority, "Content-Length": str(len(body)), "Connection": "close", **headers}
    context = ssl.create_default_context() if target.scheme == "https" else None
    with (
        httpcore.ConnectionPool(ssl_context=context, network_backend=backend) as pool,
        pool.stream("POST", url, headers=list(sent.items()), content=body) as response,
    ):
        return _read_reply(response)


def _read_reply(response: httpcore.Response) -> Reply:
    if 200 <= response.status < 300:
        return Reply("delivered", response.status)
    headers = {name.lower(): value.decode("latin-1") for name, value in response.headers}
    return Reply("status", response.status, read_retry_after(headers.get(b"retry-after"), time.time()))


class _Checked(httpcore.NetworkBackend):
    """Connects to the first of these addresses that answers, whatever host is asked for."""

    def __init__(self, addresses: Iterable[Address], until: float) -> None:
        self._addresses = list(addresses)
        self._until = until
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """To the port of one of the addresses. Raises the error of the last."""
        failure: Exception = httpcore.ConnectError("no address")
        for tried, address in enumerate(self._addresses):
            share = _left(self._until) / (len(self._addresses) - tried)
            try:
                return _Timed(self._network.connect_tcp(str(address), port, share), self._until)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _Timed(httpcore.NetworkStream):
    """A connection that ends at a time, however slowly the other side goes on."""

    def __init__(self, inner: httpcore.NetworkStream, until: float) -> None:
        self._inner = inner
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """As it is, in the time that is left."""
        return self._inner.read(max_bytes, _left(self._until))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """As it is, in the time that is left."""
        self._inner.write(buffer, _left(self._until))

    def close(self) -> None:
        """As it is."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """As it is, in the time that is left. Raises Refused where there is no TLS to be had."""
        try:
            stream = self._inner.start_tls(ssl_context, server_hostname, _left(self._until))
        except httpcore.ConnectError:
            raise Refused("tls") from None
        return _Timed(stream, self._until)

    def get_extra_info(self, info: str) -> Any:
        """As it is."""
        return self._inner.get_extra_info(info)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is over")
    return left
