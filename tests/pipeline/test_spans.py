from attribution.pipeline.annotations import MarkedStretch
from attribution.pipeline.spans import Claims, Fitting, joined, without


def _mark(start, end, *, depth=0, continues=None, paragraph=0):
    return MarkedStretch(
        start=start, end=end, depth=depth, parent=None, closed=True, continues=continues, paragraph=paragraph
    )


def test_ranges_are_joined_over_signs_and_blanks_but_not_over_paragraphs():
    assert joined("Yes, no.\n\nSo.", [[5, 8], [0, 3], [10, 12]]) == [[0, 8], [10, 12]]


def test_without_cuts_in_the_middle_and_drops_what_is_covered():
    assert without([[0, 4], [6, 9]], [[1, 2], [5, 10]]) == [[0, 1], [2, 4]]


def test_a_content_that_takes_most_of_a_stretch_takes_it_with_its_marks():
    text = "“The quay is shut,” said Ada."
    assert Fitting(text, [_mark(0, 19)]).fitted([[5, 17]]) == [[0, 19]]


def test_a_content_that_takes_little_of_a_stretch_is_left_alone():
    text = "“The quay is shut,” said Ada."
    assert Fitting(text, [_mark(0, 19)]).fitted([[10, 12]]) == [[10, 12]]


def test_what_carries_a_stretch_on_goes_with_it():
    text = "“The quay is shut.\n\n“So is the inn.”"
    marks = [_mark(0, 18), _mark(20, 36, continues=0, paragraph=1)]
    assert Fitting(text, marks).fitted([[0, 18]]) == [[0, 18], [20, 36]]


def test_edges_lose_signs_of_the_sentence_around():
    text = "Ada said, the quay is shut, and left."
    assert Fitting(text, []).fitted([[8, 27]]) == [[10, 26]]


def test_claims_count_letters_and_find_the_holder():
    claims = Claims("One two three")
    claims.claim([[0, 7]], 4)
    claims.claim([[8, 13]], 5)
    assert claims.letters([[0, 7]]) == 6
    assert claims.holder([[4, 13]]) == (5, 5)
    assert claims.holder([[3, 4]]) == (None, 0)


def test_claims_free_what_nobody_holds():
    claims = Claims("One two three")
    claims.claim([[4, 7]], 0)
    assert claims.taken([[0, 13]]) == 3
    assert claims.free([[0, 13]]) == [[0, 4], [7, 13]]
