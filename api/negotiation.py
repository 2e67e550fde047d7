"""Which of the media types on offer an answer has, by the header Accept (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

from werkzeug.datastructures import MIMEAccept

from api.problems import Problem


def choose_media_type(accept: MIMEAccept, offered: Sequence[str]) -> str:
    """The one of `offered` that `accept` likes best; the first of several that it likes as well.

    No header takes anything. Raises Problem when it leaves out all of them; q=0 leaves out.
    """
    if not accept:
        return offered[0]
    best = max(offered, key=accept.quality)
    if accept.quality(best) <= 0:
        raise Problem(
            "not-acceptable", f"The answer is {' or '.join(offered)}; the header Accept leaves out all."
        )
    return best
