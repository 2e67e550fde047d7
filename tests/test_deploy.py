"""The files in deploy/: sound by the tools that read them, where those are here, and true to the program."""

from __future__ import annotations

import configparser
import json
import re
import shlex
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
import yaml
from werkzeug.serving import make_server

from api import create_app
from api.config import Config
from api.database import Database
from api.keys import Keys
from api.problems import PROBLEM_TYPES
from api.serve import STOP_SECONDS
from attribution.cli import build_parser
from tests.api.conftest import FakeExtractor
from tests.tree import ROOT

DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NGINX = (DEPLOY / "nginx" / "attribution.conf").read_text(encoding="utf-8")
OURS = ("service", "worker")
PAGES = sorted(path for path in (*DEPLOY.rglob("*"), *(ROOT / "docs").glob("*.md")) if path.is_file())
BINARIES = Path(sys.executable).parent
STOP = Config().deadline + STOP_SECONDS
WORKER_STOP = build_parser().parse_args(["worker"]).timeout


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Both outputs of a command that must succeed."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def need(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"there is no {name} on this machine")
    return found


def instructions(name: str) -> list[str]:
    """What stands behind each instruction of that name in the Dockerfile."""
    joined = re.sub(r"\\\n\s*", "", DOCKERFILE)
    return re.findall(rf"^{name} (.*)$", joined, flags=re.MULTILINE)


def unit(path: Path) -> dict[str, dict[str, str]]:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path, encoding="utf-8")
    return {name: dict(parser[name]) for name in parser.sections()}


OF_KITS = {"wordpress.md": {"ADDRESS", "KEY"}, "wagtail.md": {"WAGTAIL"}}  # names in their own settings


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_is_named_is_one(page: Path) -> None:
    named = set(re.findall(r"\bATTRIBUTION_([A-Z_]*[A-Z])\b", page.read_text(encoding="utf-8")))
    ours = {field.name.upper() for field in fields(Config)}
    assert named <= ours | OF_KITS.get(page.name, set())


class TestDockerfile:
    def test_is_sound(self) -> None:
        assert run(BINARIES / "hadolint", DEPLOY / "Dockerfile") == ""

    def test_copies_what_the_wheel_is_made_of_and_nothing_else_is_sent(self) -> None:
        copied = {
            name
            for copy in instructions("COPY")
            if not copy.startswith("--from")
            for name in copy.split()[:-1]
        }
        ignored = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
        assert {line[1:] for line in ignored if line.startswith("!")} == copied
        assert ignored[1] == "*"
        assert copied == {"api", "attribution", "setup.cfg", "pyproject.toml", "README.md", "LICENSE"}
        assert all((ROOT / name).exists() for name in copied)

    def test_its_python_is_one_that_the_project_runs_on(self) -> None:
        [version] = re.findall(r"^ARG PYTHON=(.*)$", DOCKERFILE, flags=re.MULTILINE)
        assert f"Python :: {version}\n" in (ROOT / "setup.cfg").read_text(encoding="utf-8")

    def test_runs_the_command_without_a_shell_as_nobody_in_particular(self) -> None:
        [entry], [command] = instructions("ENTRYPOINT"), instructions("CMD")
        assert json.loads(entry) == ["attribution"]
        args = build_parser().parse_args(json.loads(command))
        assert (args.command, args.host, args.port) == ("serve", "0.0.0.0", 8000)
        assert instructions("EXPOSE") == ["8000"]
        assert instructions("USER") == ["10001:10001"]

    def test_leaves_it_to_whoever_runs_it_to_say_who_may_ask(self) -> None:
        assert "ATTRIBUTION_ACCESS" not in "".join(instructions("ENV"))


@pytest.fixture(scope="module")
def fake() -> FakeExtractor:
    return FakeExtractor()


