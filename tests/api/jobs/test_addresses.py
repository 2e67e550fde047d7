from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.jobs.addresses import (
    _URL,
    DEFAULT_PORTS,
    AddressError,
    Hosts,
    Target,
    is_public,
    read_host,
    read_url,
)

LISTED = ["desk.example", "http://plain.example:8080", "xn--bcher-kva.example", "[2606:4700::6810:1]:8443"]


def test_an_address_is_taken_apart() -> None:
    url = "HTTPS://Desk.EXAMPLE/Hooks/%C3%A4?token=A&b=/?"
    target = read_url(url)
    assert target == Target(url, "https", "desk.example", 443, "/Hooks/%C3%A4?token=A&b=/?")
    assert (target.origin, target.authority) == ("https://desk.example:443", "desk.example")
    assert read_url("https://desk.example").path == "/"
    assert read_url("https://desk.example?a=1").path == "/?a=1"
    assert read_url("https://desk.example:0443").port == 443
    assert read_url("http://[::ffff:7F00:1]:81/").authority == "[::ffff:7f00:1]:81"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "desk.example",
        "//desk.example/",
        "ftp://desk.example/",
        "file:///etc/passwd",
        "https:desk.example",
        "https:///desk.example",
        "https://",
        "https://user@desk.example/",
        "https://user:password@desk.example/",
        "https://desk.example:443@10.0.0.1/",
        "https://desk.example@10.0.0.1/",
        "https://desk.example%40evil.example/",
        "https://desk.example\\@10.0.0.1/",
        "https://desk.example\\.evil.example/",
        "https://desk.example/#x",
        "https://desk.example#@10.0.0.1/",
        "https://desk.example./",
        "https://.desk.example/",
        "https://desk..example/",
        "https://desk.example:/",
        "https://desk.example:0/",
        "https://desk.example:65536/",
        "https://desk.example:443:80/",
        "https://desk.example:+443/",
        "https://desk.example /",
        " https://desk.example/",
        "https://desk.example/\n",
        "https://desk.example/a b",
        "https://desk.example/\r\nHost: evil",
        "https://desk.example/%0",
        "https://desk.example/\x00",
        "https://bücher.example/",
        "https://desk。example/",
        "https://ⅾesk.example/",
        "https://desk.example/ä",
        "https://2130706433/",
        "https://0x7f000001/",
        "https://0x7f.1/",
        "https://0177.0.0.1/",
        "https://127.1/",
        "https://127.0.0.01/",
        "https://1.2.3.4.5/",
        "https://256.0.0.1/",
        "https://[::1/",
        "https://[::1]x/",
        "https://[127.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://::1/",
        "https://" + "a" * 64 + ".example/",
        "https://" + "a." * 130 + "example/",
        "https://desk.example/" + "a" * 2_000,
    ],
)
def test_what_might_be_read_in_two_ways_is_no_address(url: str) -> None:
    with pytest.raises(AddressError):
        read_url(url)


ODD = st.text(st.sampled_from("ahdsk.:/@?#[]%\\0127 xX-_=&ä"), max_size=30)


@given(
    st.one_of(st.from_regex(_URL, fullmatch=True), ODD.map("https://{}".format), ODD.map("http://a{}".format))
)
def test_what_is_read_others_read_alike(url: str) -> None:
    try:
        target = read_url(url)
    except AddressError:
        return
    for host, port in _others(url):
        assert (target.host, target.port) == (host, port or DEFAULT_PORTS[target.scheme])


def _others(url: str) -> list[tuple[str, int | None]]:
    """Host and port as the standard library and httpx find them."""
    split, parsed = urlsplit(url), httpx.URL(url)
    hosts = [(split.hostname or "", split.port), (parsed.host, parsed.port)]
    return [(str(IPv6Address(host)) if ":" in host else host, port) for host, port in hosts]


@pytest.mark.parametrize(
    "url",
    [
        "https://desk.example/any?thing",
        "https://DESK.example:443/",
        "http://plain.example:8080/",
        "https://xn--bcher-kva.example/",
        "https://[2606:4700:0:0::6810:1]:8443/",
    ],
)
def test_what_is_listed_is_allowed(url: str) -> None:
    assert Hosts(LISTED).allow(read_url(url))


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example/",
        "https://desk.example:8443/",
        "https://desk.example:80/",
        "https://plain.example:8080/",
        "http://plain.example/",
        "https://sub.desk.example/",
        "https://desk.example.evil.example/",
        "https://evildesk.example/",
        "https://evil.example/?https://desk.example/",
        "https://evil.example/@desk.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[2606:4700::6810:1]/",
    ],
)
def test_nothing_else_is(url: str) -> None:
    assert not Hosts(LISTED).allow(read_url(url))
    assert not Hosts([]).allow(read_url(url))


@pytest.mark.parametrize(
    ("entry", "address", "admitted"),
    [
        ("desk.example", "93.184.215.14", True),
        ("desk.example", "10.0.0.1", False),
        ("cms.intern=10.1.0.0/16", "10.1.2.3", True),
        ("cms.intern=10.1.0.0/16", "10.2.2.3", False),
        ("cms.intern=10.1.0.0/16", "93.184.215.14", False),
        ("cms.intern=fd00:1::/64", "fd00:1::5", True),
        ("cms.intern=127.0.0.1", "127.0.0.1", True),
        ("cms.intern=127.0.0.1", "127.0.0.2", False),
        ("http://127.0.0.1:9000", "127.0.0.1", True),
        ("http://127.0.0.1:9000", "10.0.0.1", False),
        ("https://[fd00::1]", "fd00::1", True),
    ],
)
def test_which_addresses_a_host_may_have(entry: str, address: str, admitted: bool) -> None:
    assert read_host(entry).admits(ip_address(address)) is admitted


def test_entries_of_a_host_add_up() -> None:
    hosts = Hosts(["cms.intern=10.1.0.0/16", "cms.intern=10.9.0.1", "cms.intern:8443=10.7.0.1"])
    target = read_url("https://cms.intern/")
    assert [hosts.admit(target, ip_address(f"10.{n}.0.1")) for n in (1, 9, 7)] == [True, True, False]


@pytest.mark.parametrize(
    "entry",
    [
        "", "*", "*.desk.example", "desk.example/", "desk.example/hooks", "https://desk.example/",
        "desk.example?",
        "me@desk.example", "desk.example.", "ftp://desk.example", "desk.example=", "desk.example=office",
        "desk.example=10.1.0.1/16", "10.0.0.1=10.0.0.0/8", "2130706433", "desk.example:0", "bücher.example",
    ],
)  # fmt: skip
def test_entries_that_cannot_be(entry: str) -> None:
    with pytest.raises(AddressError):
        read_host(entry)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:4700::6810:1", "64:ff9b::5db8:d70e"])
def test_public_addresses(address: str) -> None:
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1",
        "192.0.0.192", "192.0.2.1", "192.168.1.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "fc00::1",
        "fd00:ec2::254", "fe80::1", "fe80::1%2", "fec0::1", "ff02::1", "2001:db8::1", "64:ff9b::a00:1",
        "64:ff9b:1::1", "2002:7f00:1::", "2002:5db8:d70e::1", "2001:0:5db8:d70e::1",
        "3fff::1", "5f00::1", "192.88.99.1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ip_address(address))
