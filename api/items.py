"""One article of several: whatever becomes of it, the others have theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from api.bodies import check_article, given_id
from api.engine import Engine
from api.errors import answer
from api.problems import Problem
from attribution.schemas import dump_extraction


def answer_item(
    engine: Engine, index: int, read: Callable[[], Any], *, until: float, wait: bool = True
) -> dict[str, Any]:
    """The item of a list or line of a stream, in the form of ItemSchema, for the article that `read` gives.

    It is done by `until`, in seconds of `time.monotonic`. With `wait` false a Problem is raised when the
    engine has no room; any other error is a part of the item.
    """
    item: dict[str, Any] = {"index": index}
    try:
        given = read()
        name = given_id(given)
        item |= {"id": name} if name is not None else {}
        extraction = engine.extract(until=until, wait=wait, **check_article(given))
    except Exception as error:
        if not wait and isinstance(error, Problem) and error.kind.slug == "busy":
            raise
        problem, status, _ = answer(error)
        return {**item, "status": status, "problem": problem}
    return {**item, "status": 200, "extraction": dump_extraction(extraction)}
