"""Claims and their reviews, as an RDF library reads them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef, namespace

from attribution import records
from attribution.errors import InputError
from attribution.export.claimreview import ClaimVerdict, claim, claim_review
from tests.samples import sample

SDO = Namespace(str(namespace.SDO))
PAGE = "https://news.example/pool"
CHECK = "https://checks.example/pool"
VERDICT = ClaimVerdict("Mostly false", CHECK, author="Ostby Checks", published="2024-06-01")
REQUIRED = (SDO.claimReviewed, SDO.reviewRating, SDO.url)  # by Google's page on fact checks

# The library's parser still uses a name that the library warns of
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph")


def story(**changes: Any) -> records.Extraction:
    made = sample()
    article = replace(made.article, url=PAGE, title="Pool", published="2024-05-17", **changes)
    return replace(made, article=article)


def review(made: records.Extraction, **options: Any) -> dict[str, Any]:
    return claim_review(made.quotations[0], made.speakers[0], made, **options)


def graph(node: dict[str, Any]) -> Graph:
    """The triples. The context itself is on the net; all we need of it is where its terms belong."""
    assert node["@context"] == "https://schema.org"
    data = json.dumps({**node, "@context": {"@vocab": str(SDO)}})
    found = Graph().parse(data=data, format="json-ld")
    known = {str(term) for term in dir(namespace.SDO)}
    used = {str(term) for triple in found for term in triple[1:] if str(term).startswith(str(SDO))}
    assert used <= known
    return found


def test_a_draft_says_who_claimed_what_and_where() -> None:
    found = graph(review(story()))
    [node] = found.subjects(RDF.type, SDO.ClaimReview)
    assert found.value(node, SDO.claimReviewed) == Literal("“We shall swim,”")
    claimed = found.value(node, SDO.itemReviewed)
    assert (claimed, RDF.type, SDO.Claim) in found
    assert (claimed, SDO.datePublished, Literal("2024-05-17")) in found
    author = found.value(claimed, SDO.author)
    assert (author, RDF.type, SDO.Person) in found
    assert (author, SDO.name, Literal("Mara Oyelaran")) in found
    assert (author, SDO.jobTitle, Literal("coach")) in found
    appearance = found.value(claimed, SDO.appearance)
    assert (appearance, RDF.type, SDO.NewsArticle) in found
    assert appearance == URIRef(PAGE)


def test_a_draft_has_no_verdict_and_nothing_that_is_not_known() -> None:
    draft = review(story())
    assert not {"reviewRating", "url", "author", "datePublished"} & set(draft)
    assert "firstAppearance" not in draft["itemReviewed"]


def test_with_a_verdict_all_is_there_that_is_required() -> None:
    found = graph(review(story(), verdict=VERDICT))
    [node] = found.subjects(RDF.type, SDO.ClaimReview)
    for name in REQUIRED:
        assert found.value(node, name) is not None
    rating = found.value(node, SDO.reviewRating)
    assert (rating, RDF.type, SDO.Rating) in found
    assert found.value(rating, SDO.alternateName) == Literal("Mostly false")
    assert found.value(rating, SDO.ratingValue) is None
    author = found.value(node, SDO.author)
    assert (author, SDO.name, Literal("Ostby Checks")) in found
    assert (node, SDO.datePublished, Literal("2024-06-01")) in found


def test_a_scale() -> None:
    node = review(story(), verdict=replace(VERDICT, value=0, best=5, worst=0))
    assert node["reviewRating"] == {
        "@type": "Rating", "alternateName": "Mostly false", "ratingValue": 0, "bestRating": 5,
        "worstRating": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    "verdict",
    [
        replace(VERDICT, url="javascript:alert(1)"),
        replace(VERDICT, rating=" "),
        replace(VERDICT, value=1),
        replace(VERDICT, best=5, worst=1),
    ],
)
def test_what_is_no_verdict(verdict: ClaimVerdict) -> None:
    with pytest.raises(InputError):
        review(story(), verdict=verdict)


def test_the_words_that_were_checked() -> None:
    node = review(story(), words="We shall\nswim")
    assert node["claimReviewed"] == "We shall swim"
    assert node["itemReviewed"]["text"] == "“We shall swim,”"


def test_where_a_claim_was_made_first() -> None:
    made = story()
    first = replace(made.article, url="https://other.example/", published="2024-05-01")
    node = claim(made.quotations[0], made.speakers[0], made, first=first)
    found = graph(node)
    assert node["@type"] == "Claim"
    [named] = found.objects(None, SDO.firstAppearance)
    assert named == URIRef("https://other.example/")
    assert (named, SDO.datePublished, Literal("2024-05-01")) in found


@pytest.mark.parametrize(
    ("value", "date"), [("2024-05-14", "2024-05-14"), ("2024-05", "2024-05-17"), (None, "2024-05-17")]
)
def test_a_claim_is_of_the_day_when_it_was_made(value: str | None, date: str) -> None:
    made = story()
    said = replace(made.quotations[0], time=records.Time(0, 0, "", value=value))
    assert claim(said, None, made)["datePublished"] == date


def test_whoever_has_no_name_is_no_author() -> None:
    made = story()
    nobody = records.Speaker("s1", None, "an official", "person", False)
    assert "author" not in claim(made.quotations[0], nobody, made)
    assert "author" not in claim(made.quotations[0], None, made)
    report = records.Speaker("s1", "Pool Report", "Pool Report", "document", True)
    node = claim(made.quotations[0], report, made)
    assert "author" not in node
    assert node["isBasedOn"]["@type"] == "CreativeWork"
    ministry = records.Speaker("s1", "Sports Ministry", "Sports Ministry", "organisation", True)
    assert claim(made.quotations[0], ministry, made)["author"]["@type"] == "Organization"


def test_every_claim_has_a_name_of_its_own() -> None:
    made = story()
    other = replace(made.quotations[0], id="q2")
    names = {claim(said, None, made)["@id"] for said in (made.quotations[0], other)}
    assert len(names) == 2
    assert claim(other, None, made)["@id"] in names
