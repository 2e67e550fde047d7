"""CPU time of a piece of work, as free of chance as one process can measure it."""

import gc
import time
from collections.abc import Callable


def cpu_seconds(work: Callable[[], object], *, repeats: int = 3) -> float:
    """The least CPU time of `repeats` runs.

    The garbage collector rests meanwhile: late in the suite one of its passes costs more than the work.
    """
    took = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(repeats):
            started = time.process_time()
            work()
            took.append(time.process_time() - started)
    finally:
        gc.enable()
    return min(took)
