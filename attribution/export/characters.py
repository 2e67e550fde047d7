"""Characters that no document can hold or no program should be given."""

from __future__ import annotations

import re

# Controls but for tab and line ends, noncharacters, and lone surrogates, which no encoding takes
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
REPLACEMENT = "\ufffd"


def fit(text: str) -> str:
    """The text with U+FFFD for each character that XML, HTML or a terminal must not be given.

    Positions stay as they are.

    >>> fit("a\\x1b[31m\\tb")
    'a�[31m\\tb'
    """
    return _UNFIT.sub(REPLACEMENT, text)


def one_line(text: str) -> str:
    """The fit text in one line, blanks collapsed.

    >>> one_line("The road\\n  is closed.")
    'The road is closed.'
    """
    return " ".join(fit(text).split())
