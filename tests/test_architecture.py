"""The shape of the project: layers, tree, types and style."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tree import ROOT, code_modules

TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "api", "attribution", "deploy", "docs",
    "integrations", "pyproject.toml", "setup.cfg", "tests",
}  # fmt: skip

# Modules without a test module of their own name, and the tests that cover them. Parts of stages and readers
# of language data are not listed: they are tested through the stages.
TESTED_IN = {
    "attribution/corpus/clusters/copies.py": "corpus/clusters/test_run.py",
    "attribution/corpus/clusters/settings.py": "corpus/clusters/test_run.py",
    "attribution/corpus/clusters/source.py": "corpus/clusters/test_run.py",
    "attribution/corpus/benchmarks/clusters.py": "corpus/benchmarks/test_repeats.py",
    "attribution/corpus/clusters/wordings.py": "corpus/clusters/test_pairs.py",
    "attribution/__main__.py": "test_packaging.py",
    "attribution/version.py": "test_cli.py",
    "attribution/commands/engine.py": "test_cli.py",
    "attribution/commands/inputs.py": "commands/test_extract.py",
    "attribution/commands/output.py": "commands/test_extract.py",
    "attribution/export/characters.py": "export/test_contract.py",
    "attribution/export/jsonlines.py": "export/test_contract.py",
    "attribution/export/lines.py": "export/test_jsonld.py",
    "attribution/export/schemaorg.py": "export/test_jsonld.py",
    "attribution/export/published.py": "export/test_ans.py",
    "attribution/text/surroundings.py": "test_assemble.py",
    "attribution/text/markpaths.py": "text/test_marks.py",
    "attribution/text/markscan.py": "text/test_marks.py",
    "attribution/client/asynchronous.py": "client/test_client.py",
    "attribution/client/calls.py": "client/test_client.py",
    "attribution/client/errors.py": "client/test_client.py",
    "attribution/client/settings.py": "client/test_client.py",
    "attribution/client/synchronous.py": "client/test_client.py",
    "api/benchmarks/articles.py": "api/benchmarks/test_load.py",
    "api/benchmarks/service.py": "api/benchmarks/test_soak.py",
    "api/benchmarks/traffic.py": "api/benchmarks/test_load.py",
    "attribution/commands/corpus.py": "commands/test_corpus_run.py",
    "attribution/commands/corpus_done.py": "commands/test_corpus_run.py",
    "attribution/corpus/spark/folder.py": "system/spark/test_runs.py",
    "attribution/corpus/spark/frames.py": "system/spark/test_frames.py",
    "attribution/corpus/spark/parcels.py": "system/spark/test_frames.py",
    "attribution/corpus/spark/reading.py": "system/spark/test_runs.py",
    "attribution/corpus/spark/runs.py": "system/spark/test_runs.py",
    "attribution/corpus/spark/sessions.py": "system/spark/test_runs.py",
    "attribution/commands/claim_list.py": "commands/test_claims.py",
    "attribution/commands/mark.py": "commands/test_claims.py",
    "attribution/commands/signing.py": "commands/test_speakers.py",
    "api/claim_schemas.py": "api/views/test_claim_queue.py",
    "api/versions.py": "api/views/test_reviews.py",
    "attribution/claims/reasons.py": "claims/test_rating.py",
    "attribution/claims/schemas.py": "api/views/test_claims.py",
    "attribution/claims/records.py": "claims/test_rating.py",
    "attribution/evaluation/claimgold.py": "evaluation/test_claims.py",
    "attribution/verify/records.py": "verify/test_verification.py",
    "attribution/verify/schemas.py": "api/views/test_verification.py",
    "attribution/verify/runs.py": "verify/test_wording.py",
    "attribution/verify/stems.py": "store/test_terms.py",
    "attribution/store/entries.py": "store/test_registry.py",
    "attribution/store/entry_schemas.py": "api/views/test_speakers.py",
    "attribution/store/follow_schemas.py": "api/views/test_searches.py",
    "attribution/store/history.py": "store/test_curation.py",
    "attribution/store/keys.py": "store/test_registry.py",
    "attribution/store/undoing.py": "store/test_curation.py",
    "attribution/store/recognition.py": "store/test_people.py",
    "attribution/store/database.py": "api/test_database.py",
    "attribution/store/claim_drafts.py": "store/test_claiming.py",
    "attribution/store/claim_schemas.py": "api/views/test_claim_queue.py",
    "attribution/store/claim_rows.py": "store/test_reindexing.py",
    "attribution/store/conflict_schemas.py": "api/views/test_conflicts.py",
    "attribution/store/pairing.py": "store/test_contrast.py",
    "attribution/store/rivals.py": "store/test_contrast.py",
    "attribution/store/runs.py": "store/test_contrast.py",
    "attribution/store/tokens.py": "store/test_contrast.py",
    "attribution/store/sketches.py": "store/test_settling.py",
    "attribution/store/upholding.py": "store/test_settling.py",
    "attribution/store/wordings.py": "store/test_settling.py",
    "attribution/store/content.py": "store/test_reviewing.py",
    "attribution/store/correcting.py": "store/test_reviewing.py",
    "attribution/store/current.py": "store/test_reviewing.py",
    "attribution/store/decisions.py": "store/test_carrying.py",
    "attribution/store/editing.py": "store/test_reviewing.py",
    "attribution/store/review_schemas.py": "api/views/test_reviews.py",
    "attribution/store/saving.py": "store/test_reviewing.py",
    "attribution/store/soundness.py": "store/test_reviewing.py",
    "attribution/store/findings.py": "store/test_checking.py",
    "attribution/store/indexes.py": "store/test_checking.py",
    "attribution/store/mending.py": "store/test_checking.py",
    "attribution/store/places.py": "store/test_checking.py",
    "attribution/store/proving.py": "store/test_checking.py",
    "attribution/store/rules.py": "store/test_checking.py",
    "attribution/store/lines.py": "store/test_backup.py",
    "attribution/store/numbers.py": "store/test_backup.py",
    "attribution/store/restoring.py": "store/test_backup.py",
    "attribution/store/clearing.py": "store/test_erasing.py",
    "attribution/store/compacting.py": "store/test_erasing.py",
    "attribution/store/redacting.py": "store/test_erasing.py",
    "attribution/store/rewriting.py": "store/test_erasing.py",
    "attribution/store/views.py": "store/test_transfer.py",
    "attribution/store/facts.py": "commands/test_care.py",
    "attribution/commands/place.py": "commands/test_store.py",
    "attribution/store/benchmarks/questions.py": "store/benchmarks/test_scale.py",
    "attribution/store/columns.py": "store/test_store.py",
    "attribution/store/conflict_tables.py": "store/test_settling.py",
    "attribution/store/tables.py": "store/test_store.py",
    "attribution/store/recall.py": "store/test_verification.py",
    "attribution/store/kept.py": "store/test_verification.py",
    "attribution/store/migrations/env.py": "store/test_store.py",
    "attribution/store/migrations/versions/first.py": "store/test_store.py",
    "attribution/verify/speakers.py": "lock/test_speakers.py",
    "attribution/lock/matching.py": "lock/test_comparing.py",
    "attribution/lock/records.py": "lock/test_unlocking.py",
    "attribution/lock/schemas.py": "lock/test_locking.py",
    "attribution/training/descriptions.py": "training/test_learning.py",
    "attribution/training/pronouns.py": "training/test_learning.py",
    "api/conflict_schemas.py": "api/views/test_conflicts.py",
    "api/review_schemas.py": "api/views/test_reviews.py",
    "attribution/commands/gold.py": "commands/test_store.py",
    "api/bodies.py": "api/views/test_extractions.py",
    "api/jobs/answers.py": "api/views/test_jobs.py",
    "api/jobs/schemas.py": "api/views/test_jobs.py",
    "api/jobs/store.py": "api/jobs/test_claims.py",
    "api/jobs/tables.py": "api/jobs/test_claims.py",
    "api/jobs/upload.py": "api/views/test_jobs.py",
    "api/media.py": "api/views/test_stream.py",
    "api/problems.py": "api/test_errors.py",
    "api/views/metrics.py": "api/test_metrics.py",
    "api/wsgi.py": "api/test_app.py",
}

MODULES = code_modules()


def check(*command: str) -> None:
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def test_imports_keep_the_contracts() -> None:
    check("-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache")


def test_types() -> None:
    check("-m", "mypy")


@pytest.mark.parametrize("command", [("check",), ("format", "--check")], ids=" ".join)
def test_style(command: tuple[str, ...]) -> None:
    check("-m", "ruff", *command)


@pytest.mark.parametrize("path", MODULES, ids=str)
class TestModule:
    def test_says_what_it_is_for(self, path: Path) -> None:
        assert ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))

    def test_has_a_name_that_tells_something(self, path: Path) -> None:
        assert path.stem not in {"utils", "util", "helpers", "helper", "common", "misc", "tools"}

    def test_has_tests(self, path: Path) -> None:
        source = (ROOT / path).read_text(encoding="utf-8")
        part_of_a_stage = path.parent.name in ("pipeline", "lang") and "@Language." not in source
        if path.name == "__init__.py" or part_of_a_stage:
            return
        folder = path.parent.relative_to("attribution") if path.parts[0] == "attribution" else path.parent
        own = ROOT / "tests" / folder / f"test_{path.stem}.py"
        elsewhere = TESTED_IN.get(path.as_posix())
        assert own.is_file() or (elsewhere and (ROOT / "tests" / elsewhere).is_file())


def test_every_exception_is_of_a_module_that_exists() -> None:
    assert set(TESTED_IN) <= {path.as_posix() for path in MODULES}


def named_modules(tree: str) -> set[str]:
    """The modules in a tree of the documentation: a line has names, or a folder, and what they are for."""
    found, folders = set(), [""]
    for line in tree.splitlines():
        depth = (len(line) - len(line.lstrip())) // 2
        names = re.split(r" {2,}", line.strip())
        if names[0].endswith("/"):
            folders[depth + 1 :] = [folders[depth] + names[0]]
        else:
            found |= {f"{folders[depth]}{name}.py" for name in names[:-1]}
    return found


@pytest.mark.parametrize(("title", "folder"), [("The service", "api"), ("The store", "attribution/store")])
def test_the_documentation_names_every_module_of(title: str, folder: str) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = page.split(f"## {title}\n")[1].split("```text\n")[1].split("```")[0]
    modules = {
        path.as_posix() for path in MODULES if path.is_relative_to(folder) and path.name != "__init__.py"
    }
    assert named_modules(tree) == modules


def test_nothing_else_lies_at_the_top() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True)
    if tracked.returncode:
        pytest.skip("not in a git repository")
    assert {line.split("/")[0] for line in tracked.stdout.splitlines()} <= TOP
