"""Relations of network and rules, made for the test, on their way together."""

from attribution.pipeline.union import united
from tests.pipeline.noting import fitting_of, note_of


def _united(text, found, rules):
    return united(text, found, rules, fitting_of(text))


def _contents(text, notes):
    return [[text[start:end] for start, end in note["content"]] for note in notes]


def test_rules_tell_act_and_source_of_the_same_cue():
    text = "Ada denied that the quay is shut."
    found = note_of(text, ["that the quay is shut"], "denied", None, "network", "no-source")
    rule = note_of(text, ["the quay is shut"], "denied", "Ada", "clause", lemma="deny", act="deny")
    rule["source_confidence"] = 0.9
    [made] = _united(text, [found], [rule])
    assert _contents(text, [made]) == [["that the quay is shut"]]
    assert (made["lemma"], made["act"], made["source"]) == ("deny", "deny", [0, 3])
    assert made["evidence"] == ["network", "clause"]
    assert made["source_confidence"] == 0.9


TWO = "“The quay is shut,” said Ada. “Go home.”"


def test_marked_pieces_that_rules_gave_to_the_same_cue_are_added():
    found = note_of(TWO, ["“The quay is shut,”"], "said", "Ada", "network")
    rule = note_of(TWO, ["“The quay is shut,”", "“Go home.”"], "said", "Ada", "carried-on")
    [made] = _united(TWO, [found], [rule])
    assert _contents(TWO, [made]) == [["“The quay is shut,”", "“Go home.”"]]


def test_pieces_without_marks_are_not_added():
    text = "“The quay is shut,” said Ada. He left."
    found = note_of(text, ["“The quay is shut,”"], "said", "Ada", "network")
    rule = note_of(text, ["“The quay is shut,”", "He left."], "said", "Ada", "carried-on")
    assert _contents(text, _united(text, [found], [rule])) == [["“The quay is shut,”"]]


def test_pieces_that_another_relation_has_are_not_added():
    text = "“The quay is shut,” said Ada. “Go home,” begged Jon."
    found = [
        note_of(text, ["“The quay is shut,”"], "said", "Ada", "network"),
        note_of(text, ["“Go home,”"], "begged", "Jon", "network"),
    ]
    rule = note_of(text, ["“The quay is shut,”", "“Go home,”"], "said", "Ada", "clause")
    assert _contents(text, _united(text, found, [rule])) == [["“The quay is shut,”"], ["“Go home,”"]]


def test_what_rules_read_from_marks_alone_stays():
    text = "Ada left. “Go home.” The quay is shut."
    marked = note_of(text, ["“Go home.”"], None, None, "floating")
    plain = note_of(text, ["The quay is shut."], None, None, "clause")
    assert _united(text, [], [marked, plain]) == [marked]


def test_what_rules_read_from_the_layout_stays():
    text = "Ada: the quay is shut. Jon thinks so."
    label = note_of(text, ["the quay is shut."], None, "Ada", "label")
    assert _united(text, [], [label]) == [label]


def test_a_rule_about_the_same_words_with_another_cue_yields():
    text = "“The quay is shut,” said Ada, who laughed."
    found = note_of(text, ["“The quay is shut,”"], "said", "Ada", "network")
    rule = note_of(text, ["“The quay is shut,”"], "laughed", "Ada", "clause")
    assert _united(text, [found], [rule]) == [found]


def test_a_quotation_inside_a_quotation_finds_its_new_parent():
    text = "Jon left. “He said ‘no’ to me,” said Ada."
    first = note_of(text, ["“He said ‘no’ to me,”"], None, "Ada", "network")
    nested = note_of(text, ["‘no’"], None, None, "nested", parent=7)
    lost = note_of(text, ["Jon left"], None, None, "nested", parent=7)
    made = _united(text, [first], [nested, lost])
    assert [note["parent"] for note in made] == [None, 0]
    assert _contents(text, made)[1] == ["‘no’"]


def test_relations_come_in_the_order_of_the_text():
    text = "“Go home,” said Ada. Jon said the quay is shut."
    found = note_of(text, ["the quay is shut"], "Jon said", None, "network")
    rule = note_of(text, ["“Go home,”"], "said", "Ada", "clause")
    assert _contents(text, _united(text, [found], [rule])) == [["“Go home,”"], ["the quay is shut"]]


def test_the_rules_whole_clause_is_taken():
    text = "The road is shut until May, the mayor said."
    found = note_of(text, ["shut until May"], "said", "mayor", "network")
    rule = note_of(text, ["The road is shut until May"], "said", "the mayor", "clause")
    [made] = _united(text, [found], [rule])
    assert _contents(text, [made]) == [["The road is shut until May"]]
    assert text[slice(*made["source"])] == "the mayor"


def test_a_doubtful_source_gives_way_to_that_of_the_rules():
    text = "Ada met Jon. The road is shut, Ada said."
    for chance, name in ((0.5, [31, 34]), (0.95, [8, 11])):
        found = note_of(text, ["The road is shut"], "said", "Jon", "network", source_confidence=chance)
        rule = note_of(text, ["The road is shut"], "said", None, "clause")
        rule["source"] = [31, 34]
        [made] = _united(text, [found], [rule])
        assert made["source"] == name


def test_a_quotation_goes_to_the_cue_that_the_rules_give_it():
    text = "“If you ask,” Ada said, referring to the rent, “you will pay.”"
    first = note_of(text, ["“If you ask,”"], "said", "Ada", "network")
    second = note_of(text, ["the rent", "“you will pay.”"], "referring to", "Ada", "network")
    rules = [
        note_of(text, ["“If you ask,”", "“you will pay.”"], "said", "Ada", "cue-after"),
        note_of(text, ["the rent"], "referring to", "Ada", "preposition"),
    ]
    made = _united(text, [first, second], rules)
    assert _contents(text, made) == [["“If you ask,”", "“you will pay.”"], ["the rent"]]


def test_one_speaker_and_two_cues_are_two_relations():
    text = "Ada said she was tired and vowed to go."
    found = note_of(text, ["she was tired and vowed to go"], "said", "Ada", "network")
    rules = [
        note_of(text, ["she was tired"], "said", "Ada", "clause"),
        note_of(text, ["to go"], "vowed", "Ada", "infinitive"),
    ]
    assert _contents(text, _united(text, [found], rules)) == [["she was tired"], ["to go"]]


def test_what_was_never_uttered_is_no_statement():
    text = "Ada could have said “yes” that evening."
    found = note_of(text, ["“yes” that evening"], "said", "Ada", "network")
    rule = note_of(text, ["“yes”"], "said", "Ada", "cue-before", statement=False, reason="hypothetical")
    [made] = _united(text, [found], [rule])
    assert _contents(text, [made]) == [["“yes”"]]
    assert (made["statement"], made["reason"]) == (False, "hypothetical")


def test_no_two_relations_have_the_same_words():
    text = "“The quay is shut and will be shut until the end of May,” it said in the paper."
    found = note_of(text, ["end of May"], "in the paper", None, "network")
    rule = note_of(
        text, ["“The quay is shut and will be shut until the end of May,”"], None, None, "floating"
    )
    assert _contents(text, _united(text, [found], [rule])) == [list(map(text.__getitem__, [slice(0, 57)]))]
