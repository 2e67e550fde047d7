"""The tokens: how they are written, and which are like nothing in the article.

A token is `[[QX12KBFM]]`: brackets as templates have them, two letters that no word begins with, a number
and four check letters. It is ASCII, so that no tokenizer drops it; holds no word that could be translated;
and no blank or hyphen at which it could be broken. Check letters are consonants, so that they spell nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count, product

CHECKS = 4  # letters
_LETTERS = "BCDFGHJKLMNPRTVWXZ"  # no vowel, and none that is easily taken for another
_RARE = "QXZJVW"  # of which the prefixes are
_TOKEN = re.compile(r"(\[{2,})([QXZJVW]{2,})(\d+)([A-Z]{4})(\]{2,})")
_RUNS = re.compile(r"\[+|\]+")


@dataclass(frozen=True)
class Form:
    """How the tokens of an article are written: their first letters, and how many brackets they have."""

    prefix: str
    depth: int

    def token(self, number: int, code: str) -> str:
        """A token.

        >>> Form("QX", 2).token(12, "KBFM")
        '[[QX12KBFM]]'
        """
        return f"{'[' * self.depth}{self.prefix}{number}{code}{']' * self.depth}"

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What finds all tokens of this form, be they of the key or not."""
        return re.compile(rf"\[{{{self.depth}}}{self.prefix}[0-9]+[A-Z]{{{CHECKS}}}\]{{{self.depth}}}")


def form_of(token: str) -> Form | None:
    """The form of a token, or None for what is none.

    >>> form_of("[[QX12KBFM]]")
    Form(prefix='QX', depth=2)
    """
    found = _TOKEN.fullmatch(token)
    if found is None or len(found[1]) != len(found[5]):
        return None
    return Form(found[2], len(found[1]))


def body_of(token: str) -> tuple[str, str, str]:
    """The prefix, number and check letters of a token. Raises ValueError for what is none.

    >>> body_of("[[QX12KBFM]]")
    ('QX', '12', 'KBFM')
    """
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise ValueError(f"{token!r} is no token")
    return found[2], found[3], found[4]


def forms(article: str) -> Iterator[Form]:
    """Forms for the tokens of an article, the plainest first; their brackets are nowhere in it."""
    longest = max((len(run) for run in _RUNS.findall(article)), default=0)
    for length in count(2):
        for letters in product(_RARE, repeat=length):
            if len(set(letters)) > 1:
                yield Form("".join(letters), max(2, longest + 1))


def write_tokens(form: Form, seeds: Sequence[str]) -> list[str]:
    """A token for each seed. Any two differ in two check letters at least, besides their number.

    >>> write_tokens(Form("QX", 2), ["one", "two"])[0].startswith("[[QX1")
    True
    """
    taken: set[tuple[int, str]] = set()
    found = []
    for number, seed in enumerate(seeds, 1):
        code = next(code for code in _codes(f"{form.prefix}\0{seed}") if taken.isdisjoint(_less_one(code)))
        taken.update(_less_one(code))
        found.append(form.token(number, code))
    return found


def _codes(seed: str) -> Iterator[str]:
    for turn in count():
        digest = hashlib.sha256(f"{turn}\0{seed}".encode("utf-8", "surrogatepass")).digest()
        yield "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:CHECKS])


def _less_one(code: str) -> Iterable[tuple[int, str]]:
    """The code without each of its letters: codes that differ in a single letter share one of these."""
    return [(at, code[:at] + code[at + 1 :]) for at in range(len(code))]
