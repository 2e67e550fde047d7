"""Stage: which speakers are people of the people list, and their ids. Runs only where there is a list."""

import re
from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc

from attribution.lang.first_names import fold
from attribution.pipeline.annotations import RoleNote, SpeakerNote, WarningNote, annotations
from attribution.pipeline.listed import Listing
from attribution.pipeline.mentions import lexicon_of
from attribution.pipeline.names import parse_name


@dataclass(frozen=True, slots=True)
class Identity:
    """What the list has on a speaker: one entry, or several that fit alike, and why."""

    entries: tuple[int, ...]
    why: str = "listed"


class Identities:
    """Writes `ids` of each speaker that one entry of the list fits, and nobody else does; else a warning.

    Who else is in the article counts by what he says or, if he says nothing, by his name alone.
    """

    def __init__(self, listing: Listing) -> None:
        self.listing = listing
        self.lexicon = lexicon_of(listing.language)

    def __call__(self, doc: Doc) -> Doc:
        """Annotate `doc` in place."""
        self.annotate(doc, self.predict(doc))
        return doc

    def predict(self, doc: Doc) -> list[Identity | None]:
        """Who each speaker is, without writing anything; None for somebody who is not on the list."""
        known = annotations(doc)
        return [self._identity(known["text"], speaker) for speaker in known["speakers"]]

    def annotate(self, doc: Doc, identities: list[Identity | None]) -> None:
        """Write ids and evidence down, or why there are none."""
        known = annotations(doc)
        claims = Counter(known["bystanders"])
        for identity in identities:
            claims.update(identity.entries if identity is not None else ())
        evidence: dict[int, str] = {}
        for at, (speaker, identity) in enumerate(zip(known["speakers"], identities, strict=True)):
            if identity is None:
                continue
            if len(identity.entries) > 1 or claims[identity.entries[0]] > 1:
                evidence[at] = "listed-twice"
                known["warnings"].append(self._warning(speaker, identity))
            else:
                evidence[at] = identity.why
                speaker["ids"] = dict(self.listing.people[identity.entries[0]].ids)
        for relation in known["relations"]:
            if relation["speaker"] in evidence:
                relation["evidence"].append(evidence[relation["speaker"]])

    def _identity(self, text: str, speaker: SpeakerNote) -> Identity | None:
        """A full name is enough; a surname alone, or a name that several have, needs role or organisation."""
        if speaker["kind"] != "person" or speaker["name"] is None:
            return None
        named = tuple(speaker["listed"])
        if len(named) == 1:
            return Identity(named)
        near = named or tuple(
            self.listing.sharing_surname(parse_name(speaker["name"].split(), self.listing.titles))
        )
        agreeing = tuple(entry for entry in near if self._agrees(text, speaker, entry))
        if len(agreeing) == 1:
            return Identity(agreeing, "listed-role")
        found = agreeing or named
        return Identity(found, "listed-role") if found else None

    def _agrees(self, text: str, speaker: SpeakerNote, entry: int) -> bool:
        person = self.listing.people[entry]
        return any(
            self._role_agrees(text, role, person.role or "", person.organisation or "")
            for role in speaker["roles"]
        )

    def _role_agrees(self, text: str, role: RoleNote, listed: str, organisation: str) -> bool:
        """Whether a role in the article is the one on the list, or ties to the same organisation."""
        place = text[slice(*role["affiliation"])] if role["affiliation"] else ""
        title = self._content(role["title"] or text[role["start"] : role["end"]])
        tie, office, body = self._content(place), self._content(listed), self._content(organisation)
        if tie and body and (_same_body(tie, body) or self._short(place, organisation)):
            return True
        if not title or not office or role["former"] != self._former(listed):
            return False
        elsewhere = bool(tie) and bool(body | (office - title)) and not tie & (body | office)
        return not elsewhere and (title <= office or office <= title | tie)

    def _content(self, words: str) -> set[str]:
        """The words that tell offices and organisations apart, abbreviated offices written out."""
        joints, offices = self.lexicon.joints, self.lexicon.titles.offices
        small = joints.inside | joints.complements | joints.definite | joints.new | joints.former
        found = re.findall(r"[\w-]+", fold(words))
        return {offices.get(word, word) for word in found if word not in small}

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

    def _warning(self, speaker: SpeakerNote, identity: Identity) -> WarningNote:
        who = [self.listing.people[entry] for entry in identity.entries]
        where = ", ".join(person.where or person.name for person in who)
        rival = (
            "more than one person of the people list"
            if len(who) > 1
            else "an entry that somebody else in the article fits"
        )
        message = f"{speaker['name']} fits {rival} ({where}): no ids are given"
        first = min(speaker["mentions"], key=lambda m: m["start"], default=None)
        start, end = (first["start"], first["end"]) if first is not None else (None, None)
        return WarningNote(code="listed-twice", message=message, start=start, end=end)


def _same_body(one: set[str], other: set[str]) -> bool:
    """Whether two organisations are one: the same words, or two of the other's at least."""
    small, big = sorted((one, other), key=len)
    return small == big or (len(small) > 1 and small <= big)
