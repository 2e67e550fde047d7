"""Tokens in the place of quotations, and the key to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from attribution.errors import InputError
from attribution.lock.records import Key, KeyRefused, Known, Locked, LockedWords, Markup
from attribution.lock.speakers import known, stands_near
from attribution.lock.stretches import Stretch, between_tags, find_stretches, is_enclosed, marks_of
from attribution.lock.tokens import Form, form_of, forms, write_tokens
from attribution.lock.traces import TAKEN, find_traces
from attribution.records import Extraction
from attribution.text.reader import check

MOST = 1_000  # tokens of one article


def lock(
    article: str,
    extraction: Extraction,
    *,
    html: bool = False,
    all_marks: bool = False,
    language: str = "en",
) -> Locked:
    """The article with a token for each quotation's words in marks, and the key that `unlock` needs.

    `extraction` is that of the article as given, positions in code points. `all_marks` also locks what
    stands in marks and was not said: titles, nicknames, scare quotes. Indirect content stays as it is.
    Raises InputError where the extraction is another article's.

    >>> from attribution import Extractor
    >>> text = "“We won,” said Mayor Ann Lee."
    >>> lock(text, Extractor().extract(text)).text
    '[[QX1DJMH]] said Mayor Ann Lee.'
    """
    _check_article(article, extraction)
    markup: Markup = "html" if html else "text"
    stretches = find_stretches(article, extraction, markup, all_marks=all_marks)
    stretches = between_tags(article, stretches) if html else stretches
    if len(stretches) > MOST:
        raise InputError(
            f"the article has {len(stretches)} passages in marks; {MOST} are locked", field="text"
        )
    who = {speaker.id: known(speaker) for speaker in extraction.speakers}
    words = [_words(article, stretch, markup, language) for stretch in stretches]
    said = {found.speaker for found in words}
    speakers = tuple(speaker for name, speaker in who.items() if name in said)
    key = Key(markup, language, extraction.article.sha256, len(article), tuple(words), speakers, "")
    text, key = _with_tokens(article, key)
    key = replace(key, tokens=tuple(_placed(text, key)))
    return Locked(text, replace(key, digest=digest_of(key)))


def check_key(key: Key) -> None:
    """Raises KeyRefused for a key that was changed, or put together of two."""
    if key.digest != digest_of(key):
        raise KeyRefused("the key was changed since it was made: its digest is another")
    if not key.tokens:
        return
    form = form_of(key.tokens[0].token)
    if form is None or [words.token for words in key.tokens] != _tokens(key, form):
        raise KeyRefused("the key does not fit together: its tokens are not those of its words")


def digest_of(key: Key) -> str:
    """SHA-256 of all that a key says, in hexadecimal digits."""
    said = json.dumps({**asdict(key), "digest": ""}, sort_keys=True, ensure_ascii=True)
    return hashlib.sha256(said.encode()).hexdigest()


def _check_article(article: str, extraction: Extraction) -> None:
    check(article, field="text", limit=len(article) * 4)
    if extraction.unit != "codepoint":
        raise InputError("the positions of the extraction must be code points", field="unit")
    if hashlib.sha256(article.encode()).hexdigest() != extraction.article.sha256:
        raise InputError("the extraction is of another article, or of another version of it", field="text")


def _words(article: str, stretch: Stretch, markup: Markup, language: str) -> LockedWords:
    text = article[stretch.start : stretch.end]
    opening, closing = marks_of(text, markup, language)
    quotation = stretch.quotation
    return LockedWords(
        "", quotation.id, stretch.start, stretch.end, text, opening, closing, quotation.speaker, False, False
    )  # fmt: skip


def _with_tokens(article: str, key: Key) -> tuple[str, Key]:
    """The locked text, with tokens of the first form that leaves nothing in doubt."""
    for form in forms(article):
        tokens = _tokens(key, form)
        text = _replaced(article, key.tokens, tokens)
        blank = _replaced(article, key.tokens, [TAKEN] * len(tokens))
        if not find_traces(article, form, tokens) and not find_traces(blank, form, tokens):
            break
    words = (replace(words, token=token) for words, token in zip(key.tokens, tokens, strict=True))
    return text, replace(key, tokens=tuple(words))


def _tokens(key: Key, form: Form) -> list[str]:
    """Tokens whose check letters are made of article, words and speaker: those of other words are others."""
    who = {speaker.id: speaker.label for speaker in key.speakers}
    seeds = [f"{key.sha256}\0{words.text}\0{who.get(words.speaker or '', '')}" for words in key.tokens]
    return write_tokens(form, seeds)


def _replaced(article: str, words: Sequence[LockedWords], tokens: Sequence[str]) -> str:
    parts: list[str] = []
    done = 0
    for entry, token in zip(words, tokens, strict=True):
        parts += (article[done : entry.start], token)
        done = entry.end
    return "".join([*parts, article[done:]])


def _placed(text: str, key: Key) -> list[LockedWords]:
    """The words with what stands around their tokens in the locked text."""
    found, at = [], 0
    for words in key.tokens:
        at = text.index(words.token, at)
        end = at + len(words.token)
        speaker: Known | None = key.speaker_of(words)
        near = speaker is not None and stands_near(speaker, text, at, end, key.markup, key.language)
        enclosed = is_enclosed(text, at, end, key.markup, key.language)
        found.append(replace(words, near=near, enclosed=enclosed))
    return found
