"""A small gold article, made for these tests."""

from __future__ import annotations

from attribution.evaluation.gold import GoldArticle, Ranges, Relation

TEXT = (
    "“The pool is cold,” said coach Mara Oyelaran.\n\n"
    "She warned that the club “may close” in June.\n\n"
    "Ito denied any plan to sell."
)


def at(*words: str, text: str = TEXT) -> Ranges:
    """The spans of the first occurrence of each of the words."""
    return tuple((text.index(w), text.index(w) + len(w)) for w in words)


DIRECT = Relation(at("“The pool is cold,”"), at("coach Mara Oyelaran"), at("said"))
MIXED = Relation(at("that the club “may close” in June"), at("She"), at("warned"))
INDIRECT = Relation(at("any plan to sell"), at("Ito"), at("denied"))


def gold(*relations: Relation, text: str = TEXT, id: str = "a1", publisher: str | None = None) -> GoldArticle:
    """A gold article with these relations, by default all three of TEXT."""
    return GoldArticle(id, text, text, relations or (DIRECT, MIXED, INDIRECT), publisher=publisher)
