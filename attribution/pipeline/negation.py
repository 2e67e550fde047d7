"""Whether a saying is denied: "did not say", "nobody said", "stopped short of saying"."""

from spacy.tokens import Token

from attribution.lang.details import Details
from attribution.pipeline.frames import ENDS, REACH, Frame, Scene

SUBJECTS = frozenset(("nsubj", "nsubjpass"))


def is_negated(frame: Frame, scene: Scene, words: Details) -> bool:
    """True when the saying itself is denied: "did not say", "nobody said", "without saying"."""
    if any(scene.doc[place].lower_ in words.negators for place in range(*frame.cue)):
        return True
    if any(_negates(child, frame, words) for verb in (frame.verb, *frame.governors) for child in verb.lefts):
        return True
    if frame.source and scene.doc[frame.source[0]].lower_ in words.negative_subjects:
        return True
    if not frame.verb.tag_.startswith("V") or frame.verb.lower_ == "according":
        return False  # "According to Lee, the plan will fail" hangs on what it reports
    return _under_negation(frame.verb, words) or _beside_negation(frame, words)


def _negates(child: Token, frame: Frame, words: Details) -> bool:
    if any(start <= child.i < end for start, end in frame.content):
        return False
    if any(token.text in ENDS for token in child.doc[child.i : child.head.i][-REACH:]):
        return False
    if child.dep_ in SUBJECTS:
        return child.left_edge.lower_ in words.negative_subjects
    opening = tuple(token.lower_ for token in child.doc[child.left_edge.i : child.left_edge.i + 3])
    if opening in words.negating_phrases or opening[:2] in words.negating_phrases:
        return True
    following = [token.lower_ for token in child.doc[child.i + 1 : child.i + 2]]
    return child.lower_ in words.negators and not words.not_negated_by.intersection(following)


def _under_negation(verb: Token, words: Details) -> bool:
    """ "without saying", "stopped short of saying", "refused to say", "has yet to say"."""
    token = verb
    for _ in range(3):
        if token.dep_ not in ("pcomp", "prep", "xcomp") or token.head is token:
            return False
        below, token = token, token.head
        before = token.nbor(-1).lower_ if token.i and token.dep_ == "prep" else ""
        if token.lower_ in words.negating or before in words.negating:
            return True
        if any(child.lower_ in words.negating for child in token.children if child.i < below.i):
            return True
    return False


def _beside_negation(frame: Frame, words: Details) -> bool:
    """ "did not confirm or deny", "neither confirmed nor denied"."""
    verb = frame.verb
    if verb.dep_ != "conj" or any(child.dep_ in SUBJECTS for child in verb.lefts):
        return False
    if not any(child.dep_ == "cc" and child.lower_ in words.negation_carried for child in verb.head.children):
        return False
    return any(_negates(child, frame, words) for child in verb.head.lefts)
