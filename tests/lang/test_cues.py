"""The cue data of each language: its shape, its forms, and the sentences that every entry carries.

An example passes when a quotation has the entry's cue and its content covers the bracketed words; a
counter-example passes when no quotation has the entry's word as its cue.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

import pytest

from attribution.errors import LanguageDataError
from attribution.lang.cues import CueEntry, _verb_forms, cues, cues_by_form
from attribution.lang.loader import read_data
from attribution.records import Act, Extraction, Quotation

if TYPE_CHECKING:
    from attribution import Extractor

LANGUAGE = "en"
OVERLAP = 0.7  # intersection over union, in letters and digits
ENTRIES = cues(LANGUAGE)

# Sentences of the data that the engine gets wrong: plain English, so they stay, and pass one day.
_GAPS: dict[str, list[str]] = {
    "a prepositional phrase of the object that the parse hangs on the cue is lost": [
        "The ambassador expressed [regret at the delay].",
        "The ombudsman highlighted [failings in the care of elderly patients].",
        "The bishop likened [the casino to a church without mercy].",
        "Parents demanded [an apology from the school].",
        "Investigators blamed [the explosion on a faulty valve].",
        "Artists decried [the cuts to the museum].",
        "The airline has reported [its first profit in a decade].",
        "The foreign ministry rejected [the accusations as baseless].",
    ],
    "a noun as predicate that the parse takes for an object or adverb is lost": [
        "Union leaders labeled [the plan a gift to the rich].",
        "The minister branded [the strike a disgrace].",
    ],
    "an infinitive that the parse takes for an adverbial or relative clause is lost": [
        "Bishops from six countries called on both sides [to release all prisoners].",
    ],
    "a that-clause that the parse hangs on the addressee is lost": [
        "The hospital informed relatives [that visits would be limited to one hour].",
    ],
    "a noun in subject position: the parse loses where its clause ends": [
        "The minister’s statement [that the reservoir was full] surprised engineers.",
        "The keeper’s admission [that the cage had been open] shocked visitors.",
        "The club’s announcement [that its captain would leave] stunned fans.",
        "The banker’s denial [that he knew the courier] was played in court.",
    ],
    "a that-clause that the parse does not hang on its noun is lost": [
        "Critics pointed to the governor’s vow [that taxes would never rise].",
    ],
    "the object frame takes any object: another sense of the verb": [
        "The makers will recall 4,000 toasters with a faulty switch.",
        "The singer acknowledged the crowd with a wave.",
        "The hospital admitted nine patients overnight.",
        "Rovers conceded two goals in the last five minutes.",
        "Passengers may claim compensation within a year.",
        "Travellers must declare goods worth over 400 euros at customs.",
        "A single soldier was left to defend the bridge.",
        "The guards denied him entry to the stadium.",
        "The school dismissed two teachers.",
        "The two maps contradict each other.",
        "Police questioned two men on Friday.",
        "The judge condemned him to death.",
        "We ordered two coffees.",
    ],
    "the object frame takes any subject: things that do not speak": [
        "Fog may explain the crash.",
        "The curtain rose to reveal a garden full of snow.",
        "Tall windows emphasise the height of the hall.",
        "The fire claimed six lives.",
        "The role demands patience.",
    ],
    "a preposition counts although the cue has an object": [
        "The doctor referred her to a specialist.",
    ],
    "a passive without agent is no report": [
        "Buildings deemed unsafe are pulled down.",
    ],
}
GAPS = {sentence: reason for reason, sentences in _GAPS.items() for sentence in sentences}


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the data: `text` without brackets, `content` the positions of the words in them."""

    entry: CueEntry
    written: str
    text: str
    content: frozenset[int]


def _sentence(entry: CueEntry, written: str) -> Sentence:
    text, inside, content = "", False, set()
    for character in written:
        if character in "[]":
            inside = character == "["
            continue
        if inside and character.isalnum():
            content.add(len(text))
        text += character
    return Sentence(entry, written, text, frozenset(content))


def _name(entry: CueEntry) -> str:
    return "-".join(part for part in (entry.lemma, entry.particle or entry.object, entry.kind) if part)


