from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from attribution import records
from attribution.errors import InputError
from attribution.store import Incoming, Store, ingest, ingest_many, shares, verification, verify_in_store
from attribution.verify.records import KeptEvidence, StoreVerification
from tests.store.articles import COST, NEVER, OPEN, incoming

DENIED = "“I do not think that we should sell the ferry,” said Mara Lindqvist."


def best(found: StoreVerification) -> KeptEvidence:
    assert isinstance(found.evidence, KeptEvidence)
    return found.evidence


def page(markup: str) -> Incoming:
    """An article in HTML of which no quotation was found."""
    article = records.Article(
        "page", None, None, None, "en", hashlib.sha256(markup.encode()).hexdigest(), len(markup)
    )
    return Incoming(records.Extraction(article, (), (), (), records.Model("fake", "1")), html=markup)


@pytest.fixture
def filled(store: Store) -> Store:
    """Three articles, of which the words of one are all in another order."""
    kept = [
        incoming(OPEN, COST, id="a1", outlet="Post", published="2026-03-01", title="Gates"),
        incoming(NEVER, DENIED, id="a2", outlet="Herald", published="2026-04-01"),
        incoming("“At noon the gates lock, and open we do,” said Ned Abara.", id="a3"),
    ]
    list(ingest_many(store, kept))
    return store


@pytest.mark.parametrize(
    ("quotation", "speaker", "verdict", "article"),
    [
        ("We open the lock gates at noon", None, "verbatim", "a1"),
        ("we open the lock gates at noon", "Lindqvist", "verbatim", "a1"),
        ("We open the lock gates at noon", "Ned Abara", "misattributed", "a1"),
        ("[W]e open the … gates at noon", None, "edited", "a1"),
        ("The new pier cost ten million crowns", None, "altered", "a1"),
        ("The new peir cost nine million krowns", None, "altered", "a1"),
        ("we should sell the ferry", None, "partial", "a2"),
        ("Nobody asked", None, "verbatim", "a2"),
        ("said harbour master Mara", None, "verbatim", "a1"),
        ("crowns", None, "verbatim", "a1"),
        ("Elephants were never seen in this town", None, "not-found", None),
        ("zyzzyva", None, "not-found", None),
    ],
)
def test_verdicts(
    filled: Store, quotation: str, speaker: str | None, verdict: str, article: str | None
) -> None:
    found = verify_in_store(filled, quotation, speaker=speaker)
    assert (found.verdict, found.complete) == (verdict, True)
    assert (found.evidence and best(found).article.key) == article


def test_evidence_tells_the_article_the_quotation_and_its_speaker(filled: Store) -> None:
    evidence = best(verify_in_store(filled, "the lock gates"))
    about = evidence.article
    assert (about.id, about.key, about.title, about.outlet, about.day) == (
        1,
        "a1",
        "Gates",
        "Post",
        "2026-03-01",
    )
    assert (about.revision, about.stood_until) == (1, None)
    assert (evidence.original, evidence.quotation, evidence.quotation_id, evidence.speaker_id) == (
        "a1",
        "q1",
        1,
        1,
    )
    assert OPEN[evidence.start : evidence.end] == evidence.text == "the lock gates"
    assert (evidence.before, evidence.after[:14]) == ("“We open ", " at noon,” sai")


@pytest.mark.parametrize(
    ("within", "verdict"),
    [
        ({"outlet": "Post"}, "verbatim"),
        ({"outlet": "Herald"}, "not-found"),
        ({"since": "2026-03-01", "until": "2026-03-01"}, "verbatim"),
        ({"since": "2026-03-02"}, "not-found"),
        ({"until": "2026-02-28"}, "not-found"),
    ],
)
def test_only_articles_of_an_outlet_and_of_some_days(
    filled: Store, within: dict[str, str], verdict: str
) -> None:
    assert verify_in_store(filled, "the lock gates at noon", **within).verdict == verdict


