import numpy as np
import pytest

from attribution.models.network import CONTENT, CUE, NEAR, NONE, REACH, SOURCE, CueReading
from attribution.models.pieces import Pieces
from attribution.pipeline.decoding import Costs, best_labels, decode

TEXT = "Ada said the quay is shut"
STARTS = [0, 4, 9, 13, 18, 21]
ENDS = [3, 8, 12, 17, 20, 25]


def _pieces(firsts=(1, 1, 1, 1, 1, 1), ids=(5000,) * 6):
    zeros = np.zeros(len(STARTS), np.int64)
    return Pieces(
        ids=np.array(ids),
        starts=np.array(STARTS),
        ends=np.array(ENDS),
        cases=zeros,
        places=zeros,
        paragraphs=zeros,
        firsts=np.array(firsts),
    )


def _reading(labels, first=1, sure=4.0):
    """A reading whose likeliest labels are `labels`, the cue being piece `first`."""
    scores = np.zeros((2 * REACH + 1, 4), np.float32)
    scores[:, NONE] = sure
    for at, label in enumerate(labels):
        scores[REACH - first + at] = 0
        scores[REACH - first + at, label] = sure
    scores -= np.logaddexp.reduce(scores, axis=1, keepdims=True)
    return CueReading(first=first, last=first, chance=0.9, relation=0.8, stated=0.7, labels=scores)


def test_labels_become_ranges_of_the_text():
    reading = _reading([SOURCE, CUE, CONTENT, CONTENT, CONTENT, CONTENT])
    (found,) = decode([reading], _pieces(), Costs())
    assert [TEXT[a:b] for a, b in found.content] == ["the quay is shut"]
    assert TEXT[slice(*found.cue)] == "said"
    assert TEXT[slice(*found.source)] == "Ada"
    assert found.relation == 0.8


def test_a_cue_without_content_is_no_relation():
    assert decode([_reading([SOURCE, CUE, NONE, NONE, NONE, NONE])], _pieces(), Costs()) == []
    assert decode([], _pieces(), Costs()) == []


def test_a_change_that_is_worth_less_than_it_costs_is_smoothed_away():
    reading = _reading([SOURCE, CUE, CONTENT, NONE, CONTENT, CONTENT])
    reading.labels[REACH + 2, CONTENT] = reading.labels[REACH + 2, NONE] - 1.0
    (found,) = decode([reading], _pieces(), Costs(content=1.0))
    assert [TEXT[a:b] for a, b in found.content] == ["the quay is shut"]


def test_labels_change_only_where_words_begin():
    reading = _reading([SOURCE, CUE, CONTENT, CONTENT, CONTENT, NONE])
    (found,) = decode([reading], _pieces(firsts=(1, 1, 1, 1, 1, 0)), Costs(content=0.1))
    assert found.content[-1][1] in (17, 25)


def test_signs_alone_are_no_content():
    reading = _reading([SOURCE, CUE, CONTENT, NONE, NONE, NONE])
    assert decode([reading], _pieces(ids=(5000, 5000, 1012, 5000, 5000, 5000)), Costs(content=0.1)) == []
    assert len(decode([reading], _pieces(), Costs(content=0.1))) == 1


def test_a_cue_that_is_not_labelled_so_is_where_it_was_found():
    (found,) = decode([_reading([SOURCE, NONE, CONTENT, CONTENT, CONTENT, CONTENT])], _pieces(), Costs())
    assert TEXT[slice(*found.cue)] == "said"


def test_a_likely_source_is_helped_and_the_reading_stays_as_it_was():
    reading = _reading([NONE, CUE, CONTENT, CONTENT, CONTENT, CONTENT])
    reading.labels[REACH - 1, SOURCE] = reading.labels[REACH - 1, NONE] - 0.5
    before = reading.labels.copy()
    (helped,) = decode([reading], _pieces(), Costs(source=1.0))
    (alone,) = decode([reading], _pieces(), Costs(source=0.0))
    assert TEXT[slice(*helped.source)] == "Ada"
    assert alone.source is None
    assert (reading.labels == before).all()


def test_of_two_sources_the_surer_is_taken():
    reading = _reading([SOURCE, CUE, CONTENT, CONTENT, CONTENT, SOURCE])
    reading.labels[REACH + 4] -= [0, 0, 1.0, 0]
    (found,) = decode([reading], _pieces(), Costs(content=0.1))
    assert TEXT[slice(*found.source)] == "Ada"


def test_each_reading_is_decoded_by_itself():
    """One that needs the whole reach does not change one that lies near its cue."""
    near = _reading([SOURCE, CUE, CONTENT, CONTENT, CONTENT, CONTENT])
    near.labels[: REACH - NEAR] = near.labels[REACH + NEAR + 1 :] = [0, -30, -30, -30]
    far = _reading([SOURCE, CUE, CONTENT, CONTENT, CONTENT, CONTENT])
    (alone,) = decode([near], _pieces(), Costs())
    together = decode([far, near], _pieces(), Costs())
    assert together[1].content == alone.content
    assert (together[1].labels == alone.labels).all()


@pytest.mark.parametrize("seed", range(5))
def test_the_labels_are_the_best_of_all_paths(seed):
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(1, 5, 4)).astype(np.float32)
    weights, changes = rng.uniform(0, 1, size=(1, 5)), rng.uniform(0, 1, size=(4, 4))

    def worth(path):
        jumps = sum(weights[0, i] * changes[path[i - 1], path[i]] for i in range(1, 5))
        return sum(scores[0, i, label] for i, label in enumerate(path)) - jumps

    best = max(worth(path) for path in np.ndindex(*(4,) * 5))
    assert worth(best_labels(scores, weights, changes)[0]) == pytest.approx(best)
