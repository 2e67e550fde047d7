"""The form of the log: one line an event, as JSON or as plain text, for all loggers of the process.

Whatever a sender may have written (a path, the message of an exception) stays within its line: JSON escapes
control characters, plain text has them escaped here and tracebacks indented.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.typing import Processor

from api.config import Config
from api.redaction import RedactingFormatter

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MARGIN = "    "  # before each line of a traceback; no event starts with a blank


def configure_logging(config: Config) -> None:
    """Has the root logger write to standard error in the form and from the level that `config` names."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactingFormatter(create_formatter(config.log_format)))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(config.log_level)


def create_formatter(log_format: str) -> logging.Formatter:
    """A formatter of the standard library's records: `json` or `text`.

    The fields given as `extra` and those bound by `structlog.contextvars` become fields of the line.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.format_exc_info,
    ]
    last: list[Processor] = _JSON if log_format == "json" else [_render_text]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )


def _order(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """What every line has comes first."""
    first = {
        "time": event.pop("time"),
        "level": event.pop("level"),
        "logger": event.pop("logger"),
        "message": event.pop("event"),
    }
    return {**first, **event}


def _render_text(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    head = f"{event.pop('time')} {event.pop('level').upper()} {event.pop('logger')}: {event.pop('event')}"
    traceback = event.pop("exception", None)
    line = " ".join([head, *(f"{name}={value}" for name, value in event.items())])
    shown = _CONTROL.sub(_escape, line)
    if traceback:
        shown += "".join(f"\n{_MARGIN}{_CONTROL.sub(_escape, row)}" for row in traceback.split("\n"))
    return shown


def _escape(match: re.Match[str]) -> str:
    return match.group().encode("unicode_escape").decode("ascii")


_JSON: list[Processor] = [_order, structlog.processors.JSONRenderer()]
