"""Stretches of capitalised words, hyphens, particles and nicknames in marks that a name may lie in."""

from __future__ import annotations

from attribution.lang.titles import Titles
from attribution.pipeline.words import Words

HYPHENS = frozenset(("-", "‐", "‑"))
OPENING, CLOSING = frozenset("“‘"), frozenset("”’")


def runs(words: Words, titles: Titles) -> list[tuple[int, int]]:
    """Maximal stretches of name words, hyphens and particles between them taken along."""
    found = []
    i, n = 0, len(words)
    while i < n:
        if not _opens(words, titles, i):
            i += 1
            continue
        first = i
        i = _run_end(words, titles, i)
        found.append((first, i))
    return found


def _opens(words: Words, titles: Titles, i: int) -> bool:
    """Whether a run can begin at token `i`."""
    if is_name_word(words, i):
        return True
    if words.lower[i] not in titles.leading_particles or not words.text[i][0].islower():
        return False
    after = i + 2 if i + 2 < len(words) and words.text[i + 1] in HYPHENS and words.glued(i) else i + 1
    while after < len(words) and words.text[after] in titles.particles:
        after += 1
    return after < len(words) and is_name_word(words, after) and words.tag[i] not in ("IN", "DT", "TO")


def _run_end(words: Words, titles: Titles, i: int) -> int:
    """Where the run that begins at token `i` ends."""
    n = len(words)
    i += 1
    while i < n and words.sentence[i] == words.sentence[i - 1]:
        if is_name_word(words, i) or (words.tag[i] == "CD" and words.entity[i] == "PERSON"):
            i += 1
        elif words.text[i] in HYPHENS and words.glued(i - 1) and words.glued(i) and i + 1 < n:
            i += 2
        elif (after := after_nickname(words, i)) > i:
            i = after
        else:
            after = i
            while after < n and words.text[after] in titles.particles:
                after += 1
            if i < after < n and words.text[after] in HYPHENS and words.glued(after - 1):
                after += 1
            if after == i or after >= n or not is_name_word(words, after):
                break
            i = after + 1
    return i


def after_nickname(words: Words, i: int) -> int:
    """Where a nickname in marks and the surname behind it end, `i` where none begins: “Mo” Hall."""
    if words.text[i] not in OPENING:
        return i
    close = next((at for at in range(i + 2, min(i + 5, len(words) - 1)) if words.text[at] in CLOSING), i)
    if close == i or not all(is_name_word(words, at) for at in (*range(i + 1, close), close + 1)):
        return i
    name = words.entity[i - 1] == words.entity[close + 1] == "PERSON"
    hangs = words.sentence[i - 1] == words.sentence[close + 1] and words.text[i - 1].isalpha()
    hangs = hangs and words.head[i - 1] > close and words.entity[close + 1] in ("", "PERSON")
    known = words.entity[i - 1] == "PERSON" and close == i + 2
    return close + 2 if name or hangs or known else i


def is_name_word(words: Words, i: int) -> bool:
    """Whether token `i` looks like a word of a proper name."""
    text = words.text[i]
    if not text[0].isupper() and not (text[0] in HYPHENS and text[1:2].isupper()):
        return False
    tag = words.tag[i]
    if tag in ("NNP", "NNPS") or words.entity[i] == "PERSON":
        return tag != "POS" and tag != "PRP"
    return (
        tag in ("JJ", "NN", "NNS", "FW", "VBG", "VB", "VBP", "UH", "VBN")
        and text.lower() != text
        and (words.entity[i] != "" or i > words.sentences[words.sentence[i]][0])
    )
