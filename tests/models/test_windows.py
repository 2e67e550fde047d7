from itertools import pairwise

import pytest

from attribution.models.windows import owners, windows


def test_a_short_text_is_one_window():
    assert windows(5, size=8, overlap=2) == [(0, 5)]
    assert owners([(0, 5)], before=1) == [(0, 5)]


@pytest.mark.parametrize("length", [9, 17, 40, 101])
def test_windows_cover_everything_and_share_the_overlap(length):
    made = windows(length, size=8, overlap=3, breaks=[4, 7, 15, 16, 33])
    assert made[0][0] == 0
    assert made[-1][1] == length
    for earlier, later in pairwise(made):
        assert later[0] == earlier[1] - 3
        assert earlier[1] - earlier[0] <= 8


def test_a_window_ends_at_a_break_that_leaves_it_half_full():
    assert windows(20, size=10, overlap=2, breaks=[3, 9])[0] == (0, 9)
    assert windows(20, size=10, overlap=2, breaks=[3])[0] == (0, 10)


def test_owned_parts_cover_everything_once():
    made = windows(50, size=12, overlap=4)
    parts = owners(made, before=1)
    assert [at for start, end in parts for at in range(start, end)] == list(range(50))
    assert all(a <= c and d <= b for (a, b), (c, d) in zip(made, parts, strict=True))


def test_an_overlap_of_half_a_window_would_never_end():
    with pytest.raises(ValueError, match="not under half"):
        windows(20, size=4, overlap=2)
