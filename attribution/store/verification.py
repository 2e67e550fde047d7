"""Did they really say it? A quotation against every article of a store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from attribution.lang.verifying import Verifying, verifying
from attribution.store.kept import Kept, Read, load_records, load_texts, place
from attribution.store.query import check_days
from attribution.store.recall import Candidate, Postings, Within, candidates_of, find_candidates
from attribution.store.sayings import find_sayings
from attribution.store.store import Store
from attribution.verify.alignment import MATCH, best_scores
from attribution.verify.given import Given
from attribution.verify.paraphrases import stems_of
from attribution.verify.records import Evidence, StoreVerification
from attribution.verify.verification import (
    ORDER,
    OTHERS,
    find_literal,
    find_meaning,
    find_places,
    rank,
    read_quotation,
    span_of,
    verdict_of,
)
from attribution.verify.words import keys_of

WORK = 1_500  # words of the quotation that are compared with articles, in all of them together
MOST_COMPARED, LEAST_COMPARED = 24, 5  # articles whose words are compared
BESIDE = 0.4  # of what speaks for the likeliest, below which others are not compared
FIRST = 3  # the likeliest, which mostly have the words where anything has
MOST_READ = 6  # of them, those whose records are read
MOST_ABOUT, MOST_SAYING = 4, 6  # whose sentences are looked at: that have, and that quote, most of the words
NEAR_BESIDE = 0.5  # of how near the words of the nearest are, below which others are not read
WHOLE = 0.95  # nearness from which on an article has all the words
BY_SPEAKER = 0.1  # by how much nearer words are of whom the speaker's name is quoted in the article
SENTENCES = 2  # whose meaning is compared; with three no more is found
LEAST_SHARE = (
    0.55  # of what a quotation is about, where there are no vectors: the best on the half that is looked at
)
LEAST_ALIKE = 0.7  # of the words, or of what speaks for the article, where words were altered
LIKELY = 0.7  # of what speaks for an article that has all words

Found = tuple[Read, Evidence]


def verify_in_store(
    store: Store, quotation: str, *, speaker: str | None = None, outlet: str | None = None,
    since: str | None = None, until: str | None = None,
) -> StoreVerification:  # fmt: skip
    """Whether `quotation` stands in an article of the store, and whether `speaker`, if named, said it.

    Only articles of `outlet` are asked, and from the days `since` to `until` (YYYY-MM-DD), where these are
    given. Places are code points of an article's plain text, as with `verify`. Of words that have gone from
    an article it is told which revision had them last.
    Raises InputError when the quotation has no words or too many, and for days that cannot be.
    """
    check_days(since, until)
    data = verifying("en")
    given = read_quotation(quotation, data)
    with store.read() as connection:
        within = Within(outlet, since, until)
        postings = Postings(connection)
        candidates = find_candidates(postings, given, speaker=speaker, within=within)
        return _Comparison(connection, postings, given, speaker, within, data).run(candidates)


@dataclass
class _Comparison:
    """A quotation, word by word with the articles that may have it."""

    connection: Connection
    postings: Postings
    given: Given
    speaker: str | None
    within: Within
    data: Verifying
    _kept: dict[int, Kept] = field(default_factory=dict)

    def run(self, candidates: Sequence[Candidate]) -> StoreVerification:
        """Compares with as many as there is time for, the likeliest first."""
        most = max(LEAST_COMPARED, min(MOST_COMPARED, WORK // len(self.given.words)))
        likely = [one for one in candidates[:most] if one.share >= BESIDE * candidates[0].share]
        found = self._literal(self._load(likely)) or self._meant(candidates)
        found.sort(key=lambda one: (rank_in_store(one[1]), not one[0].kept.current))
        shown = place(self.connection, found[: 1 + OTHERS])
        return StoreVerification(
            verdict_of(shown[0]) if shown else "not-found",
            shown[0] if shown else None,
            tuple(shown[1:]),
            compared=len(likely),
            complete=all(candidate.share < LIKELY for candidate in candidates[most:]),
        )

    def _load(self, candidates: Sequence[Candidate]) -> list[Kept]:
        """The texts of candidates, in their order."""
        new = [one for one in candidates if one.row.revision_id not in self._kept]
        self._kept |= {kept.content.id: kept for kept in load_texts(self.connection, new)}
        return [self._kept[one.row.revision_id] for one in candidates]

    def _literal(self, kept: Sequence[Kept]) -> list[Found]:
        """Where most of the words stand; the nearest alone are read with their records."""
        near = self._nearest(kept)
        places = [find_places(self.given, one.original, self.speaker) for _, one in near]
        spans = [
            (one, [span_of(one.original, alignment) for alignment in mine])
            for (_, one), mine in zip(near, places, strict=True)
        ]
        found = [
            (read, one)
            for read, mine in zip(load_records(self.connection, spans), places, strict=True)
            for one in find_literal(self.given, read.original, mine, self.speaker, self.data)
        ]
        return _without_older([one for one in found if _is_near(*one)])

    def _nearest(self, kept: Sequence[Kept]) -> list[tuple[float, Kept]]:
        """The nearest with how near they are; once all words are found, less likely ones are passed over."""
        near: list[tuple[float, Kept]] = []
        best = 0.0
        for some in (kept[:FIRST], kept[FIRST:]):
            likely = [one for one in some if best < WHOLE or one.candidate.share >= LIKELY]
            for one, nearness in zip(likely, self._nearness(likely), strict=True):
                best = max(best, nearness)
                near.append((nearness + BY_SPEAKER * one.candidate.by_speaker, one))
        least = max(NEAR_BESIDE * best, 0.0)
        return sorted((one for one in near if one[0] > least), key=lambda one: -one[0])[:MOST_READ]

    def _nearness(self, kept: Sequence[Kept]) -> list[float]:
        """How near the best place of each comes, up to 1, whoever speaks there."""
        wanted = [word.key for word in self.given.words]
        texts = [keys_of(one.text, self.data) for one in kept]
        return [best / (MATCH * len(wanted)) for best in best_scores(wanted, self.given.gaps, texts)]

    def _meant(self, candidates: Sequence[Candidate]) -> list[Found]:
        """Where the same is said in other words, in articles that have most of the words somewhere."""
        about = sorted(candidates, key=lambda one: -one.about)[:MOST_ABOUT]
        saying = find_sayings(self.connection, self.given)[:MOST_SAYING]
        asked = {one.row.revision_id for one in about}
        new = candidates_of(self.connection, [one for one in saying if one not in asked], self.within)
        kept = self._load([*about, *new])
        weights = self.postings.weights_of(stems_of(self.given.words))
        options = {"most_read": SENTENCES, "least_share": LEAST_SHARE, "weights": weights}
        first = find_meaning(self.given, [one.original for one in kept], None, self.data, **options)
        likely = [
            (one, [(first[0].start, first[0].end)])
            for one in kept
            if first and one.original.id == first[0].original
        ]
        return [  # records take time: of the one that is nearest alone
            (read, evidence)
            for read in load_records(self.connection, likely)
            for evidence in find_meaning(self.given, [read.original], self.speaker, self.data, **options)
        ]


def rank_in_store(evidence: Evidence) -> tuple[int, bool, float]:
    """By which evidence is sorted, the best first.

    Among thousands of articles something like most sayings is found. It weighs no more than the very words
    by somebody else, unless it is known to be by who was asked for.
    """
    verdict, unknown, score = rank(evidence)
    if evidence.wording == "altered" and evidence.speaker_agrees is None:
        verdict = max(verdict, ORDER.index("misattributed"))
    return verdict, unknown, score


def _is_near(read: Read, evidence: Evidence) -> bool:
    """Whether words that were altered are so many, or so rare, that it is no chance in a large store."""
    return evidence.wording != "altered" or max(evidence.score, read.kept.candidate.share) >= LEAST_ALIKE


def _without_older(found: Sequence[Found]) -> list[Found]:
    """Less what an earlier revision says no better than the current one does."""
    best: dict[int, int] = {}
    for read, evidence in found:
        if read.kept.current:
            article = read.kept.candidate.row.id
            best[article] = min(best.get(article, len(ORDER)), rank(evidence)[0])
    return [
        (read, evidence)
        for read, evidence in found
        if read.kept.current or rank(evidence)[0] < best.get(read.kept.candidate.row.id, len(ORDER))
    ]
