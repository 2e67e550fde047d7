"""Who a description goes on with: the one person whom the sentence before it is about."""

from __future__ import annotations

from collections.abc import Mapping

from attribution.pipeline.callings import Phrase
from attribution.pipeline.candidates import SUBJECTS, Scene, Trace
from attribution.pipeline.mentions import Lexicon, NameMention
from attribution.pipeline.words import Words

Named = Mapping[int, NameMention]
OBJECTS = frozenset(("dobj", "dative"))
BACK = 8  # sentences within the marks that a tag stands behind


def introduced(words: Words, lexicon: Lexicon, named: Named, scene: Scene, phrase: Phrase) -> int | None:
    """Who goes by a description that opens the sentence after the one in which it was introduced.

    "Rosa Lee was late. The skipper had overslept.": the only person of that sentence, its subject, with
    the full name; from here on the description is known to be that person's.
    """
    at = words.sentence[phrase.head]
    if at == 0 or phrase.first != words.sentences[at][0] or not _subject(words, lexicon, phrase):
        return None
    return _topic(words, named, scene, at - 1, phrase, apposed=False)


def goes_on(words: Words, lexicon: Lexicon, named: Named, scene: Scene, phrase: Phrase) -> int | None:
    """Who is told by age or origin behind words in marks: "Rosa Lee wept. “It is over,” the Elbonian said."

    The only person of the sentence before the marks, its subject or beside it.
    """
    at = words.sentence[phrase.head]
    if scene.quoted[phrase.head] or not _subject(words, lexicon, phrase):
        return None
    first = words.sentences[at][0]
    if not any(scene.quoted[first : phrase.first]):
        return None
    for _ in range(BACK):
        if at == 0 or not _all_quoted(words, scene, at - 1):
            break
        at -= 1
    return None if at == 0 else _topic(words, named, scene, at - 1, phrase, apposed=True)


def acted_on(words: Words, trace: Trace, token: int) -> bool:
    """Whether a noun is the object of what somebody does: in "Lee thanked the judge" Lee is no judge."""
    verb = words.head[token]
    return trace.subject and words.dep[token] in OBJECTS and words.head[trace.token] == verb


def _subject(words: Words, lexicon: Lexicon, phrase: Phrase) -> bool:
    """Whether a description with an article is a subject."""
    articled = words.lower[phrase.first] in lexicon.joints.articles
    return articled and words.dep[phrase.head] in SUBJECTS


def _all_quoted(words: Words, scene: Scene, sentence: int) -> bool:
    """Whether all words of a sentence stand within marks."""
    first, last = words.sentences[sentence]
    return all(scene.quoted[i] for i in range(first, last) if words.text[i][0].isalnum())


def _topic(
    words: Words, named: Named, scene: Scene, sentence: int, phrase: Phrase, *, apposed: bool
) -> int | None:
    """The only person of a sentence in the same paragraph, with the full name, if that is its subject.

    `apposed`: or stands beside the subject, whoever owns that ("the dog's owner, Rosa Lee, wept").
    """
    first, last = words.sentences[sentence]
    before = list({id(m): m for m in (named.get(i) for i in range(first, last)) if m}.values())
    if apposed:
        before = [mention for mention in before if not mention.possessive]
    if len(before) != 1 or before[0].person < 0 or scene.paragraph[first] != scene.paragraph[phrase.head]:
        return None
    mention, at = before[0], before[0].last - 1
    if apposed and words.dep[at] == "appos":
        at = words.head[at]
    subject = words.dep[at] in SUBJECTS and not mention.possessive
    return mention.person if subject and mention.name.full else None
