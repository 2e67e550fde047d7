"""What an article is about: its key terms, by textacy."""

from __future__ import annotations

from statistics import StatisticsError

from spacy.tokens import Doc

CANDIDATES = 40  # key terms of an article, at the most


def key_terms(doc: Doc) -> tuple[str, ...]:
    """Key terms of a tagged Doc, lower case, best first, by YAKE (Campos et al. 2020) as textacy has it.

    Terms end in a noun and hold no verb; those that another term holds are left to it. A text with fewer
    than two words that count has none: YAKE compares their frequencies.
    """
    # textacy loads scikit-learn, two seconds that only those should wait who ask for topics
    from textacy.extract.keyterms.yake import yake

    nouns = {t.lower_ for t in doc if t.tag_.startswith("NN")}
    verbs = {t.lower_ for t in doc if t.tag_.startswith("VB")}
    try:
        scored = yake(doc, normalize="lower", ngrams=(1, 2, 3), include_pos=None, topn=CANDIDATES)
    except StatisticsError:
        return ()
    split = [(term, term.split()) for term, _ in scored if term.strip()]
    terms = [term for term, words in split if words[-1] in nouns and not verbs & set(words)]
    return tuple(term for term in terms if not any(term != other and term in other for other in terms))
