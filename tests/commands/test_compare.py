from __future__ import annotations

import json

import pytest

from attribution.lock.schemas import dump_comparison, load_comparison
from tests.commands.conftest import Command, write

BEFORE = "“We won it all,” said Ann Lee.\n\n“And more of it,” said Bob Roy.\n"


def test_nothing_to_look_at(command: Command) -> None:
    write("a.txt", BEFORE)
    write("b.html", "<p>&quot;We <b>won</b> it all,&quot; said Lee. “We won it all,” “and more of it”</p>")
    result = command("compare", "a.txt", "a.txt")
    assert (result.status, result.out, result.err) == (0, "2 compared, 0 to look at\n", "")
    assert command("compare", "a.txt", "b.html").status == 0


def test_what_is_to_be_looked_at(command: Command) -> None:
    write("a.txt", BEFORE)
    write("b.txt", BEFORE.replace("won it", "lost it").replace("“And more of it,”", "Nothing,"))
    result = command("compare", "a.txt", "b.txt")
    assert (result.status, result.err) == (1, "")
    assert result.out.splitlines() == [
        "2 compared, 2 to look at",
        "",
        "altered: other words",
        "  before, 0-16, said by nobody whom the text names: “We won it all,”",
        "  after, 0-17, said by nobody whom the text names: “We lost it all,”",
        "  changed: before “won”, after “lost”",
        "",
        "dropped: gone",
        "  before, 32-49, said by nobody whom the text names: “And more of it,”",
    ]


def test_a_summary(command: Command) -> None:
    write("a.txt", BEFORE)
    write("b.txt", BEFORE.split("\n")[0])
    assert command("compare", "a.txt", "b.txt").status == 1
    assert command("compare", "a.txt", "b.txt", "--allow-dropped").status == 0


def test_json(command: Command) -> None:
    write("a.txt", BEFORE)
    write("b.txt", BEFORE.replace("more of it", "much more of it"))
    result = command("compare", "a.txt", "b.txt", "--json")
    found = json.loads(result.out)
    assert result.status == 1
    assert [(q["words"], q["at_fault"]) for q in found["quotations"]] == [("kept", False), ("altered", True)]
    assert dump_comparison(load_comparison(found)) == found


@pytest.mark.parametrize("name", ["none.txt", "empty.txt", "broken.txt"])
def test_what_cannot_be_compared(command: Command, name: str) -> None:
    write("a.txt", BEFORE)
    write("empty.txt", "")
    write("broken.txt", "BROKEN")
    result = command("compare", "a.txt", name)
    assert (result.status, result.out) == (2, "")
    assert result.err
