"""Articles to keep, with their records, without a model."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from attribution import records
from attribution.store.incoming import Incoming
from tests import samples

OPEN = "“We open the lock gates at noon,” said harbour master Mara Lindqvist."
COST = "“The new pier cost nine million crowns,” said treasurer Ned Abara."
RENTS = "“Rents have gone up by 12 per cent since 2019,” said minister Mara Lindqvist."
LOWER = "“Rents have gone up by 11 per cent since 2019,” said minister Mara Lindqvist."
NEVER = "“Nobody asked the fishermen,” said Tove Sand."


def incoming(*sentences: str, id: str | None = "a1", outlet: str | None = None, **about: Any) -> Incoming:
    """An article of sentences like those above: words in marks, "said", a role in small letters, a name."""
    text = "\n\n".join(sentences)
    found: list[records.Quotation] = []
    speakers: dict[str, records.Speaker] = {}
    start = 0
    for sentence in sentences:
        words, said = sentence.split("”")
        quotation = samples.quotation(start, start + len(words) + 1, text=text, id=f"q{len(found) + 1}")
        speaker = _speaker(said, start + len(words) + 1, len(speakers) + 1)
        speaker = speakers.setdefault(speaker.label, speaker)
        role = speaker.roles[0] if speaker.roles else None
        found.append(replace(quotation, speaker=speaker.id, role=role))
        start += len(sentence) + 2
    article = records.Article(
        id, about.get("url"), about.get("title"), about.get("published"), "en",
        hashlib.sha256(text.encode()).hexdigest(), len(text),
    )  # fmt: skip
    model = about.get("model") or records.Model("fake", "1")
    made = records.Extraction(article, tuple(found), tuple(speakers.values()), (), model)
    return Incoming(made, text=text, outlet=outlet)


def _speaker(said: str, start: int, number: int) -> records.Speaker:
    words = said.strip().rstrip(".").removeprefix("said ").split()
    name = " ".join(word for word in words if word[0].isupper())
    title = " ".join(word for word in words if word[0].islower())
    place = start + said.index(words[0]) if words else start
    roles = (records.Role(place, place + len(title), title, title=title),) if title else ()
    return records.Speaker(f"s{number}", name, name, "person", named=True, roles=roles)
