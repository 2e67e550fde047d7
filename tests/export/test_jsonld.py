"""schema.org, as an RDF library reads it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef, namespace

from attribution import records
from attribution.export import Item
from tests.export.formats import STORY, URL, story, written
from tests.samples import TEXT, extraction, quotation, sample

ARTICLE = URIRef(URL)
SDO = Namespace(str(namespace.SDO))

# The library's parser still uses a name that the library warns of
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")


def graph(text: str) -> Graph:
    """The triples. The context itself is on the net; all we need of it is where its terms belong."""
    data = json.loads(text)
    assert data["@context"] == "https://schema.org"
    return Graph().parse(data=json.dumps({**data, "@context": {"@vocab": str(SDO)}}), format="json-ld")


def test_who_said_what_in_which_role_and_where() -> None:
    found = graph(written("jsonld"))
    [direct] = found.subjects(SDO.text, Literal("“The café\u0301 is ours,” … “and so it stays.”"))
    speaker = found.value(direct, SDO.spokenByCharacter)
    assert (direct, RDF.type, SDO.Quotation) in found
    assert (direct, SDO.isPartOf, ARTICLE) in found
    assert (direct, SDO.creator, speaker) in found
    assert (speaker, RDF.type, SDO.Person) in found
    assert (speaker, SDO.name, Literal("שרה כהן")) in found
    assert (speaker, SDO.jobTitle, Literal("owner")) in found
    assert (speaker, SDO.alternateName, Literal("כהן")) in found
    assert found.value(speaker, SDO.sameAs) is not None
    assert (ARTICLE, RDF.type, SDO.NewsArticle) in found
    assert (ARTICLE, SDO.headline, Literal("Ours")) in found


def test_all_words_are_those_of_schema_org() -> None:
    known = {str(term) for term in dir(namespace.SDO)}
    for triple in graph(written("jsonld")):
        for term in triple[1:]:
            if str(term).startswith(str(SDO)):
                assert str(term) in known


def test_what_nobody_said_in_these_words_is_left_out() -> None:
    found = graph(written("jsonld"))
    assert len(list(found.subjects(RDF.type, SDO.Quotation))) == 2  # the scare quote is none
    indirect = extraction(quotation(type="indirect"))
    assert not list(graph(written("jsonld", Item(indirect))).subjects(RDF.type, SDO.Quotation))


@pytest.mark.parametrize(
    ("kind", "type", "relation"),
    [
        ("organisation", SDO.Organization, SDO.spokenByCharacter),
        ("group", SDO.Organization, SDO.creator),
        ("document", SDO.CreativeWork, SDO.isBasedOn),
    ],
)
def test_organisations_and_documents_are_no_people(kind: Any, type: URIRef, relation: URIRef) -> None:
    made = sample()
    speaker = replace(made.speakers[0], kind=kind)
    found = graph(written("jsonld", Item(replace(made, speakers=(speaker,)))))
    [node] = found.subjects(RDF.type, type)
    assert list(found.subjects(relation, node))
    assert found.value(node, SDO.jobTitle) is None


def test_who_has_no_name_has_a_description() -> None:
    speaker = records.Speaker("s1", None, "official in the ministry", "person", False)
    made = replace(sample(), speakers=(speaker,))
    said = replace(made.quotations[0], role=None)
    found = graph(written("jsonld", Item(replace(made, quotations=(said,)), TEXT)))
    [node] = found.subjects(RDF.type, SDO.Person)
    assert found.value(node, SDO.name) is None
    assert found.value(node, SDO.description) == Literal("official in the ministry")


def test_the_object_may_stand_in_a_script_element() -> None:
    text = "“</script><script>x</script>”"
    out = written("jsonld", Item(extraction(quotation(0, len(text), text=text), text=text)))
    assert "<" not in out
    assert json.loads(out)["@graph"][1]["text"] == text


def test_several_articles_are_a_line_each() -> None:
    out = written("jsonld", Item(story(), STORY), Item(sample()))
    assert [json.loads(line)["@graph"][0]["@type"] for line in out.splitlines()] == ["NewsArticle"] * 2
