"""OffsetMap against a slow and plain model: for each output position, the input span behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attribution.offsets import OffsetMap, OffsetMapBuilder
from tests.timing import cpu_seconds

Edit = tuple[str, int, int]
Behind = list[tuple[int, int]]  # one entry an output position

EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("copy"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("drop"), st.integers(0, 5), st.just(0)),
        st.tuples(st.just("replace"), st.integers(0, 4), st.integers(0, 4)),
        st.tuples(st.just("insert"), st.just(0), st.integers(0, 3)),
    ),
    max_size=12,
)


def built(edits: list[Edit]) -> OffsetMap:
    builder = OffsetMapBuilder()
    for name, taken, given_back in edits:
        if name == "replace":
            builder.replace(taken, given_back)
        elif name == "insert":
            builder.insert(given_back)
        else:
            getattr(builder, name)(taken)
    return builder.build()


def model(edits: list[Edit]) -> Behind:
    behind: Behind = []
    at = 0
    for name, taken, given_back in edits:
        if name == "copy":
            behind += [(at + i, at + i + 1) for i in range(taken)]
        elif name in {"replace", "insert"}:
            behind += [(at, at + taken)] * given_back
        at += taken
    return behind


def input_length(edits: list[Edit]) -> int:
    return sum(taken for _, taken, _ in edits)


def resized(edits: list[Edit], length: int) -> list[Edit]:
    """The edits made to consume exactly `length`."""
    kept: list[Edit] = []
    for edit in edits:
        if input_length([*kept, edit]) <= length:
            kept.append(edit)
    return [*kept, ("copy", length - input_length(kept), 0)]


@given(EDITS)
def test_every_span_maps_to_the_input_behind_its_first_and_last_position(edits: list[Edit]) -> None:
    made, behind = built(edits), model(edits)
    assert made.output_length == len(behind)
    for start in range(len(behind)):
        for end in range(start + 1, len(behind) + 1):
            assert made.span(start, end) == (behind[start][0], behind[end - 1][1])


@given(EDITS)
def test_an_empty_span_stays_empty_and_inside_the_input(edits: list[Edit]) -> None:
    made = built(edits)
    for at in range(made.output_length + 1):
        start, end = made.span(at, at)
        assert start == end
        assert 0 <= start <= input_length(edits)


@given(EDITS, EDITS)
def test_two_steps_compose(first: list[Edit], second: list[Edit]) -> None:
    earlier, behind = built(first), model(first)
    second = resized(second, len(behind))
    later = built(second)
    inserted = [start == end for start, end in model(second)]
    both = later.after(earlier)
    assert both.output_length == later.output_length
    for start in range(later.output_length):
        for end in range(start + 1, later.output_length + 1):
            left, right = both.span(start, end)
            assert left <= right
            if not inserted[start] and not inserted[end - 1]:
                assert (left, right) == earlier.span(*later.span(start, end))


@given(EDITS)
def test_identity_is_neutral(edits: list[Edit]) -> None:
    made = built(edits)
    before = OffsetMap.identity(input_length(edits))
    after = OffsetMap.identity(made.output_length)
    spans = [(s, e) for e in range(made.output_length + 1) for s in range(e)]
    for one in (made.after(before), after.after(made)):
        assert [one.span(*span) for span in spans] == [made.span(*span) for span in spans]


def test_a_replacement_of_equal_length_is_still_unbreakable() -> None:
    builder = OffsetMapBuilder()
    builder.copy(1)
    builder.replace(2, 2)
    builder.copy(1)
    made = builder.build()
    assert [made.span(at, at + 1) for at in range(4)] == [(0, 1), (1, 3), (1, 3), (3, 4)]
    assert not made.is_identity


def test_a_replaced_piece_that_is_cut_to_the_length_of_its_input_stays_whole() -> None:
    earlier = built([("replace", 2, 3)])
    later = built([("drop", 1, 0), ("copy", 2, 0)])
    assert later.after(earlier).span(0, 1) == (0, 2)


def test_what_was_not_edited_is_the_identity() -> None:
    assert built([("copy", 3, 0), ("copy", 2, 0)]).pieces == OffsetMap.identity(5).pieces
    assert OffsetMap.identity(0).span(0, 0) == (0, 0)
    assert not built([("drop", 1, 0), ("copy", 2, 0)]).is_identity


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 1), (0, 6), (6, 6)])
def test_a_span_outside_the_output_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="outside the text of 5"):
        OffsetMap.identity(5).span(start, end)


def test_a_step_that_reads_past_the_one_before_is_an_error() -> None:
    with pytest.raises(ValueError, match="outside the text of 3"):
        OffsetMap.identity(4).after(OffsetMap.identity(3))


def test_composing_is_linear_in_the_pieces() -> None:
    many = built([("copy", 1, 0), ("drop", 1, 0)] * 30_000)
    few = built([("copy", 1, 0), ("replace", 1, 1)] * 15_000)
    both = few.after(many)
    assert cpu_seconds(lambda: few.after(many), repeats=1) < 3
    assert both.span(29_999, 30_000) == (59_998, 59_999)
