"""`python -m api.benchmarks.load`: how many articles a second, how fast, and what happens at twice as many.

A service of its own on loopback, locust as the sender, articles of 600 words. In turns with it one process
alone extracts the same articles with `extract_many`; the service is measured against that rate times its
processes. They take turns because a machine that others share is not as fast in one minute as in the next.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any

from api.benchmarks.articles import WORDS, articles
from api.benchmarks.service import Service, serving

BUSY = (429, 503)
WARM_UP = 2.0  # seconds of each run that do not count
QUICK = 1.0  # seconds
SHARE, SLOWEST, RECOVERY = 0.85, 2.0, 5.0  # what the project holds itself to

ALONE = """
import itertools, json, sys, time
from attribution import Extractor
texts, seconds = json.load(sys.stdin), float(sys.argv[1])
extractor = Extractor()
list(extractor.extract_many(texts[:8]))
began, done, end = time.perf_counter(), 0, time.perf_counter() + seconds
more = iter(lambda: time.perf_counter() < end, False)
for _ in extractor.extract_many(text for text, _ in zip(itertools.cycle(texts), more)):
    done += 1
print(done / (time.perf_counter() - began))
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """When an article was sent, the seconds until its answer, and the status (0 for none)."""

    sent: float
    seconds: float
    status: int


@dataclass(frozen=True, slots=True)
class Round:
    """Articles a second of one process alone, and the answers that each number of clients got beside it."""

    alone: float
    answers: Mapping[int, Sequence[Answer]]


def main(argv: Sequence[str] | None = None) -> int:
    """Measures and prints; returns 1 when the project's own floor is not kept, if that is asked."""
    args = _arguments(argv)
    texts = articles(args.articles)
    with serving("--workers", str(args.workers)) as service:
        rounds = [measure(service, texts, args.clients, args.seconds) for _ in range(args.rounds)]
        alone = fmean(found.alone for found in rounds)
        rates = {clients: closed([found.answers[clients] for found in rounds]) for clients in args.clients}
        best = max(found["articles_per_second"] for found in rates.values())
        over = overload(service, texts, 2 * best, args.rounds * args.seconds, args.users)
    result = {
        "words": WORDS,
        "workers": args.workers,
        "extract_many_per_second": alone,
        "clients": rates,
        "share": rates[max(args.clients)]["articles_per_second"] / (alone * args.workers),
        "overload": over,
    }
    print(json.dumps(result) if args.json else "\n".join(_lines(result)))
    return 0 if args.no_floor or _good(result) else 1


def extract_many_rate(texts: Sequence[str], seconds: float) -> float:
    """Articles a second of one process with one thread."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, str(seconds)],
        input=json.dumps(texts), capture_output=True, encoding="utf-8", check=True,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    return float(done.stdout)


def measure(service: Service, texts: Sequence[str], clients: Sequence[int], seconds: float) -> Round:
    """The rate of one process alone, then what so many clients get that each wait for their answers."""
    alone = extract_many_rate(texts, seconds)
    return Round(alone, {number: send(service, texts, number, seconds) for number in clients})


def closed(rounds: Sequence[Sequence[Answer]]) -> dict[str, Any]:
    """What some clients got in all rounds."""
    every = [answer for answers in rounds for answer in answers]
    return {**summary(every), "articles_per_second": fmean(rate(answers) for answers in rounds)}


def overload(
    service: Service, texts: Sequence[str], per_second: float, seconds: float, users: int
) -> dict[str, Any]:
    """What happens when so many articles a second come, whatever is answered, and how long it lasts."""
    pace = {"TRAFFIC_PAUSE": str(users / per_second), "TRAFFIC_STEP": str(1 / per_second)}
    ramp = users / per_second  # seconds until all users are there
    answers = send(service, texts, users, seconds + ramp, pace)
    refused = [answer for answer in answers if answer.status in BUSY]
    return {
        **summary(answers),
        "offered_per_second": per_second,
        "articles_per_second": rate(answers),
        "refused_share": len(refused) / len(answers),
        "refused_p99": percentile([answer.seconds for answer in refused], 99),
        "recovery_seconds": recovery(service, texts[0]),
    }


def send(
    service: Service,
    texts: Sequence[str],
    users: int,
    seconds: float,
    pace: Mapping[str, str] | None = None,
) -> list[Answer]:
    """What locust's users are answered, in the order of sending, after the first moments."""
    with tempfile.TemporaryDirectory() as folder:
        source, log = Path(folder, "articles.json"), Path(folder, "log.jsonl")
        source.write_text(json.dumps(list(texts)), encoding="utf-8")
        traffic = {"TRAFFIC_ARTICLES": str(source), "TRAFFIC_LOG": str(log), **(pace or {})}
        command = [
            sys.executable, "-m", "locust", "--locustfile", str(Path(__file__).with_name("traffic.py")),
            "--headless", "--host", service.url, "--users", str(users), "--spawn-rate", str(users),
            "--run-time", f"{WARM_UP + seconds:.0f}s", "--stop-timeout", "20", "--only-summary",
        ]  # fmt: skip
        done = subprocess.run(command, env={**os.environ, **traffic}, capture_output=True, encoding="utf-8")
        if done.returncode:
            raise RuntimeError(f"locust ended with status {done.returncode}: {done.stderr[-2000:]}")
        answers = [Answer(*json.loads(line)) for line in log.read_text(encoding="utf-8").splitlines()]
    answers.sort(key=lambda answer: answer.sent)
    return [answer for answer in answers if answer.sent >= answers[0].sent + WARM_UP]


