"""Which articles quote something about the same as a quotation does, in whatever words.

Of a whole article even rare words may stand far apart; of what was said in other words they stand together.
"""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection, select

from attribution.store.frequent import Told, common_keys
from attribution.store.fulltext import WORDS, rows_of_each
from attribution.store.shares import best_of, rarest, shares_of
from attribution.store.tables import quotations
from attribution.verify.given import Given
from attribution.verify.paraphrases import stems_of

MOST_SAID = 40  # quotations whose articles are asked for

_WORDS = Told("quotations", "vector")


def find_sayings(connection: Connection, given: Given) -> list[int]:
    """The revisions with the quotations that share most of the rarer words, the likeliest first."""
    stems = sorted(stems_of(given.words))
    common = common_keys(connection, _WORDS, stems)
    lists = rarest(partial(rows_of_each, connection, WORDS), stems, common)
    likely = best_of(shares_of(lists), MOST_SAID)
    query = select(quotations.c.id, quotations.c.revision_id).where(quotations.c.id.in_(likely))
    revisions = {row.id: row.revision_id for row in connection.execute(query)}
    return list(dict.fromkeys(revisions[number] for number in likely if number in revisions))