def _params(sentences: list[Sentence]) -> list[pytest.ParameterSet]:
    counts: Counter[str] = Counter()
    params = []
    for sentence in sentences:
        name = _name(sentence.entry)
        counts[name] += 1
        gap = GAPS.get(sentence.written)
        marks = [pytest.mark.xfail(strict=True, reason=gap)] if gap else []
        params.append(pytest.param(sentence, id=f"{name}-{counts[name]}", marks=marks))
    return params


EXAMPLES = [_sentence(entry, written) for entry in ENTRIES for written in entry.examples]
COUNTER_EXAMPLES = [_sentence(entry, written) for entry in ENTRIES for written in entry.counter_examples]


@pytest.fixture(scope="session")
def extractions(rules: Extractor) -> dict[str, Extraction]:
    """Text -> its extraction, for all sentences of the data, read in one go."""
    texts = sorted({sentence.text for sentence in (*EXAMPLES, *COUNTER_EXAMPLES)})
    read = zip(texts, rules.extract_many(texts, batch_size=256), strict=True)
    return {text: result for text, result in read if isinstance(result, Extraction)}


def _overlap(sentence: Sentence, quotation: Quotation) -> float:
    found = {
        place
        for span in quotation.spans
        for place in range(span.start, span.end)
        if sentence.text[place].isalnum()
    }
    return len(found & sentence.content) / len(found | sentence.content)


def _has_cue(quotation: Quotation, entry: CueEntry) -> bool:
    if quotation.cue is None:
        return False
    words = re.findall(r"\w+", quotation.cue.text.lower())
    return quotation.cue.lemma == entry.lemma or not entry.forms.isdisjoint(words)


@pytest.mark.parametrize("sentence", _params(EXAMPLES))
def test_example(sentence: Sentence, extractions: dict[str, Extraction]) -> None:
    quotations = extractions[sentence.text].quotations
    found = [q for q in quotations if q.cue is not None and q.cue.lemma == sentence.entry.lemma]
    seen = [(q.cue.lemma if q.cue else None, q.text) for q in quotations]
    assert found, f"no such cue in {seen}"
    assert max(_overlap(sentence, q) for q in found) >= OVERLAP, f"other content: {seen}"


@pytest.mark.parametrize("sentence", _params(COUNTER_EXAMPLES))
def test_counter_example(sentence: Sentence, extractions: dict[str, Extraction]) -> None:
    quotations = extractions[sentence.text].quotations
    assert [q.text for q in quotations if _has_cue(q, sentence.entry)] == []


def test_every_gap_is_a_sentence_of_the_data() -> None:
    assert set(GAPS) <= {sentence.written for sentence in (*EXAMPLES, *COUNTER_EXAMPLES)}


def test_no_sentence_is_used_twice() -> None:
    counts = Counter(sentence.text for sentence in (*EXAMPLES, *COUNTER_EXAMPLES))
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_entry_is_listed_twice() -> None:
    counts = Counter((entry.lemma, entry.particle, entry.object, entry.kind) for entry in ENTRIES)
    assert [key for key, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=_name)
def test_entry_is_complete(entry: CueEntry) -> None:
    assert entry.act in get_args(Act)
    assert entry.frames or entry.prepositions
    assert entry.examples, "an entry needs an example"
    assert entry.counter_examples, "an entry needs a counter-example"
    for written in entry.examples:
        assert re.fullmatch(r"[^][]*(\[[^][]+\][^][]*)+", written), f"brackets: {written}"
    for written in entry.counter_examples:
        assert not re.search(r"[][]", written), f"a counter-example has no content: {written}"


