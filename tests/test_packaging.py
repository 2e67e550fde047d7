"""The built wheel: complete, and alive in an environment where nothing of the checkout can be imported."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

from tests.tree import ROOT

PACKAGES = ("attribution", "api")
ENTRY_POINTS = """
from importlib.metadata import distribution
points = distribution("attribution").entry_points
print(*sorted({point.group for point in points}))
for point in points:
    point.load()
"""
COMPONENT = """
import spacy
nlp = spacy.blank("en")
nlp.add_pipe("attribution")
print(nlp.get_pipe("attribution").__class__.__module__)
"""
APPLICATION = """
from api import create_app
client = create_app({}, extractor=object()).test_client()
page = client.get("/docs")
desk = [client.get(path).status_code for path in ("/", "/desk/files/desk.js", "/desk/files/base.css")]
print(page.status_code, client.get("/v1/openapi.json").status_code, *desk)
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Standard output of a command that must succeed; no variable may lead it to the checkout."""
    env = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ATTRIBUTION"))
    }
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy, so that neither older builds nor this one leave anything in the checkout."""
    source = tmp_path_factory.mktemp("source")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", source / "dist", cwd=source)
    [built] = (source / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; it borrows the dependencies that are installed here.

    They come by a path file, behind its own packages. Path files of the place they lead to are not read, so
    that an editable installation stays out of sight.
    """
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    python = home / "bin" / "python"
    install = ("install", "--quiet", "--no-deps", "--no-index", "--no-cache-dir", wheel)
    run(sys.executable, "-m", "pip", "--python", python, *install, cwd=home)
    [packages] = home.glob("lib/python*/site-packages")
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (packages / "borrowed.pth").write_text("\n".join(sorted(borrowed)), encoding="utf-8")
    return home


def test_every_file_of_the_packages_is_in_it_and_no_other(wheel: Path) -> None:
    files = (path for package in PACKAGES for path in (ROOT / package).rglob("*") if path.is_file())
    wanted = {path.relative_to(ROOT).as_posix() for path in files if "__pycache__" not in path.parts}
    found = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    assert found == wanted
    assert {
        "attribution/py.typed",
        "attribution/examples/harbour.txt",
        "attribution/lang/en/cues.toml",
        "attribution/models/en/encoder.onnx",
        "attribution/models/en/README.md",
    } <= found


def test_the_weights_take_less_than_30_mb(wheel: Path) -> None:
    entries = zipfile.ZipFile(wheel).infolist()
    sizes = [entry.file_size for entry in entries if entry.filename.startswith("attribution/models/")]
    assert 10_000_000 < sum(sizes) < 30_000_000


def test_the_licence_is_in_it(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]
    assert [name for name in names if name.startswith("api/static/vendor/") and name.endswith("/LICENSE")]


def test_it_is_the_wheel_that_runs(environment: Path, tmp_path: Path) -> None:
    code = "import api, attribution; print(attribution.__file__); print(api.__file__)"
    for line in run(environment / "bin" / "python", "-c", code, cwd=tmp_path).split():
        assert Path(line).is_relative_to(environment)


def test_commands(environment: Path, tmp_path: Path) -> None:
    command = environment / "bin" / "attribution"
    assert run(command, "--version", cwd=tmp_path).startswith("attribution ")
    listing = run(command, "--help", cwd=tmp_path)
    assert all(name in listing for name in ("extract", "evaluate", "benchmark", "serve"))
    assert "not available" not in listing
    python = environment / "bin" / "python"
    assert run(python, "-m", "attribution", "--version", cwd=tmp_path) == run(
        command, "--version", cwd=tmp_path
    )


def test_an_extraction_from_another_directory(environment: Path, tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text("“The pool is warm,” said Mara Oyelaran.\n", encoding="utf-8")
    command = environment / "bin" / "attribution"
    out = run(command, "extract", "article.txt", "--format", "view", cwd=tmp_path)
    assert "⟦“The pool is warm,”⟧ said Mara Oyelaran." in out
    assert "Mara Oyelaran" in out.split("⟦")[0]


def test_entry_points_load(environment: Path, tmp_path: Path) -> None:
    groups = run(environment / "bin" / "python", "-c", ENTRY_POINTS, cwd=tmp_path).split()
    assert groups == ["attribution.commands", "attribution.exporters", "console_scripts", "spacy_factories"]


def test_the_component_is_found_by_its_entry_point(environment: Path, tmp_path: Path) -> None:
    out = run(environment / "bin" / "python", "-c", COMPONENT, cwd=tmp_path)
    assert out.split() == ["attribution.component"]


def test_the_api_has_its_pages(environment: Path, tmp_path: Path) -> None:
    assert run(environment / "bin" / "python", "-c", APPLICATION, cwd=tmp_path).split() == ["200"] * 5
