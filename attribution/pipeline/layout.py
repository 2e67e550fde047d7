"""Quotations that the layout attributes, without a verb: lead-in lines, transcripts, headlines, dashes.

| layout | example |
|---|---|
| lead-in | a paragraph "Lee continued:" or "From Chairwoman Park:", the quotation in the next |
| label | a paragraph "LEE: We will not raise taxes." or a headline "PM: ‘No early election’" |
| dash | "“A true expert.” — Commissioner Joan Park" |
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from attribution.pipeline.adjacency import Stretch
from attribution.pipeline.clauses import TokenRange, noun_phrase, own_subject, subject, trimmed
from attribution.pipeline.drafts import Draft

_DASHES = frozenset({"-", "–", "—", "―", "--"})
_DATELINE = 14  # tokens within which the dash of a dateline stands
_PLACE = 3  # letters of its shortest place
_LABEL = 6  # tokens that a speaker's label may have
_NAME = 16  # tokens that the name after a dash may have
_TRANSCRIPT = 3  # labelled paragraphs that make a transcript


def lead_in(doc: Doc, paragraph: TokenRange) -> Draft | None:
    """A draft for a paragraph that ends in a colon and brings in the next one; its source, and cue."""
    start, end = trimmed_space(doc, paragraph)
    if end - start < 2 or doc[end - 1].lower_ != ":":
        return None
    verb = next((t for t in reversed(doc[start:end]) if t.tag_ in ("VBD", "VBZ", "VBP", "VBG")), None)
    if verb is not None:
        who = subject(verb) or own_subject(verb)
        source = noun_phrase(who) if who is not None else None
        return Draft(cue=(verb.i, verb.i + 1), verb=verb, source=source, frame="lead-in", confidence=0.8)
    return Draft(cue=(end - 1, end), source=_named(doc, start, end - 1), frame="lead-in", confidence=0.7)


def dateline(doc: Doc, paragraph: TokenRange) -> TokenRange | None:
    """Place and agency that open a wire report, "LONDON, March 3 (AP) — ", in tokens, or None."""
    start, end = paragraph
    opening = doc[start : min(end, start + _DATELINE)]
    dash = next((t.i for t in opening if t.lower_ in _DASHES), None)
    if dash is None or dash == start or not doc[start].text.isupper() or len(doc[start]) < _PLACE:
        return None
    plain = all(_labels(t) or t.lower_ in (",", "(", ")") or t.like_num for t in doc[start:dash])
    return (start, dash + 1) if plain else None


def trimmed_space(doc: Doc, paragraph: TokenRange) -> TokenRange:
    """The range without tokens of white space at its ends."""
    start, end = paragraph
    while end > start and doc[end - 1].is_space:
        end -= 1
    while start < end and doc[start].is_space:
        start += 1
    return start, end


def _named(doc: Doc, start: int, end: int) -> TokenRange | None:
    """The last noun phrase of a line without a verb: "From Chairwoman Park"."""
    heads = [t for t in doc[start:end] if t.tag_.startswith("NN") and t.head.i not in range(t.i + 1, end)]
    if not heads:
        return None
    first, last = noun_phrase(heads[-1])
    return max(first, start), min(last, end)


def after_dash(doc: Doc, stretch: Stretch, end: int) -> Draft | None:
    """A draft for a name set off by a dash right after the marks, up to `end`."""
    start, end = stretch.end, trimmed_space(doc, (stretch.end, end))[1]
    if not (0 < end - start <= _NAME) or doc[start].lower_ not in _DASHES:
        return None
    name = trimmed(doc, start + 1, end)
    words = doc[name[0] : name[1]]
    if not len(words) or not any(_capital(t) for t in words) or any(t.tag_ in ("VBD", "VBZ") for t in words):
        return None
    return Draft(cue=(start, start + 1), source=name, frame="dash", confidence=0.85)


def labels(doc: Doc, paragraphs: list[TokenRange], title_end: int) -> list[tuple[TokenRange, TokenRange]]:
    """Paragraphs of the form "LABEL: words" as (label, words), where they make a transcript or a headline.

    One alone counts in the title, or when its words stand in marks; capitals throughout count twice.
    """
    found = []
    weight = 0
    for paragraph in paragraphs:
        start, end = trimmed_space(doc, paragraph)
        if start < end and doc[start].lower_ in ('"', "“", "‘"):
            start += 1
        colon = next(
            (i for i in range(start + 1, min(start + 1 + _LABEL, end)) if doc[i].lower_ == ":"), None
        )
        if colon is None or colon + 1 >= end or not all(_labels(t) for t in doc[start:colon]):
            continue
        capitals = all(t.text.isupper() for t in doc[start:colon] if t.is_alpha)
        weight += 2 if capitals else 1
        found.append(((start, colon), (colon + 1, end), doc[start].idx < title_end))
    return [(label, words) for label, words, in_title in found if in_title or weight >= _TRANSCRIPT]


def names_nobody(doc: Doc, label: TokenRange, turns: frozenset[str]) -> bool:
    """Whether a label only tells question from answer: "Q:", "A:"."""
    return doc[label[0] : label[1]].text.rstrip(".").lower() in turns


def _labels(token: Token) -> bool:
    return _capital(token) or token.lower_ in (".", "-", "de", "von", "van", "al", "of", "the")


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()