@pytest.mark.parametrize("entry", ENTRIES, ids=_name)
def test_sentences_hold_a_form_of_their_cue(entry: CueEntry) -> None:
    for written in (*entry.examples, *entry.counter_examples):
        assert entry.forms & set(re.findall(r"\w+", written.lower())), written


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("say", "says said saying"),
        ("tell", "tells told telling"),
        ("write", "writes wrote written writing"),
        ("admit", "admits admitted admitting"),
        ("quip", "quips quipped quipping"),
        ("blog", "blogs blogged blogging"),
        ("dub", "dubs dubbed dubbing"),
        ("brag", "brags bragged bragging"),
        ("beg", "begs begged begging"),
        ("slam", "slams slammed slamming"),
        ("snap", "snaps snapped snapping"),
        ("deadpan", "deadpans deadpanned deadpanning"),
        ("refer", "refers referred referring"),
        ("prefer", "prefers preferred preferring"),
        ("plan", "plans planned planning"),
        ("tweet", "tweets tweeted tweeting"),
        ("retweet", "retweets retweeted retweeting"),
        ("plead", "pleads pleaded pleading"),
        ("appeal", "appeals appealed appealing"),
        ("echo", "echoes echoed echoing"),
        ("radio", "radios radioed radioing"),
        ("agree", "agrees agreed agreeing"),
        ("decree", "decrees decreed decreeing"),
        ("guarantee", "guarantees guaranteed guaranteeing"),
        ("foresee", "foresees foresaw foreseen foreseeing"),
        ("see", "sees saw seen seeing"),
        ("reply", "replies replied replying"),
        ("cry", "cries cried crying"),
        ("imply", "implies implied implying"),
        ("worry", "worries worried worrying"),
        ("testify", "testifies testified testifying"),
        ("decry", "decries decried decrying"),
        ("express", "expresses expressed expressing"),
        ("preach", "preaches preached preaching"),
        ("teach", "teaches taught teaching"),
        ("gush", "gushes gushed gushing"),
        ("vouch", "vouches vouched vouching"),
        ("sigh", "sighs sighed sighing"),
        ("laugh", "laughs laughed laughing"),
        ("inveigh", "inveighs inveighed inveighing"),
        ("begin", "begins began begun beginning"),
        ("swear", "swears swore sworn swearing"),
        ("speak", "speaks spoke spoken speaking"),
        ("lay", "lays laid laying"),
        ("put", "puts put putting"),
        ("read", "reads read reading"),
        ("show", "shows showed shown showing"),
        ("posit", "posits posited positing"),
        ("counter", "counters countered countering"),
        ("rebuke", "rebukes rebuked rebuking"),
        ("signal", "signals signalled signaled signalling signaling"),
        ("label", "labels labelled labeled labelling labeling"),
    ],
)  # fmt: skip
def test_verb_forms(lemma: str, forms: str) -> None:
    entry = next(entry for entry in ENTRIES if (entry.lemma, entry.kind) == (lemma, "verb"))
    assert entry.forms == {lemma, *forms.split()}


def test_forms_are_listed_only_where_the_rule_errs() -> None:
    listed = [raw for raw in read_data(LANGUAGE, "cues")["cue"] if "forms" in raw]
    assert [raw["lemma"] for raw in listed if set(raw["forms"]) == _verb_forms(raw["lemma"])] == []


def test_what_lambast_and_lambaste_share_has_one_lemma() -> None:
    assert [entry.lemma for entry in cues_by_form(LANGUAGE)["lambasted"]] == ["lambaste"]


def test_noun_forms_are_singular_and_plural() -> None:
    belief = next(entry for entry in ENTRIES if (entry.lemma, entry.kind) == ("belief", "noun"))
    assert belief.forms == {"belief", "beliefs"}


def test_every_form_leads_back_to_its_entries() -> None:
    index = cues_by_form(LANGUAGE)
    assert all(entry in index[form] for entry in ENTRIES for form in entry.forms)
    assert {entry.kind for entry in index["claims"]} == {"verb", "noun"}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ({"lemma": "moot", "act": "say"}, "missing keys"),
        ({"lemma": "moot", "act": "say", "frames": ["clause"], "tense": "past"}, "unknown keys"),
        ({"lemma": "moot", "act": "say", "frames": ["sentence"]}, "not known"),
        ({"lemma": "moot", "act": "say", "frames": ["clause"], "kind": "adverb"}, "not known"),
    ],
)
def test_entry_that_breaks_the_schema_is_named(
    raw: dict[str, object], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("attribution.lang.cues.read_data", lambda language, name: {"cue": [raw]})
    with pytest.raises(LanguageDataError, match=f"xx/cues.toml: cue 'moot'.*{message}"):
        cues("xx")
