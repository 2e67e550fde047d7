import pytest

from attribution.errors import EvaluationError
from attribution.models.network import Network
from tests.training import tiny

main = tiny.learning("__main__").main

pytestmark = pytest.mark.filterwarnings(
    "ignore::DeprecationWarning", "ignore::UserWarning", "ignore::torch.jit.TracerWarning"
)

STUDENT = "layers = [1]\ninner = 20\nrelation_layers = 1\n"


@pytest.fixture
def trained(articles, encoder, tmp_path):
    """The OUT folder of a run."""
    settings = tmp_path / "teacher.toml"
    settings.write_text(tiny.SETTINGS + tiny.GOLD, encoding="utf-8")
    main([str(settings), str(articles), str(tmp_path / "teacher")])
    return tmp_path / "teacher"


def test_it_trains_a_tagger_and_then_a_student_of_it(trained, articles, tmp_path):
    settings = tmp_path / "student.toml"
    settings.write_text(tiny.SETTINGS + STUDENT + tiny.GOLD + tiny.PLAIN, encoding="utf-8")
    main([str(settings), str(articles), str(tmp_path / "student"), "--teacher", str(trained)])
    sizes = [(out / "model" / "encoder.onnx").stat().st_size for out in (trained, tmp_path / "student")]
    assert sizes[1] < sizes[0]
    assert Network(tmp_path / "student" / "model").settings["window"] == 80


def test_it_exports_a_checkpoint_without_training(trained, articles, tmp_path):
    arguments = [str(tmp_path / "teacher.toml"), str(articles), str(tmp_path / "again")]
    main([*arguments, "--checkpoint", str(trained / "checkpoint.pt")])
    assert [path.name for path in (tmp_path / "again").iterdir()] == ["model"]
    first, again = (out / "model" / "encoder.onnx" for out in (trained, tmp_path / "again"))
    assert first.read_bytes() == again.read_bytes()


def test_settings_that_are_not_there_are_named(tmp_path):
    with pytest.raises(EvaluationError, match=r"none\.toml"):
        main([str(tmp_path / "none.toml"), str(tmp_path), str(tmp_path)])
