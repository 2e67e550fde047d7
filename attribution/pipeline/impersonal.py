"""Whom "it" and "they" mean: the organisation, group or document that spoke or was told of just before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from attribution.pipeline.answers import Answer
from attribution.pipeline.candidates import BACK, SUBJECTS
from attribution.pipeline.mentions import Lexicon
from attribution.pipeline.sources import Source
from attribution.pipeline.words import Words

KINDS = {False: ("organisation", "document"), True: ("group", "organisation")}  # plural -> who can be meant
NEAR = 1  # sentences back
REACH = 200  # words to look back over


@dataclass(slots=True)
class Impersonal:
    """Keeps who spoke last that is no person. `far` counts the sentences between two words."""

    words: Words
    lexicon: Lexicon
    far: Callable[[int, int], int]
    spoke: list[tuple[Answer, int]] = field(default_factory=list)  # with the token, in order

    def heard(self, answer: Answer, token: int) -> None:
        """Note that `answer` spoke at `token`."""
        self.spoke.append((answer, token))

    def candidate(self, source: Source, answer: Answer) -> bool:
        """Whether a pronoun can mean `answer`: no organisation where several people are told of near by."""
        return answer.kind in KINDS[source.plural] and not (
            source.plural and answer.kind == "organisation" and self._crowd(source.head)
        )

    def empty(self, source: Source) -> bool:
        """Whether the pronoun stands for nothing: "it is hard to tell"."""
        verb = self.words.head[source.head]
        return any(self.words.dep[child] == "acomp" for child in self.words.children[verb])

    def _crowd(self, pronoun: int) -> bool:
        """Whether a plural noun for people stands near before a pronoun."""
        words = self.words
        for at in range(pronoun - 1, max(-1, pronoun - REACH), -1):
            if self.far(pronoun, at) > NEAR:
                return False
            if words.tag[at] == "NNS" and self.lexicon.nouns.kind(words.lower[at], plural=True) == "group":
                return True
        return False

    def last_voice(self, source: Source) -> Answer | None:
        """The last speaker, if it spoke near by and a pronoun of this number can mean it."""
        if not self.spoke:
            return None
        answer, token = self.spoke[-1]
        near = token < source.head and self.far(source.head, token) <= NEAR
        return answer if near and self.candidate(source, answer) else None

    def subjects(self, source: Source) -> Iterator[int]:
        """The subjects of main clauses before the pronoun, in its sentence and the one before."""
        words, here = self.words, self.words.sentence[source.head]
        for at in range(here, max(-1, here - BACK), -1):
            first, last = words.sentences[at]
            if self.far(source.head, first) > NEAR:
                return
            found = [i for i in range(first, min(last, source.head)) if self._main(i, source.head)]
            yield from reversed(found)
            if found:
                return

    def _main(self, token: int, pronoun: int) -> bool:
        verb = self.words.head[token]
        main = self.words.head[verb] == verb and self.words.dep[token] in SUBJECTS
        return main and verb != self.words.head[pronoun]

    def fits(self, source: Source, read: Source) -> bool:
        """Whether the pronoun `source` can mean what `read` tells; only what is surely of that kind."""
        if read.kind not in KINDS[source.plural] or read.sort not in ("organisation", "nominal"):
            return False
        if read.sort == "organisation":
            return self.words.entity[read.head] in ("ORG", "GPE", "NORP")
        known = self.lexicon.nouns.kind(self.words.lower[read.head], plural=read.plural)
        return known == read.kind
