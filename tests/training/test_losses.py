import random
from dataclasses import replace

import pytest

from attribution.models.network import NONE, REACH
from attribution.training.teacher import NEAR
from tests.training import tiny

losses = tiny.learning("losses")
batches = tiny.learning("batches")
torch = pytest.importorskip("torch")


@pytest.fixture
def tagger():
    return tiny.tagger()


@pytest.fixture
def batch(examples, config):
    windows = batches.pass_windows(examples, replace(config, masked=0.0), random.Random(2))
    made = batches.collated(windows)
    assert len(made.cues) > 1
    return made


def _taught(batch, *, far=True):
    """The batch with a teacher that sees what gold says, and a cue of its own in the first window."""
    cues = torch.cat([batch.cues, torch.tensor([[0, 1, 1]])])
    count = len(cues)
    labels = torch.zeros(count, 2 * REACH + 1, 4)
    labels[:, :, NONE] = 1.0
    lessons = batches.Lessons(
        scores=torch.full(batch.ids.shape, 0.3),
        states=torch.zeros(*batch.ids.shape, tiny.SIZES["hidden_size"]),
        cues=cues,
        labels=labels,
        verdicts=torch.full((count, 2), 0.4),
        far=torch.full((count,), far),
    )
    return replace(batch, lessons=lessons)


def test_the_parts_are_finite_and_all_of_the_network_learns_from_them(tagger, batch, config):
    loss = losses.loss_of(tagger, batch, config)
    loss.total(config).backward()
    assert torch.isfinite(loss.total(config))
    assert loss.states == 0
    still = [name for name, p in tagger.named_parameters() if p.requires_grad and p.grad is None]
    assert still == []


def test_the_total_weighs_the_parts(config):
    parts = [torch.tensor(float(number)) for number in (1, 10, 100, 1000, 10000)]
    weights = replace(config, relation_weight=2.0, entity_weight=3.0, state_weight=4.0)
    assert losses.Loss(*parts).total(weights) == 1 + 2 * 10 + 100 + 3 * 1000 + 4 * 10000


def test_pieces_at_a_cut_edge_and_padding_teach_no_cue(batch):
    scores = torch.zeros(batch.ids.shape)
    by_piece = losses._cue_loss(scores, batch)
    assert not by_piece[batch.in_cue < 0].any()
    assert (by_piece[batch.in_cue >= 0] > 0).all()


def test_no_cue_is_learned_less_where_thoughts_are_not_annotated(batch):
    scores, silent = torch.zeros(batch.ids.shape), batch.in_cue == 0
    every = losses._cue_loss(scores, batch)
    fewer = losses._cue_loss(scores, replace(batch, statements=torch.ones_like(batch.statements)))
    torch.testing.assert_close(fewer[silent], 0.3 * every[silent])
    torch.testing.assert_close(fewer[~silent], every[~silent])


def test_near_misses_are_pieces_that_look_like_cues_and_are_none(batch):
    scores = torch.full(batch.ids.shape, -9.0)
    free = (batch.in_cue == 0).nonzero()[4]
    scores[tuple(free)] = 3.0
    scores[tuple(batch.cues[0, :2])] = 3.0
    assert losses._near_misses(scores, batch, limit=9).tolist() == [[free[0], free[1], free[1]]]


def test_right_labels_cost_less_than_wrong_ones(batch):
    at = batch.cues[:, 1:2] + torch.arange(-REACH, REACH + 1)
    gold = batch.labels.gather(1, at.clamp(0, batch.labels.shape[1] - 1)).clamp(min=0)
    right = torch.nn.functional.one_hot(gold, 4) * 20.0
    assert losses._label_loss(right, batch).sum() < 1e-3
    assert losses._label_loss(right.roll(1, 2), batch).sum() > 100


def test_verdicts_learn_nothing_from_what_gold_does_not_tell(batch):
    others = torch.cat([torch.tensor([[0, 1, 1]]), (batch.in_cue < 0).nonzero()[:1, [0, 1, 1]]])
    batch = replace(batch, stated=torch.full_like(batch.stated, -1))
    by_cue = losses._verdict_loss(torch.zeros(len(batch.cues) + 2, 2), batch, others)
    assert (by_cue[:, 0] > 0).tolist() == [True] * len(batch.cues) + [bool(batch.in_cue[0, 1] == 0), False]
    assert not by_cue[:, 1].any()
    among_statements = replace(batch, statements=torch.ones_like(batch.statements))
    by_cue = losses._verdict_loss(torch.zeros(len(batch.cues) + 2, 2), among_statements, others)
    assert not by_cue[len(batch.cues) :, 0].any()


def test_with_a_teacher_its_states_are_learned_too(tagger, batch, config):
    loss = losses.loss_of(tagger, _taught(batch), config)
    loss.total(config).backward()
    assert loss.states > 0
    assert torch.isfinite(loss.total(config))


def test_what_nobody_annotated_is_learned_from_the_teacher_alone(tagger, batch, config):
    plain = replace(_taught(batch), plain=torch.ones_like(batch.plain))
    other = replace(plain, in_cue=1 - plain.in_cue, stated=1 - plain.stated)
    first, second = (losses.loss_of(tagger, one, config) for one in (plain, other))
    torch.testing.assert_close(first.cue, second.cue)
    torch.testing.assert_close(first.verdict, second.verdict)


def test_beyond_the_near_reach_nothing_is_a_part_of_the_relation(tagger, batch):
    states = tagger.encoder(batch.ids, batch.cases, batch.places, batch.real)
    near = _taught(batch, far=False)
    labels, verdicts = losses._looked(tagger, near, states, near.lessons)
    beyond = torch.arange(-REACH, REACH + 1).abs() > NEAR
    assert (labels[:, beyond].argmax(2) == NONE).all()
    assert (labels[:, beyond, NONE] > 20).all()
    alone = tagger.relations(
        states, near.paragraphs, near.real, near.lessons.cues, torch.arange(-NEAR, NEAR + 1)
    )
    torch.testing.assert_close(labels[:, ~beyond], alone[0])
    torch.testing.assert_close(verdicts, alone[1])
