"""TEI; tests/system validates it against the schema of TEI itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from hypothesis import given, settings
from lxml import etree

from attribution import records
from attribution.export import Item, tei
from tests.export.formats import STORY, URL, story, written
from tests.export.test_contract import TEXTS, hostile
from tests.samples import TEXT, extraction, quotation, sample

ID = "{http://www.w3.org/XML/1998/namespace}id"


def read(text: str) -> Any:
    """The document; every identifier is there once, and every pointer leads to one."""
    tree = etree.fromstring(text.encode())
    ids = [element.get(ID) for element in tree.iter() if element.get(ID)]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        for name in ("who", "next", "prev", "corresp"):
            assert element.get(name, "#" + (ids or [""])[0])[1:] in (ids or [""])
    return tree


def found(tree: Any, path: str) -> list[Any]:
    return cast(list[Any], tree.xpath(path, namespaces={"t": tei.NAMESPACE}))


def words(element: Any) -> str:
    return "".join(element.itertext())


def test_what_is_said_has_its_speaker_and_is_direct_or_not() -> None:
    tree = read(written("tei"))
    assert "\n\n".join(words(p) for p in found(tree, "//t:body/t:p")) == STORY
    said = [(words(s), s.get("who"), s.get("direct"), s.get("aloud")) for s in found(tree, "//t:said")]
    assert said == [
        ("“The café\u0301 is ours,”", "#s1", "true", "true"),
        ("“and so it stays.”", "#s1", "true", "true"),
        ("it “home”", "#s1", "false", "true"),
    ]
    assert [words(q) for q in found(tree, "//t:said/t:q")] == ["“home”"]
    assert [words(q) for q in found(tree, "//t:soCalled")] == ["“cosy”"]
    assert [(s.get("type"), words(s)) for s in found(tree, "//t:seg")][:2] == [
        ("cue", "said"),
        ("source", "שרה כהן, the owner"),
    ]


def test_the_parts_of_a_quotation_lead_to_each_other() -> None:
    first, second, third = found(read(written("tei")), "//t:said")
    assert (first.get(ID), first.get("next"), first.get("prev")) == ("q1", "#q1.2", None)
    assert (second.get(ID), second.get("next"), second.get("prev")) == ("q1.2", None, "#q1")
    assert (third.get("next"), third.get("prev")) == (None, None)


def test_speakers_are_participants_with_names_and_roles() -> None:
    [person] = found(read(written("tei")), "//t:particDesc/t:listPerson/t:person")
    assert [words(name) for name in found(person, "t:persName")] == ["שרה כהן", "כהן"]
    assert [words(role) for role in found(person, "t:occupation")] == ["the owner"]
    assert {i.get("type"): words(i) for i in found(person, "t:idno")} == {"wikidata": "Q42", "desk": "17"}


def test_organisations_groups_and_documents_have_their_own_elements() -> None:
    made = sample()
    for kind, path in (
        ("organisation", "//t:listOrg/t:org/t:orgName"),
        ("group", "//t:listPerson/t:personGrp/t:persName"),
        ("document", "//t:listBibl/t:bibl"),
    ):
        speaker = replace(made.speakers[0], kind=cast(records.Kind, kind))
        tree = read(written("tei", Item(replace(made, speakers=(speaker,)), TEXT)))
        assert [words(element) for element in found(tree, path)] == ["Mara Oyelaran"]


def test_thoughts_are_not_aloud_and_statements_through_a_medium_perhaps() -> None:
    said = quotation(medium=records.Span(43, 46, "The"))
    thought = quotation(statement=False, reason="thought")
    for made, aloud in ((said, "unknown"), (thought, "false")):
        [element] = found(read(written("tei", Item(extraction(made), TEXT))), "//t:said")
        assert element.get("aloud") == aloud


def test_the_header_names_the_article() -> None:
    tree = read(written("tei"))
    assert words(found(tree, "//t:sourceDesc/t:bibl/t:idno")[0]) == URL
    assert [element.get("ident") for element in found(tree, "//t:language")] == ["en"]
    assert [words(head) for head in found(tree, "//t:body/t:head")] == ["Ours"]


def test_several_articles_are_a_corpus() -> None:
    tree = read(written("tei", *[Item(story(), STORY)] * 3))
    assert tree.tag == f"{{{tei.NAMESPACE}}}teiCorpus"
    assert len(found(tree, "t:TEI")) == 3
    assert [s.get("who") for s in found(tree, "t:TEI[2]//t:said")] == ["#a2.s1"] * 3


@settings(max_examples=20, deadline=None)
@given(text=TEXTS, title=TEXTS, label=TEXTS, url=TEXTS)
def test_any_article_makes_a_document(text: str, title: str, label: str, url: str) -> None:
    item = Item(hostile(text, title, label, url), f"x{text}x")
    assert len(found(read(written("tei", item, item)), "t:TEI")) == 2
