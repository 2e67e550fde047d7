from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

from attribution.store.feed import SHOWN, write_atom
from attribution.store.follow import Followed, find_matches, follow, matches_of
from attribution.store.ingest import ingest
from attribution.store.query import Query
from attribution.store.store import Store
from tests.store.articles import OPEN, incoming

ADDRESS = "https://desk.example/v1/searches/1/feed?token=atf_x"
ATOM = "{http://www.w3.org/2005/Atom}"


def read(text: str) -> ElementTree.Element:
    root = ElementTree.fromstring(text)
    assert root.tag == f"{ATOM}feed"
    return root


def value(element: ElementTree.Element, name: str) -> str:
    """What RFC 4287 wants there once."""
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


def test_a_feed_has_what_atom_asks_for(store: Store) -> None:
    search, _ = follow(store, "Gates & piers", Query(words="gates"), author="Tove")
    for number in range(2):
        ingest(store, incoming(OPEN, id=f"a{number}", url=f"https://post.example/{number}"))
        find_matches(store)
    found = matches_of(store, search.id)
    feed = read(write_atom(search, found, address=ADDRESS))
    assert (value(feed, "title"), feed.findtext(f"{ATOM}author/{ATOM}name")) == ("Gates & piers", "Tove")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": ADDRESS, "alternate": ADDRESS}
    entries = feed.findall(f"{ATOM}entry")
    assert len({value(entry, "id") for entry in (feed, *entries)}) == 3
    assert value(feed, "updated") == value(entries[0], "updated")
    assert datetime.fromisoformat(value(feed, "updated")).tzinfo is not None
    (link,) = entries[0].findall(f"{ATOM}link")
    assert link.get("href") == "https://post.example/1"
    assert value(entries[0], "title").startswith("Mara Lindqvist, harbour master: “We open")
    elsewhere = write_atom(search, found, address="http://within/feed")
    assert [value(entry, "id") for entry in read(elsewhere).findall(f"{ATOM}entry")] == [
        value(entry, "id") for entry in entries
    ]


def test_what_an_article_says_is_no_markup(store: Store) -> None:
    said = f"“<script>alert(1)</script> {'x' * SHOWN}\x0b,” said Mara Lindqvist."
    search, _ = follow(store, "All", Query(speaker="Lindqvist"), author="Tove")
    ingest(store, incoming(said, id="a"))
    find_matches(store)
    (entry,) = read(write_atom(search, matches_of(store, search.id), address=ADDRESS)).iter(f"{ATOM}entry")
    assert "&lt;script&gt;" in value(entry, "summary")
    assert value(entry, "title").endswith("…")
    (link,) = entry.findall(f"{ATOM}link")
    assert link.get("href") == ADDRESS


def test_a_feed_without_entries_is_as_old_as_its_search() -> None:
    added = datetime.now(UTC) - timedelta(days=3)
    search = Followed(1, "Gates", Query(words="gates"), None, "Tove", added)
    updated = datetime.fromisoformat(value(read(write_atom(search, [], address=ADDRESS)), "updated"))
    assert abs(updated - added) < timedelta(seconds=1)
