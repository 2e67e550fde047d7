"""Unites the network's relations with those of the rules: each has what the other does not know.

The network's relations stand. One that shares its cue with a relation of the rules takes from that what rules
know better; of the rest of the rules' relations those stay that were read from layout and marks.
"""

from collections.abc import Iterable, Sequence

from attribution.pipeline.annotations import QUESTION_ANSWER, Range, RelationNote
from attribution.pipeline.spans import Claims, Fitting, common, joined, without

LAYOUT = frozenset(
    {"dash", "label", "dialogue", "alternates"}
)  # evidence of what the network saw too little of
THOUGHTS = {"think": "thought", "believe": "thought", "wish": "thought", "plan": "plan"}  # act -> reason
_SURE = LAYOUT | {"according-to"}
_WIDER = frozenset({"clause", "cue-after", "cue-before"})  # evidence of rules that see the whole of a content
_NAMES = frozenset({"nickname", "motto"})  # reasons that the rules know better: words in marks are a name,
_UNSAID = frozenset({"hypothetical", "other"})  # or were never uttered
_SAME = 0.3  # share of a rule's content in the network's, from which they are one relation
_DOUBTFUL = 0.8  # chance of a source, below which the rules' is taken
_BESIDE = 0.95  # the same behind a quotation, where the source stands beside its cue


def united(
    text: str, found: Sequence[RelationNote], rules: Sequence[RelationNote], fitting: Fitting
) -> list[RelationNote]:
    """The relations of both, in the order of the text; `found` are the network's and are changed in place."""
    union = _Union(text, found, [note for note in rules if note["parent"] is None], fitting)
    return _in_order(text, union.notes(), rules)


class _Union:
    """The relations of one text on their way together."""

    def __init__(
        self, text: str, found: Sequence[RelationNote], rules: Sequence[RelationNote], fitting: Fitting
    ) -> None:
        self.text = text
        self.rules = rules
        self.fitting = fitting
        self.kept = list(found)
        self.claims = Claims(text)
        for number, note in enumerate(found):
            self.claims.claim(note["content"], number)
        self.of_cue = _by_cue(found)  # letter of a cue -> number of the network's relation
        self.rule_of_cue = _by_cue(rules)

    def notes(self) -> list[RelationNote]:
        """All relations that stay."""
        for rule in self.rules:
            number = _number(self.of_cue, rule)
            holder, shared = self.claims.holder(rule["content"])
            other = self.kept[holder] if holder is not None else None
            if other and rule["reason"] in _NAMES and other["content"] == rule["content"]:
                other["statement"], other["reason"] = False, rule["reason"]
            elif number is not None:
                _inform(self.kept[number], rule)
                self._widen(number, rule)
            elif other and _split(self.text, other, rule):
                self._keep(rule)
            elif other and shared >= _SAME * self.claims.letters(rule["content"]):
                continue
            elif _SURE.intersection(rule["evidence"]) or self.fitting.touched(rule["content"]):
                self._keep(rule)
        return [note for note in self.kept if note["content"]]

    def _keep(self, rule: RelationNote) -> None:
        """Takes a relation of the rules, and its words from whoever has some of them."""
        holder, _ = self.claims.holder(rule["content"])
        if holder is not None:
            self._take(rule["content"], self.kept[holder])
        self.claims.claim(rule["content"], len(self.kept))
        self.kept.append(rule)

    def _widen(self, number: int, rule: RelationNote) -> None:
        """Take the rules' content if it holds all of the network's, else its parts in marks."""
        note = self.kept[number]
        shared = self.claims.letters(common(note["content"], rule["content"]))
        free = self.claims.taken(rule["content"]) == shared
        whole = shared == self.claims.letters(note["content"]) and bool(_WIDER.intersection(rule["evidence"]))
        if rule["reason"] == "hypothetical":
            note["content"] = [list(piece) for piece in rule["content"]]
        elif free and whole:
            # what stands apart from a quotation and in no marks is not said
            quoted = all(map(self._marked, note["content"]))
            pieces = [list(piece) for piece in rule["content"]]
            note["content"] = [
                p for p in pieces if not quoted or self._marked(p) or common([p], note["content"])
            ]
        else:
            more = [p for p in rule["content"] if self._marked(p) and self._given(p, number)]
            note["content"] = joined(self.text, [*note["content"], *more])
        self.claims.claim(note["content"], number)

    def _marked(self, piece: Range) -> bool:
        return bool(self.fitting.touched([piece]))

    def _given(self, piece: Range, number: int) -> bool:
        """Whether a piece in marks is free, or is held by a cue to which the rules do not give it."""
        holder, _ = self.claims.holder([piece])
        if holder is None:
            return True
        if holder == number:
            return False
        other = self.kept[holder]
        theirs = _number(self.rule_of_cue, other)
        if theirs is None or common(self.rules[theirs]["content"], [piece]):
            return False
        self._take([piece], other)
        return True

    def _take(self, words: Sequence[Range], other: RelationNote) -> None:
        """Take words away from a relation, and all that it has where no letters are left."""
        rest = without(other["content"], words)
        other["content"] = rest if self.claims.letters(rest) else []


