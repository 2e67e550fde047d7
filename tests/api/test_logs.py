from __future__ import annotations

import json
import logging
from typing import Any

import pytest
import structlog

from api.config import Config
from api.logs import configure_logging, create_formatter
from api.redaction import ID_LENGTH, SECRET_LENGTH

FORGED = "gone\n2026-01-01T00:00:00Z INFO api: all is well\r\x1b[2J\u2028\x85"


def record_of(message: str, *, error: Exception | None = None, **fields: Any) -> logging.LogRecord:
    record = logging.LogRecord("api.desk", logging.WARNING, "desk.py", 1, message, (), None)
    record.__dict__.update(fields)
    if error is not None:
        record.exc_info = (type(error), error, error.__traceback__)
    return record


def failure(message: str) -> Exception:
    try:
        raise ValueError(message)
    except ValueError as error:
        return error


def test_a_line_of_json_has_what_every_line_has_first() -> None:
    line = create_formatter("json").format(record_of("the ferry is late", minutes=20))
    told = json.loads(line)
    assert list(told) == ["time", "level", "logger", "message", "minutes"]
    assert told["time"].endswith("Z")
    assert (told["level"], told["logger"], told["minutes"]) == ("warning", "api.desk", 20)


def test_a_line_of_text() -> None:
    line = create_formatter("text").format(record_of("the ferry is late", minutes=20))
    assert line.split(" ", 1)[1] == "WARNING api.desk: the ferry is late minutes=20"


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_nobody_can_forge_a_line(log_format: str) -> None:
    line = create_formatter(log_format).format(record_of(FORGED, path=FORGED))
    assert len(line.splitlines()) == 1
    assert "\x1b" not in line


def test_a_traceback_is_a_field_of_json() -> None:
    line = create_formatter("json").format(record_of("it failed", error=failure(FORGED)))
    assert len(line.splitlines()) == 1
    assert "ValueError: gone" in json.loads(line)["exception"]


def test_a_traceback_in_text_is_indented_so_that_no_line_of_it_passes_for_an_event() -> None:
    lines = create_formatter("text").format(record_of("it failed", error=failure(FORGED))).split("\n")
    assert len(lines) > 3
    assert all(line.startswith("    ") for line in lines[1:])
    assert not any("\x1b" in line for line in lines)


def test_what_is_bound_to_the_request_is_on_the_line() -> None:
    with structlog.contextvars.bound_contextvars(request_id="desk-7"):
        line = create_formatter("json").format(record_of("the ferry is late"))
    assert json.loads(line)["request_id"] == "desk-7"


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_all_loggers_write_in_the_form_and_no_secret_gets_through(
    log_format: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", list(root.handlers))
    monkeypatch.setattr(root, "level", root.level)
    secret = "s" * SECRET_LENGTH
    configure_logging(Config(log_format=log_format, log_level="WARNING"))
    logging.getLogger("some.library").info("not told")
    logging.getLogger("some.library").error("asked for atr_%s_%s", "k" * ID_LENGTH, secret)
    (line,) = capsys.readouterr().err.splitlines()
    assert secret not in line
    assert "some.library" in line
