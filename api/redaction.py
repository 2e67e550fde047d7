"""What secrets look like, and how they are kept out of logs: out of paths, messages and tracebacks alike."""

from __future__ import annotations

import logging
import re

ID_LENGTH, SECRET_LENGTH = 8, 43  # 43 letters and digits, of 62: 256 bits

KEY = re.compile(rf"atr_([a-z0-9]{{{ID_LENGTH}}})_([A-Za-z0-9]{{{SECRET_LENGTH}}})")
_FEED_TOKEN = re.compile(r"atf_[A-Za-z0-9_-]+")
_WEBHOOK_SECRET = re.compile(r"whsec_[A-Za-z0-9+/=_-]+")


def redact(text: str) -> str:
    """`text` without the secret of any key, webhook or feed in it; the ids of keys stay.

    >>> redact("GET /atr_7h3k9x2m_" + "s" * 43)
    'GET /atr_7h3k9x2m_…'
    """
    if "whsec_" in text:
        text = _WEBHOOK_SECRET.sub("whsec_…", text)
    if "atf_" in text:
        text = _FEED_TOKEN.sub("atf_…", text)
    return KEY.sub(r"atr_\1_…", text) if "atr_" in text else text


class RedactingFormatter(logging.Formatter):
    """Formats as `inner` does, and takes the secrets out of what has come of it."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self._inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines for `record`, its traceback included."""
        return redact(self._inner.format(record))


def redact_log(logger: logging.Logger) -> None:
    """Has all that `logger` writes by its handlers of now go through `redact`."""
    for handler in logger.handlers:
        if not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter or logging.Formatter()))
