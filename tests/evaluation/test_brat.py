"""Gold in brat stand-off."""

from __future__ import annotations

from pathlib import Path

import pytest

from attribution.errors import EvaluationError
from attribution.evaluation.brat import has_annotations, read_brat
from attribution.evaluation.gold import Relation

TEXT = "🙂 “No,” Ito said,\n“‘never’ again.”\n"
ANN = [
    "T1\tContent 2 7;18 34\t“No,” “‘never’ again.”",
    "T2\tSource 8 11\tIto",
    "T3\tCue 12 16\tsaid",
    "T4\tContent 19 26\t‘never’",
    "R1\tSaid_by Arg1:T1 Arg2:T2",
    "R2\tCued_by Arg1:T1 Arg2:T3",
    "R3\tInside Arg1:T4 Arg2:T1",
    "A1\tType T1 direct",
    "#1\tAnnotatorNotes T1\tspeaker: Ito",
]


def write(folder: Path, *lines: str, name: str = "a") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.txt").write_text(TEXT, encoding="utf-8", newline="")
    (folder / f"{name}.ann").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return folder / f"{name}.ann"


def test_contents_become_relations_with_what_leads_from_them(tmp_path: Path) -> None:
    [article] = read_brat(write(tmp_path, *ANN), reading="statements")
    assert (article.id, article.text) == ("a", TEXT)
    assert article.relations == (
        Relation(((2, 7), (18, 34)), ((8, 11),), ((12, 16),)),
        Relation(((19, 26),)),
    )


def test_readings_choose_among_contents(tmp_path: Path) -> None:
    path = write(tmp_path, *ANN)
    assert len(read_brat(path, reading="polnear")[0].relations) == 1  # without the one inside
    path = write(tmp_path, *ANN, "A2\tNo_statement T1 thought")
    assert [r.content for r in read_brat(path, reading="statements")[0].relations] == [((19, 26),)]
    assert len(read_brat(path, reading="polnear")[0].relations) == 1
    path = write(tmp_path, *ANN, "A2\tNo_statement T1 scare")
    assert read_brat(path, reading="polnear")[0].relations == ()


def test_what_others_annotate_is_passed_over(tmp_path: Path) -> None:
    others = [
        "T9\tPerson 8 11\tIto", "R9\tKnows Arg1:T9 Arg2:T2", "A9\tGlad T9", "M1\tNegation T9",
        "E1\tSay:T3 Who:T2", "N1\tReference T9 Wikidata:Q1\tIto", "*\tEquiv T2 T9", "",
    ]  # fmt: skip
    assert len(read_brat(write(tmp_path, *ANN, *others), reading="polnear")[0].relations) == 1


def test_a_folder_is_read_with_what_is_in_it(tmp_path: Path) -> None:
    write(tmp_path / "x", *ANN, name="b")
    write(tmp_path, name="c")
    assert has_annotations(tmp_path)
    assert not has_annotations(tmp_path / "c.txt")
    assert [article.id for article in read_brat(tmp_path, reading="polnear")] == ["c", "x/b"]


def test_line_ends_of_windows_are_no_part_of_the_words(tmp_path: Path) -> None:
    path = write(tmp_path, *(f"{line}\r" for line in ANN))
    assert len(read_brat(path, reading="polnear")[0].relations) == 1


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("T5\tCue 12 16\tSaid", "the words of T5 are not those of the text at 12 16"),
        ("T5\tCue 12 99\tsaid", "12 to 99 is no span in a text of 35 code points"),
        ("T5\tCue 16 12\tsaid", "16 to 12 is no span"),
        ("T1\tCue 12 16\tsaid", "T1 is there twice"),
        ("T5 Cue 12 16 said", "not as brat writes it: 'T5 Cue 12 16 said'"),
        ("R5\tSaid_by T1 T2", "not as brat writes it"),
        ("R5\tSaid_by Arg1:T1 Arg2:T3", "Said_by leads from Content to Cue, not from Content to Source"),
        ("R5\tInside Arg1:T1 Arg2:T77", "Inside leads from Content to nothing"),
        ("A5", "not as brat writes it"),
        ("X1\tsomething", "no annotation begins with 'X'"),
    ],
)
def test_what_is_no_stand_off_is_refused_with_its_line(line: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=f"a.ann:10: {message}"):
        read_brat(write(tmp_path, *ANN, line), reading="polnear")


def test_both_files_must_be_there_and_be_text(tmp_path: Path) -> None:
    path = write(tmp_path, *ANN)
    (tmp_path / "a.txt").write_bytes(b"\xff")
    with pytest.raises(EvaluationError, match=r"a\.txt: not UTF-8 at byte 0"):
        read_brat(path, reading="polnear")
    (tmp_path / "a.txt").unlink()
    with pytest.raises(EvaluationError, match=r"a\.ann: a\.txt is not beside it"):
        read_brat(path, reading="polnear")
