from __future__ import annotations

import json
import re

from attribution.claims.schemas import load_claims
from attribution.commands import claim_list
from attribution.store import claiming
from tests.commands.conftest import Command, write
from tests.samples import FakeEngine

ONE = "“Thank you all.” “Rents rose by 12 per cent in 2019.” “We will build 12 boats.”"
TWO = "“The council has paid 3 million euros because of the flood.” “This is odd.”"


def test_the_claims_of_all_articles_in_one_order(command: Command) -> None:
    write("one.txt", ONE)
    write("two.txt", TWO)
    result = command("claims", "two.txt", "one.txt")
    assert (result.status, result.err) == (0, "")
    worth, promises = result.out.split("\npromises, to be followed:\n")
    assert worth.startswith("worth checking:\n")
    scores = re.findall(r"^0\.\d\d(?= (?:change|cause): )", worth, flags=re.MULTILINE)
    assert len(scores) == 2
    assert scores == sorted(scores, reverse=True)
    assert {"(one.txt, q2)", "(two.txt, q1)"} <= set(re.findall(r"\(.*?, q.\)", worth))
    assert "percentage “12 per cent”" in worth
    assert "We will build 12 boats" in promises
    assert "Thank you" not in result.out


def test_a_promise_beside_a_claim_is_listed_too(command: Command) -> None:
    text = "“Rents rose by 12 per cent in 2019. We will build 12 boats. We will go on.”"
    worth, promises = command("claims", write("one.txt", text)).out.split("\npromises, to be followed:\n")
    assert "Rents rose" in worth
    assert "boats" not in worth
    assert promises.index("We will build 12 boats.") < promises.index("We will go on.")
    assert "Rents" not in promises


def test_what_is_not_worth_checking_is_listed_on_demand(command: Command) -> None:
    result = command("claims", write("one.txt", ONE), "--all")
    rest = result.out.split("not worth checking:\n")[1]
    assert "against: courtesy “Thank”" in rest
    assert "Rents" not in rest


def test_nothing_worth_checking(command: Command) -> None:
    result = command("claims", write("one.txt", "“Thank you all.”"))
    assert (result.status, result.out) == (0, "nothing is worth checking\n")


def test_json(command: Command) -> None:
    write("one.txt", ONE)
    write("two.txt", TWO)
    found = load_claims(json.loads(command("claims", "one.txt", "--json").out))
    assert found.claims[0].quotation.id == "q2"
    assert len(command("claims", "one.txt", "two.txt", "--json").out.splitlines()) == 2


def test_drafts(command: Command) -> None:
    draft = json.loads(command("claims", write("one.txt", ONE), "--draft").out)
    assert (draft["@type"], "reviewRating" in draft) == ("ClaimReview", False)
    assert "12 per cent" in draft["claimReviewed"]
    lines = command("claims", "one.txt", "--draft", "--all").out.splitlines()
    assert [json.loads(line)["@type"] for line in lines] == ["ClaimReview"] * 3


def test_what_cannot_be_read_is_said(command: Command, fake: FakeEngine) -> None:
    write("one.jsonl", [json.dumps({"text": ONE, "id": "a-1"}), "{}"])
    result = command("claims", "one.jsonl")
    assert result.status == 1
    assert "(a-1, q2)" in result.out
    assert "1 of 2 articles failed" in result.err
    assert command("claims", "nothing.txt").status == 2


def test_control_characters_do_not_reach_the_terminal(command: Command) -> None:
    result = command("claims", write("one.txt", "“We lost 12 \x1b[31m boats in 2019.”"))
    assert "12" in result.out
    assert "\x1b" not in result.out


RENTS = "“Rents rose by 12 per cent in 2019,” said Mara Lindqvist. “I am glad,” said Ned Abara."


def test_the_claims_of_a_store_are_worked_off(command: Command) -> None:
    place = ("--store", "news.db")
    for name in ("one.txt", "two.txt"):
        assert command("store", "add", write(name, RENTS), *place).status == 0
    found = json.loads(command("claims", "--json", *place).out)
    number = str(found["claims"][0]["quotation"]["id"])
    verdict = ("--verdict", "Mostly true", "--url", "https://checks.example/1", "--author", "Edith")
    told = command("store", "mark", number, "checked", *verdict, "--note", "by the register", *place)
    assert (told.status, told.out) == (0, f"{number} checked, in 2 articles\n")
    result = command("claims", "--words", "rents", "--status", "checked", *place)
    assert (result.status, result.out.splitlines()[2:]) == (
        0,
        [
            "  Mostly true: https://checks.example/1",
            "  by the register (Edith)",
            "",
            "1 claims",
        ],
    )
    assert re.match(r"\d+ 0\.\d\d change, checked: .*12 per cent", result.out)
    [draft] = [json.loads(command("claims", "--draft", *place).out)]
    assert draft["reviewRating"]["alternateName"] == "Mostly true"
    assert command("claims", "--status", "new", *place).out == "nothing to check\n"
    assert "I am glad" in command("claims", "--all", "--count", "1", "--order", "newest", *place).out


def test_the_statuses_are_those_of_the_store() -> None:
    assert claim_list.STATUSES == claiming.STATUSES


def test_files_or_a_store(command: Command) -> None:
    write("one.txt", RENTS)
    result = command("claims", "one.txt", "--status", "new")
    assert (result.status, "not both" in result.err) == (2, True)
    result = command("claims")
    assert (result.status, "no store" in result.err) == (2, True)


def test_what_cannot_be_marked_is_told(command: Command) -> None:
    assert command("store", "add", write("one.txt", RENTS), "--store", "news.db").status == 0
    result = command("store", "mark", "1", "checked", "--author", "Edith", "--store", "news.db")
    assert (result.status, "has a verdict and a url" in result.err) == (2, True)
    result = command("store", "mark", "99", "new", "--author", "Edith", "--store", "news.db")
    assert (result.status, "there is no quotation 99" in result.err) == (2, True)
