"""Whether pronouns lead to the right name: `python -m attribution.evaluation.coreference GOLD`.

GOLD is JSON lines with `text`, `clusters` (lists of spans) and `types` (one a cluster). Counted are he, she
and their forms. Precision: of those that are mentions of a speaker with a name, the share whose gold cluster
holds that name: a mention that is no pronoun and has the last word of the name in it. Recall: the same number
over those whose gold cluster is a person with such a mention, a capitalised word in it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from attribution.evaluation.score import percent
from attribution.lang.pronouns import pronouns
from attribution.records import Speaker

Spanned = tuple[int, int]


def count(article: Mapping[str, Any], speakers: Iterable[Speaker]) -> Counter[str]:
    """The counts of one article: `right`, `given` and `gold` pronouns."""
    text = str(article["text"])
    known = pronouns("en")
    third = {word for word, (gender, _) in known.personal.items() if gender in ("m", "f")}
    bare = set(known.personal) | known.first | known.second | known.relative
    names: dict[Spanned, list[str]] = {}
    for cluster, sort in zip(article["clusters"], article["types"], strict=True):
        said = [text[start:end] for start, end in cluster]
        named = [mention for mention in said if mention.lower() not in bare and not mention.islower()]
        for (start, end), mention in zip(cluster, said, strict=True):
            if mention.lower() in third:
                names[start, end] = named if sort == "person" else []
    found: Counter[str] = Counter(gold=sum(bool(named) for named in names.values()))
    for speaker in speakers:
        for span in speaker.mentions if speaker.name else ():
            if span.field == "body" and span.text.lower() in third:
                last = str(speaker.name).split()[-1]
                found["given"] += 1
                found["right"] += any(last in name for name in names.get((span.start, span.end), ()))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Print precision, recall and F1 in per cent."""
    from attribution.extractor import Extractor

    [path] = sys.argv[1:] if arguments is None else arguments
    extractor, total = Extractor(), Counter[str]()
    for line in Path(path).read_text(encoding="utf-8").splitlines():
        article = json.loads(line)
        total += count(article, extractor.extract(article["text"]).speakers)
    right, given, gold = total["right"], total["given"], total["gold"]
    print(f"P {percent(right, given)} R {percent(right, gold)} F1 {percent(2 * right, given + gold)}")
    print(f"{right} right of {given} given, {gold} in gold")
    return 0


if __name__ == "__main__":
    sys.exit(main())
