"""Whether two names can be those of one speaker."""

from __future__ import annotations

import re

from attribution.lang.nouns import nouns
from attribution.lang.titles import titles
from attribution.pipeline.names import fit, parse_name, words_of_name
from attribution.records import Extraction, Quotation, Span, Speaker

_LETTERS = re.compile(r"[^\W\d_]+")


def agrees(given: str, said: Speaker | None, language: str) -> bool | None:
    """Whether a name, maybe with a title, can be that of a speaker; None where that is not known.

    >>> from attribution.records import Extraction, Quotation, Span, Speaker
    >>> lee = Speaker("s1", "Ann Lee", "Ann Lee", "person", named=True)
    >>> agrees("Mayor Lee", lee, "en"), agrees("Bob Lee", lee, "en"), agrees("Lee", None, "en")
    (True, False, None)
    """
    if said is None:
        return None
    data = titles(language)
    words = words_of_name(given)
    while len(words) > 1 and data.is_title(words[0]):
        words = words[1:]
    name = parse_name(words, data)
    if said.kind != "person" and set(name.keys) & set(parse_name(words_of_name(said.label), data).keys):
        return None  # her office, or the firm that bears his name
    if said.name is None:
        return None if said.kind == "person" else False
    names = [parse_name(words_of_name(alias), data) for alias in (said.name, *said.aliases)]
    # a surname alone may be anybody's of that name, but a full name is not his sister's
    names = [other for other in names if not name.full or other.full] or names
    return any(fit(name, other, data) or fit(other, name, data) for other in names)


def said_by(given: str, quoted: Quotation, extraction: Extraction, text: str, language: str) -> bool | None:
    """Whether who is named can be who said a quotation of an article; None where that is not known.

    Who is described only is nobody whom the article names besides, unless with such a role.
    """
    said = extraction.speaker_of(quoted)
    if said is not None and is_doubtful(said, quoted, extraction, text, language, given):
        return None if _is_named(given, _before(quoted, text)) else False
    found = agrees(given, said, language)
    if found is not None or said is None or quoted.source is None or quoted.source.form != "nominal":
        return found
    named = [one for one in extraction.speakers if one.name and agrees(given, one, language)]
    return False if named and not any(may_be(said.label, one) for one in named) else None


def is_doubtful(
    said: Speaker, quoted: Quotation, extraction: Extraction, text: str, language: str, *names: str
) -> bool:
    """Whether "she said" may be of somebody else than the extraction has.

    So it is where her paragraph names another before, or grants somebody anonymity, and does not name her; or
    where it names one of `names` nearer.
    """
    if said.name is None or quoted.source is None or quoted.source.form != "pronoun":
        return False
    before = _before(quoted, text)
    people = [*names, *(one.name for one in extraction.speakers if one.name and one.kind == "person")]
    granted = any(phrase in before for phrase in nouns(language).anonymity)
    if any(_last_named(name, before) > _last_named(said.name, before) for name in names):
        return True
    return not _is_named(said.name, before) and (granted or any(_is_named(name, before) for name in people))


def _before(quoted: Quotation, text: str) -> str:
    """What stands in the paragraph before a source, less the words of the quotation."""
    end = quoted.source.start if quoted.source else quoted.spans[0].start
    parts, start = [], text.rfind("\n", 0, end) + 1
    for span in (*quoted.spans, Span(end, end, "")):
        parts.append(text[start : max(start, min(span.start, end))])
        start = max(start, span.end)
    return " ".join(parts)


def _is_named(name: str, text: str) -> bool:
    """Whether the last word of a name stands in a text."""
    return _last_named(name, text) >= 0


def _last_named(name: str, text: str) -> int:
    """Where the last word of a name stands in a text for the last time, or -1."""
    last = _LETTERS.findall(name)[-1:]
    return max((word.start() for word in _LETTERS.finditer(text) if [word[0]] == last), default=-1)


def may_be(described: str, named: Speaker) -> bool:
    """Whether a description without a name can be of somebody, by the roles of theirs.

    >>> from attribution.records import Role, Speaker
    >>> lee = Speaker("s1", "Ann Lee", "Ann Lee", "person", named=True, roles=(Role(0, 9, "the mayor"),))
    >>> may_be("old mayor", lee), may_be("caretaker", lee)
    (True, False)
    """
    words = {word.casefold() for role in named.roles for word in words_of_name(role.text)}
    return not words.isdisjoint(word.casefold() for word in words_of_name(described))