class TestRevisions:
    def test_words_that_went_are_found_where_they_stood(self, store: Store) -> None:
        ingest(store, incoming(OPEN, COST))
        ingest(store, incoming(OPEN))
        ingest(store, incoming(OPEN, NEVER))
        found = verify_in_store(store, "The new pier cost nine million crowns")
        assert found.verdict == "verbatim"
        assert (best(found).article.revision, best(found).article.stood_until) == (1, 1)
        assert (best(found).quotation_id, best(found).speaker) == (2, "Ned Abara")

    def test_words_that_were_changed_are_found_as_they_were(self, store: Store) -> None:
        ingest(store, incoming(COST))
        ingest(store, incoming(COST.replace("nine", "eleven")))
        found = verify_in_store(store, "The new pier cost nine million crowns")
        assert (found.verdict, best(found).article.stood_until) == ("verbatim", 1)
        assert (best(found).quotation_id, best(found).speaker_id) == (1, 1)
        assert [(other.wording, other.article.revision) for other in found.others] == [("altered", 2)]  # type: ignore[attr-defined]

    def test_words_that_stand_again_are_no_words_that_went(self, store: Store) -> None:
        for sentences in ((OPEN, COST), (OPEN,), (OPEN, COST)):
            ingest(store, incoming(*sentences))
        found = verify_in_store(store, "The new pier cost nine million crowns")
        assert (best(found).article.revision, best(found).article.stood_until, found.others) == (3, None, ())


def test_places_in_a_page_are_those_of_its_plain_text(store: Store) -> None:
    ingest(
        store,
        page(
            "<html><body><article><p>Noon &amp; night we sell <b>the</b> ferry.</p></article></body></html>"
        ),
    )
    evidence = best(verify_in_store(store, "we sell the ferry"))
    text = "Noon & night we sell the ferry."
    assert (evidence.wording, text[evidence.start : evidence.end]) == ("verbatim", "we sell the ferry")


class TestCommonWords:
    @pytest.fixture
    def many(self, store: Store) -> Store:
        said = "“We will do what we can,” said {}."
        kept = [incoming(said.format(f"Una Holm{chr(97 + n)}"), OPEN, id=f"m{n}") for n in range(26)]
        list(ingest_many(store, [*kept, incoming(said.format("Ned Abara"), NEVER, id="last")]))
        return store

    def test_more_may_have_them_than_were_compared(self, many: Store) -> None:
        found = verify_in_store(many, "We will do what we can")
        assert (found.verdict, found.compared, found.complete) == (
            "verbatim",
            verification.MOST_COMPARED,
            False,
        )

    @pytest.mark.parametrize("speaker", ["Ned Abara", "Una Holma", "Holmz"])
    def test_who_is_asked_for_is_looked_at_first(self, many: Store, speaker: str) -> None:
        found = verify_in_store(many, "We will do what we can", speaker=speaker)
        assert (found.verdict, best(found).speaker_agrees) == ("verbatim", True)

    def test_numbers_that_all_texts_have_are_passed_over(
        self, many: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shares, "ROUNDS", (1, 3))
        assert verify_in_store(many, "Nobody asked the fishermen").verdict == "verbatim"
        assert verify_in_store(many, "We will do what we can").verdict == "verbatim"


@pytest.mark.parametrize("quotation", ["", "…", "word " * 501])
def test_no_words_and_too_many_are_refused(store: Store, quotation: str) -> None:
    with pytest.raises(InputError):
        verify_in_store(store, quotation)


def test_an_empty_store_has_nothing(store: Store) -> None:
    assert verify_in_store(store, "We open the lock gates") == StoreVerification(
        "not-found", None, compared=0, complete=True
    )


def test_five_hundred_words(store: Store) -> None:
    words = " ".join(f"w{chr(97 + n % 26)}{chr(97 + n // 26)}x" for n in range(500))
    ingest(store, incoming(f"“{words},” said Ned Abara."))
    assert verify_in_store(store, words).verdict == "verbatim"
    assert verify_in_store(store, words.replace("wbbx", "wbox")).verdict == "altered"


def test_days_in_the_wrong_order_are_an_error(store_file: Path) -> None:
    with pytest.raises(InputError) as told:
        verify_in_store(Store(store_file), "We open", since="2026-03-02", until="2026-03-01")
    assert told.value.field == "to"
