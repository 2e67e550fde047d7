import pytest

from attribution.errors import ModelError
from tests.training import tiny

network = tiny.learning("network")
torch = pytest.importorskip("torch")


@pytest.fixture
def tagger():
    return tiny.tagger()


def _inputs(length, windows=1):
    random = torch.Generator().manual_seed(length)
    ids = torch.randint(1100, 1200, (windows, length), generator=random)
    return ids, ids % 5, ids % 8


def test_a_layer_computes_what_a_transformer_layer_does():
    torch.manual_seed(1)
    own = network.Layer(12, 3, 20).eval()
    known = torch.nn.TransformerEncoderLayer(12, 3, 20, activation="gelu", batch_first=True).eval()
    pairs = (
        (known.self_attn.out_proj, own.output), (known.norm1, own.norm), (known.linear1, own.widen),
        (known.linear2, own.narrow), (known.norm2, own.last_norm),
    )  # fmt: skip
    with torch.no_grad():
        known.self_attn.in_proj_weight.copy_(own.project.weight)
        known.self_attn.in_proj_bias.copy_(own.project.bias)
        for to, given in pairs:
            to.load_state_dict(given.state_dict())
        states = torch.randn(2, 7, 12)
        torch.testing.assert_close(own(states, None), known(states), atol=1e-4, rtol=1e-4)


def test_padding_changes_nothing(tagger):
    ids, cases, places = _inputs(9)
    padded = [torch.nn.functional.pad(column, (0, 4)) for column in (ids, cases, places)]
    real = torch.tensor([[1] * 9 + [0] * 4])
    with torch.no_grad():
        states = tagger.encoder(ids, cases, places)
        wide = tagger.encoder(*padded, real)
        torch.testing.assert_close(states, wide[:, :9], atol=1e-5, rtol=1e-5)
        cues, offsets = torch.tensor([[0, 3, 4]]), network.around(12)
        narrow = tagger.relations(states, torch.zeros_like(ids), torch.ones_like(ids), cues, offsets)
        broad = tagger.relations(wide, torch.zeros_like(real), real, cues, offsets)
    inside = (offsets >= -3) & (offsets < 6)
    torch.testing.assert_close(narrow[0][:, inside], broad[0][:, inside], atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(narrow[1], broad[1], atol=1e-5, rtol=1e-5)


def test_case_and_marks_are_seen(tagger):
    ids, cases, places = _inputs(9)
    with torch.no_grad():
        plain = tagger.encoder(ids, cases * 0, places * 0)
        assert not torch.allclose(plain, tagger.encoder(ids, cases, places * 0), atol=1e-3)
        assert not torch.allclose(plain, tagger.encoder(ids, cases * 0, places), atol=1e-3)


def test_a_relation_is_read_cue_by_cue(tagger):
    ids, cases, places = _inputs(12, windows=2)
    paragraphs, real, offsets = ids * 0, ids * 0 + 1, network.around(5)
    cues = torch.tensor([[0, 2, 3], [1, 7, 7], [0, 9, 9]])
    with torch.no_grad():
        states = tagger.encoder(ids, cases, places)
        labels, verdicts = tagger.relations(states, paragraphs, real, cues, offsets)
        alone, verdict = tagger.relations(states, paragraphs, real, cues[1:2], offsets)
    assert labels.shape == (3, 11, network.LABELS)
    assert verdicts.shape == (3, 2)
    torch.testing.assert_close(labels[1:2], alone, atol=1e-5, rtol=1e-5)
    torch.testing.assert_close(verdicts[1:2], verdict, atol=1e-5, rtol=1e-5)


def test_distances_are_told_apart_the_less_the_farther():
    buckets = network._buckets(torch.arange(-128, 129))
    assert buckets.min() >= 0
    assert buckets.max() < network._DISTANCES
    after = buckets[128:].tolist()
    assert after == sorted(after)
    assert len(set(after[:16])) == 16
    assert after[64] == after[100] < after[128]
    assert len(set(buckets.tolist())) == 2 * len(set(after)) - 1  # 0 is its own mirror image


def test_a_pretrained_encoder_keeps_its_weights(encoder):
    given, made = tiny.bert_weights(), network.pretrained(encoder)
    assert made.shape == network.Shape(**tiny.SIZES)
    layer = made.encoder.layers[1]
    key = layer.project.weight[24:48]
    assert torch.equal(key, given["bert.encoder.layer.1.attention.self.key.weight"])
    assert torch.equal(layer.narrow.bias, given["bert.encoder.layer.1.output.dense.bias"])
    kind = given["bert.embeddings.token_type_embeddings.weight"][0]
    position = given["bert.embeddings.position_embeddings.weight"][7]
    assert torch.equal(made.encoder.positions.weight[7], position + kind)
    assert not made.encoder.cases.weight.any()  # says nothing until it has learned


def test_the_tokenizer_neither_cuts_nor_fills_up(encoder):
    given = network.tokenizer_of(encoder)
    assert len(given.encode("ferry " * 700, add_special_tokens=False).ids) == 700
    assert len(given.encode("ferry", add_special_tokens=False).ids) == 1


def test_a_package_that_is_not_installed_is_named():
    with pytest.raises(ModelError, match="no_such_encoder"):
        network.package_folder("no_such_encoder")


def test_a_package_is_found_by_its_name(encoder):
    assert network.package_folder(tiny.PACKAGE) == encoder


def _checkpoint(path, **weights):
    torch.save({"shape": tiny.SIZES, "averaged": weights}, path)
    return path


def test_a_checkpoint_gives_back_its_tagger(tagger, encoder, tmp_path):
    weights = tagger.state_dict()
    loaded = network.load_checkpoint(_checkpoint(tmp_path / "checkpoint.pt", **weights), encoder)
    assert all(torch.equal(value, weights[name]) for name, value in loaded.state_dict().items())


def test_a_checkpoint_of_another_network_is_refused(tagger, encoder, tmp_path):
    weights = tagger.state_dict()
    with pytest.raises(ModelError, match="not a checkpoint"):
        network.load_checkpoint(_checkpoint(tmp_path / "more.pt", **weights, colour=torch.ones(1)), encoder)
    del weights["encoder.norm.weight"]
    with pytest.raises(ModelError, match="not a checkpoint"):
        network.load_checkpoint(_checkpoint(tmp_path / "less.pt", **weights), encoder)


def test_the_mean_of_taggers_has_the_mean_of_their_weights():
    first, second = tiny.tagger(), tiny.tagger()
    with torch.no_grad():
        second.encoder.norm.weight.add_(2.0)
    before = first.encoder.norm.weight.clone()
    made = network.mean_of([first, second])
    torch.testing.assert_close(made.encoder.norm.weight, before + 1.0)