@pytest.fixture(scope="module")
def port(fake: FakeExtractor) -> Iterator[int]:
    server = make_server("127.0.0.1", 0, create_app({}, extractor=fake), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_check_of_health_tells_a_model_that_answers_from_one_that_does_not(
    port: int, fake: FakeExtractor
) -> None:
    [check] = instructions("HEALTHCHECK")
    command = json.loads(check[check.index("[") :])
    assert command[0] == "python"
    script = command[2].replace(":8000/", f":{port}/")
    fake.error = RuntimeError("no answer")
    healthy = []
    for _ in range(100):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8")
        healthy.append(done.returncode == 0)
        if healthy[-1]:
            break
        assert "HTTP Error 503" in done.stderr
        fake.error = None
    assert healthy[0] is False
    assert healthy[-1] is True


def test_the_backup_of_a_database_in_use_is_whole(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    name, statement, copy = re.findall(
        r"""^sqlite3 (\S+) "(VACUUM INTO '(.*)')"$""", page, flags=re.MULTILINE
    )[0]
    used = Database(folder=tmp_path)
    _, secret = Keys(used).create("sports desk", "write")
    with used.read(), sqlite3.connect(tmp_path / Path(name).name) as connection:
        connection.execute(statement.replace(copy, str(tmp_path / "copy.db")))
    kept = Keys(Database(f"sqlite:///{tmp_path / 'copy.db'}"))
    found = kept.find(secret)
    assert found is not None
    assert found.name == "sports desk"


class TestCompose:
    def test_is_what_the_specification_allows(self) -> None:
        schema = ("--builtin-schema", "vendor.compose-spec")
        run(BINARIES / "check-jsonschema", *schema, DEPLOY / "compose.yaml")

    @pytest.mark.parametrize("profiles", ["", "redis,postgresql"])
    def test_is_taken_by_docker(self, profiles: str, monkeypatch: pytest.MonkeyPatch) -> None:
        docker = need("docker")
        if subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
            pytest.skip("docker has no compose here")
        monkeypatch.setenv("COMPOSE_PROFILES", profiles)
        shown = run(docker, "compose", "--file", DEPLOY / "compose.yaml", "config", "--services").split()
        assert set(shown) == {*OURS, *filter(None, profiles.split(","))}

    def test_what_it_refers_to_is_in_it(self) -> None:
        services = COMPOSE["services"]
        assert {name for name, service in services.items() if "profiles" not in service} == set(OURS)
        for name, service in services.items():
            assert service.get("profiles", [name]) == [name] or name in OURS
            assert set(service.get("networks", ())) <= set(COMPOSE["networks"])
            assert {volume.split(":")[0] for volume in service.get("volumes", ())} <= set(COMPOSE["volumes"])
            assert set(service.get("depends_on", ())) <= set(services)

    @pytest.mark.parametrize("name", OURS)
    def test_commands_are_ours_and_their_memory_is_for_so_many_processes(self, name: str) -> None:
        args = build_parser().parse_args(COMPOSE["services"][name]["command"])
        limits = COMPOSE["services"][name]["deploy"]["resources"]["limits"]
        processes = args.workers if name == "service" else args.processes
        assert str(processes) == limits["cpus"]
        assert limits["memory"] == "2g"

    def test_work_in_hand_has_its_time_at_the_stop(self) -> None:
        periods = {name: COMPOSE["services"][name]["stop_grace_period"] for name in OURS}
        assert int(periods["service"].removesuffix("s")) > STOP
        assert int(periods["worker"].removesuffix("s")) > WORKER_STOP

    def test_the_state_is_in_the_volume(self) -> None:
        state = re.findall(r"ATTRIBUTION_STATE=(\S+)", DOCKERFILE)
        for name in OURS:
            assert COMPOSE["services"][name]["volumes"] == [f"state:{state[0]}"]
            assert COMPOSE["services"][name]["read_only"] is True

    def test_the_example_has_settings_that_can_be(self) -> None:
        lines = (DEPLOY / "example.env").read_text(encoding="utf-8").splitlines()
        given = dict(line.lstrip("#").split("=", 1) for line in lines if re.match(r"#?[A-Z_]+=", line))
        config = Config.load({}, given)
        assert (config.access, config.proxies, config.tls) == ("keys", 1, True)
        assert given["COMPOSE_PROFILES"].split(",") == ["redis", "postgresql"]
        server = COMPOSE["services"]["postgresql"]["environment"]
        name, password = server["POSTGRES_USER"], given["POSTGRES_PASSWORD"]
        assert config.database == f"postgresql://{name}:{password}@postgresql/{server['POSTGRES_DB']}"
        assert config.redis == "redis://redis:6379/0"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
class TestUnit:
    def copy(self, path: Path, folder: Path) -> Path:
        """The unit with a program that is on this machine."""
        text = path.read_text(encoding="utf-8").replace("/opt/attribution/bin/attribution", sys.executable)
        (folder / path.name).write_text(text, encoding="utf-8")
        return folder / path.name

    def test_is_sound(self, path: Path, tmp_path: Path) -> None:
        out = run(need("systemd-analyze"), "verify", "--man=no", self.copy(path, tmp_path))
        assert path.stem not in out

    def test_is_shut_in(self, path: Path, tmp_path: Path) -> None:
        analyze = need("systemd-analyze")
        run(analyze, "security", "--offline=true", "--threshold=15", self.copy(path, tmp_path))

    def test_its_command_is_ours(self, path: Path) -> None:
        program, *arguments = shlex.split(unit(path)["Service"]["ExecStart"])
        args = build_parser().parse_args(arguments)
        assert program == "/opt/attribution/bin/attribution"
        assert (args.workers if args.command == "serve" else args.processes) == 2

    def test_work_in_hand_has_its_time_at_the_stop(self, path: Path) -> None:
        needed = WORKER_STOP if path.stem.endswith("worker") else STOP
        assert int(unit(path)["Service"]["TimeoutStopSec"]) > needed

    def test_its_state_is_where_it_may_write(self, path: Path) -> None:
        service = unit(path)["Service"]
        assert service["Environment"] == f"ATTRIBUTION_STATE=/var/lib/{service['StateDirectory']}"


class TestNginx:
    def test_is_sound(self, tmp_path: Path) -> None:
        nginx, openssl = need("nginx"), need("openssl")
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        make = ("req", "-x509", "-newkey", "ed25519", "-nodes", "-subj", "/CN=attribution.example")
        run(openssl, *make, "-keyout", key, "-out", certificate)
        site = re.sub(r"(ssl_certificate) .*;", rf"\1 {certificate};", NGINX)
        site = re.sub(r"(ssl_certificate_key) .*;", rf"\1 {key};", site)
        (tmp_path / "site.conf").write_text(site, encoding="utf-8")
        places = "".join(
            f"{kind}_temp_path {tmp_path / kind};\n"
            for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        whole = (
            f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{places}include site.conf;\n}}\n"
        )
        (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")
        out = run(nginx, "-t", "-e", "stderr", "-p", tmp_path, "-c", tmp_path / "nginx.conf")
        assert "[warn]" not in out

    def test_lets_through_what_the_service_takes(self) -> None:
        sizes = re.findall(r"client_max_body_size (\d+)m?;", NGINX)
        usual, stream, jobs = (int(size) * 2**20 for size in sizes)
        assert usual > Config().body_limit
        assert stream == 0
        assert jobs > Config().job_bytes

    def test_waits_longer_than_the_service(self) -> None:
        [seconds] = re.findall(r"proxy_read_timeout (\d+)s;", NGINX)
        assert int(seconds) > Config().deadline

    def test_its_addresses_are_those_of_the_service(self) -> None:
        rules = {rule.rule for rule in create_app({}, extractor=FakeExtractor()).url_map.iter_rules()}
        named = re.findall(r"location = (\S+)", NGINX)
        assert named
        assert set(named) <= rules

    def test_its_own_errors_are_problems_of_the_service(self) -> None:
        known = {kind.uri: (kind.title, kind.status) for kind in PROBLEM_TYPES.values()}
        answers = re.findall(r"return (\d+) '(.*)';", NGINX)
        assert len(answers) == 4
        for status, body in answers:
            problem = json.loads(body)
            assert problem["status"] == int(status)
            if problem["type"] != "about:blank":
                assert known[problem["type"]] == (problem["title"], problem["status"])