def summary(answers: Sequence[Answer]) -> dict[str, Any]:
    """How many articles were answered how, and the seconds that the good answers took."""
    good = [answer.seconds for answer in answers if answer.status == 200]
    found = {answer.status for answer in answers}
    statuses = {str(status): sum(answer.status == status for answer in answers) for status in sorted(found)}
    return {"statuses": statuses, **{f"p{share}": percentile(good, share) for share in (50, 95, 99)}}


def rate(answers: Sequence[Answer]) -> float:
    """Good answers a second while more was asked: from the first of them to the last request."""
    ends = sorted(answer.sent + answer.seconds for answer in answers if answer.status == 200)
    if not ends:
        return 0.0
    last = max(answer.sent for answer in answers)
    if last <= ends[0]:
        return 0.0
    return (sum(end <= last for end in ends) - 1) / (last - ends[0])


def percentile(values: Sequence[float], share: float) -> float | None:
    """The least value that so many in a hundred do not exceed; None of nothing.

    >>> percentile([0.1, 0.2, 0.3, 0.4], 50)
    0.2
    """
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * share // 100).__int__() - 1)] if ordered else None


def recovery(service: Service, text: str) -> float:
    """Seconds until three articles in a row are answered quickly."""
    began, quick = time.monotonic(), 0
    while quick < 3:
        asked = time.monotonic()
        try:
            good = service.extract(text) == 200 and time.monotonic() - asked < QUICK
        except OSError:
            good = False
        quick = quick + 1 if good else 0
        if time.monotonic() - began > 60:
            raise RuntimeError("the service does not recover within a minute")
    return time.monotonic() - began


def _good(result: Mapping[str, Any]) -> bool:
    over = result["overload"]
    accepted = over["p99"] is not None and over["p99"] < SLOWEST
    refused = set(over["statuses"]) <= {"200", "429", "503"}
    return result["share"] >= SHARE and accepted and refused and over["recovery_seconds"] < RECOVERY


def _lines(result: Mapping[str, Any]) -> Iterator[str]:
    """The figures as a table."""
    yield f"articles of {result['words']} words, {result['workers']} processes, locust on the same machine"
    yield f"extract_many, one process{result['extract_many_per_second']:10.2f} articles/s"
    yield f"{'clients':8}{'articles/s':>12}{'p50':>8}{'p95':>8}{'p99':>8}   answers"
    for clients, found in result["clients"].items():
        yield f"{clients:<8}{found['articles_per_second']:12.2f}{_seconds(found)}   {found['statuses']}"
    yield f"share of processes x extract_many at {max(result['clients'])} clients: {result['share']:.2f}"
    over = result["overload"]
    yield f"at {over['offered_per_second']:.1f} articles/s:"
    yield f"{'':8}{over['articles_per_second']:12.2f}{_seconds(over)}   {over['statuses']}"
    refused = "" if over["refused_p99"] is None else f", p99 of these {over['refused_p99']:.2f} s"
    yield f"refused {over['refused_share']:.0%}{refused}; recovered after {over['recovery_seconds']:.1f} s"


def _seconds(found: Mapping[str, Any]) -> str:
    shown = ("-" if found[name] is None else f"{found[name]:.2f}" for name in ("p50", "p95", "p99"))
    return "".join(f"{value:>8}" for value in shown)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m api.benchmarks.load", description=__doc__)
    add = parser.add_argument
    add("--seconds", type=float, default=10, metavar="S", help="of each measurement (default: 10)")
    add("--rounds", type=int, default=3, metavar="N", help="of all but the overload (default: 3)")
    add("--clients", type=int, nargs="+", default=[1, 4, 16], metavar="N", help="(default: 1 4 16)")
    add("--workers", type=int, default=len(os.sched_getaffinity(0)), metavar="N", help="(default: cores)")
    add("--users", type=int, default=200, metavar="N", help="that send too much together (default: 200)")
    add("--articles", type=int, default=200, metavar="N", help="that are sent in turns (default: 200)")
    add("--json", action="store_true", help="print one JSON object instead of a table")
    add("--no-floor", action="store_true", help="end with 0 whatever was measured")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
