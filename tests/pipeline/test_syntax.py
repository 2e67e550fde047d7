"""Drafts read off the parse: [content], {cue} and <source> of each frame, with near misses beside them."""

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from attribution.pipeline.clauses import TokenRange
from attribution.pipeline.syntax import read_syntax
from tests.pipeline.relating import Found, expected

CASES = [  # frame of each draft, sentence
    # a clause that the cue governs
    ("clause", "<Mayor Ann Lee> {said} [the bridge was safe]."),
    ("clause", "<The union> {insisted} [that its members would return on Monday]."),
    ("clause", "<Lee> {asked} [whether the road was shut]."),
    ("clause", "[The bridge], <the engineer> {said}, [was never inspected]."),
    ("clause", "[The bridge is safe], <Lee> {said}."),
    ("clause", "[The road will stay open], <officials> {say}."),
    ("clause", "[Sales rose in May], as <the bank> {reported}."),
    ("clause", "<Lee> {tweeted}: [The bridge is safe]."),
    ("clause", "<Lee> {wrote} in a letter to parents [that lessons would end at noon]."),
    ("clause", "<Ann Lee>, who {said} [the dam was weak], left the board."),
    ("clause", "They received <a letter> {saying} [that the school would close]."),
    ("clause", "<She> went on to {say} [that the trains were late]."),
    ("clause", "<Lee> sighed and {said} [the trains were late]."),
    ("clause", "Tenants were {told} [that the lift would be mended]."),
    ("clause", "Tenants were {told} by <the landlord> [that the lift would be mended]."),
    ("clause", "<Sir Ian Marsh>, who replaced Lee after a bitter contest, {said} [the port would close]."),
    ("", "Needless to say, the ferry was full."),
    ("", "The tenants have no say in how the building is run."),
    ("", "Experience shows that rivers flood."),
    ("", "The state owns the railway."),
    # an infinitive or a gerund
    ("infinitive", "<The minister> {promised} [to mend the roof]."),
    ("infinitive", "<Police> {told} residents [to stay indoors]."),
    ("infinitive", "[Tenants] were {told} [to leave]."),
    ("infinitive", "<The minister> {denied} [having met the buyer]."),
    ("", "The woman asked not to be named."),
    # object and what is said of it
    ("predicate", "<Lee> {called} [the plan a disgrace]."),
    ("predicate", "<Critics> {described} [the plan as a disgrace]."),
    ("predicate", "[The plan] was {described} by <critics> [as a disgrace]."),
    ("", "The bell called the children to lessons."),
    ("", "The bell called the children."),
    ("", "A boat called Ada sank."),
    # the object alone
    ("object", "<The minister> {rejected} [the plan]."),
    ("object", "[The plan] was {rejected} by <the minister>."),
    ("object", "<Lee> {criticised} [the lack of lights on the road]."),
    ("", "The plan was rejected."),
    ("", "The rejected plan lay on the desk."),
    # a preposition of the cue
    ("preposition", "<Lee> {warned against} [haste]."),
    ("preposition", "<Lee> {warned} drivers against [haste]."),
    ("", "Lee pointed at the road."),
    ("", "The builders added a second storey."),
    # a particle belongs to its entry
    ("clause", "<Lee> {pointed} out [that the road was shut]."),
    # according to
    ("according-to", "[The fee will rise], {according to} <the bank>."),
    ("according-to", "{According to} <the bank>, [the fee will rise]."),
    ("", "The work is going according to plan."),
    # a noun, whose owner is the source
    ("noun", "<Lee>’s {claim} [that the vote was rigged] was false."),
    ("noun", "<Lee> made the {claim} [that the vote was rigged]."),
    ("", "The claim that the vote was rigged was false."),
    ("", "Lee’s claim was false."),
]  # fmt: skip


def words(doc: Doc, range: TokenRange | None) -> list[str]:
    return [doc[range[0] : range[1]].text] if range and range[0] < range[1] else []


def drafted(nlp: Language, text: str) -> list[tuple[str, Found]]:
    """Frame and parts of the drafts that have content."""
    doc = nlp(text)
    return [
        (
            draft.frame,
            {
                "content": [word for piece in draft.pieces for word in words(doc, piece)],
                "cue": words(doc, draft.cue),
                "source": words(doc, draft.source),
            },
        )
        for draft in read_syntax(doc, "en")
        if draft.pieces
    ]


@pytest.mark.parametrize(("frames", "marked"), CASES, ids=[case[1] for case in CASES])
def test_contents(nlp: Language, frames: str, marked: str) -> None:
    text, wanted = expected(marked)
    found = drafted(nlp, text)
    assert [frame for frame, _ in found] == frames.split()
    assert [got for _, got in found] == [{"source": [], **want} for want in wanted]


def test_coordinated_cues_share_their_subject(nlp: Language) -> None:
    found = drafted(nlp, "Lee said he was sorry and promised to resign.")
    assert [(got["source"], got["content"]) for _, got in found] == [
        (["Lee"], ["he was sorry"]),
        (["Lee"], ["to resign"]),
    ]


def test_a_colon_leaves_words_in_marks_to_the_marks(nlp: Language) -> None:
    assert "clause" not in [frame for frame, _ in drafted(nlp, "Lee tweeted: “A safe bridge, at last.”")]


def test_the_words_after_a_colon_end_with_their_paragraph(nlp: Language) -> None:
    [(_, got)] = drafted(nlp, "Lee tweeted: Bridge safe. Road open.\nRain fell.")
    assert got["content"] == ["Bridge safe. Road open"]


@pytest.mark.xfail(strict=True, reason="a coordinated verb that is no cue stays in the content")
def test_what_is_done_next_is_not_said(nlp: Language) -> None:
    [(_, got)] = drafted(nlp, "Lee said the bridge was safe and drove home.")
    assert got["content"] == ["the bridge was safe"]


def test_a_cue_without_content_still_gives_a_draft(nlp: Language) -> None:
    """The marks may find its content later."""
    doc = nlp("“We won,” Lee said.")
    assert [doc[d.cue[0]].text for d in read_syntax(doc, "en") if d.cue] == ["said"]
