"""What stands beside a quotation, as terms: the words around it, its topics, and who spoke in which role.

It is indexed apart from the words that were said. Words of a name, a role and an affiliation have a prefix
each, which no word of a text can have, so that one index answers for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from attribution.records import Quotation, Speaker
from attribution.store.naming import folded_name
from attribution.store.terms import LONGEST, as_column, terms_of

NAME, ROLE, AFFILIATION = "s:", "r:", "a:"
_GAP = "_"  # no word: what stands on both sides of it is no phrase


def beside_of(quotation: Quotation, speaker: Speaker | None) -> str:
    """The terms of what stands beside a quotation, as the column that is indexed holds them."""
    around = (quotation.context.before, quotation.context.after, *quotation.topics)
    found = f" {_GAP} ".join(filter(None, (as_column(terms_of(text)) for text in around)))
    role = quotation.role
    named = [
        *with_prefix(NAME, name_keys((speaker.name or speaker.label) if speaker else "")),
        *with_prefix(ROLE, _keys(role.text if role else "")),
        *with_prefix(AFFILIATION, _keys(role.affiliation.text if role and role.affiliation else "")),
    ]
    return " ".join(filter(None, (found, *named)))


def name_keys(name: str) -> tuple[str, ...]:
    """The words of a name, as names are compared; none where it has no letter.

    >>> name_keys("Dr. Mára J. Lindqvist")
    ('mara', 'lindqvist')
    """
    plain = ("".join(letter for letter in word if _is_kept(letter)) for word in folded_name(name).split())
    return tuple(dict.fromkeys(word[:LONGEST] for word in plain if any(map(str.isalnum, word))))


def with_prefix(prefix: str, keys: Iterable[str]) -> list[str]:
    """Terms of the kind that the prefix tells."""
    return [prefix + key for key in keys]


def _keys(text: str) -> list[str]:
    return [term.key for term in terms_of(text)]


def _is_kept(letter: str) -> bool:
    """Whether a character can be in a term: both indexes take it for part of a word."""
    return letter.isalnum() or letter in "'.-"
