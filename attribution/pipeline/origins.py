"""People called by where they come from: "the Elbonian said", "a Scot"."""

from __future__ import annotations

from attribution.lang.facets import Facets
from attribution.lang.joints import Joints
from attribution.pipeline.words import Words


def of_origin(words: Words, joints: Joints, facets: Facets, i: int) -> bool:
    """Whether a capitalised word can call somebody by where he comes from; a party word does not."""
    lower = words.lower[i]
    told = facets.told([lower])
    if not words.text[i][0].isupper() or "party" in told:
        return False
    known = words.entity[i] == "NORP" or "country" in told
    return lower in joints.origins or (known and lower.endswith(joints.origin_endings))


def in_place_of_name(words: Words, joints: Joints, facets: Facets, i: int) -> bool:
    """Whether such a word has an article right before it."""
    article = i > 0 and words.lower[i - 1] in joints.articles | joints.new
    return article and of_origin(words, joints, facets, i)
