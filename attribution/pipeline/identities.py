"""Stage: which speakers are people of the people list, and their ids. Runs only where there is a list."""

from collections import Counter
from dataclasses import dataclass

from spacy.tokens import Doc

from attribution.pipeline.agreement import Agreement
from attribution.pipeline.annotations import SpeakerNote, WarningNote, annotations
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
        self.agreement = Agreement(lexicon_of(listing.language))

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
        """Whether a role or organisation in the article is that of an entry, and nothing denies it."""
        person = self.listing.people[entry]
        if person.gender and self.agreement.genders(text, speaker) - {"", person.gender}:
            return False
        home = self.agreement.home(text, speaker)
        known = self.agreement.office(person.role or "", person.organisation or "")
        verdicts = [
            self.agreement.verdict(self.agreement.stated(text, role, home), known)
            for role in speaker["roles"]
        ]
        return "agrees" in verdicts and "differs" not in verdicts

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
