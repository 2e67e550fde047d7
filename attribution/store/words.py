"""What somebody types to find quotations, read into terms.

Words stand for themselves and must all be there; words that are written together ("re-open") must stand
together. "…" is a phrase: its words in this order. -word and -"…" must not be there. OR, in capitals, between
two of them asks for either, and binds closer than the blank: `gate OR lock noon` is either of the two, and
noon. Everything else is taken literally, or passed over as the comma is, so no operator of any database means
anything here. Words are compared as terms are (`store/terms.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from attribution.errors import InputError
from attribution.store.terms import Term, terms_of

LONGEST = 2_000  # code points
MOST = 100  # terms

_MARKS = '"“”„‟«»'
_PIECE = re.compile(
    rf"(?P<minus>-?)(?:[{_MARKS}](?P<phrase>[^{_MARKS}]*)(?P<closed>[{_MARKS}]?)|(?P<word>[^\s{_MARKS}]+))"
)
_EITHER = "OR"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Terms that stand one behind the other."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Of each of `groups` one phrase must be there, and none of `without`."""

    groups: tuple[tuple[Phrase, ...], ...]
    without: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that may be there."""
        return tuple(phrase for group in self.groups for phrase in group)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, a phrase or OR as it was typed, and where."""

    kind: str  # word, phrase, without, either
    text: str
    start: int


def read_words(text: str, *, field: str = "words") -> Words:
    """Reads what was typed.

    Raises InputError, which names `field` and the place, for a phrase that is not closed, an OR that does not
    stand between two words that are looked for, for no word at all, and for too many.

    >>> read_words('gate OR lock -noon').groups
    ((Phrase(keys=('gate',)), Phrase(keys=('lock',))),)
    """
    if len(text) > LONGEST:
        raise InputError(f"more than {LONGEST} characters", field=field, position=LONGEST)
    pieces = list(_pieces(text, field))
    _check_either(pieces, field)
    found = _join(pieces)
    if sum(len(phrase.keys) for phrase in (*found.phrases, *found.without)) > MOST:
        raise InputError(f"more than {MOST} words", field=field)
    if not found.groups and not found.without:
        raise InputError("no word to look for", field=field)
    return found


def _pieces(text: str, field: str) -> Iterator[_Piece]:
    for match in _PIECE.finditer(text):
        start = match.start()
        if match["word"] is not None:
            kind = "without" if match["minus"] else "word"
            yield _Piece("either" if match[0] == _EITHER else kind, match["word"], start)
        elif not match["closed"]:
            raise InputError("a quotation mark that is not closed", field=field, position=start)
        else:
            yield _Piece("without" if match["minus"] else "phrase", match["phrase"], start)


def _check_either(pieces: list[_Piece], field: str) -> None:
    for place, piece in enumerate(pieces):
        if piece.kind == "either":
            beside = [pieces[i].kind for i in (place - 1, place + 1) if 0 <= i < len(pieces)]
            if len(beside) < 2 or {"either", "without"} & set(beside):
                raise InputError(
                    "OR must stand between two words that are looked for", field=field, position=piece.start
                )


def _join(pieces: list[_Piece]) -> Words:
    groups: list[tuple[Phrase, ...]] = []
    without: list[Phrase] = []
    either = False
    for piece in _runs(pieces):
        if piece.kind == "either":
            either = True
            continue
        phrases = [_phrase(piece.text)] if piece.kind != "word" else _phrases(piece.text)
        phrases = [phrase for phrase in phrases if phrase.keys]
        if piece.kind == "without":
            without.extend(phrases)
            continue
        if either and groups and phrases:
            groups[-1] += (phrases.pop(0),)
        groups.extend((phrase,) for phrase in phrases)
        either = False
    return Words(tuple(groups), tuple(without))


def _runs(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces, with words that follow each other as one: "twenty six" is one number."""
    run: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "word":
            run.append(piece)
            continue
        yield from _run(run)
        run = []
        yield piece
    yield from _run(run)


def _run(run: list[_Piece]) -> Iterator[_Piece]:
    if run:
        yield _Piece("word", " ".join(piece.text for piece in run), run[0].start)


def _phrase(text: str) -> Phrase:
    return Phrase(tuple(term.key for term in terms_of(text)))


def _phrases(text: str) -> list[Phrase]:
    """A phrase for each word, and for words without a blank between them."""
    together: list[list[Term]] = []
    for term in terms_of(text):
        if together and " " not in text[together[-1][-1].end : term.start]:
            together[-1].append(term)
        else:
            together.append([term])
    return [Phrase(tuple(term.key for term in terms)) for terms in together]
