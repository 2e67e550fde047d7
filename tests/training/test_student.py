import random
from dataclasses import replace

import pytest

from tests.training import tiny

student = tiny.learning("student")
batches = tiny.learning("batches")
torch = pytest.importorskip("torch")

INNER = tiny.SIZES["intermediate_size"]


@pytest.fixture
def sample(examples, config):
    return list(batches.batches(batches.pass_windows(examples, config, random.Random(2)), 4))


@pytest.fixture
def teacher():
    return tiny.tagger()


def _states(tagger, batch):
    with torch.no_grad():
        return tagger.eval().encoder(batch.ids, batch.cases, batch.places, batch.real)


def test_a_student_with_all_of_its_teacher_is_its_teacher(teacher, sample):
    made = student.student_of(teacher, [0, 1], inner=INNER, relation_layers=2, sample=sample)
    torch.testing.assert_close(_states(made, sample[0]), _states(teacher, sample[0]))
    assert made.shape == teacher.shape


def test_a_student_has_the_layers_asked_for(teacher, sample):
    made = student.student_of(teacher, [1], inner=INNER, relation_layers=1, sample=sample)
    assert made.shape == replace(teacher.shape, num_hidden_layers=1, relation_layers=1)
    assert torch.equal(made.encoder.layers[0].project.weight, teacher.encoder.layers[1].project.weight)
    assert torch.equal(made.relations.labels.weight, teacher.relations.labels.weight)
    assert len(made.relations.layers) == 1


def test_units_that_pass_nothing_on_go_first(teacher, sample):
    idle = torch.arange(INNER) % 4 == 0
    with torch.no_grad():
        for layer in teacher.encoder.layers:
            layer.narrow.weight[:, idle] = 0.0
    made = student.student_of(teacher, [0, 1], inner=30, relation_layers=2, sample=sample)
    assert made.encoder.layers[0].widen.weight.shape[0] == 30
    torch.testing.assert_close(_states(made, sample[0]), _states(teacher, sample[0]))


def test_the_teacher_stays_as_it_was(teacher, sample):
    before = {name: value.clone() for name, value in teacher.state_dict().items()}
    student.student_of(teacher, [0], inner=8, relation_layers=1, sample=sample)
    assert all(torch.equal(value, before[name]) for name, value in teacher.state_dict().items())
    assert not teacher.encoder.layers[0].widen._forward_hooks
