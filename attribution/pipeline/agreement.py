"""Whether a role in an article is the office that the people list gives somebody (docs/people.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from attribution.lang.first_names import fold
from attribution.pipeline.annotations import RoleNote, SpeakerNote
from attribution.pipeline.mentions import Lexicon

Verdict = Literal["agrees", "differs", ""]
_WORD = re.compile(r"[\w-]+")
_TERM = re.compile(r"\d{4} ?(?:to|-|–|and) ?(?:\d{4}|\d\d)\b")  # "2002 to 2010"
_PROPER = re.compile(r"(?:\w+ )?((?:[A-Z][\w.-]*|of|the|and|for|&)(?: (?:[A-Z][\w.-]*|of|the|and|for|&))*)")
_OWNER = re.compile(r"(?:the )?([A-Z][^’']*)['’]s? ")
_AGE = re.compile(r"(?:, \d+)?,? ")


@dataclass(frozen=True, slots=True)
class Office:
    """A role as words: what it is, what it is tied to and how that is written, and whether it is past."""

    heads: frozenset[str]
    title: frozenset[str]
    tie: frozenset[str]
    body: str
    past: bool


class Agreement:
    """Compares roles of articles with those of the list, by the words of one language."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon

    def verdict(self, stated: Office, listed: Office) -> Verdict:
        """Whether a stated role is the listed one, the same office of somebody else, or neither."""
        same_office = bool(stated.heads & listed.heads) and (
            stated.title <= listed.title | listed.tie or listed.title <= stated.title | stated.tie
        )
        tied = bool(stated.tie and listed.tie)
        same_place = tied and self._one_body(stated, listed)
        lesser = self.lexicon.joints.ranks | self.lexicon.joints.lesser
        if stated.title & lesser != listed.title & lesser:
            return "differs" if stated.heads & listed.heads else ""
        if same_office and stated.past != listed.past:
            return "" if stated.past and tied and not same_place else "differs"
        if same_office:
            return "differs" if tied and not same_place else "agrees"
        if not same_place or not listed.body or stated.past:
            return ""
        # one word may be a place, where many live
        alone = not listed.heads or not stated.heads
        several = len(stated.tie & listed.tie) > 1 or self._short(stated.body, listed.body)
        return "agrees" if several or (alone and stated.tie == listed.tie) else ""

    def office(self, role: str, organisation: str) -> Office:
        """The office of an entry; its role may hold what it is tied to ("mayor of Ostby")."""
        title, place = self._parted(role)
        return Office(
            heads=self._heads(title),
            title=frozenset(self._content(title)),
            tie=frozenset(self._content(organisation) or self._content(place)),
            body=organisation,
            past=self._former(role),
        )

    def stated(self, text: str, role: RoleNote, home: str) -> Office:
        """The office that an article states; `home` is where it says the bearer is from."""
        written = text[role["start"] : role["end"]]
        title, place = self._parted(role["title"] or written)
        tie = (
            text[slice(*role["affiliation"])]
            if role["affiliation"]
            else self._owner(written) or place or home
        )
        own = self._content(title) - self._content(tie)
        ended = any(word in self.lexicon.joints.ending for word in fold(written).split())
        past = role["former"] or ended or _TERM.search(written) is not None or self._was(text, role["start"])
        heads = self._heads(title) & own
        return Office(heads, frozenset(own), frozenset(self._content(tie)), tie, past)

    def home(self, text: str, speaker: SpeakerNote) -> str:
        """The name after "of" or "from" behind a name of a speaker: "Mayor Lee, of Marlow"; else ""."""
        for mention in speaker["mentions"]:
            after = text[mention["end"] : mention["end"] + 80]
            rest = after[match.end() :] if (match := _AGE.match(after)) else ""
            word, _, name = rest.partition(" ")
            proper = _PROPER.match(name.removeprefix("the "))
            if (
                mention["form"] == "name"
                and word in self.lexicon.joints.home
                and proper
                and name[:1].isupper()
            ):
                return proper[1]
        return ""

    def genders(self, text: str, speaker: SpeakerNote) -> set[str]:
        """What the courtesy titles right before the names of a speaker tell."""
        names = (mention for mention in speaker["mentions"] if mention["form"] == "name")
        before = (text[max(0, name["start"] - 20) : name["start"]].split()[-1:] for name in names)
        courtesy = self.lexicon.titles.courtesy
        return {courtesy.get(word.lower().strip("“‘(.,"), "") for words in before for word in words}

    def _parted(self, role: str) -> tuple[str, str]:
        """A role before the first preposition, and the name behind it: "mayor", "Ostby"."""
        words = role.split()
        for number, word in enumerate(words[1:], 1):
            if word in self.lexicon.joints.complements:
                behind = " ".join(words[number + 1 :])
                named = behind.removeprefix("the ")[:1].isupper()
                return (" ".join(words[:number]), behind) if named else (role, "")
        return role, ""

    def _heads(self, title: str) -> frozenset[str]:
        """The nouns that a title hangs from: the last word of each of its conjuncts before a preposition."""
        joints = self.lexicon.joints
        heads, last = set(), ""
        for word in _WORD.findall(fold(title)):
            if word in joints.conjunctions or word in joints.complements:
                heads.add(last)
                last = ""
                if word in joints.complements:
                    break
            else:
                last = word
        return frozenset(self._written_out(word) for word in heads | {last} if word)

    def _one_body(self, stated: Office, listed: Office) -> bool:
        """Whether two ties are one: all words of one are in the other, or one is the acronym of the other."""
        within = stated.tie <= listed.tie or listed.tie <= stated.tie
        return within or self._short(stated.body, listed.body)

    def _content(self, words: str) -> set[str]:
        """The words that tell offices and organisations apart, abbreviated offices written out."""
        joints = self.lexicon.joints
        small = joints.inside | joints.complements | joints.definite | joints.new | joints.former | {"s"}
        return {self._written_out(word) for word in _WORD.findall(fold(words)) if word not in small}

    def _written_out(self, word: str) -> str:
        return self.lexicon.titles.offices.get(word, word)

    def _owner(self, role: str) -> str:
        match = _OWNER.match(role)
        return match[1] if match else ""

    def _was(self, text: str, start: int) -> bool:
        """Whether "was" or "had been" stands before a role."""
        joints = self.lexicon.joints
        small = joints.articles | joints.new
        before = [word for word in fold(text[max(0, start - 30) : start]).split() if word not in small]
        return before[-1:] != [] and (
            before[-1] in joints.past_copulas or before[-2:] == [*joints.past_perfect]
        )

    def _former(self, role: str) -> bool:
        joints = self.lexicon.joints
        return any(w in joints.former or w.startswith(joints.former_prefixes) for w in fold(role).split())

    def _short(self, one: str, other: str) -> bool:
        """Whether one of two names is the acronym of the other."""
        pairs = ((one, other), (other, one))
        return any(fold(short).replace(".", "") in self._initials(long) for short, long in pairs)

    def _initials(self, name: str) -> set[str]:
        words = re.findall(r"\w+", fold(name))
        main = [word for word in words if word not in self.lexicon.joints.inside]
        return {"".join(w[0] for w in part) for part in (words, main) if len(part) > 1}