def _by_cue(notes: Iterable[RelationNote]) -> dict[int, int]:
    cues = ((number, note["cue"]) for number, note in enumerate(notes))
    return {at: number for number, cue in cues if cue is not None for at in range(*cue)}


def _number(by_cue: dict[int, int], note: RelationNote) -> int | None:
    """The relation whose cue shares something with the cue of `note`."""
    letters = range(*note["cue"]) if note["cue"] else ()
    return next((by_cue[at] for at in letters if at in by_cue), None)


def _split(text: str, note: RelationNote, rule: RelationNote) -> bool:
    """ "Said he was tired and vowed to go": one speaker and two cues are two relations.

    Cuts the network's content before the second cue, and tells whether it did.
    """
    cue = rule["cue"]
    if cue is None or rule["source"] is None or rule["source"] != note["source"]:
        return False
    before = [[a, min(b, cue[0])] for a, b in note["content"] if a < cue[0]]
    words = text[before[-1][0] : before[-1][1]].rstrip() if before else ""
    if not common(note["content"], [cue]) or not words.endswith((" and", " but")):
        return False
    before[-1][1] = before[-1][0] + len(words[:-4].rstrip(" ,"))
    note["content"] = before
    return True


def _inform(note: RelationNote, rule: RelationNote) -> None:
    """Take from the rules' relation of the same cue what the network does not know, or not well enough."""
    note["cue"], note["lemma"], note["act"] = rule["cue"], rule["lemma"], rule["act"]
    mine, theirs = note["source"], rule["source"]
    doubtful = _DOUBTFUL if "cue-after" not in rule["evidence"] else _BESIDE
    unsure = mine is None or (note["source_confidence"] or 0) < doubtful
    alike = mine is not None and theirs is not None and bool(common([mine], [theirs]))
    if theirs is not None and (unsure or alike):
        note["source"] = theirs
        note["source_confidence"] = note["source_confidence"] if alike else rule["source_confidence"]
    elif QUESTION_ANSWER in rule["evidence"]:
        note["source"] = note["source_confidence"] = None
    codes = [*note["evidence"], *rule["evidence"]]
    note["evidence"] = [c for c in dict.fromkeys(codes) if c != "no-source" or note["source"] is None]
    if rule["reason"] in _UNSAID:
        note["statement"] = False
    if not note["statement"]:
        note["reason"] = THOUGHTS.get(rule["act"], rule["reason"] or "other")


def _in_order(text: str, outer: Sequence[RelationNote], rules: Sequence[RelationNote]) -> list[RelationNote]:
    """Sorted, with those nested relations of the rules that lie within a content."""
    claims = Claims(text)
    for number, note in enumerate(outer):
        claims.claim(note["content"], number)
    homes: list[tuple[RelationNote, RelationNote]] = []
    for note in rules:
        if note["parent"] is None:
            continue
        holder, shared = claims.holder(note["content"])
        if holder is not None and shared == claims.letters(note["content"]):
            homes.append((note, outer[holder]))
    homes = [(note, home) for note, home in homes if home["content"] != note["content"]]
    every = sorted([*outer, *(note for note, _ in homes)], key=lambda note: note["content"])
    place = {id(note): number for number, note in enumerate(every)}
    for note, home in homes:
        note["parent"] = place[id(home)]
    return every
