"""What the tests of single formats share: a story that has everything, and the output as text."""

from __future__ import annotations

import io
from dataclasses import replace

from attribution import records
from attribution.export import Item, load_exporter
from tests.samples import extraction, quotation

# An emoji, a combining accent and right-to-left words stand before what positions are measured at
STORY = (
    "🙂 “The café\u0301 is ours,” said שרה כהן, the owner, “and so it stays.”\n\n"
    "She called it “home”. It was “cosy”, she thought."
)
URL = "https://example.org/story?a=1&b=2"


def span(words: str, nth: int = 0, *, text: str = STORY) -> records.Span:
    """The nth occurrence of the words."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return records.Span(start, start + len(words), words)


def mention(words: str, form: records.Form = "name") -> records.Mention:
    found = span(words)
    return records.Mention(found.start, found.end, words, form=form)


def cue(words: str, *, negated: bool = False) -> records.Cue:
    found = span(words)
    return records.Cue(found.start, found.end, words, lemma="say", negated=negated)


def story() -> records.Extraction:
    """A direct quotation in two parts, a mixed one, and a scare quote in which nobody speaks."""
    owner = span("the owner")
    role = records.Role(owner.start, owner.end, owner.text, title="owner", affiliation=span("café\u0301"))
    first = (span("“The café\u0301 is ours,”"), span("“and so it stays.”"))
    direct = quotation(
        spans=first, quoted=first, text=STORY, type="direct", cue=cue("said"), speaker="s1", role=role,
        source=mention("שרה כהן, the owner"), context=records.Context("🙂", "She called it"),
        confidence=records.Confidence(0.9, 0.8, 0.7, 0.6),
    )  # fmt: skip
    mixed = quotation(
        id="q2", spans=(span("it “home”"),), quoted=(span("“home”"),), text=STORY, type="mixed",
        cue=cue("called"), source=mention("She", "pronoun"), speaker="s1",
    )  # fmt: skip
    scare = quotation(id="q3", spans=(span("“cosy”"),), text=STORY, statement=False, reason="scare")
    speaker = records.Speaker(
        "s1", "שרה כהן", "שרה כהן", "person", True, mentions=(mention("שרה כהן"), mention("She", "pronoun")),
        roles=(role,), aliases=("כהן",), ids={"wikidata": "Q42", "desk": "17"},
    )  # fmt: skip
    said = (
        replace(direct, text=" … ".join(s.text for s in first)),
        replace(mixed, text="it “home”"),
        replace(scare, text="“cosy”"),
    )
    made = extraction(*said, speakers=(speaker,), text=STORY, id="a1.txt")
    article = replace(made.article, title="Ours", url=URL, published="2024-05-14", sha256="ab" * 32)
    return replace(made, article=article)


def written(name: str, *items: Item) -> str:
    """What the format writes; the story without items."""
    stream = io.StringIO(newline="")
    load_exporter(name).write(items or (Item(story(), STORY),), stream)
    return stream.getvalue()
