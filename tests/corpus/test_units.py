from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from attribution.corpus.inputs import Input, find_inputs
from attribution.corpus.units import Units, in_units
from attribution.errors import CorpusError


def archive(folder: Path, **sizes: int) -> list[Input]:
    """A folder with files of so many bytes, by name, and those that it has already."""
    folder.mkdir(exist_ok=True)
    for name, size in sizes.items():
        (folder / f"{name}.txt").write_text(name[0] * size)
    return find_inputs([str(folder)])


def planned(
    inputs: list[Input],
    before: Units | None = None,
    *,
    again: Collection[str] = (),
    done: Collection[int] = (),
    begun: Collection[int] = (),
) -> Units:
    files = before.as_json() if before else ()
    return in_units(inputs, files, size=100, again=again, done=done, begun=begun)


def numbers(units: Units) -> dict[str, int]:
    return {name.removesuffix(".txt"): known.unit for name, known in units.files.items()}


def test_small_files_in_a_row_share_a_unit(tmp_path: Path) -> None:
    units = planned(archive(tmp_path / "in", a=40, b=60, c=1, d=500, e=100, f=0, g=101))
    assert numbers(units) == {"a": 0, "b": 0, "c": 1, "d": 2, "e": 3, "f": 3, "g": 4}
    assert {unit: [given.name for given in files] for unit, files in units.inputs.items()} == {
        0: ["a.txt", "b.txt"], 1: ["c.txt"], 2: ["d.txt"], 3: ["e.txt", "f.txt"], 4: ["g.txt"],
    }  # fmt: skip


def test_files_stay_where_they_are_and_later_ones_come_behind(tmp_path: Path) -> None:
    before = planned(archive(tmp_path / "in", b=40, d=40))
    units = planned(archive(tmp_path / "in", a=10, c=10, e=10), before)
    assert numbers(units) == {"b": 0, "d": 0, "a": 1, "c": 1, "e": 1}
    assert units.anew == set()


def test_a_file_that_has_changed(tmp_path: Path) -> None:
    before = planned(archive(tmp_path / "in", a=40, b=40, c=90))
    changed = archive(tmp_path / "in", a=41)
    with pytest.raises(
        CorpusError, match=r"a\.txt is another file than when it was read first: --again a\.txt reads"
    ):
        planned(changed, before)
    units = planned(changed, before, again=["a.txt"], done={0, 1})
    assert numbers(units) == {"a": 0, "b": 0, "c": 1}
    assert units.anew == {0}
    assert units.files["a.txt"].fingerprint != before.files["a.txt"].fingerprint
    with pytest.raises(CorpusError, match=r"--again z\.txt: there is no such file"):
        planned(changed, before, again=["a.txt", "z.txt"])


def test_other_ends_make_another_file(tmp_path: Path) -> None:
    inputs = archive(tmp_path / "in", a=200_000)
    before = inputs[0].fingerprint()
    path = tmp_path / "in" / "a.txt"
    path.write_text("a" * 199_999 + "b")
    assert inputs[0].fingerprint() != before


def test_a_file_is_known_wherever_it_is_asked_for(tmp_path: Path) -> None:
    """Another argument makes other names: the file is the same one, and is not counted twice."""
    before = planned(archive(tmp_path / "in", a=40))
    archive(tmp_path / "more", a=50)
    units = planned(find_inputs([str(tmp_path / "in"), str(tmp_path / "more")]), before, done={0})
    later = f"{tmp_path}/more/a.txt"
    assert list(units.files) == ["a.txt", later]
    assert [given.name for given in units.inputs[0]] == ["a.txt"]


def test_an_archive_may_move(tmp_path: Path) -> None:
    before = planned(archive(tmp_path / "in", a=40))
    (tmp_path / "in").rename(tmp_path / "moved")
    units = planned(find_inputs([str(tmp_path / "moved")]), before, done={0})
    assert numbers(units) == {"a": 0}
    assert units.files["a.txt"].place == str((tmp_path / "moved" / "a.txt").resolve())


def test_two_files_of_one_name(tmp_path: Path) -> None:
    before = planned(find_inputs([str(archive(tmp_path / "in", a=40)[0].path)]))
    name = next(iter(before.files))
    before.files[name] = before.files.pop(name)
    other = Input(name, "text", 40, str(tmp_path / "other.txt"))
    (tmp_path / "other.txt").write_text("x" * 40)
    with pytest.raises(CorpusError, match=r"other\.txt would be called .*a\.txt, as .*in/a\.txt is"):
        planned([*find_inputs([str(tmp_path / "in" / "a.txt")]), other], before)


def test_a_file_that_is_gone(tmp_path: Path) -> None:
    inputs = archive(tmp_path / "in", a=40, b=40, c=90)
    before = planned(inputs)
    left = inputs[1:]
    assert numbers(planned(left, before, done={0})) == {"a": 0, "b": 0, "c": 1}  # its records stay
    assert numbers(planned(left, before)) == {"b": 0, "c": 1}  # nothing of it was read
    assert numbers(planned(inputs[2:], before, begun={0})) == {"a": 0, "b": 0, "c": 1}  # not asked for
    message = (
        r"a\.txt is gone, and was read with b\.txt: put it back, or give its records up by --again a\.txt"
    )
    with pytest.raises(CorpusError, match=message):
        planned(left, before, begun={0})
    with pytest.raises(CorpusError, match=message):
        planned(left, before, done={0}, again=["b.txt"])
    units = planned(left, before, done={0}, again=["a.txt", "b.txt"])
    assert (numbers(units), units.anew) == ({"b": 0, "c": 1}, {0})
    units = planned(left, before, begun={0}, again=["a.txt"])
    assert (numbers(units), units.anew) == ({"b": 0, "c": 1}, {0})


def test_a_file_that_was_moved_keeps_its_name(tmp_path: Path) -> None:
    inputs = archive(tmp_path / "in", a=40, b=40)
    before = planned(inputs)
    (tmp_path / "in" / "sub").mkdir()
    Path(inputs[0].path).rename(tmp_path / "in" / "sub" / "c.txt")
    (tmp_path / "in" / "d.txt").write_text("a" * 40)  # the same once more is another file
    units = planned(find_inputs([str(tmp_path / "in")]), before, done={0})
    assert numbers(units) == {"a": 0, "b": 0, "sub/c": 1}
    assert [given.name for given in units.inputs[0]] == ["a.txt", "b.txt"]


def test_a_moved_file_whose_records_are_given_up_is_new(tmp_path: Path) -> None:
    inputs = archive(tmp_path / "in", a=90, b=90)
    before = planned(inputs)
    Path(inputs[0].path).rename(tmp_path / "in" / "c.txt")
    units = planned(find_inputs([str(tmp_path / "in")]), before, done={0, 1}, again=["a.txt"])
    assert (numbers(units), units.anew) == ({"b": 1, "c": 2}, {0})


def test_a_file_with_the_bytes_of_one_of_another_kind_is_new(tmp_path: Path) -> None:
    inputs = archive(tmp_path / "in", a=40)
    before = planned(inputs)
    Path(inputs[0].path).rename(tmp_path / "in" / "a.html")
    assert list(planned(find_inputs([str(tmp_path / "in")]), before, done={0}).files) == ["a.txt", "a.html"]
