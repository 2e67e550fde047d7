import json
import random
from dataclasses import replace

import pytest

from attribution.errors import EvaluationError
from attribution.training.config import SourceConfig
from tests.training import tiny

loop = tiny.learning("loop")
batches = tiny.learning("batches")
loss_of = tiny.learning("losses").loss_of
torch = pytest.importorskip("torch")


@pytest.fixture(autouse=True)
def _small(encoder, monkeypatch):
    """The encoder can be imported; entities cost no pipeline."""
    monkeypatch.setattr(loop, "Entities", lambda: tiny.no_entities)


def _log(out):
    return [json.loads(line) for line in (out / "log.jsonl").read_text(encoding="utf-8").splitlines()]


def _same(first, second):
    return all(torch.equal(value, second[name]) for name, value in first.items())


def test_a_run_leaves_a_checkpoint_and_a_log(config, articles, encoder, tmp_path):
    tagger = loop.train(replace(config, passes=30), articles, tmp_path / "run")
    rows = _log(tmp_path / "run")
    assert rows[0]["step"] == 25
    assert {"of", "seconds", "pieces_per_second", "cue", "labels", "verdict", "entities"} <= rows[0].keys()
    kept = loop.load_checkpoint(tmp_path / "run" / loop.CHECKPOINT, encoder)
    assert _same(tagger.state_dict(), kept.state_dict())
    assert not tagger.training
    assert not (tmp_path / "run" / "part.pt").exists()


def test_the_same_seed_gives_the_same_weights(config, articles, tmp_path):
    first, again, other = (
        loop.train(replace(config, seed=seed), articles, tmp_path / name).state_dict()
        for name, seed in (("a", 1), ("b", 1), ("c", 2))
    )
    assert _same(first, again)
    assert not _same(first, other)


def test_what_is_read_often_is_learned(config, articles, encoder, examples, tmp_path):
    config = replace(config, passes=60)
    after = loop.train(config, articles, tmp_path / "run")
    batch = batches.collated(batches.pass_windows(examples, config, random.Random(9)))
    with torch.no_grad():
        losses = [loss_of(tagger.eval(), batch, config) for tagger in (loop.pretrained(encoder), after)]
    untaught, learned = (loss.total(config) for loss in losses)
    assert learned < 0.7 * untaught


def test_the_words_of_the_encoder_stay_as_they_were(config, articles, tmp_path):
    tagger = loop.train(config, articles, tmp_path / "run")
    given = tiny.bert_weights()["bert.embeddings.word_embeddings.weight"]
    assert torch.equal(tagger.encoder.words.weight, given)
    assert tagger.encoder.cases.weight.any()


def test_a_run_may_end_by_the_clock(config, articles, tmp_path):
    loop.train(replace(config, passes=10_000, minutes=0.01), articles, tmp_path / "run")
    assert (tmp_path / "run" / loop.CHECKPOINT).is_file()


def test_the_rate_rises_and_falls():
    rates = [loop._rate(done / 100, 0.1) for done in range(100)]
    assert max(rates) == rates[10] == 1
    assert rates[:11] == sorted(rates[:11])
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert 0 < min(rates) < 0.02


def test_a_share_of_a_source_is_drawn_anew(config, examples, tmp_path):
    sources = (SourceConfig("gold.jsonl", repeat=3, share=0.5), SourceConfig("gold.jsonl"))
    run = loop._Run(replace(config, sources=sources), tiny.tagger(), tmp_path, None)
    chance = random.Random(1)
    passes = [[one.id for one in run._chosen([examples, examples], chance)] for _ in range(12)]
    assert {len(ids) for ids in passes} == {5}
    assert {tuple(ids[:3]) for ids in passes} == {("ferry",) * 3, ("bridge",) * 3}


@pytest.mark.parametrize(
    "settings",
    [{"layers": (0,)}, {"sources": (SourceConfig("plain.jsonl", plain=True),)}],
    ids=["student", "plain"],
)
def test_a_student_wants_a_teacher(config, articles, tmp_path, settings):
    with pytest.raises(EvaluationError, match="--teacher"):
        loop.train(replace(config, **settings), articles, tmp_path)


def test_articles_too_short_to_learn_from_are_refused(config, tmp_path):
    row = {"id": "short", "text": "The ferry will stop.", "attributions": []}
    (tmp_path / "gold.jsonl").write_text(json.dumps(row), encoding="utf-8")
    with pytest.raises(EvaluationError, match="long enough"):
        loop.train(config, tmp_path, tmp_path / "run")
