"""Which addresses a webhook may have: those of hosts that the settings list, read strictly.

An address is taken apart once, and what is sent goes by the parts: nothing else ever reads it again, and so
nothing can read it differently. No name is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import (
    IPv4Address,
    IPv4Network,
    IPv6Address,
    IPv6Network,
    ip_address,
    ip_network,
)

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

LONGEST_URL = 2_000
DEFAULT_PORTS: Mapping[str, int] = {"http": 80, "https": 443}

_LONGEST_NAME, _LARGEST_PORT = 253, 65_535
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_HOST = rf"{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:.]+\]"
_PATH = r"(?:[/?](?:[a-z0-9._~:/?@!$&'()*+,;=-]|%[0-9a-f]{2})*)?"  # from RFC 3986, without a fragment
_URL = re.compile(rf"(https?)://({_HOST})(?::([0-9]{{1,5}}))?({_PATH})", re.IGNORECASE)
_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")  # what a resolver may take for an address

_TRANSLATED = IPv6Network("64:ff9b::/96")  # NAT64: an IPv4 address in the last 32 bits
_SPECIAL: tuple[Network, ...] = tuple(  # what the versions of Python do not agree on, from IANA's registries
    ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "64:ff9b:1::/48", "2001::/23", "3fff::/20", "5f00::/16")
)


class AddressError(ValueError):
    """The text is no address that a webhook can have; the message says why, without the text."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a webhook goes. `host` is a name in lower case, or an IP address without brackets."""

    url: str  # as it was given
    scheme: str
    host: str
    port: int
    path: str  # with the query

    @property
    def origin(self) -> str:
        """Whom it goes to, without what may be a secret.

        >>> read_url("https://Desk.example/hooks?token=5").origin
        'https://desk.example:443'
        """
        return f"{self.scheme}://{_bracket(self.host)}:{self.port}"

    @property
    def authority(self) -> str:
        """What stands in the header Host."""
        default = self.port == DEFAULT_PORTS[self.scheme]
        return _bracket(self.host) if default else f"{_bracket(self.host)}:{self.port}"


def read_url(url: str) -> Target:
    """`url` taken apart. Raises AddressError for what is none, or might be read in two ways.

    >>> read_url("https://desk.example:8443/hooks").port
    8443
    """
    found = _URL.fullmatch(url) if len(url) <= LONGEST_URL else None
    if found is None:
        raise AddressError(
            f"no address such as https://desk.example/hooks of at most {LONGEST_URL} characters, in ASCII, "
            "without user name and fragment"
        )
    scheme, host, port, path = found.groups()
    scheme = scheme.lower()
    number = int(port) if port else DEFAULT_PORTS[scheme]
    if not 0 < number <= _LARGEST_PORT:
        raise AddressError(f"no port from 1 to {_LARGEST_PORT}")
    return Target(url, scheme, _read_host(host.lower()), number, path if path.startswith("/") else f"/{path}")


@dataclass(frozen=True, slots=True)
class Host:
    """An entry of the settings: a host that may be called, and at which addresses.

    Without `networks` those are all that are public.
    """

    scheme: str
    host: str
    port: int
    networks: tuple[Network, ...] = ()

    def admits(self, address: Address) -> bool:
        """Whether the host may have this address."""
        if not self.networks:
            return is_public(address)
        return any(address in network for network in self.networks)


def read_host(entry: str) -> Host:
    """An entry: `desk.example`, `desk.example:8443`, `http://desk.example`, `cms.intern=10.1.0.0/16`.

    Without a scheme it is https. What stands behind `=` are the only addresses that the name may have; a
    host that is an address has that one. Raises AddressError.
    """
    name, limited, network = entry.partition("=")
    target = read_url(name if "://" in name else f"https://{name}")
    if target.path != "/" or name.endswith(("/", "?")):
        raise AddressError("no host alone")
    own = _address_in(target.host)
    try:
        networks = (ip_network(own or network),) if own or limited else ()
    except ValueError:
        raise AddressError("no network such as 10.1.0.0/16") from None
    if own and limited:
        raise AddressError("no name before the network")
    return Host(target.scheme, target.host, target.port, networks)


class Hosts:
    """The hosts that webhooks may be sent to. None where there are no entries: webhooks are off."""

    def __init__(self, entries: Iterable[str]) -> None:
        self._hosts = [read_host(entry) for entry in entries]

    def __bool__(self) -> bool:
        return bool(self._hosts)

    def allow(self, target: Target) -> bool:
        """Whether this host is listed, with this scheme and port."""
        return bool(self._entries(target))

    def admit(self, target: Target, address: Address) -> bool:
        """Whether `address`, which the host of `target` was found at, may be connected to."""
        return any(host.admits(address) for host in self._entries(target))

    def _entries(self, target: Target) -> list[Host]:
        asked = (target.scheme, target.host, target.port)
        return [host for host in self._hosts if (host.scheme, host.host, host.port) == asked]


def is_public(address: Address) -> bool:
    """Whether `address` is of the internet: not of this machine, of no network within, and none to many.

    IPv6 addresses that hold one of IPv4 are judged by that one, those of tunnels never public.

    >>> is_public(ip_address("169.254.169.254")), is_public(ip_address("::ffff:10.0.0.1"))
    (False, False)
    """
    if isinstance(address, IPv6Address):
        inner = without_mapping(address)
        if address in _TRANSLATED:
            inner = IPv4Address(int(address) & 0xFFFFFFFF)
        if inner != address:
            return is_public(inner)
        if address.sixtofour or address.is_site_local:
            return False
    if address.is_multicast or address.is_reserved or address.is_unspecified:
        return False
    return address.is_global and not any(address in network for network in _SPECIAL)


def without_mapping(address: Address) -> Address:
    """`address`, or the one of IPv4 that it only writes in the form of IPv6."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def _read_host(host: str) -> str:
    if host.startswith("["):
        try:
            return str(IPv6Address(host[1:-1]))
        except ValueError:
            raise AddressError("no IPv6 address in the brackets") from None
    if len(host) > _LONGEST_NAME:
        raise AddressError(f"a name of more than {_LONGEST_NAME} characters")
    if _NUMBER.fullmatch(host) and _address_in(host) is None:
        raise AddressError("an IPv4 address that is not four decimal numbers")
    return host


def _address_in(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _bracket(host: str) -> str:
    return f"[{host}]" if ":" in host else host
