"""What pronouns and descriptions can mean in gold articles, and whom gold says that they mean.

The engine reads the articles with its present weights; whatever gold knows is met as whom gold tells, so that
no case suffers from a mistake made before it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, TypeVar

from spacy.tokens import Doc

from attribution.errors import EvaluationError
from attribution.evaluation.gold import GoldArticle, GoldSpeaker, read_gold, read_speakers
from attribution.evaluation.speakers import name_key, names_of
from attribution.extractor import Extractor
from attribution.lang.weights import NOBODY
from attribution.pipeline.callings import Phrase
from attribution.pipeline.candidates import Candidate
from attribution.pipeline.describing import Describing
from attribution.pipeline.referring import Place, Referring
from attribution.pipeline.resolving import Resolver
from attribution.pipeline.speakers import Speakers
from attribution.pipeline.words import Words
from attribution.training.choosing import Case

CERTAIN = 100.0  # score of whom gold tells
BESIDE = "role-match"  # a description beside a name is no choice

Hear = Callable[[int, int, list[Candidate]], list[Candidate]]  # from the first and last token
Part = TypeVar("Part", Referring, Describing)


@dataclass
class HeardReferring(Referring):
    """As it is, but for `hear`, which is told of all candidates and says which are left."""

    hear: Hear = lambda first, head, found: found

    def candidates(self, place: Place) -> list[Candidate]:
        """All that a pronoun can mean, or whom gold tells."""
        return self.hear(place.token, place.token, Referring.candidates(self, place))


@dataclass
class HeardDescribing(Describing):
    """As it is, but for `hear`, which is told of all candidates and says which are left."""

    hear: Hear = lambda first, head, found: found

    def candidates(self, phrase: Phrase) -> list[Candidate]:
        """All that a description can mean, or whom gold tells."""
        return self.hear(phrase.first, phrase.head, Describing.candidates(self, phrase))


class Told(Speakers):
    """The stage, told by gold who speaks in one article; keeps the cases of all that it reads.

    `sources` are the spans of gold's sources in the text of the Doc, `roles` the roles of one speaker alone.
    """

    article = ""
    sources: Mapping[tuple[int, int], GoldSpeaker] = {}
    roles: Mapping[str, GoldSpeaker] = {}

    def __init__(self, stage: Speakers) -> None:
        least = (stage.least_pronoun, stage.least_description)
        super().__init__(stage.language, least_pronoun=least[0], least_description=least[1])
        self.pronouns: list[Case] = []
        self.descriptions: list[Case] = []

    def resolver(self, doc: Doc, words: Words) -> Resolver:
        """What reads the article, with ears."""
        made = super().resolver(doc, words)
        self.words, self.names = words, [name_key(person.name.text) for person in made.people]
        self.told = {words.root(*words.within(*span)): who for span, who in self.sources.items()}
        made.referring = HeardReferring(**_parts(made.referring), hear=self._pronoun)
        made.describing = HeardDescribing(**_parts(made.describing), hear=self._description)
        return made

    def _pronoun(self, _: int, token: int, found: list[Candidate]) -> list[Candidate]:
        who = self.told.get(token)
        right = self._right(found, who) if who is not None else None
        if right is None:
            return found
        self.pronouns.append(Case(self.article, tuple(c.features for c in found), right))
        return [replace(found[right], score=CERTAIN)]

    def _description(self, first: int, head: int, found: list[Candidate]) -> list[Candidate]:
        who = self.told.get(head) or self.roles.get(plain(self.words.phrase(first, head + 1)))
        if who is None or any(BESIDE in c.features for c in found):
            return found
        if not names_of(who):  # one of those without a name may be meant
            found = [candidate for candidate in found if candidate.person < len(self.names)]
        right = self._right(found, who)
        if found:
            features = (*(c.features for c in found), {NOBODY: 1.0})
            self.descriptions.append(Case(self.article, features, len(found) if right is None else right))
        return [] if right is None else [replace(found[right], score=CERTAIN)]

    def _right(self, found: list[Candidate], who: GoldSpeaker) -> int | None:
        """The place of whom gold tells among the candidates, if there."""
        names = names_of(who)
        places = (
            at for at, c in enumerate(found) if c.person < len(self.names) and self.names[c.person] in names
        )
        return next(places, None)


def collect(sets: Iterable[str]) -> Told:
    """A stage that has read all articles of the sets, each GOLD,SPEAKERS, that have gold speakers."""
    extractor = Extractor()
    stages = extractor._stages
    [at] = [n for n, (_, stage) in enumerate(stages.stages) if isinstance(stage, Speakers)]
    name, stage = stages.stages[at]
    assert isinstance(stage, Speakers)
    told = Told(stage)
    stages.stages = (*stages.stages[:at], (name, told), *stages.stages[at + 1 :])
    for article, known in _articles(sets):
        _read(extractor, told, article, known)
    return told


def _articles(sets: Iterable[str]) -> Iterator[tuple[GoldArticle, Mapping[int, GoldSpeaker]]]:
    for name in sets:
        gold, speakers = [*name.split(","), ""][:2]
        if not speakers:
            raise EvaluationError(f"{name}: a set is GOLD,SPEAKERS")
        articles = read_gold(Path(gold))
        known = read_speakers(Path(speakers), articles)
        yield from ((article, known[article.id]) for article in articles if article.id in known)


def _read(extractor: Extractor, told: Told, article: GoldArticle, known: Mapping[int, GoldSpeaker]) -> None:
    """Has the engine read an article. Raises EvaluationError when a stage fails on it."""
    document, metadata = extractor._read({"text": article.text, "title": article.title})
    told.article, told.roles = article.id, roles_of_one(known.values())
    told.sources = {}
    for number, who in known.items():
        source = article.relations[number].source
        if source and who.kinds == ("person",):
            ends = (source[0][0], source[-1][1])
            start, end = (document.body_map.output_position(end) + document.body_start for end in ends)
            told.sources[start, end] = who
    extraction = extractor._finish(extractor._parse([document])[0], document, metadata, "codepoint")
    if any(warning.code == "stage-failed" for warning in extraction.warnings):
        raise EvaluationError(f"{article.id}: a stage failed")


def roles_of_one(speakers: Iterable[GoldSpeaker]) -> dict[str, GoldSpeaker]:
    """Role without its determiner -> its bearer, where an article gives it to one named person alone."""
    bearers: dict[str, GoldSpeaker] = {}
    several: set[str] = set()
    for who in speakers:
        for role in map(plain, who.roles if names_of(who) else ()):
            if bearers.setdefault(role, who).names != who.names:
                several.add(role)
    return {role: who for role, who in bearers.items() if role not in several}


def plain(phrase: str) -> str:
    """A role or description in lower case, without "the" and the like.

    >>> plain("The harbour master")
    'harbour master'
    """
    words = phrase.lower().split()
    return " ".join(words[1:] if len(words) > 1 and words[0] in ("the", "a", "an") else words)


def _parts(part: Part) -> dict[str, Any]:
    """The arguments that make such a part anew."""
    return {field.name: getattr(part, field.name) for field in fields(part) if field.init}
