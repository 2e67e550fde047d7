from __future__ import annotations

import os
import threading

from api.hand import NAMELESS, Hand


def test_what_is_in_hand() -> None:
    hand = Hand()
    assert (hand.holds, hand.thread, hand.where()) == ("", 0, [])
    with hand.holding("cms-20417"):
        assert (hand.holds, hand.thread) == ("cms-20417", threading.get_ident())
        assert hand.where()[-1].endswith(" where")
    with hand.holding(None):
        assert hand.holds == NAMELESS
    assert hand.holds == ""


def test_a_parent_reads_what_a_dead_child_had_in_hand() -> None:
    hand = Hand()
    child = os.fork()
    if not child:
        with hand.holding("cms-20418"):
            os._exit(1)
    os.waitpid(child, 0)
    assert hand.holds == "cms-20418"
    hand.drop()
    assert hand.holds == ""
